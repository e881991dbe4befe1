"""Real stores with the default publication: they are asked as the built one is, and say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ld_export.errors import EndpointProblem, EndpointRefused
from ld_export.graph import bound, parameters_from
from ld_export.pipeline.store import open_store
from ld_export.query import Answer, ask, named_queries
from ld_export.remote import Session
from ld_export.remote.endpoint import Endpoint
from ld_export.remote.results import Rows, Statements, Truth
from ld_export.remote.writing import text_of
from tests import fixtures_built
from tests.fixtures_built import Built
from tests.remote.stores import MOST_ROWS, STORES

built = fixtures_built.built
pytestmark = [pytest.mark.slow, pytest.mark.external, pytest.mark.xdist_group("stores")]


@pytest.fixture(scope="module", params=list(STORES))
def store(request: pytest.FixtureRequest, built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a store."""
    starting: Any = STORES[request.param]
    with starting(built, tmp_path_factory.mktemp(request.param)) as address:
        yield address


@pytest.fixture
def kind(request: pytest.FixtureRequest, store: str) -> str:
    """Which store it is."""
    name: str = request.node.callspec.params["store"]
    return name


def said(kind: str, rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Rows as a store says them: Virtuoso has numbers for truths."""
    numbers = {"true": "1", "false": "0"} if kind == "virtuoso" else {}
    return [tuple(numbers.get(cell, cell) for cell in row) for row in rows]


@pytest.fixture
def endpoint(store: str) -> Iterator[Endpoint]:
    with Session("ld-export/test") as session:
        yield Endpoint(store, session)


def cells(result: object) -> list[tuple[str, ...]]:
    assert isinstance(result, Rows)
    return [tuple(map(text_of, row)) for row in result.rows]


def here(built: Built, text: str, *given: str) -> list[tuple[str, ...]]:
    answer = ask(open_store(built.public.resolve().parent), text, "table", parameters_from(given))
    assert isinstance(answer, Answer)
    return answer.rows


@pytest.mark.parametrize("name", named_queries())
def test_a_shipped_query_has_the_answer_that_it_has_here(
    built: Built, kind: str, endpoint: Endpoint, name: str
) -> None:
    text = named_queries()[name]
    assert sorted(cells(endpoint.ask(text))) == sorted(said(kind, here(built, text)))


PARAMETERS = [
    ("SELECT ?d { ?d a hrd:WrittenDeclaration ; schema:name ?t FILTER(CONTAINS(STR(?t), ?word)) }", "word=Kazakhstan"),
    ("SELECT ?s { ?s hrd:position ?n . FILTER(?n = ?place) }", 'place="1"^^xsd:integer'),
    ("SELECT ?s ?c { ?s hrd:representing ?c }", "c=<https://w3id.org/hrd/country/de>"),
    ("SELECT ?k { ?k skos:prefLabel ?label }", 'label="torture"@en'),
    ("SELECT ?s { ?s schema:name ?name }", 'name=" } } ; DROP ALL #\n\\"'),
    (
        "SELECT ?d (COUNT(?s) AS ?n) { ?s dcterms:isPartOf ?d ; a hrd:Signature } GROUP BY ?d HAVING (COUNT(?s) > ?m)",
        'm="10"^^xsd:integer',
    ),
]


@pytest.mark.parametrize(("text", "given"), PARAMETERS)
def test_a_parameter_is_bound_as_it_is_here(built: Built, endpoint: Endpoint, text: str, given: str) -> None:
    assert sorted(cells(endpoint.ask(text, parameters_from([given])))) == sorted(here(built, text, given))


TERMS = "SELECT ?s ?p ?o { ?s a hrd:Signature ; ?p ?o }"


@pytest.mark.parametrize("size", [500, 3000])
def test_pages_are_the_whole_answer(built: Built, kind: str, endpoint: Endpoint, size: int) -> None:
    assert sorted(cells(endpoint.ask(TERMS, {}, size))) == sorted(said(kind, here(built, TERMS)))


OURS = 'SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "https://w3id.org/hrd/")) }'


def test_more_rows_than_a_store_gives_are_noticed_and_come_by_pages(
    built: Built, kind: str, endpoint: Endpoint
) -> None:
    everything = sorted(said(kind, here(built, OURS)))
    assert len(everything) > MOST_ROWS
    if kind == "virtuoso":
        with pytest.raises(EndpointProblem, match=r"stopped after 10,000 rows, and there are more"):
            cells(endpoint.ask(OURS))
    else:
        assert sorted(cells(endpoint.ask(OURS))) == everything
    assert sorted(cells(endpoint.ask(OURS, {}, 4000))) == everything


GRAPH = "CONSTRUCT { ?s ?p ?o }" + OURS.removeprefix("SELECT ?s ?p ?o")
FEW = GRAPH.replace("{ ?s ?p ?o }", "{ ?g a ?p }", 1)


def said_of(result: object) -> list[tuple[str, ...]]:
    assert isinstance(result, Statements)
    return sorted((text_of(one.subject), one.predicate.value, text_of(one.object)) for one in result.triples)


@pytest.mark.parametrize("text", [GRAPH, FEW])
def test_a_graph_that_a_store_cuts_is_noticed_and_comes_by_pages(
    built: Built, kind: str, endpoint: Endpoint, text: str
) -> None:
    """Also where so many solutions make few statements: nothing is to be seen of it there."""
    store = open_store(built.public.resolve().parent)
    whole: Any = store.query(bound(text, {}, declared=True).text)
    everything = sorted(said(kind, [(text_of(one.subject), one.predicate.value, text_of(one.object)) for one in whole]))
    assert (len(everything) > MOST_ROWS) == (text == GRAPH)
    if kind == "virtuoso":
        with pytest.raises(EndpointProblem, match=r"only the first statements, and there are more; ask by pages"):
            said_of(endpoint.ask(text))
    else:
        assert said_of(endpoint.ask(text)) == everything
    assert said_of(endpoint.ask(text, {}, 4000)) == everything


def test_yes_and_no(endpoint: Endpoint) -> None:
    assert endpoint.ask("ASK { ?s a hrd:Signature }") == Truth(True)
    assert endpoint.ask("ASK { ?s a hrd:Nothing }") == Truth(False)


def test_a_graph(built: Built, endpoint: Endpoint) -> None:
    result = endpoint.ask("CONSTRUCT { ?d schema:name ?t } WHERE { ?d a hrd:WrittenDeclaration ; schema:name ?t }")
    assert isinstance(result, Statements)
    made = {(one.subject.value, one.object.value) for one in result.triples}
    assert made == set(here(built, "SELECT ?d ?t { ?d a hrd:WrittenDeclaration ; schema:name ?t }"))


def test_a_wrong_query_is_told_with_its_line(endpoint: Endpoint) -> None:
    with pytest.raises(EndpointRefused, match=r"wrong in line 3"):
        endpoint.ask("SELECT ?s {\n  ?s a hrd:Signature .\n  ?s wrong }")
