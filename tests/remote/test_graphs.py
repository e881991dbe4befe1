"""CONSTRUCT by pages says what it says in one piece, and one that is cut in silence is noticed."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest

from ld_export.errors import EndpointProblem, EndpointRefused, UsageProblem
from ld_export.graph import parameters_from
from ld_export.remote import Patience, Session
from ld_export.remote.endpoint import Endpoint
from ld_export.remote.results import Rows, Statements
from ld_export.remote.writing import WRITERS
from tests.remote.scripted import JSON, Asked, Reply, Script, Scripted, answering

VIRTUOSO = {"Server": "Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu  "}
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def ask(script: Script, text: str, *given: str, page_size: int | None = None) -> tuple[list[Any], list[Asked]]:
    """The triples that a scripted server's answers make, and what it was asked."""
    with answering(script) as server, Session("x", patience=Patience(timeout=5, retries=0)) as session:
        return triples_of(server, session, text, *given, page_size=page_size), server.asked


def triples_of(server: Scripted, session: Session, text: str, *given: str, page_size: int | None = None) -> list[Any]:
    result = Endpoint(server.address, session).ask(text, parameters_from(given), page_size)
    assert isinstance(result, Statements)
    return list(result.triples)


def table(result: Any, most: int) -> Reply:
    columns = tuple(one.value for one in result.variables)
    found = [tuple(row) for row in result][:most]
    headers = {"X-SPARQL-MaxRows": str(most)} if len(found) == most else {}
    body = "".join(WRITERS["json"](Rows(columns, iter(found)))).encode()
    return Reply(body=body, headers={"Content-Type": JSON, **VIRTUOSO, **headers})


def store_of(lines: str, most: int = 100_000) -> Script:
    """A store as Virtuoso is: it gives so many rows and says so, and makes graphs of one solution more in silence."""
    store = ox.Store()
    store.load(lines, format=ox.RdfFormat.TURTLE)

    def script(asked: Asked, _: int) -> Reply:
        if "CONSTRUCT" not in asked.query:
            return table(store.query(asked.query), most)
        limit = "" if "LIMIT" in asked.query else f" LIMIT {most + 1}"
        graph: Any = store.query(asked.query + limit)
        body: bytes = graph.serialize(format=ox.RdfFormat.N_TRIPLES)
        return Reply(body=body, headers={"Content-Type": "application/n-triples", **VIRTUOSO})

    return script


def numbered(count: int) -> str:
    return "".join(f"<urn:s:{n:05}> <urn:p> <urn:o:{n % 7}> .\n" for n in range(count))


def canonical(triples: list[Any]) -> list[str]:
    """A graph by which two can be compared, whatever names their blank nodes have."""
    graph = ox.Dataset(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, graph))


# -- by pages ----------------------------------------------------------------------------------------------------------

DATA = """
<urn:a> <urn:name> "A" , "Å"@sv ; <urn:knows> <urn:b> , <urn:c> ; <urn:age> 7 .
<urn:b> <urn:name> "say \\"}\\" \\\\u0041" ; <urn:knows> <urn:c> , <urn:d> ; <urn:age> 8 .
<urn:c> <urn:name> "C" ; <urn:age> 7 .
"""
QUERIES = [
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } # the end",
    "PREFIX x: <urn:> CONSTRUCT # not { this }\n{ ?a\n x:met ?b ; x:says '}' } WHERE { ?a x:knows ?b }",
    "CONSTRUCT WHERE { ?a <urn:knows> ?b ; <urn:name> ?name }",
    "construct where { $a <urn:knows> [ <urn:name> ?name ] . [] <urn:age> ?age }",
    "CONSTRUCT { ?a <urn:named> [ <urn:is> ?name ; <urn:by> _:who ] . _:who a <urn:Who> } { ?a <urn:name> ?name }",
    "CONSTRUCT { ?a <urn:list> ( ?name 1 01 ) } { ?a <urn:name> ?name }",
    "CONSTRUCT { ?a <urn:is> ?name ; <urn:has> ?d } { ?a <urn:knows> ?b OPTIONAL { ?b <urn:name> ?name } }",
    "CONSTRUCT { ?o a <urn:Value> . ?s ?o ?s } { ?s ?p ?o }",
    "CONSTRUCT { <urn:x> a <urn:y> } { ?s ?p ?o }",
    "CONSTRUCT { [] a <urn:y> } { ?row ?p ?o }",
    "CONSTRUCT {} { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?never } { ?s ?p ?o }",
    "CONSTRUCT { ?s <urn:is> ?o } { ?s ?p ?o } ORDER BY DESC(STR(?o)) ?s ?p LIMIT 4 OFFSET 2",
    "CONSTRUCT { ?s <urn:is> ?s } { ?s <urn:age> ?o } ORDER BY ?o DESC(?s) LIMIT 2",
    "CONSTRUCT { ?p <urn:times> ?n } { { SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p } }",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } VALUES ?s { <urn:a> <urn:c> }",
    "BASE <urn:z:> CONSTRUCT { ?s <of> ?o } { ?s <urn:knows> ?o FILTER(?s < ?o && ?o > <urn:a>) }",
]


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize("text", QUERIES)
def test_pages_make_the_graph_that_one_answer_is(text: str, size: int) -> None:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TURTLE)
    made, asked = ask(store_of(DATA), text, page_size=size)
    whole: Any = store.query(text)
    assert canonical(made) == canonical(list(whole))
    assert all("CONSTRUCT" not in one.query.upper() for one in asked)


@pytest.mark.parametrize("most", [3, 100])
def test_a_triple_term_is_filled_as_well(most: int) -> None:
    text = "CONSTRUCT { _:it <urn:says> <<( ?a <urn:knows> ?b )>> ; <urn:of> _:it } { ?a <urn:knows> ?b }"
    made, _ = ask(store_of(DATA, most), text, page_size=2)
    said = {str(one.object) for one in made if one.predicate.value == "urn:says"}
    pairs = [("a", "b"), ("a", "c"), ("b", "c"), ("b", "d")]
    assert said == {f"<urn:{one}> <urn:knows> <urn:{two}>" for one, two in pairs}
    assert {one.subject for one in made} == {one.object for one in made if one.predicate.value == "urn:of"}


def test_a_statement_that_many_solutions_make_comes_once() -> None:
    made, asked = ask(store_of(numbered(100), 20), "CONSTRUCT { <urn:all> <urn:p> ?o } { ?s ?p ?o }", page_size=30)
    assert sorted(one.object.value for one in made) == [f"urn:o:{n}" for n in range(7)]
    assert len(asked) > 4


def test_solutions_may_be_counted_together() -> None:
    text = "CONSTRUCT { ?p <urn:used> true } { ?s ?p ?o } GROUP BY ?p HAVING (COUNT(*) > 3)"
    made, _ = ask(store_of(DATA), text, page_size=1)
    assert sorted(one.subject.value for one in made) == ["urn:knows", "urn:name"]


def test_a_parameter_of_the_template_is_bound() -> None:
    made, _ = ask(store_of(DATA), "CONSTRUCT { ?s <urn:in> ?v } { ?s <urn:age> ?n }", 'v="" } ; \\u0022"', page_size=2)
    assert {one.object for one in made} == {ox.Literal('" } ; \\u0022')}
    assert len(made) == 3


def rows(*terms: dict[str, str]) -> Reply:
    return Reply(
        body=json.dumps({"head": {"vars": ["o"]}, "results": {"bindings": [{"o": t} for t in terms]}}).encode()
    )


ANY = "CONSTRUCT { <urn:x> <urn:p> ?o } { ?s ?p ?o }"


def test_a_term_is_as_it_came() -> None:
    """The engine of the library would make 1 of 01."""
    made, _ = ask(lambda *_: rows({"type": "literal", "value": "01", "datatype": INTEGER}), ANY, page_size=2)
    assert [str(one.object) for one in made] == [f'"01"^^<{INTEGER}>']


def test_columns_may_come_in_another_order() -> None:
    row = {"o": {"type": "literal", "value": "x"}, "s": {"type": "uri", "value": "urn:a"}}
    body = json.dumps({"head": {"vars": ["o", "s"]}, "results": {"bindings": [row]}}).encode()
    made, _ = ask(lambda *_: Reply(body=body), "CONSTRUCT { ?s a ?o } { ?s ?p ?o }", page_size=5)
    assert [(one.subject.value, one.object.value) for one in made] == [("urn:a", "x")]


def blank(*names: str) -> Reply:
    return rows(*({"type": "bnode", "value": name} for name in names))


def test_blank_nodes_of_one_page_are_what_they_are_and_those_of_two_an_error() -> None:
    replies = [blank("a", "b"), blank("z")]
    made, _ = ask(lambda _, number: replies[number], ANY, page_size=5)
    assert {one.object for one in made} == {ox.BlankNode("a"), ox.BlankNode("b")}
    replies = [blank("a", "b"), blank("z", "a")]
    with pytest.raises(EndpointProblem, match=r"blank nodes are on more than one page.*larger pages"):
        ask(lambda _, number: replies[number], ANY, page_size=2)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("CONSTRUCT { GRAPH ?g { ?s ?p ?o } } { GRAPH ?g { ?s ?p ?o } }", "line 1, column 18"),
        ("CONSTRUCT {\n  ?s a hrd:Person ; unheard:of ?o } { ?s ?p ?o }", "line 2, column 31"),
        ("CONSTRUCT { ?s a hrd:Person, <relative> } { ?s ?p ?o }", "line 1, column 40"),
        ("CONSTRUCT # { \nFROM <a:g> WHERE { ?s ?p ?o FILTER(?o > 1) }", "line 2, column 29"),
        ("CONSTRUCT { ?s ?p ?o ", "line 1, column "),
        ("CONSTRUCT", "line 1, column "),
    ],
)
def test_a_template_that_cannot_be_filled_is_told_before_anything_is_sent(text: str, place: str) -> None:
    said = rf"template of the CONSTRUCT is wrong in {place}.*leave --page-size out"
    with (
        answering([blank()]) as server,
        Session("x") as session,
        pytest.raises(UsageProblem, match=said) as raised,
    ):
        Endpoint(server.address, session).ask(text, {}, 5)
    assert "\n" not in str(raised.value)
    assert server.asked == []


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(wrong) }",
        "CONSTRUCT { ?s\n ?p ?o } { ?s ?p ?o\n FILTER(wrong) }",
        "CONSTRUCT {\n ?s a ?o } { ?s a hrd:Signature ; ?p ?o FILTER(wrong) }",
        "CONSTRUCT { ?s a ?o } { ?s a hrd:Signature ; ?p ?o FILTER(wrong) }",
        "CONSTRUCT { ?s ?p ?v } WHERE { ?s ?p ?o FILTER(wrong) }",
    ],
)
def test_what_is_wrong_is_told_where_it_was_written(text: str) -> None:
    def script(asked: Asked, _: int) -> Reply:
        before = asked.query.partition("wrong")[0]
        line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
        return Reply(400, f"error at {line}:{column}: what?".encode(), {"Content-Type": "text/plain"})

    before = text.partition("wrong")[0]
    place = f"line {before.count(chr(10)) + 1}, column {len(before.rpartition(chr(10))[2]) + 1}:"
    given = ["v=x"] if "?v" in text else []
    with pytest.raises(EndpointRefused, match=place):
        ask(script, text, *given, page_size=5)


# -- in one piece ------------------------------------------------------------------------------------------------------

GRAPH = "CONSTRUCT { ?s <urn:q> ?o } { ?s ?p ?o }"
FEW = "CONSTRUCT { <urn:all> <urn:p> ?o } { ?s ?p ?o }"
SHORT = "CONSTRUCT WHERE { ?s ?p ?o }"
NONE = "CONSTRUCT { <urn:all> a <urn:x> } { ?s ?p ?o }"
CUT = "gives only the first statements, and there are more; ask by pages"


@pytest.mark.parametrize("text", [GRAPH, FEW, SHORT, NONE])
def test_a_graph_that_is_cut_in_silence_is_noticed(text: str) -> None:
    with pytest.raises(EndpointProblem, match=CUT):
        ask(store_of(numbered(1200), 1000), text)
    for count in (0, 5, 999, 1000):
        made, asked = ask(store_of(numbered(count), 1000), text)
        store = ox.Store()
        store.load(numbered(count), format=ox.RdfFormat.TURTLE)
        whole: Any = store.query(text)
        assert set(map(str, made)) == set(map(str, whole))
        assert len(asked) == (3 if count == 1000 else 2)
    made, _ = ask(store_of(numbered(1200), 1000), text, page_size=400)
    assert len(made) == {GRAPH: 1200, FEW: 7, SHORT: 1200, NONE: 1}[text]


def test_who_asks_for_fewer_solutions_than_limits_are_is_believed() -> None:
    made, asked = ask(store_of(numbered(1200), 1000), GRAPH + " LIMIT 400")
    assert (len(made), len(asked)) == (400, 1)
    made, asked = ask(store_of(numbered(1200), 1000), GRAPH + " LIMIT 900")
    assert (len(made), len(asked)) == (900, 2)


@pytest.mark.parametrize("headers", [{"Server": "Apache"}, {}])
def test_other_stores_are_asked_once(headers: dict[str, str]) -> None:
    body = b"<urn:a> <urn:b> <urn:c> .\n" * 10_000
    _, asked = ask(lambda *_: Reply(body=body, headers={"Content-Type": "text/turtle", **headers}), GRAPH)
    assert len(asked) == 1


def graph_then(*replies: Reply) -> Script:
    graph = Reply(body=b"<urn:a> <urn:b> <urn:c> .", headers={"Content-Type": "text/turtle", **VIRTUOSO})
    return lambda _, number: (graph, *replies)[number]


def test_of_the_rows_only_the_headers_are_read() -> None:
    """They never end: whoever reads them gets an error."""
    endless = Reply(body=b'{"head":', headers={"Content-Type": JSON, **VIRTUOSO}, length=10**9)
    made, asked = ask(graph_then(endless), GRAPH)
    assert (len(made), len(asked)) == (1, 2)


def test_a_store_that_has_no_time_to_look_is_not_believed() -> None:
    late = Reply(headers={"Content-Type": JSON, **VIRTUOSO, "X-SPARQL-Anytime": "timeout=1000"})
    with pytest.raises(EndpointProblem, match="ran out of time"):
        ask(graph_then(late), GRAPH)
    with pytest.raises(EndpointProblem, match="status 500"):
        ask(graph_then(Reply(500)), GRAPH)


def test_a_description_of_something_is_not_looked_at_again() -> None:
    _, asked = ask(graph_then(), "DESCRIBE <urn:a>")
    assert len(asked) == 1
