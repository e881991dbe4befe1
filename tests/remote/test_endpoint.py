"""Endpoints that misbehave: every answer is whole and printed, or an error that says so, and nothing is passed over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pyoxigraph as ox
import pytest

from ld_export.errors import EndpointProblem, EndpointRefused, UsageProblem
from ld_export.graph import parameters_from
from ld_export.remote import Patience, Session
from ld_export.remote.endpoint import Endpoint
from ld_export.remote.results import Rows, Statements, Truth
from tests.remote.scripted import JSON, ROWS, Asked, Reply, Script, answering

SELECT = "SELECT ?n { ?s ?p ?n }"


def ask(script: Script | Sequence[Reply], text: str = SELECT, *given: str, page_size: int | None = None) -> Any:
    """Ask a scripted server, and read all that it says."""
    with (
        answering(script) as server,
        Session("ld-export/test", patience=Patience(timeout=5, retries=0)) as session,
    ):
        result = Endpoint(server.address, session).ask(text, parameters_from(given), page_size)
        if isinstance(result, Rows):
            return [tuple(term and term.value for term in row) for row in result.rows]
        return list(result.triples) if isinstance(result, Statements) else result


def rows(values: Sequence[int], **headers: str) -> Reply:
    bindings = [{"n": {"type": "literal", "value": str(value)}} for value in values]
    body = json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": bindings}}).encode()
    return Reply(
        body=body, headers={"Content-Type": JSON, **{name.replace("_", "-"): v for name, v in headers.items()}}
    )


# -- what is asked -----------------------------------------------------------------------------------------------------


def test_a_query_is_sent_as_a_form_with_what_is_understood_and_who_asks() -> None:
    with answering([Reply()]) as server, Session("ld-export/9 (+mailto:a@b.example)") as session:
        Endpoint(server.address + "/sparql?dataset=x", session).ask("SELECT ?n { ?s a hrd:Person }")
    (one,) = server.asked
    assert (one.method, one.path) == ("POST", "/sparql?dataset=x")
    assert one.headers["user-agent"] == "ld-export/9 (+mailto:a@b.example)"
    assert one.headers["content-type"] == "application/x-www-form-urlencoded"
    assert one.headers["accept"].startswith(JSON)
    assert one.query == "PREFIX hrd: <https://w3id.org/hrd/ontology#> SELECT ?n { ?s a hrd:Person }"


def test_a_parameter_is_sent_as_a_term_in_the_query() -> None:
    asked: list[Asked] = []

    def script(one: Asked, _: int) -> Reply:
        asked.append(one)
        return Reply()

    ask(script, "SELECT ?n { ?s ?p ?n FILTER(?n != ?v) }", 'v=" } ; DROP ALL #"')
    assert asked[0].query == 'SELECT ?n { VALUES ?v { " } ; DROP ALL #" }  ?s ?p ?n FILTER(?n != ?v) }'


@pytest.mark.parametrize("text", ["INSERT DATA { <a:b> <a:b> 1 }", "DELETE WHERE { ?s ?p ?o }", "LOAD <a:b>"])
def test_an_update_is_never_sent(text: str) -> None:
    with answering([Reply()]) as server, Session("x") as session, pytest.raises(UsageProblem, match="only read"):
        Endpoint(server.address, session).ask(text)
    assert server.asked == []


# -- what comes back ---------------------------------------------------------------------------------------------------

XML = (
    b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="n"/></head>'
    b'<results><result><binding name="n"><literal>yes</literal></binding></result></results></sparql>'
)
TSV = b'?n\n"yes"\n'


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        (JSON, ROWS),
        ("application/json;charset=utf-8", ROWS),
        ("application/sparql-results+xml", XML),
        ("text/xml", XML),
        ("text/tab-separated-values", TSV),
    ],
)
def test_an_answer_is_read_by_the_name_that_it_has(media_type: str, body: bytes) -> None:
    assert ask([Reply(body=body, headers={"Content-Type": media_type})]) == [("yes",)]


@pytest.mark.parametrize("truth", [True, False])
def test_yes_and_no_are_understood_also_as_a_table(truth: bool) -> None:
    plain = json.dumps({"head": {}, "boolean": truth}).encode()
    cell = {"type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": str(int(truth))}
    table = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": cell}]}}).encode()
    for body in (plain, table):
        assert ask([Reply(body=body)], "ASK {}") == Truth(truth)


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/turtle", b"<a:b> a <a:c> ."),
        (
            "application/n-triples",
            b"<a:b> a <a:c> .".replace(b" a ", b" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "),
        ),
    ],
)
def test_a_graph_is_read_by_the_name_that_it_has(media_type: str, body: bytes) -> None:
    triples = ask([Reply(body=body, headers={"Content-Type": media_type})], "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    assert [str(one.object) for one in triples] == ["<a:c>"]


@pytest.mark.parametrize("text", [SELECT, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"])
def test_a_page_is_no_answer(text: str) -> None:
    page = Reply(body=b"<html><title>Please log in</title>", headers={"Content-Type": "text/html; charset=utf-8"})
    with pytest.raises(EndpointProblem, match=r"the answer is text/html.*: Please log in; check that the address"):
        ask([page], text)


def test_a_graph_is_no_answer_to_a_select() -> None:
    with pytest.raises(EndpointProblem, match="the answer is text/turtle"):
        ask([Reply(body=b"<a:b> a <a:c> .", headers={"Content-Type": "text/turtle"})])


@pytest.mark.parametrize("cut", [1, 20, len(ROWS) - 1])
@pytest.mark.parametrize("length", [None, -1, len(ROWS)])
def test_an_answer_that_breaks_off_anywhere_is_an_error(cut: int, length: int | None) -> None:
    """Whether or not the server says how long the answer is; one that says nothing hangs up behind it."""
    with pytest.raises(EndpointProblem, match=r"broke its answer off|breaks off or is no"):
        ask([Reply(body=ROWS[:cut], length=length)])


def test_what_a_store_adds_behind_an_answer_is_an_error() -> None:
    """Blazegraph ends an answer that it cannot go on with by what Java says."""
    with pytest.raises(EndpointProblem, match="breaks off or is no"):
        ask([Reply(body=ROWS[:-3] + b"java.util.concurrent.TimeoutException\n\tat java.util")])


@pytest.mark.parametrize(("status", "code"), [(400, 3), (401, 3), (403, 3), (404, 3), (429, 3), (500, 5), (503, 5)])
def test_a_status_says_whose_fault_it_is(status: int, code: int) -> None:
    reply = Reply(status, b"because", {"Content-Type": "text/plain"})
    with pytest.raises((EndpointProblem, EndpointRefused), match=f"status {status}: because; ") as raised:
        ask([reply])
    assert raised.value.exit_code == code


def test_a_wrong_query_is_told_by_line_and_column() -> None:
    reply = Reply(400, b"error at 1:60: expected SELECT", {"Content-Type": "text/plain"})
    with pytest.raises(EndpointRefused, match=r"wrong in line 1, column 15: expected SELECT; correct the query"):
        ask([reply], "SELECT ?n { ?s a hrd:X }")


# -- answers that are cut in silence -----------------------------------------------------------------------------------


def test_an_answer_of_which_the_store_says_that_it_is_a_part_is_an_error() -> None:
    for reply in (rows([1])._replace(status=206), rows([1], X_SPARQL_Anytime="timeout=1000")):
        with pytest.raises(EndpointProblem, match="only a part"):
            ask([reply])


def limited(total: int, most: int, *, tell: bool = False) -> Script:
    """A store with so many rows that gives so many at most, as Virtuoso does: with 200, and at best a header."""

    def script(asked: Asked, _: int) -> Reply:
        words = asked.query.split()
        offset = int(words[words.index("OFFSET") + 1]) if "OFFSET" in words else 0
        limit = int(words[words.index("LIMIT") + 1]) if "LIMIT" in words else total
        found = range(total)[offset : offset + min(limit, most)]
        return rows(found, X_SPARQL_MaxRows=str(most)) if tell and len(found) == most else rows(found)

    return script


@pytest.mark.parametrize("tell", [True, False])
def test_rows_that_are_missing_are_noticed(tell: bool) -> None:
    with pytest.raises(EndpointProblem, match=r"stopped after 1,000 rows, and there are more; ask by pages"):
        ask(limited(1001, 1000, tell=tell))
    assert len(ask(limited(1000, 1000, tell=tell))) == 1000
    assert len(ask(limited(999, 1000, tell=tell))) == 999


def test_a_limit_that_a_store_tells_need_not_be_round() -> None:
    with pytest.raises(EndpointProblem, match="stopped after 777 rows"):
        ask(limited(1001, 777, tell=True))


@pytest.mark.parametrize("text", [SELECT + " LIMIT 1000", SELECT + "# \n limit 1000 # OFFSET 5"])
def test_who_asks_for_so_many_rows_gets_them(text: str) -> None:
    asked: list[Asked] = []

    def script(one: Asked, _: int) -> Reply:
        asked.append(one)
        return rows(range(1000))

    assert len(ask(script, text)) == 1000
    assert len(asked) == 1


# -- pages -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 7, 50, 99, 100, 101, 1000])
@pytest.mark.parametrize("most", [40, 1000])
def test_pages_are_the_whole_answer_also_where_the_store_gives_less_than_is_asked_for(size: int, most: int) -> None:
    assert ask(limited(100, most), page_size=size) == [(str(number),) for number in range(100)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (SELECT + " LIMIT 25", 0, 25),
        (SELECT + " OFFSET 10", 10, 100),
        (SELECT + " LIMIT 10 OFFSET 95", 95, 100),
        (SELECT + "\nOFFSET 5 LIMIT 10", 5, 15),
        (SELECT + " LIMIT 0", 0, 0),
    ],
)
def test_pages_keep_to_the_limits_of_the_query(text: str, first: int, last: int) -> None:
    assert ask(limited(100, 1000), text, page_size=10) == [(str(number),) for number in range(first, last)]


@pytest.mark.parametrize(
    ("text", "asked_for"),
    [
        ("SELECT ?a ?b { ?a ?p ?b }", "SELECT ?a ?b { ?a ?p ?b }\nORDER BY ?a ?b LIMIT 5 OFFSET 0\n"),
        ("SELECT * { ?b ?p ?a } # end", "SELECT * { ?b ?p ?a } # end\nORDER BY ?a ?b ?p LIMIT 5 OFFSET 0\n"),
        (
            "SELECT DISTINCT (STR(?x) AS ?a) (COUNT(?y) AS ?n) { ?x ?y ?z } GROUP BY ?x ORDER BY DESC(?n) LIMIT 9",
            (
                "SELECT DISTINCT (STR(?x) AS ?a) (COUNT(?y) AS ?n) { ?x ?y ?z } GROUP BY ?x ORDER BY DESC(?n) "
                "\n?a ?n LIMIT 5 OFFSET 0\n"
            ),
        ),
        (
            "SELECT ?a { ?a ?p ?o } VALUES ?o { 1 2 }",
            "SELECT ?a { ?a ?p ?o } \nORDER BY ?a LIMIT 5 OFFSET 0\nVALUES ?o { 1 2 }",
        ),
        (
            "SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?c LIMIT 3 } }",
            "SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?c LIMIT 3 } }\nORDER BY ?a LIMIT 5 OFFSET 0\n",
        ),
    ],
)
def test_pages_are_asked_for_in_an_order_that_leaves_nothing_open(text: str, asked_for: str) -> None:
    with answering([rows([])]) as server, Session("x") as session:
        result = Endpoint(server.address, session).ask(text, {}, 5)
        assert isinstance(result, Rows)
        list(result.rows)
    assert server.asked[0].query == asked_for
    ox.Store().query(asked_for)


def test_data_that_change_between_pages_are_noticed() -> None:
    with pytest.raises(EndpointProblem, match=r"page after row 2 does not go on where the one before ended"):
        ask([rows([1, 2]), rows([3, 4, 5])], page_size=2)
    with pytest.raises(EndpointProblem, match="does not go on"):
        ask([rows([1, 2]), rows([])], page_size=2)


def test_blank_nodes_may_have_other_names_on_each_page() -> None:
    def page(*names: str) -> Reply:
        bindings = [{"n": {"type": "bnode", "value": name}} for name in names]
        return Reply(body=json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": bindings}}).encode())

    assert len(ask([page("a", "b"), page("x", "y"), page("z")], page_size=2)) == 3


@pytest.mark.parametrize("text", ["ASK {}", "DESCRIBE <a:b>", "DESCRIBE ?s { { SELECT ?s { ?s ?p ?o } } }"])
def test_only_what_has_solutions_comes_by_pages(text: str) -> None:
    with pytest.raises(UsageProblem, match="only a SELECT or a CONSTRUCT"):
        ask([Reply()], text, page_size=5)


def test_rows_are_handed_on_before_the_answer_is_whole() -> None:
    """The server never sends the end: whoever waits for it sees no row."""
    many = [{"n": {"type": "literal", "value": "x" * 1000}} for _ in range(500)]
    body = json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": many}}).encode()
    with answering([Reply(body=body[:-10], length=len(body) * 2)]) as server, Session("x") as session:
        result = Endpoint(server.address, session).ask(SELECT)
        assert isinstance(result, Rows)
        assert next(result.rows)[0].value == "x" * 1000
        with pytest.raises(EndpointProblem):
            list(result.rows)
