"""Parameters of queries: bound wherever the query looks, and whatever the text, never part of the query."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st

from ld_export.errors import UsageProblem
from ld_export.graph import bound, parameters_from, term_of
from ld_export.query import named_queries

XSD = "http://www.w3.org/2001/XMLSchema#"
DATA = '<a:1> <p:n> "x" . <a:2> <p:n> "y" . <a:1> <p:k> <a:2> .'


def asked(text: str, **given: str) -> set[tuple[str, ...]]:
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    result: Any = store.query(bound(text, {name: term_of(value) for name, value in given.items()}).text)
    return {tuple("" if term is None else term.value for term in row) for row in result}


# -- values ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("plain text", ox.Literal("plain text")),
        ("", ox.Literal("")),
        ("5", ox.Literal("5")),
        ("<https://example.org/a>", ox.NamedNode("https://example.org/a")),
        ('"a"', ox.Literal("a")),
        ('"a"@en-GB', ox.Literal("a", language="en-GB")),
        ('"5"^^xsd:integer', ox.Literal("5", datatype=ox.NamedNode(XSD + "integer"))),
        (f'"5"^^<{XSD}integer>', ox.Literal("5", datatype=ox.NamedNode(XSD + "integer"))),
        ('"a "quoted" word"', ox.Literal('a "quoted" word')),
        ('"x"@en"', ox.Literal('x"@en')),
        ('"\\n"', ox.Literal("\\n")),
    ],
)
def test_a_value_is_a_typed_term(written: str, term: Any) -> None:
    assert parameters_from([f"v={written}", f"?w={written}"]) == {"v": term, "w": term}


@pytest.mark.parametrize(
    "written",
    [
        "<a b>",
        "<relative>",
        "<",
        '"',
        '"open',
        '"a"@',
        '"a"@x_y',
        '"a"^^',
        '"a"^^integer',
        '"a"^^<a b>',
        '"a"^^nothing:x y',
    ],
)
def test_what_is_no_term_is_refused_with_how_to_write_one(written: str) -> None:
    with pytest.raises(UsageProblem, match="bare text"):
        parameters_from([f"v={written}"])


@pytest.mark.parametrize("given", ["", "v", "=x", "a b=x", "1=x", "?=x", "v{=x"])
def test_what_is_no_parameter_is_refused(given: str) -> None:
    with pytest.raises(UsageProblem, match="no name=value"):
        parameters_from([given])


def test_a_parameter_is_given_once() -> None:
    with pytest.raises(UsageProblem, match="twice"):
        parameters_from(["v=1", "?v=2"])


# -- where they are bound ----------------------------------------------------------------------------------------------

EVERYWHERE = {
    "a pattern": ("SELECT ?s { ?s <p:n> ?v }", {("a:2",)}),
    "the answer": ("SELECT * { ?s <p:n> $v }", {("a:2", "y")}),
    "a filter": ("SELECT ?s WHERE { ?s <p:n> ?o FILTER(?o = ?v) }", {("a:2",)}),
    "a filter of an inner group": ("SELECT ?s { { { ?s <p:n> ?o FILTER(?o = ?v) } } }", {("a:2",)}),
    "an optional part": (
        "SELECT ?s { ?s <p:k> ?o OPTIONAL { ?o <p:n> ?m FILTER(?m = ?v) } FILTER(BOUND(?m)) }",
        {("a:1",)},
    ),
    "one side of a union": ("SELECT ?s { { ?s <p:n> ?v } UNION { ?s <p:k> ?z } }", {("a:1",), ("a:2",)}),
    "what is taken away": ("SELECT ?s { ?s <p:n> ?m MINUS { ?s <p:n> ?v } }", {("a:1",)}),
    "what has to be there": ("SELECT ?s { ?s <p:n> ?m FILTER EXISTS { { ?s <p:n> ?v } } }", {("a:2",)}),
    "what must not be there": ("SELECT ?s { ?s <p:n> ?m FILTER NOT EXISTS { ?s <p:n> ?v } }", {("a:1",)}),
    "a sub-query": ("SELECT ?s { { SELECT ?s { ?s <p:n> ?o FILTER(?o = ?v) } LIMIT 5 } }", {("a:2",)}),
    "a sub-query that is the group": ("SELECT ?s { SELECT ?s { ?s <p:n> ?v } }", {("a:2",)}),
    "HAVING": ("SELECT ?s { ?s <p:n> ?o } GROUP BY ?s HAVING (MAX(?o) = ?v)", {("a:2",)}),
    "HAVING of a sub-query": ("SELECT ?s {{ SELECT ?s { ?s <p:n> ?o } GROUP BY ?s HAVING(MAX(?o) = ?v) }}", {("a:2",)}),
    "a count": ("SELECT (COUNT(*) AS ?n) { ?s <p:n> ?v }", {("1",)}),
    "an expression of the answer": ("SELECT (CONCAT(?v, '!') AS ?x) (COUNT(*) AS ?n) { ?s <p:n> ?o }", {("y!", "2")}),
    "GROUP BY": ("SELECT ?v (COUNT(*) AS ?n) { ?s <p:n> ?v } GROUP BY ?v", {("y", "1")}),
    "BIND": ("SELECT ?x { BIND(UCASE(?v) AS ?x) }", {("Y",)}),
    "a comment beside it": ("SELECT ?s # { ?v }\n{ # { '\n ?s <p:n> ?v } # ?v", {("a:2",)}),
    "data beside it": ("SELECT ?s { VALUES (?a ?b) { (1 2) } VALUES ?c { 1 } ?s <p:n> ?v }", {("a:2",)}),
}


@pytest.mark.parametrize("where", EVERYWHERE)
def test_a_variable_has_its_value_in(where: str) -> None:
    text, answer = EVERYWHERE[where]
    assert asked(text, v="y") == answer


def test_an_iri_is_bound_as_one() -> None:
    assert asked("SELECT ?o { ?v <p:k> ?o }", v="<a:1>") == {("a:2",)}
    assert asked("SELECT ?o { ?v <p:k> ?o }", v="a:1") == set()


def test_a_graph_is_made_with_what_is_bound() -> None:
    store = ox.Store()
    store.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    made: Any = store.query(bound("CONSTRUCT { ?s <p:q> ?v } WHERE { ?s <p:n> ?v }", {"v": ox.Literal("y")}).text)
    assert [str(one) for one in made] == ['<a:2> <p:q> "y"']
    described: Any = store.query(bound("DESCRIBE ?s { ?s <p:n> ?v }", {"v": ox.Literal("y")}).text)
    assert [str(one) for one in described] == ['<a:2> <p:n> "y"']


def test_a_name_that_the_query_does_not_have_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageProblem, match=r"no variable \?cuntry; it has \?country"):
        bound("SELECT * { ?country ?p ?o }", {"cuntry": ox.Literal("x")})


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (1 AS ?v) {}",
        "SELECT * { BIND(1 AS ?v) }",
        "SELECT * { VALUES ?v { 1 } }",
        "SELECT * { VALUES (?a ?v) { (1 2) } }",
    ],
)
def test_what_the_query_itself_gives_a_value_is_no_parameter(text: str) -> None:
    with pytest.raises(UsageProblem, match="itself gives"):
        bound(text, {"v": ox.Literal("x")})


@pytest.mark.parametrize("text", ["CONSTRUCT WHERE { ?s ?p ?v }", "DESCRIBE ?v"])
def test_a_query_without_a_group_to_bind_in_is_told(text: str) -> None:
    with pytest.raises(UsageProblem, match="no group"):
        bound(text, {"v": ox.Literal("x")})


# -- whatever the text -------------------------------------------------------------------------------------------------

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LOOK = "SELECT ?v { FILTER(true) }"


@given(ANY_TEXT)
@example('" } } ; DROP ALL # ')
@example("' } UNION { ?s ?p ?o } #")
@example('"""')
@example("\n\r\t\\")
@example("\\u0022 } #")
@example("\\\\u0022")
@example("\\U00000022 } #")
@example("> . <")
@example("# }")
@example("\\\x07")
def test_any_text_is_taken_as_it_is_by_two_parsers(text: str) -> None:
    query = bound(LOOK, {"v": ox.Literal(text)}).text
    assert "\n" not in query
    result: Any = ox.Store().query(query)
    assert [row[0] for row in result] == [ox.Literal(text)]
    if not any(one in text for one in "\x00\ufffe\uffff"):  # these, rdflib's parser does not take even escaped
        found = [row[0] for row in rdflib.Graph().query(query)]  # type: ignore[index]
        assert found == [rdflib.Literal(text)]


@given(ANY_TEXT.filter(lambda text: not text.startswith(("<", '"'))))
def test_bare_text_is_a_string(text: str) -> None:
    assert term_of(text) == ox.Literal(text)


@given(ANY_TEXT)
def test_text_in_quotation_marks_is_that_string(text: str) -> None:
    assert term_of(f'"{text}"') == ox.Literal(text)


# -- places and prefixes -----------------------------------------------------------------------------------------------


def test_what_is_wrong_is_told_where_it_stands_in_the_query_as_given() -> None:
    text = "SELECT * {\n ?s a hrd:X ; ?p ?v . wrong }"
    query = bound(text, {"v": ox.Literal("y")}, declared=True)
    with pytest.raises(SyntaxError) as raised:
        ox.Store().query(query.text)
    line, column = map(int, str(raised.value.msg).split()[2].rstrip(":").split(":"))
    with pytest.raises(SyntaxError) as plain:
        ox.Store().query(text, prefixes={"hrd": "h:"})
    assert "error at {}:{}".format(*query.place(line, column)) in str(plain.value.msg)
    in_line_1 = bound("SELECT * { wrong ?v }", {"v": ox.Literal("y")}, declared=True)
    at = in_line_1.text.index("wrong")
    assert in_line_1.place(1, at + 1) == (1, 12)


def test_only_prefixes_that_are_lacking_are_declared() -> None:
    text = "PREFIX foaf: <f:> SELECT * { ?s a hrd:X, foaf:Y, other:Z, <xsd:no> }"
    made = bound(text, {}, declared=True).text
    assert made == f"PREFIX hrd: <https://w3id.org/hrd/ontology#> {text}"


@pytest.mark.parametrize("name", named_queries())
def test_a_shipped_query_needs_nothing_put_in(name: str) -> None:
    text = named_queries()[name]
    assert bound(text, {}, declared=True).text == text
