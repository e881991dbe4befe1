"""Nodes to RDF and back: nothing is lost, nothing is added in silence, nothing unsafe gets through."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.errors import MappingProblem, UnreadableGraph
from ld_export.graph import (
    FORMATS,
    RDF_TYPE,
    NamedGraph,
    compact_iri,
    described,
    json_ld,
    named,
    nodes_of,
    prefixes,
    read_lines,
    statements,
    terms_named_in,
    terms_used,
    to_graph,
    to_rdflib,
    triples_of,
    turtle_body,
    turtle_head,
    vocabulary_graph,
)
from ld_export.iris import Minter
from ld_export.mapping import context, document_nodes, person_node
from tests.records import DOCUMENT, PERSON
from tests.support import BASE, examples

MINT = Minter(BASE)
NAME = f"{BASE}declaration/pace-wd-901#graph"
DOC = f"{BASE}declaration/pace-wd-901"
XSD = "http://www.w3.org/2001/XMLSchema#"


def lines_of(data: bytes | str, rdf_format: ox.RdfFormat) -> list[str]:
    return sorted({str(quad.triple) for quad in ox.parse(data, format=rdf_format)})


def with_terms(monkeypatch: pytest.MonkeyPatch, terms: dict[str, Any]) -> None:
    """Give the context some more terms for one test."""
    monkeypatch.setattr(statements, "context", lambda: context() | terms)
    monkeypatch.setattr(statements, "_keys", statements._keys.__wrapped__)


def document_graph() -> NamedGraph:
    return to_graph(document_nodes(DOCUMENT, MINT, "en"), NAME)


class TestToGraph:
    def test_the_three_forms_of_a_graph_say_the_same(self) -> None:
        graph = document_graph()
        lines = list(graph.lines)
        assert lines == sorted(set(lines))
        assert lines_of(turtle_head(BASE).encode() + turtle_body(graph.statements, BASE), ox.RdfFormat.TURTLE) == lines
        assert lines_of(json_ld(graph.nodes), ox.RdfFormat.JSON_LD) == lines

    def test_a_node_says_no_more_than_its_json_ld_but_for_the_alignments(self) -> None:
        nodes = document_nodes(DOCUMENT, MINT, "en")
        own = set(lines_of(json_ld(nodes), ox.RdfFormat.JSON_LD))
        added = set(to_graph(nodes, NAME).lines) - own
        assert own <= set(to_graph(nodes, NAME).lines)
        assert f'<{DOC}> <http://purl.org/dc/terms/issued> "2031-05-03"^^<{XSD}date>' in added
        assert not any("ontology#" in line.split(" ")[1] for line in added), "only other vocabularies are added"

    def test_the_nodes_that_were_given_are_not_changed(self) -> None:
        nodes = document_nodes(DOCUMENT, MINT, "en")
        before = json.dumps(nodes)
        to_graph(nodes, NAME)
        assert json.dumps(nodes) == before

    @pytest.mark.parametrize("graph", [document_graph(), vocabulary_graph(NAME)], ids=["document", "vocabulary"])
    def test_types_come_first(self, graph: NamedGraph) -> None:
        for subject, description in graph.statements.items():
            assert next(iter(description)) == f"<{RDF_TYPE}>", subject

    def test_a_document_comes_before_its_parts(self) -> None:
        assert next(iter(document_graph().statements)) == f"<{DOC}>"

    @pytest.mark.parametrize(
        "node",
        [
            {"id": DOC, "publisher": {"name": "nobody"}},
            {"id": DOC, "languageVersions": [{"url": "https://example.net/"}]},
            {"id": "_:b0", "name": "nobody"},
            {"name": "nobody"},
        ],
        ids=["as a value", "in a list", "as a subject", "without an id"],
    )
    def test_a_blank_node_is_refused(self, node: dict[str, Any]) -> None:
        with pytest.raises(MappingProblem, match="blank node"):
            to_graph([node], NAME)

    @pytest.mark.parametrize("datatype", ["decimal", "double", "dateTime", "time", "duration", "anyURI", "long"])
    def test_a_term_of_a_type_that_stores_rewrite_is_refused(
        self, datatype: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with_terms(monkeypatch, {"worth": {"@id": "schema:name", "@type": f"xsd:{datatype}"}})
        with pytest.raises(MappingProblem, match="'worth' is of a form or a type that is not published"):
            to_graph([{"id": DOC, "worth": "1"}], NAME)

    @pytest.mark.parametrize(
        "term",
        [{"@id": "schema:name", "@container": "@list"}, {"@id": "schema:name", "@type": "@json"}, {"@nest": "@nest"}],
        ids=["a list", "JSON", "no predicate"],
    )
    def test_a_term_of_a_form_that_is_not_compiled_is_refused(
        self, term: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with_terms(monkeypatch, {"worth": term})
        with pytest.raises(MappingProblem, match="'worth' is of a form"):
            to_graph([{"id": DOC, "worth": "1"}], NAME)

    @pytest.mark.parametrize(
        "node",
        [
            {"name": 1.5},
            {"name": {"@list": ["a"]}},
            {"name": None},
            {"position": 1.5},
            {"title": "without a language"},
            {"title": {"no language": "x"}},
            {"publisher": "not an IRI"},
            {"publisher": "relative"},
            {"type": "no such: type"},
            {"signatures": "not a node"},
        ],
        ids=str,
    )
    def test_a_value_that_its_term_does_not_allow_is_refused_by_the_names_of_both(self, node: dict[str, Any]) -> None:
        with pytest.raises(MappingProblem, match=f"'{next(iter(node))}' of {DOC}"):
            to_graph([{"id": DOC, **node}], NAME)

    @pytest.mark.parametrize(
        "made",
        ["[] schema:name 'x'", "?doc schema:name []", "?doc schema:name 1.5", "?doc schema:name '1'^^xsd:long"],
    )
    def test_what_a_rule_must_not_make_is_refused(self, made: str, monkeypatch: pytest.MonkeyPatch) -> None:
        rule = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())
        query = f"{rule} CONSTRUCT {{ {made} }} {{ ?doc schema:name ?n }}"
        monkeypatch.setattr(named, "_rules", lambda _: named._Rules((query,), terms_named_in(query)))
        with pytest.raises(MappingProblem, match=r"blank node|stores rewrite") as caught:
            to_graph([{"id": DOC, "name": "x"}], NAME)
        assert caught.value.place == NAME

    @pytest.mark.parametrize("text", [" _:b0", '"^^<x>', 'a "^^<x:y>', "_:b _:c", ' _:b"@en'])
    def test_a_text_that_looks_like_a_blank_node_or_a_type_is_a_text(self, text: str) -> None:
        graph = to_graph([{"id": DOC, "name": text, "title": {"en": text}}], NAME)
        values = graph.statements[f"<{DOC}>"]["<https://schema.org/name>"]
        assert values == [str(ox.Literal(text)), str(ox.Literal(text, language="en"))]


class TestVocabulary:
    def test_every_statement_of_the_vocabulary_has_its_node_in_json_ld(self) -> None:
        graph = vocabulary_graph(NAME)
        assert graph.lines
        assert lines_of(json_ld(graph.nodes), ox.RdfFormat.JSON_LD) == list(graph.lines)


IRIS = st.one_of(
    st.sampled_from(
        [iri + local for iri in prefixes().values() for local in ("name", "", "a/b", "1", "é", "a:b", "-")]
    ),
    st.sampled_from(
        [DOC, f"{DOC}#signature-1", f"{BASE}person/17", f"{BASE}person/17.html", "https://é.example/ß?q=#"]
    ),
).map(ox.NamedNode)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
LITERALS = st.one_of(
    st.builds(ox.Literal, TEXTS),
    st.builds(lambda text, language: ox.Literal(text, language=language), TEXTS, st.sampled_from(["en", "fr", "kk"])),
    st.integers().map(lambda n: ox.Literal(str(n), datatype=ox.NamedNode(f"{XSD}integer"))),
    st.booleans().map(lambda b: ox.Literal(str(b).lower(), datatype=ox.NamedNode(f"{XSD}boolean"))),
    st.dates().map(lambda day: ox.Literal(day.isoformat(), datatype=ox.NamedNode(f"{XSD}date"))),
    st.sampled_from(["2031", "1999"]).map(lambda y: ox.Literal(y, datatype=ox.NamedNode(f"{XSD}gYear"))),
)
PREDICATES = st.sampled_from(
    [
        *("https://schema.org/name", "https://schema.org/alternateName", "https://schema.org/datePublished"),
        *("https://w3id.org/hrd/ontology#position", "https://w3id.org/hrd/ontology#adopted"),
        *("https://schema.org/publisher", "https://schema.org/unknown", "http://purl.org/dc/terms/isPartOf"),
        *("https://example.net/p", "http://www.w3.org/2000/01/rdf-schema#label"),
    ]
).map(ox.NamedNode)
TYPES = st.builds(
    lambda s, o: ox.Triple(s, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), o), IRIS, IRIS
)
TRIPLES = st.lists(st.one_of(st.builds(ox.Triple, IRIS, PREDICATES, st.one_of(IRIS, LITERALS)), TYPES), max_size=8)


@settings(max_examples=examples(150), deadline=None)
@given(TRIPLES)
def test_any_statements_survive_compact_json_ld_with_only_the_terms_it_uses(triples: list[ox.Triple]) -> None:
    nodes = nodes_of(described(triples_of(triples)))
    expected = sorted({str(triple) for triple in triples})
    assert lines_of(json_ld(nodes, terms_used(nodes)), ox.RdfFormat.JSON_LD) == expected
    assert lines_of(json_ld(nodes), ox.RdfFormat.JSON_LD) == expected


@settings(max_examples=examples(150), deadline=None)
@given(TRIPLES)
def test_any_statements_survive_turtle(triples: list[ox.Triple]) -> None:
    text = turtle_head(BASE).encode() + turtle_body(described(triples_of(triples)), BASE)
    assert lines_of(text, ox.RdfFormat.TURTLE) == sorted({str(triple) for triple in triples})


@settings(max_examples=examples(50), deadline=None)
@given(TRIPLES)
def test_any_statements_survive_the_way_to_rdflib(triples: list[ox.Triple]) -> None:
    """Only their number is compared here: test_agreement.py compares what both libraries read."""
    assert len(to_rdflib({str(triple) for triple in triples})) == len({str(triple) for triple in triples})


def test_turtle_has_the_same_bytes_whatever_the_order_of_prefixes_in_memory() -> None:
    said = document_graph().statements
    assert turtle_body(said, BASE) == turtle_body(said, BASE)
    assert b"@prefix" not in turtle_body(said, BASE)
    assert turtle_body({}, BASE) == b""


def test_an_iri_is_made_compact_only_where_it_can_be_read_back() -> None:
    assert compact_iri("https://schema.org/name") == "schema:name"
    for iri in ("https://schema.org/", "https://schema.org/a/b", "https://schema.org/a:b", "https://schema.org/a#b"):
        assert compact_iri(iri) == iri


def test_a_person_is_aligned_with_foaf_and_a_signature_never_is() -> None:
    person = to_graph([person_node(PERSON, MINT)], NAME)
    assert any("foaf/0.1/Person" in line for line in person.lines)
    signature = f"<{DOC}#signature-17>"
    said = [line for line in document_graph().lines if line.startswith(signature)]
    assert said
    assert not any("foaf" in line for line in said)


class TestReading:
    @pytest.mark.parametrize("ending", [ending for ending in FORMATS if ending != ".rdf"])
    def test_a_file_of_any_format_is_read_with_its_named_graphs_merged(self, tmp_path: Path, ending: str) -> None:
        graph = document_graph()
        name = ox.NamedNode(NAME) if ending in (".nq", ".trig") else ox.DefaultGraph()
        triples = ox.parse("".join(f"{line} .\n" for line in graph.lines), format=ox.RdfFormat.N_TRIPLES)
        quads = [ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in triples]
        data = ox.serialize(quads, format=FORMATS[ending])
        assert data
        (tmp_path / f"graph{ending}").write_bytes(data)
        assert read_lines(tmp_path / f"graph{ending}") == list(graph.lines)

    def test_rdf_xml_is_read(self, tmp_path: Path) -> None:
        data = ox.serialize(
            [ox.Triple(ox.NamedNode(DOC), ox.NamedNode(f"{XSD}a"), ox.Literal("<&>"))], format=FORMATS[".rdf"]
        )
        assert data
        (tmp_path / "graph.rdf").write_bytes(data)
        assert read_lines(tmp_path / "graph.rdf") == [f'<{DOC}> <{XSD}a> "<&>"']

    @pytest.mark.parametrize("ending", [".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf"])
    def test_a_broken_file_is_named_with_its_line(self, tmp_path: Path, ending: str) -> None:
        (tmp_path / f"broken{ending}").write_text("\n\n<{[ no RDF", encoding="utf-8")
        with pytest.raises(UnreadableGraph) as caught:
            read_lines(tmp_path / f"broken{ending}")
        assert caught.value.place.startswith(f"broken{ending}")
        assert caught.value.remedy

    @pytest.mark.parametrize("ending", [".ttl", ".nt", ".nq", ".trig"])
    def test_the_line_at_fault_is_named(self, tmp_path: Path, ending: str) -> None:
        good = f'<{DOC}> <{XSD}a> "x" .\n'
        (tmp_path / f"broken{ending}").write_text(f"{good}{good}<a b> .\n", encoding="utf-8")
        with pytest.raises(UnreadableGraph) as caught:
            read_lines(tmp_path / f"broken{ending}")
        assert caught.value.place == f"broken{ending}:3"

    @pytest.mark.parametrize("name", ["graph", "graph.txt", "graph.TTL", "graph.html"])
    def test_a_file_of_no_rdf_format_is_refused_with_those_that_there_are(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(UnreadableGraph, match=r"\.jsonld"):
            read_lines(tmp_path / name)

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableGraph, match=r"gone\.ttl: cannot be read: No such file or directory; check"):
            read_lines(tmp_path / "gone.ttl")
