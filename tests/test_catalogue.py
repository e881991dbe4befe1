"""What is told to machines of the data as a whole is true, complete, and the same in every form."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
import yaml

from ld_export.catalogue import added as sum_of
from ld_export.catalogue import catalogue_files, counted, dump_file, read, schema_org, without
from ld_export.catalogue.writing import to_json_ld
from ld_export.errors import LdExportError, MappingProblem, OutputProblem, SettingsProblem
from ld_export.pipeline.build import build
from ld_export.settings import DatasetSettings, Publisher
from tests import fixtures_built
from tests.datasets import COUNTS, dataset
from tests.fixtures_built import Built
from tests.publishing import clean_site, files_of, served
from tests.reading import by_oxigraph, by_pyld, by_rdflib, rdflib_dataset
from tests.support import SETTINGS, declaration, publication

pytestmark = pytest.mark.slow  # builds publications again and again

built = fixtures_built.built

BASE = "https://w3id.org/hrd/"
DATASET = rdflib.URIRef(f"{BASE}data")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
FILES = ("void.ttl", "void.jsonld", "catalog.ttl", "catalog.jsonld", "data.ttl", "data.jsonld", "data.nt")


def graph(data: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=data, format="turtle")


@pytest.fixture(scope="module")
def void(built: Built) -> rdflib.Graph:
    return graph((built.public / "void.ttl").read_bytes())


@pytest.fixture(scope="module")
def catalogue(built: Built) -> rdflib.Graph:
    return graph((built.public / "catalog.ttl").read_bytes())


@pytest.fixture(scope="module")
def data(built: Built) -> rdflib.Graph:
    return rdflib.Graph().parse(data=built.dump("dataset.nt"), format="nt")


# -- one description in several forms ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_a_description_is_read_alike_by_every_library_and_has_no_blank_node(built: Built, name: str) -> None:
    content, ending = (built.public / name).read_bytes(), Path(name).suffix
    by_one, by_other = by_oxigraph(content, ending), by_rdflib(content, ending)
    assert by_one == by_other
    assert len(by_one) > 100
    assert not any(term.value.startswith("_:") for said in by_one for term in (said.subject, said.object))
    if ending == ".jsonld":
        assert by_pyld(content) == by_one
        assert by_oxigraph((built.public / name).with_suffix(".ttl").read_bytes(), ".ttl") == by_one


def test_the_well_known_file_is_the_description(built: Built) -> None:
    assert (built.public / ".well-known" / "void").read_bytes() == (built.public / "void.ttl").read_bytes()


def test_beside_the_page_lies_all_that_is_told_of_the_data(built: Built) -> None:
    void, catalogue, both = (
        by_oxigraph((built.public / f"{name}.ttl").read_bytes(), ".ttl") for name in ("void", "catalog", "data")
    )
    assert void | catalogue == both == by_oxigraph((built.public / "data.nt").read_bytes(), ".nt")


def test_a_key_without_a_term_is_an_error() -> None:
    with pytest.raises(MappingProblem, match="'colour' has no term"):
        to_json_ld([{"id": "https://example.org/x", "colour": "red"}])


# -- statistics ----------------------------------------------------------------------------------------------------


def _asked(data: rdflib.Graph, query: str) -> dict[tuple[str, ...], int]:
    """The rows of a query whose last column is a number."""
    rows: Any = data.query(query)
    return {tuple(map(str, row[:-1])): int(row[-1]) for row in rows}


def _partitions(void: rdflib.Graph, of: rdflib.URIRef, term: rdflib.URIRef, number: rdflib.URIRef) -> dict[Any, int]:
    return {(str(void.value(one, term)),): int(str(void.value(one, number))) for one in void.objects(DATASET, of)}


def test_the_numbers_are_those_that_sparql_counts_over_the_dump(void: rdflib.Graph, data: rdflib.Graph) -> None:
    classes = _asked(data, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    properties = _asked(data, "SELECT ?p (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } } GROUP BY ?p")
    assert len(classes) > 20
    assert len(properties) > 80
    assert _partitions(void, VOID.classPartition, VOID["class"], VOID.entities) == classes
    assert _partitions(void, VOID.propertyPartition, VOID.property, VOID.triples) == properties
    whole = {
        VOID.triples: sum(properties.values()),
        VOID.distinctSubjects: _asked(data, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }")[()],
        VOID.classes: len(classes),
        VOID.properties: len(properties),
    }
    assert {name: int(str(void.value(DATASET, name))) for name in whole} == whole
    assert void.value(DATASET, VOID.entities) == void.value(DATASET, VOID.distinctSubjects)


def test_documents_registry_and_vocabulary_are_counted_apart_and_together_are_all(
    built: Built, void: rdflib.Graph
) -> None:
    own = {f"{BASE}registry#graph": "registry", f"{BASE}ontology#graph": "vocabulary"}
    quads = rdflib_dataset(built.dump("dataset.nq"), ".nq").quads()
    counts = Counter(own.get(str(name), "documents") for _, _, _, name in quads)
    told = {kind: int(str(void.value(rdflib.URIRef(f"{BASE}data#{kind}"), VOID.triples))) for kind in counts}
    assert told == counts
    assert len(told) == 3
    assert sum(told.values()) == int(str(void.value(DATASET, VOID.triples)))


def test_link_sets_are_the_links_that_lead_elsewhere(void: rdflib.Graph, data: rdflib.Graph) -> None:
    links = Counter[tuple[str, str]]()
    spaces = ("http://www.w3.org/", "http://purl.org/", "http://xmlns.com/", "https://schema.org/", BASE)
    for _, predicate, value in data:
        if isinstance(value, rdflib.URIRef) and not str(value).startswith(spaces):
            links[str(predicate), re.match(r"https?://[^/]+/", str(value))[0]] += 1  # type: ignore[index]
    told = {}
    for one in void.subjects(rdflib.RDF.type, VOID.Linkset):
        target = void.value(one, VOID.objectsTarget)
        place = str(void.value(one, VOID.linkPredicate)), str(void.value(target, VOID.uriSpace))
        told[place] = int(str(void.value(one, VOID.triples)))
        assert (DATASET, VOID.subset, one) in void
    assert told == links
    assert ("http://www.w3.org/2002/07/owl#sameAs", "http://www.wikidata.org/") in told
    assert ("https://schema.org/sameAs", "http://publications.europa.eu/") in told


def test_vocabularies_are_the_namespaces_of_all_terms_and_examples_have_pages(
    built: Built, void: rdflib.Graph, data: rdflib.Graph
) -> None:
    terms = {str(predicate) for predicate in data.predicates(unique=True)}
    terms |= {str(kind) for kind in data.objects(None, rdflib.RDF.type, unique=True)}
    spaces = {str(one) for one in void.objects(DATASET, VOID.vocabulary)}
    assert {re.match(r".*[#/]", term)[0] for term in terms} == spaces  # type: ignore[index]
    examples = [str(one) for one in void.objects(DATASET, VOID.exampleResource)]
    assert examples
    assert all((built.public / f"{one.removeprefix(BASE)}.html").is_file() for one in examples)
    assert not any("/person/" in one for one in examples)


def test_what_goes_is_taken_away_to_the_last_number() -> None:
    one = counted({"dataset.nq": b'<x:a> <x:p> <https://e.org/1> <x:g> .\n<x:a> <x:q> "v" <x:g> .\n'}, ("x:",))
    other = counted({"dataset.nq": b'<x:b> <x:p> "w" <x:g> .\n', "documents.csv": b'a,"two\nlines"\nb,c\n'}, ("x:",))
    both = sum_of([one, other])
    assert read(both).rows == {"documents.csv": 2}
    assert read(both).links == {("x:p", "https://e.org/"): 1}
    assert without(both, other) == one
    assert without(both, one) == {name: number for name, number in other.items() if number}


# -- files ---------------------------------------------------------------------------------------------------------


def _listed(built: Built) -> dict[str, str]:
    lines = built.dump("SHA256SUMS").decode().splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_every_dump_is_a_distribution_with_its_size_and_its_checksum(built: Built, catalogue: rdflib.Graph) -> None:
    told = {}
    for one in catalogue.objects(DATASET, DCAT.distribution):
        address = str(catalogue.value(one, DCAT.downloadURL))
        checksum = catalogue.value(one, SPDX.checksum)
        told[address] = (
            int(str(catalogue.value(one, DCAT.byteSize))),
            str(catalogue.value(checksum, SPDX.checksumValue)),
        )
        assert (catalogue.value(one, DCAT.compressFormat) is not None) == address.endswith(".gz")
    listed = _listed(built)
    files = {f"{BASE}dumps/{name}": built.dump(name) for name in listed}
    assert told == {name: (len(content), hashlib.sha256(content).hexdigest()) for name, content in files.items()}
    assert {name.rpartition("/")[2]: digest for name, (_, digest) in told.items()} == listed
    assert str(catalogue.value(DATASET, DCAT.version)) == listed["dataset.nq"][:12]


def test_the_graph_s_dumps_are_those_of_void(built: Built, void: rdflib.Graph) -> None:
    dumps = {str(one).rpartition("/")[2] for one in void.objects(DATASET, VOID.dataDump)}
    assert dumps == {name for name in _listed(built) if name.startswith("dataset.")}


def test_a_dump_of_which_nobody_says_what_it_holds_is_an_error() -> None:
    with pytest.raises(OutputProblem, match=r"nothing says what the dump new\.xml holds"):
        dump_file("new.xml.gz")


# -- DCAT-AP ---------------------------------------------------------------------------------------------------------

# What DCAT-AP 3.0 makes mandatory (a violation) or recommends (a warning), in our own words; only `dcterms:spatial` of
# a publication that states no place is left out.
DCAT_AP = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix t: <https://example.org/shapes#> .

t:Catalogue a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dcterms:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dcterms:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dcterms:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ;
  sh:property [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ] ;
  sh:property [ sh:path dcterms:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:class dcterms:LicenseDocument ] ;
  sh:property [ sh:path dcterms:language ; sh:minCount 1 ; sh:nodeKind sh:IRI ;
    sh:pattern "^http://publications.europa.eu/resource/authority/language/[A-Z]{3}$" ] ;
  sh:property [ sh:path foaf:homepage ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:themeTaxonomy ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcterms:issued ; sh:maxCount 1 ; sh:datatype xsd:date ] ;
  sh:property [ sh:path dcterms:modified ; sh:maxCount 1 ; sh:datatype xsd:date ] .

t:Dataset a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dcterms:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dcterms:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:class vcard:Kind ] ;
  sh:property [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] ;
  sh:property [ sh:path dcat:keyword ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dcterms:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ;
  sh:property [ sh:path dcat:theme ; sh:minCount 1 ; sh:nodeKind sh:IRI ;
    sh:pattern "^http://publications.europa.eu/resource/authority/data-theme/" ] ;
  sh:property [ sh:path dcterms:temporal ; sh:minCount 1 ; sh:class dcterms:PeriodOfTime ] ;
  sh:property [ sh:path dcterms:spatial ; sh:class dcterms:Location ] ;
  sh:property [ sh:path dcterms:accessRights ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcterms:conformsTo ; sh:minCount 1 ; sh:class dcterms:Standard ] ;
  sh:property [ sh:path dcterms:identifier ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dcat:landingPage ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:version ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:Literal ] .

t:Distribution a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:downloadURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcterms:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dcterms:format ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:pattern "^http://publications.europa.eu/resource/authority/file-type/[A-Z_]+$" ] ;
  sh:property [ sh:path dcterms:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:class dcterms:LicenseDocument ] ;
  sh:property [ sh:path dcat:mediaType ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:pattern "^https://www.iana.org/assignments/media-types/(application|text)/[a-z+-]+$" ] ;
  sh:property [ sh:path dcat:compressFormat ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:byteSize ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ;
  sh:property [ sh:path spdx:checksum ; sh:minCount 1 ; sh:maxCount 1 ; sh:class spdx:Checksum ] .

t:Checksum a sh:NodeShape ; sh:targetClass spdx:Checksum ;
  sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:maxCount 1 ; sh:hasValue spdx:checksumAlgorithm_sha256 ] ;
  sh:property [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:hexBinary ] .

t:Agent a sh:NodeShape ; sh:targetClass foaf:Agent ; sh:property [ sh:path foaf:name ; sh:minCount 1 ] .
t:Contact a sh:NodeShape ; sh:targetClass vcard:Kind ;
  sh:property [ sh:path vcard:fn ; sh:minCount 1 ] ;
  sh:property [ sh:path [ sh:alternativePath ( vcard:hasEmail vcard:hasURL ) ] ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .
t:Period a sh:NodeShape ; sh:targetClass dcterms:PeriodOfTime ;
  sh:property [ sh:path dcat:startDate ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] ;
  sh:property [ sh:path dcat:endDate ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] .
"""


def broken(described: rdflib.Graph) -> list[str]:
    """The properties of which the application profile is not heeded."""
    shapes = graph(DCAT_AP.encode())
    _, results, _ = pyshacl.validate(described, shacl_graph=shapes, advanced=False)
    path = rdflib.URIRef("http://www.w3.org/ns/shacl#resultPath")
    assert isinstance(results, rdflib.Graph)
    return sorted({str(one) for one in results.objects(None, path)})


def test_the_catalogue_has_what_its_application_profile_asks_for(catalogue: rdflib.Graph) -> None:
    assert broken(catalogue) == []
    assert len(set(catalogue.subjects(rdflib.RDF.type, DCAT.Distribution))) > 20


@pytest.mark.parametrize("name", ["accessURL", "byteSize", "contactPoint", "theme", "dataset"])
def test_a_catalogue_that_lacks_something_would_be_found(catalogue: rdflib.Graph, name: str) -> None:
    lacking = rdflib.Graph() + catalogue
    lacking.remove((None, DCAT[name], None))
    assert str(DCAT[name]) in broken(lacking)


def test_what_is_not_known_is_left_out_and_the_rest_still_told() -> None:
    undated = COUNTS._replace(dates={}, links={})
    bare = dataset(counts=dict.fromkeys(("documents", "registry", "vocabulary"), undated), languages=("en", "xx"))
    files = dict(catalogue_files(bare, undated))
    told = graph(files["catalog.ttl"])
    assert broken(told) == [str(rdflib.DCTERMS.language), str(rdflib.DCTERMS.temporal)]
    assert rdflib.URIRef("http://id.loc.gov/vocabulary/iso639-1/xx") in set(told.objects(None, rdflib.DCTERMS.language))
    assert rdflib.URIRef("mailto:tests@example.org") in set(told.objects())
    assert VOID.Linkset not in set(graph(files["void.ttl"]).objects())
    assert "temporalCoverage" not in schema_org(bare, "en", whole=True)


def test_whatever_the_settings_state_is_told(tmp_path: Path) -> None:
    table = """
[dataset]
released = "2031-06-01"
doi = "https://doi.org/10.5281/zenodo.1"
spatial = ["http://publications.europa.eu/resource/authority/country/ITA"]
themes = ["http://publications.europa.eu/resource/authority/data-theme/GOVE"]
keywords = { en = ["one", "two"] }
"""
    made = publication(tmp_path / "p", extra=table)
    build(made, modified="2031-05-30")
    told = graph((made / "public" / "catalog.ttl").read_bytes())
    (node,) = set(told.subjects(rdflib.RDF.type, DCAT.Dataset))
    said = {predicate: {str(value) for value in told.objects(node, predicate)} for predicate in told.predicates(node)}
    terms = rdflib.DCTERMS
    assert said[terms.issued] == {"2031-06-01"}
    assert said[terms.modified] == {"2031-05-30"}
    assert said[terms.identifier] == {"https://doi.org/10.5281/zenodo.1"}
    assert said[terms.spatial] == {"http://publications.europa.eu/resource/authority/country/ITA"}
    assert said[DCAT.theme] == {"http://publications.europa.eu/resource/authority/data-theme/GOVE"}
    assert {"one", "two", "droits humains"} <= said[DCAT.keyword]
    assert broken(told) == []
    cited = yaml.safe_load((made / "public" / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(cited["date-released"]) == "2031-06-01"
    assert {"type": "doi", "value": "10.5281/zenodo.1"} in cited["identifiers"]
    embedded = embedded_in((made / "public" / "data.html").read_text(encoding="utf-8"))
    assert (embedded["datePublished"], embedded["dateModified"]) == ("2031-06-01", "2031-05-30")
    page = (made / "public" / "data.html").read_text(encoding="utf-8")
    assert "1 June 2031" in page
    assert "states no day of release" not in page


def test_no_day_is_told_that_nobody_stated(built: Built) -> None:
    days = {rdflib.DCTERMS.issued, rdflib.DCTERMS.modified}
    for name in ("void.ttl", "catalog.ttl"):
        assert not days & set(graph((built.public / name).read_bytes()).predicates())
    assert "date-released" not in (built.public / "CITATION.cff").read_text(encoding="utf-8")
    assert "states no day of release" in (built.public / "data.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('released = "June"', "dataset.released 'June' is no date"),
        ('doi = "10.5281/zenodo.1"', "dataset.doi"),
        ('spatial = ["Italy"]', "dataset.spatial 'Italy' is no web address"),
        ('licence = "x"', "unknown field"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, line: str, said: str) -> None:
    made = publication(tmp_path / "p", extra=f"[dataset]\n{line}\n")
    with pytest.raises(SettingsProblem) as refused:
        build(made)
    assert said in str(refused.value)


# -- schema.org ----------------------------------------------------------------------------------------------------


def embedded_in(page: str) -> dict[str, Any]:
    """The JSON-LD in the head of a page."""
    found: dict[str, Any] = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    return found


@pytest.mark.parametrize(("name", "language"), [("index.html", "en"), ("data.html", "en"), ("data.fr.html", "fr")])
def test_pages_embed_what_a_search_engine_for_data_sets_reads(built: Built, name: str, language: str) -> None:
    told = embedded_in((built.public / name).read_text(encoding="utf-8"))
    assert (told["@context"], told["@type"]) == ("https://schema.org", "Dataset")
    assert 50 <= len(told["description"]) <= 5000
    assert ("Déclarations" in told["name"]) == (language == "fr")
    assert told["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert told["creator"] == told["publisher"]
    assert told["creator"]["name"]
    assert told["isAccessibleForFree"] is True
    assert told["temporalCoverage"] == "2017-10-11/2022-02-08"
    assert told["keywords"]
    downloads = {one["contentUrl"]: one for one in told["distribution"]}
    assert downloads.keys() == {f"{BASE}dumps/{name}" for name in _listed(built) if not name.endswith(".gz")}
    assert all(one["@type"] == "DataDownload" and one["encodingFormat"] for one in downloads.values())
    whole = name != "index.html"
    assert ("version" in told) == ("variableMeasured" in told) == whole
    assert all(("sha256" in one) == whole for one in downloads.values())


def test_nothing_in_it_can_end_its_element() -> None:
    told = schema_org(dataset(title={"en": "</script><b>&", "fr": "x"}), "en", whole=True)
    assert not re.search("[<>&]", told)
    assert json.loads(told)["name"] == "</script><b>&"


def test_a_long_description_is_cut_at_what_is_read() -> None:
    told = json.loads(schema_org(dataset(description={"en": "x" * 6000}), "en", whole=False))
    assert len(told["description"]) == 5000


# -- CITATION.cff ----------------------------------------------------------------------------------------------------

_CFF_KEYS = frozenset(
    ("cff-version", "message", "type", "title", "abstract", "version", "date-released", "url", "license", "license-url")
) | {"authors", "identifiers", "keywords"}


def _cff(**changed: Any) -> dict[str, Any]:
    text = dict(catalogue_files(dataset(**changed), COUNTS))["CITATION.cff"]
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def check_cff(told: dict[str, Any]) -> None:
    """What version 1.2.0 of the format says of the keys that are used."""
    assert told.keys() <= _CFF_KEYS
    assert told["cff-version"] == "1.2.0"
    assert told["type"] in {"software", "dataset"}
    for key in ("message", "title", "abstract", "version", "url"):
        assert isinstance(told[key], str)
        assert told[key]
    assert told["authors"]
    assert all(author["name"] and author.keys() <= {"name", "website"} for author in told["authors"])
    for one in told["identifiers"]:
        assert one.keys() == {"type", "value"}
        assert re.match({"url": "https?://", "doi": r"10\.\d{4,9}(\.\d+)?/"}[one["type"]], one["value"])
    assert len(told["keywords"]) == len(set(told["keywords"])) > 0
    assert ("license" in told) != ("license-url" in told)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(told.get("date-released", "2031-01-01")))


def test_the_citation_file_is_one(built: Built) -> None:
    told = yaml.safe_load((built.public / "CITATION.cff").read_text(encoding="utf-8"))
    check_cff(told)
    assert told["license"] == "CC0-1.0"
    assert told["version"] == _listed(built)["dataset.nq"][:12]


@pytest.mark.parametrize(
    "text", ["a: b # c", "- 'x' \"y\"", "NO", "0x10", "back\\slash", "& *ref", "line\nbreak", "é…"]
)
def test_any_text_stays_itself_in_the_citation_file(text: str) -> None:
    told = _cff(
        title={"en": text}, publisher=Publisher(name=text, contact="https://example.org/", url="https://e.org/")
    )
    check_cff(told)
    assert (told["title"], told["authors"]) == (text, [{"name": text, "website": "https://e.org/"}])
    assert told["license-url"] == "https://example.org/licence"


def test_a_doi_and_a_day_of_release_are_in_it() -> None:
    told = _cff(settings=DatasetSettings(released="2031-06-01", doi="https://doi.org/10.5281/zenodo.1"))
    check_cff(told)
    assert {"type": "doi", "value": "10.5281/zenodo.1"} in told["identifiers"]


# -- made again --------------------------------------------------------------------------------------------------------


def test_what_is_told_is_made_again_with_the_data_and_nothing_else_with_it(tmp_path: Path) -> None:
    texts = {f"wd-{number}": declaration(number) for number in (901, 902)}
    made = publication(tmp_path / "p", texts)
    build(made)
    before = served(made / "public")
    text = made / "documents" / "wd-901.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("It must", "It really must"), encoding="utf-8")
    build(made)
    after = served(made / "public")
    assert after == clean_site(made, tmp_path)
    changed = {name for name in after if before.get(name) != after[name]}
    assert {"data.html", "data.fr.html", "void.ttl", "catalog.ttl", ".well-known/void", "CITATION.cff"} <= changed
    # What it embeds says nothing of sizes, for which it would have to be made anew with every change.
    assert not {"index.html", "declaration/linkset.json", "person/linkset.json"} & changed
    assert build(made).unchanged


@pytest.mark.parametrize(
    ("settings", "modified", "kept"),
    [
        (SETTINGS, "2031-05-30", "index.html"),
        (f'{SETTINGS}\n[dataset]\nreleased = "2031-06-01"\n', "", "overview.html"),
    ],
    ids=["of the sources", "of release"],
)
def test_a_day_changes_what_tells_of_it_and_makes_no_document_anew(
    tmp_path: Path, settings: str, modified: str, kept: str
) -> None:
    made = publication(tmp_path / "p")
    build(made)
    before = files_of(made / "public")
    (made / "ld-export.toml").write_text(settings, encoding="utf-8")
    assert build(made, modified=modified).remade == 0
    after = files_of(made / "public")
    assert (before[kept], before["person/1.html"]) == (after[kept], after["person/1.html"])
    assert before["data.html"] != after["data.html"]
    assert before["dumps/dataset.nq"] == after["dumps/dataset.nq"]
    copy = publication(tmp_path / "clean", settings=settings)
    build(copy, modified=modified)
    assert files_of(copy / "public") == after
    assert build(made, modified=modified).unchanged


def test_a_withheld_name_in_what_is_told_stops_the_build(tmp_path: Path) -> None:
    made = publication(tmp_path / "p", extra='[dataset]\nkeywords = { en = ["Aldo Testari"] }\n')
    with (made / "withheld.csv").open("a", encoding="utf-8") as listed:
        header = (made / "withheld.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        csv.writer(listed).writerow(["Aldo Testari" if name == "name" else "" for name in header])
    with pytest.raises(LdExportError, match="a withheld person is named"):
        build(made)
