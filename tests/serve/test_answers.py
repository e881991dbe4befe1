"""Answers are right: those of another engine, in every format, for the programs that people use."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import rdflib
from rdflib.plugins.sparql.results.tsvresults import TSVResultParser
from SPARQLWrapper import JSON, POST, RDFXML, TURTLE, XML, SPARQLWrapper

from ld_export.graph import prefixes
from ld_export.query import named_queries
from ld_export.serve.formats import GRAPHS, TABLES
from ld_export.serve.limits import Limits
from tests.fixtures_built import Built
from tests.serve.running import Server, serving
from tests.serve.test_protocol import GRAPHS as DOCUMENT_GRAPHS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("serve"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # rdflib uses what it has deprecated itself
]

PERSON = "https://w3id.org/hrd/person/1"
PEOPLE = "SELECT ?s ?o { ?s rdfs:label ?o } ORDER BY ?s ?o LIMIT 50"


@pytest.fixture(scope="module")
def union(built: Built) -> rdflib.Graph:
    """Everything, as rdflib has it, in one graph."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=built.dump("dataset.nq"), format="nquads")
    return dataset


def rows(answer: bytes) -> Counter[frozenset[tuple[str, str, str, str]]]:
    """The rows of an answer as JSON, however they are ordered: name, value, language and type of each cell."""
    said = json.loads(answer)
    if "boolean" in said:
        return Counter([frozenset({("boolean", str(said["boolean"]), "", "")})])
    return Counter(
        frozenset(
            (name, _number(cell["value"]), cell.get("xml:lang", ""), cell.get("datatype", "").rpartition("#")[2])
            for name, cell in row.items()
        )
        for row in said["results"]["bindings"]
    )


def _number(text: str) -> str:
    """A text, or a number in one of the ways to write it."""
    try:
        return repr(round(float(text), 9))
    except ValueError:
        return text


@pytest.fixture(scope="module")
def usual(built: Built) -> Iterator[Server]:
    """A server with the limits that it has unless somebody says otherwise."""
    with serving(built.public) as server:
        yield server


@pytest.mark.parametrize("name", named_queries())
def test_the_shipped_queries_have_the_answers_that_rdflib_gives(usual: Server, union: rdflib.Graph, name: str) -> None:
    text = named_queries()[name]
    answer = usual.query(text)
    assert answer.status == 200
    expected = union.query(text, initNs=prefixes()).serialize(format="json")
    assert expected
    assert rows(answer.body) == rows(expected)
    assert rows(answer.body)


def test_tables_are_the_same_in_every_format(server: Server) -> None:
    expected = [tuple(cell["value"] for cell in row.values()) for row in bindings(server.query(PEOPLE).body)]
    assert len(expected) == 50
    _, *as_csv = csv.reader(io.StringIO(server.query(PEOPLE, format="csv").body.decode()))
    assert [tuple(row) for row in as_csv] == expected
    parser: Any = TSVResultParser
    as_tsv: Any = parser().parse(io.BytesIO(server.query(PEOPLE, format="tsv").body))
    assert [tuple(map(str, row)) for row in as_tsv] == expected
    root = ET.fromstring(server.query(PEOPLE, format="xml").body)
    found = root.iter("{http://www.w3.org/2005/sparql-results#}result")
    assert [tuple("".join(cell.itertext()) for cell in row) for row in found] == expected


def bindings(answer: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(answer)["results"]["bindings"]
    return found


READERS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml", "nq": "nquads", "trig": "trig"}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("text", [f"DESCRIBE <{PERSON}>", f"CONSTRUCT {{ <{PERSON}> ?p ?o }} {{ <{PERSON}> ?p ?o }}"])
def test_graphs_are_the_same_in_every_format(server: Server, union: rdflib.Graph, text: str, name: str) -> None:
    answer = server.query(text, format=name)
    assert answer.status == 200
    graph = rdflib.Dataset(default_union=True) if name in ("nq", "trig", "jsonld") else rdflib.Graph()
    graph.parse(data=answer.body, format=READERS[name])
    expected = {triple[:3] for triple in union.triples((rdflib.URIRef(PERSON), None, None))}
    assert {(s, p, o) for s, p, o, *_ in graph.triples((None, None, None))} == expected
    assert expected


def test_the_default_graph_is_the_union_and_graphs_have_names(server: Server) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    whole, one = (
        int(bindings(server.query(text, **more).body)[0]["n"]["value"])
        for more in ({}, {"default-graph-uri": DOCUMENT_GRAPHS[0]})
    )
    inside = server.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{DOCUMENT_GRAPHS[0]}> {{ ?s ?p ?o }} }}")
    assert whole > one == int(bindings(inside.body)[0]["n"]["value"]) > 0


def test_an_answer_that_changes_is_asked_for_each_time(server: Server) -> None:
    assert server.query("SELECT (NOW() AS ?n) {}").body != server.query("SELECT (NOW() AS ?n) {}").body
    fixed = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert server.query(fixed).body == server.query(fixed).body


def test_the_endpoint_says_what_it_is_and_what_its_limits_are(server: Server) -> None:
    for accept in ("", "text/turtle", "application/n-triples"):
        answer = server.ask("/sparql", {"Accept": accept})
        assert answer.status == 200
        form = "nt" if "n-triples" in accept else "turtle"
        graph = rdflib.Graph().parse(data=answer.body, format=form)
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        address = rdflib.URIRef(f"http://127.0.0.1:{server.port}/sparql")
        (service,) = graph.subjects(sd.endpoint, address)
        assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
        assert (service, sd.feature, sd.UnionDefaultGraph) in graph
        assert len(set(graph.objects(service, sd.resultFormat))) == len((*TABLES, *GRAPHS))
        told = " ".join(map(str, graph.objects(service, rdflib.RDFS.comment)))
        assert "2 seconds" in told
        assert "1,000 rows" in told
        assert len(list(graph.objects(service, rdflib.RDFS.comment))) == 3 + len(Limits().told())


def test_sparqlwrapper_asks(server: Server) -> None:
    client: Any = SPARQLWrapper(f"http://127.0.0.1:{server.port}/sparql")
    client.setQuery(PEOPLE)
    client.setReturnFormat(JSON)
    assert len(client.queryAndConvert()["results"]["bindings"]) == 50
    client.setMethod(POST)
    assert len(client.queryAndConvert()["results"]["bindings"]) == 50
    client.setQuery("ASK {}")
    client.setReturnFormat(XML)
    assert "true" in client.queryAndConvert().toxml()
    client.setQuery(f"DESCRIBE <{PERSON}>")
    client.setReturnFormat(TURTLE)
    assert PERSON.rpartition("/")[2] in client.queryAndConvert().decode()
    client.setReturnFormat(RDFXML)
    assert (rdflib.URIRef(PERSON), None, None) in client.queryAndConvert()
