"""What is published agrees with itself: every dump, every reader, context, code tables and queries."""

from __future__ import annotations

import gzip
import json
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld

from ld_export.codes import LANGUAGES, countries, country_codes, group_codes, groups, has_own_number, rows
from ld_export.graph import vocabulary_graph
from ld_export.iris import Minter
from ld_export.mapping import context
from ld_export.parse.signatories import read_list
from ld_export.parse.words import read_kind
from ld_export.pipeline.store import open_store
from ld_export.query import ask, find_store
from ld_export.registry import read_registry
from tests import fixtures_built, reading
from tests.fixtures_built import PUBLICATION, Built

pytestmark = pytest.mark.slow  # each builds whole publications

built = fixtures_built.built

BASE = "https://w3id.org/hrd/"
DUMPS = [f"dataset{ending}" for ending in reading.OXIGRAPH]
KEYWORDS = {"id", "type", "@value", "@language"}

SIGNATURES = """\
PREFIX hrd: <https://w3id.org/hrd/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?signature ?document ?position ?name ?country WHERE {
  ?signature a hrd:Signature ; dcterms:isPartOf ?document ; hrd:position ?position ; hrd:nameAsPrinted ?name ;
             hrd:representing ?country .
}"""


Reader = Callable[[bytes, str], reading.Statements]


def statements(built: Built, dump: str, reader: Reader = reading.by_oxigraph) -> reading.Statements:
    return _read(built.public / "dumps" / dump, reader)


@cache
def _read(path: Path, reader: Reader) -> reading.Statements:
    return reader(path.read_bytes(), path.suffix)


def triples(found: reading.Statements) -> reading.Statements:
    return frozenset(statement.triple for statement in found)


# -- the dumps ---------------------------------------------------------------------------------------------------------


# rdflib takes seconds to read all: the canonical dump and the one that is least like it stand for the others.
QUICK = ("dataset.nq", "dataset.jsonld")


@pytest.mark.parametrize("dump", [pytest.param(one, marks=() if one in QUICK else pytest.mark.slow) for one in DUMPS])
def test_rdflib_and_oxigraph_read_the_same_statements_with_the_same_lexical_forms(built: Built, dump: str) -> None:
    """Values that are not canonical are rewritten by rdflib, and by pyoxigraph's parser not: then both would differ."""
    by_oxigraph = statements(built, dump)
    assert by_oxigraph
    assert statements(built, dump, reading.by_rdflib) == by_oxigraph


def test_pyld_reads_the_same_statements_and_fetches_no_context(built: Built) -> None:
    data = built.dump("dataset.jsonld")
    assert reading.by_pyld(data) == reading.by_oxigraph(data, ".jsonld")


def test_pyld_would_be_caught_fetching_a_context() -> None:
    with pytest.raises(jsonld.JsonLdError) as caught:
        reading.by_pyld(b'{"@context": "https://example.org/context.jsonld", "@id": "https://example.org/x"}')
    assert "asked for https://example.org/context.jsonld" in "".join(traceback.format_exception(caught.value))


def test_the_two_formats_with_graphs_hold_the_same_quads(built: Built) -> None:
    quads = statements(built, "dataset.nq")
    assert statements(built, "dataset.trig") == quads
    assert len(quads) == built.summary.statements


@pytest.mark.parametrize("dump", ["dataset.nt", "dataset.ttl", "dataset.jsonld"])
def test_the_formats_without_graphs_hold_the_same_triples(built: Built, dump: str) -> None:
    found = statements(built, dump)
    assert {statement.graph for statement in found} == {""}
    assert found == triples(statements(built, "dataset.nq"))


def test_every_compressed_dump_holds_the_bytes_of_its_twin_and_no_time(built: Built) -> None:
    compressed = sorted((built.public / "dumps").glob("*.gz"))
    assert {path.name.removesuffix(".gz") for path in compressed} >= set(DUMPS)
    for path in compressed:
        data = path.read_bytes()
        assert gzip.decompress(data) == built.dump(path.stem), path.name
        assert data[4:8] == b"\0\0\0\0", f"{path.name} tells when it was made"


def test_no_node_is_blank_and_every_statement_has_its_graph(built: Built) -> None:
    for statement in statements(built, "dataset.nq"):
        assert not any(term.value.startswith("_:") for term in statement[:3] if not term.datatype), statement
        assert statement.graph


@pytest.mark.parametrize("dump", ["dataset.nq", "dataset.nt"])
def test_the_lines_of_the_canonical_dumps_are_sorted_by_byte_and_unique(built: Built, dump: str) -> None:
    lines = built.dump(dump).splitlines()
    assert all(one < two for one, two in pairwise(lines))


def test_a_source_has_one_graph_named_after_it(built: Built) -> None:
    quads = statements(built, "dataset.nq")
    documents = {s.subject.value for s in quads if s.predicate.value == "https://w3id.org/hrd/ontology#documentKind"}
    assert len(documents) == built.summary.documents
    named = {s.graph for s in quads}
    assert named == {f"{iri}#graph" for iri in documents} | {f"{BASE}registry#graph", f"{BASE}ontology#graph"}


def test_a_graph_speaks_only_of_what_its_source_describes(built: Built) -> None:
    entities = tuple(f"{BASE}{kind}/" for kind in ("person", "organization", "family", "group", "country"))
    cited = read_registry(PUBLICATION / "entities").cited
    entities += tuple(f"{BASE}declaration/{key}" for key in cited)
    for statement in statements(built, "dataset.nq"):
        subject, graph = statement.subject.value, statement.graph
        if graph == f"{BASE}registry#graph":
            assert subject.startswith(entities)
        elif graph != f"{BASE}ontology#graph":
            assert subject.partition("#")[0] == graph.removesuffix("#graph")


# -- values ------------------------------------------------------------------------------------------------------------


def test_the_round_trip_of_everything_through_a_store_changes_nothing(built: Built) -> None:
    store = ox.Store()
    store.load(built.dump("dataset.nq"), format=ox.RdfFormat.N_QUADS)
    dumped = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    assert sorted(dumped.splitlines()) == built.dump("dataset.nq").splitlines()


def test_the_published_store_holds_what_the_dump_holds(built: Built) -> None:
    dumped = open_store(find_store([built.public])).dump(format=ox.RdfFormat.N_QUADS) or b""
    assert sorted(dumped.splitlines()) == built.dump("dataset.nq").splitlines()


@pytest.mark.slow
def test_one_query_has_the_same_signatures_over_turtle_over_json_ld_and_over_the_store(built: Built) -> None:
    turtle = rdflib.Graph().parse(data=built.dump("dataset.ttl"), format="turtle")
    n_quads = jsonld.to_rdf(
        json.loads(built.dump("dataset.jsonld")),
        {"documentLoader": reading.refuse_to_load, "format": "application/n-quads"},
    )
    linked = rdflib.Graph().parse(data=n_quads, format="nt")
    answer = ask(open_store(find_store([built.public])), SIGNATURES, "csv")
    assert isinstance(answer, str)
    from_store = sorted(answer.splitlines()[1:])
    assert len(from_store) == built.summary.signatures == 108
    assert sorted(_as_csv(turtle)) == sorted(_as_csv(linked)) == from_store


def _as_csv(graph: rdflib.Graph) -> Iterator[str]:
    """The rows as SPARQL's CSV has them; no printed name of the default publication needs quotes."""
    for row in graph.query(SIGNATURES):
        assert isinstance(row, rdflib.query.ResultRow)
        yield ",".join(str(value) for value in row)


# -- context -----------------------------------------------------------------------------------------------------------


def test_every_key_of_every_published_node_has_a_term(built: Built) -> None:
    nodes = json.loads(built.dump("dataset.jsonld"))["@graph"]
    prefixes = {term for term, definition in context().items() if isinstance(definition, str)}
    for key in _keys(nodes):
        prefix, colon, _ = key.partition(":")
        assert key in context() or (colon and prefix in prefixes) or key in KEYWORDS, key


def test_the_context_in_the_dump_is_the_mapping(built: Built) -> None:
    assert json.loads(built.dump("dataset.jsonld"))["@context"] == context()


def _keys(value: Any, *, by_language: bool = False) -> Iterator[str]:
    """Every key of some nodes; the keys of a language map are no terms."""
    if isinstance(value, list):
        for child in value:
            yield from _keys(child)
    elif isinstance(value, Mapping):
        for key, child in value.items():
            if not by_language:
                yield key
            term = context().get(key)
            yield from _keys(child, by_language=isinstance(term, dict) and term.get("@container") == "@language")


# -- code tables -------------------------------------------------------------------------------------------------------


@cache
def described() -> frozenset[str]:
    """The IRIs of all concepts and classes of the vocabulary."""
    lines = vocabulary_graph(Minter(BASE)("VocabularyGraph")).lines
    return frozenset(line.split(" ", 1)[0][1:-1] for line in lines)


def signed(entry: str, language: str) -> Any:
    (signatory,) = read_list(entry, language, "a test")
    return signatory


@pytest.mark.parametrize("language", LANGUAGES)
class TestEveryRowOfACodeTableIsReached:
    def test_a_country_by_each_of_its_names_beside_a_signatory(self, language: str) -> None:
        mint = Minter(BASE)
        for row in rows("countries"):
            for name in (row[language], *row.several(f"also_{language}")):
                signatory = signed(f"Aldo TESTARI, {name}, SOC", language)
                assert (signatory.country, signatory.country_as_printed) == (row["code"], name)
            assert mint("Country", id=row["code"])

    def test_a_group_by_each_of_its_codes_beside_a_signatory(self, language: str) -> None:
        italy = countries()["it"].translated.get(language, "Italy")
        bodies = read_registry(PUBLICATION / "entities").organizations
        for row in rows("groups"):
            printed = {row["code"], row["code" if language == "en" else "code_fr"], *row.several("also_codes")} - {""}
            reached = {signed(f"Aldo TESTARI, {italy}, {code}", language).group for code in printed}
            assert row["id"] in reached
            assert groups()[row["id"]].body in bodies

    def test_registered_in_no_group_by_each_of_its_codes(self, language: str) -> None:
        italy = countries()["it"].translated.get(language, "Italy")
        for row in rows("not-registered"):
            signatory = signed(f"Aldo TESTARI, {italy}, {row['code']}", language)
            assert (signatory.group, signatory.group_as_printed) == (None, row["code"])

    def test_an_honorific_by_each_of_its_forms_before_a_name(self, language: str) -> None:
        italy = countries()["it"].translated.get(language, "Italy")
        for row in rows("honorifics"):
            for printed in (row[language], *row.several(f"also_{language}")):
                if printed:
                    signatory = signed(f"{printed} Aldo TESTARI, {italy}, SOC", language)
                    assert (signatory.honorific, signatory.honorific_as_printed) == (row["code"], printed)
            assert Minter(BASE)("Concept", scheme="honorific", code=row["code"]) in described()

    def test_a_document_kind_by_its_name_in_a_header(self, language: str) -> None:
        sign = {"en": "No.", "fr": "n°"}[language]
        for row in rows("kinds"):
            number = "901" if has_own_number(row["code"]) else None
            printed = f"{row[language]} {sign} {number}" if number else row[language]
            assert read_kind(printed, "a test") == (row["code"], language, number)
            assert Minter(BASE)("Concept", scheme="document-kind", code=row["code"]) in described()
            assert row["class"] == "NewsArticle" or f"{BASE}ontology#{row['class']}" in described()


def test_every_language_of_the_table_is_a_concept() -> None:
    for row in rows("languages"):
        assert Minter(BASE)("Concept", scheme="language", code=row["code"]) in described()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_of_a_table_hides_another(language: str) -> None:
    for row in rows("countries"):
        assert country_codes(language)[row[language]] == row["code"]
    for row in rows("groups"):
        own = row["code"] if language == "en" else row["code_fr"]
        assert not own or group_codes(language)[own] == row["id"]
