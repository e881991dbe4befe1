"""Context, alignments, shapes, code tables and ontology speak of the same terms and concepts.

Every term used anywhere is declared in `ontology/`: the project's own in `hrd.ttl`, those of others in `borrowed.ttl`.
And nothing is declared that is not used, so a reader of the vocabulary reads what the data really says.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ld_export.pages.data import FILE_TERMS

ROOT = Path(__file__).parents[1]
HRD = Namespace("https://w3id.org/hrd/ontology#")
CONCEPT = "https://w3id.org/hrd/concept/"
ALIGNMENTS = sorted((ROOT / "mappings" / "align").glob("*.rq"))
KINDS_OF_TERM = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property}
BOTH = ["en", "fr"]


def read(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def table(name: str) -> list[dict[str, str]]:
    with (ROOT / "mappings" / "codes" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


OWN = read(ROOT / "ontology" / "hrd.ttl")
BORROWED = read(ROOT / "ontology" / "borrowed.ttl")
CONCEPTS = read(*sorted((ROOT / "ontology" / "concepts").glob("*.ttl")))
SHAPES = read(*sorted((ROOT / "shapes").glob("*.ttl")))
CONTEXT: dict[str, str | dict[str, str]] = json.loads(
    (ROOT / "mappings" / "context.jsonld").read_text(encoding="utf-8")
)["@context"]
PREFIXES = {key: iri for key, iri in CONTEXT.items() if isinstance(iri, str) and iri.endswith(("/", "#"))}


def declared(graph: Graph) -> set[URIRef]:
    return {term for kind in KINDS_OF_TERM for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef)}


def expanded(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(PREFIXES[prefix] + local)


def of_context() -> set[URIRef]:
    terms = [term for term in CONTEXT.values() if isinstance(term, dict)]
    return {expanded(term.get("@id") or term["@reverse"]) for term in terms}


def of_alignment(path: Path) -> set[URIRef]:
    """Return each prefixed name of a query: those of its template, and those it looks for or brings by VALUES."""
    text = re.sub(r"#[^>\n]*$|\"[^\"]*\"", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    prefixes = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>", text, flags=re.MULTILINE))
    body = re.sub(r"^PREFIX .*$", "", text, flags=re.MULTILINE)
    return {URIRef(prefixes[prefix] + local) for prefix, local in re.findall(r"\b(\w+):(\w+)", body)}


def steps(path: Node) -> Iterator[Node]:
    """Yield the properties of a SHACL path."""
    if not isinstance(path, BNode):
        yield path
    elif (inverse := SHAPES.value(path, SH.inversePath)) is not None:
        yield from steps(inverse)
    else:
        for step in Collection(SHAPES, path):
            yield from steps(step)


def of_shapes(*, forbidden: bool) -> set[Node]:
    """Return what property shapes speak of: what they forbid, or classes and all other paths."""
    zero = set(SHAPES.subjects(SH.maxCount, Literal(0)))
    shapes = {shape for shape in SHAPES.subjects(SH.path) if (shape in zero) == forbidden}
    paths = {step for shape in shapes for path in SHAPES.objects(shape, SH.path) for step in steps(path)}
    classes = {*SHAPES.objects(None, SH["class"]), *SHAPES.objects(None, SH.targetClass)}
    return paths if forbidden else paths | classes


def of_ontology() -> set[Node]:
    """Return the terms that the ontology files are written with, but for the languages RDF, RDFS and OWL."""
    graph = OWN + BORROWED + CONCEPTS
    named = {*OWN.objects(None, RDFS.subClassOf), *OWN.objects(None, OWL.disjointWith), *OWN.objects(None, RDFS.range)}
    terms = {*graph.predicates(), *graph.objects(None, RDF.type), *named}
    own = {RDFS.label, RDFS.isDefinedBy, OWL.Thing, RDF.type}
    built_in = (str(RDF), str(RDFS), str(OWL), str(XSD))
    return {RDF.type} | {term for term in terms if term in own or not str(term).startswith(built_in)}


def languages(graph: Graph, subject: Node, predicate: URIRef) -> list[str]:
    return sorted(str(getattr(text, "language", None)) for text in graph.objects(subject, predicate))


def used() -> set[Node]:
    aligned = {term for path in ALIGNMENTS for term in of_alignment(path)}
    return {*of_context(), *aligned, *of_shapes(forbidden=False), *of_ontology(), *of_files()}


def of_files() -> set[URIRef]:
    """Return what the data files of an entity say of themselves."""
    return {URIRef(term) for term in FILE_TERMS}


def test_every_term_of_the_context_is_declared() -> None:
    assert of_context() - declared(OWN + BORROWED) == set()


@pytest.mark.parametrize("path", ALIGNMENTS, ids=lambda path: path.name)
def test_every_term_of_an_alignment_is_declared(path: Path) -> None:
    assert len(of_alignment(path)) > 1
    assert of_alignment(path) - declared(OWN + BORROWED) == set()


def test_every_path_and_class_of_the_shapes_is_declared() -> None:
    assert of_shapes(forbidden=False) - declared(OWN + BORROWED) == set()


def test_every_concept_that_the_shapes_ask_for_exists() -> None:
    asked = {term for term in SHAPES.objects() if isinstance(term, URIRef) and term.startswith(CONCEPT)}
    assert len(asked) > 5
    assert asked - set(CONCEPTS.subjects(RDF.type)) == set()


def test_every_term_of_the_good_graph_is_declared() -> None:
    graph = read(ROOT / "tests" / "shapes" / "valid.ttl")
    terms = {*graph.predicates(), *graph.objects(None, RDF.type)} - {RDF.type}
    assert terms - declared(OWN + BORROWED) == set()


def test_every_term_of_the_files_beside_a_page_is_declared() -> None:
    assert of_files() - declared(OWN + BORROWED) == set()


def test_the_ontology_is_written_in_declared_terms() -> None:
    assert of_ontology() - declared(OWN + BORROWED) == set()


def test_nothing_is_declared_that_is_not_used() -> None:
    assert declared(OWN + BORROWED) - used() == set()


def test_what_no_class_may_have_is_not_declared() -> None:
    """A property that people never have is known to the shapes only, as one to refuse."""
    never = {URIRef(f"https://schema.org/{name}") for name in ("gender", "nationality", "memberOf", "birthDate")}
    assert never <= of_shapes(forbidden=True)
    assert never & declared(OWN + BORROWED) == set()


def test_each_file_declares_its_own_terms() -> None:
    assert all(term.startswith(HRD) for term in declared(OWN))
    assert not any(term.startswith(HRD) for term in declared(BORROWED))


@pytest.mark.parametrize("term", sorted(declared(OWN)), ids=lambda term: term.removeprefix(HRD))
def test_an_own_term_is_explained(term: URIRef) -> None:
    assert languages(OWN, term, RDFS.label) == BOTH
    assert languages(OWN, term, SKOS.definition) == BOTH
    assert OWN.value(term, RDFS.isDefinedBy) == URIRef("https://w3id.org/hrd/ontology")
    if OWN.value(term, RDF.type) != OWL.Class:
        assert len(list(OWN.objects(term, RDFS.range))) == 1
        domains = list(OWN.objects(term, RDFS.domain))
        assert len(domains) == 1 or languages(OWN, term, SKOS.editorialNote) == BOTH


@pytest.mark.parametrize("term", sorted(declared(OWN)), ids=lambda term: term.removeprefix(HRD))
def test_the_context_types_a_value_as_the_ontology_does(term: URIRef) -> None:
    """A link has an IRI for a value, a text without a language is a string, a language map makes language strings."""
    ranges: dict[Node | None, dict[str, str]] = {XSD.string: {}, RDF.langString: {"@container": "@language"}}
    for name, entry in CONTEXT.items():
        if isinstance(entry, dict) and "@id" in entry and expanded(entry["@id"]) == term:
            target = OWN.value(term, RDFS.range)
            link = {"@type": "@id"} if OWN.value(term, RDF.type) == OWL.ObjectProperty else None
            typed = {"@type": f"xsd:{str(target).removeprefix(str(XSD))}"}
            # Where a value can be of several types, the context has one key for each.
            one_of_several = {"@type": entry.get("@type")} if target == RDFS.Literal else None
            assert {k: v for k, v in entry.items() if k != "@id"} == (
                link or one_of_several or ranges.get(target, typed)
            ), name


def test_a_date_of_any_precision_has_a_key_of_the_context() -> None:
    types = {entry["@type"] for entry in CONTEXT.values() if isinstance(entry, dict) and entry.get("@id") == "hrd:when"}
    assert types == {f"xsd:{name}" for name in ("date", "gYearMonth", "gYear", "gMonthDay", "gMonth")}


@pytest.mark.parametrize("name", ["Reviewed", "Suggested"])
def test_a_state_of_review_is_explained_and_asked_for(name: str) -> None:
    """They are no classes, properties or concepts: the only individuals of the vocabulary."""
    state = HRD[name]
    assert set(OWN.subjects(RDF.type, HRD.ReviewStatus)) == {HRD.Reviewed, HRD.Suggested}
    assert languages(OWN, state, RDFS.label) == languages(OWN, state, SKOS.definition) == BOTH
    assert OWN.value(state, RDFS.isDefinedBy) == URIRef("https://w3id.org/hrd/ontology")
    assert (None, None, state) in SHAPES


def test_who_is_named_is_not_typed_by_being_named() -> None:
    """A person, a set of people and a country can all be affected: no class fits all, so none is inferred."""
    naming = ("affects", "mayAffect", "imputedTo", "addressee", "assertedBy", "reportedBy", "concerns", "refersTo")
    for name in naming:
        assert set(OWN.objects(HRD[name], RDFS.range)) == {OWL.Thing}, name
        assert languages(OWN, HRD[name], SKOS.editorialNote) == BOTH, name


def test_no_excerpt_can_be_an_agent_or_an_excerpt_of_another_kind() -> None:
    agents = set(OWN.objects(HRD.Signature, OWL.disjointWith))
    assert agents == set(OWN.objects(HRD.Excerpt, OWL.disjointWith))
    kinds = {HRD.Mention, HRD.Claim, HRD.Demand, HRD.Figure}
    assert set(OWN.subjects(RDFS.subClassOf, HRD.Excerpt)) == kinds
    apart = {frozenset(pair) for pair in OWN.subject_objects(OWL.disjointWith) if kinds >= set(pair)}
    assert apart == {frozenset(pair) for pair in itertools.combinations(kinds, 2)}


@pytest.mark.parametrize("term", sorted(declared(BORROWED)))
def test_a_borrowed_term_says_how_it_is_used_and_asserts_nothing(term: URIRef) -> None:
    assert set(BORROWED.predicates(term)) == {RDF.type, RDFS.label, RDFS.isDefinedBy, SKOS.scopeNote}
    assert len(list(BORROWED.objects(term, RDF.type))) == 1
    assert languages(BORROWED, term, RDFS.label) == BOTH
    assert languages(BORROWED, term, SKOS.scopeNote) == BOTH
    assert term.startswith(str(BORROWED.value(term, RDFS.isDefinedBy)))


@pytest.mark.parametrize("graph", [OWN, BORROWED, CONCEPTS], ids=["hrd", "borrowed", "concepts"])
def test_an_ontology_file_has_no_blank_node_and_loads_nothing(graph: Graph) -> None:
    assert not any(isinstance(term, BNode) for triple in graph for term in triple)
    assert (None, OWL.imports, None) not in graph


def test_the_version_is_said_in_three_places_alike() -> None:
    ontology = URIRef("https://w3id.org/hrd/ontology")
    version = OWN.value(ontology, OWL.versionInfo)
    assert OWN.value(ontology, OWL.versionIRI) == URIRef(f"{ontology}/{version}")
    assert list(OWN.subjects(RDF.type, OWL.Ontology)) == [ontology]


def codes(scheme: str) -> dict[str, URIRef]:
    return {
        str(CONCEPTS.value(concept, SKOS.notation)): concept
        for concept in CONCEPTS.subjects(SKOS.inScheme, URIRef(CONCEPT + scheme))
        if isinstance(concept, URIRef)
    }


def test_concepts_have_the_addresses_that_the_minter_makes() -> None:
    rules = tomllib.loads((ROOT / "mappings" / "iris.toml").read_text(encoding="utf-8"))
    allowed = rules["allowed"]
    for scheme in CONCEPTS.subjects(RDF.type, SKOS.ConceptScheme):
        name = str(scheme).removeprefix(CONCEPT)
        assert re.fullmatch(allowed["scheme"], name)
        for code, concept in codes(name).items():
            assert re.fullmatch(allowed["code"], code)
            made = rules["patterns"]["Concept"].format(vocabulary=rules["vocabulary"], scheme=name, code=code)
            assert concept == URIRef(made)


def test_a_scheme_and_its_concepts_point_at_each_other() -> None:
    for scheme in CONCEPTS.subjects(RDF.type, SKOS.ConceptScheme):
        members = set(CONCEPTS.subjects(SKOS.inScheme, scheme))
        top = {concept for concept in members if (concept, SKOS.broader, None) not in CONCEPTS}
        assert top == set(CONCEPTS.objects(scheme, SKOS.hasTopConcept))
        assert top == set(CONCEPTS.subjects(SKOS.topConceptOf, scheme))


@pytest.mark.parametrize(
    ("name", "scheme"), [("kinds", "document-kind"), ("honorifics", "honorific"), ("languages", "language")]
)
def test_a_code_table_and_its_scheme_agree(name: str, scheme: str) -> None:
    rows = {row["code"]: row for row in table(name)}
    assert rows.keys() == codes(scheme).keys()
    for code, row in rows.items():
        for language in BOTH:
            # A form that is not printed in a language is empty in the table; the concept still has a name in it.
            if row[language]:
                assert (codes(scheme)[code], SKOS.prefLabel, Literal(row[language], language)) in CONCEPTS


def test_printed_forms_of_an_honorific_are_its_other_labels() -> None:
    for row in table("honorifics"):
        concept = codes("honorific")[row["code"]]
        printed = {Literal(w, language) for language in BOTH for w in row[f"also_{language}"].split(" | ") if w}
        assert printed == set(CONCEPTS.objects(concept, SKOS.altLabel))


def test_a_language_has_its_own_name() -> None:
    for row in table("languages"):
        concept = codes("language")[row["code"]]
        assert Literal(row["name"], row["code"]) in {
            *CONCEPTS.objects(concept, SKOS.prefLabel),
            *CONCEPTS.objects(concept, SKOS.altLabel),
        }


def test_the_rights_are_the_three_that_the_code_knows() -> None:
    assert codes("rights").keys() == {"full", "quotes", "metadata"}


def test_a_kind_has_a_class_of_the_vocabulary() -> None:
    classes = {name.split(":")[-1] for name in ("hrd:WrittenDeclaration", "hrd:Motion", "hrd:Resolution")}
    assert {row["class"] for row in table("kinds")} == classes | {"NewsArticle"}
    assert {HRD[name] for name in classes} <= declared(OWN)
