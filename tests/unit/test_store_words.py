"""What stores say of a wrong query: each in its own way, told by line and column of the query as it was given."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import Literal

from ld_export.graph import Bound, bound
from ld_export.remote.words import said_in

QUERY = Bound("SELECT * {\n  ?s ?p }\n")

OXIGRAPH = 'error at 2:8: expected one of "$", "?"'
VIRTUOSO = (
    "Virtuoso 37000 Error SP030: SPARQL compiler, line 4: syntax error at '}' before ';'\n\n"
    "SPARQL query:\ndefine sql:big-data-const 0 \n#output-format:application/sparql-results+json\n"
    "SELECT * {\n  ?s ?p }\n"
)
JENA = (
    'Parse error: \nSELECT * {\n  ?s ?p }\n\nEncountered " "}" "} "" at line 2, column 9.\nWas expecting one of:\n'
    '    <IRIref> ...\n    "a" ...\n'
)
RDF4J = 'MALFORMED QUERY: Encountered " "}" "} "" at line 2, column 9.\nWas expecting one of:\n    <IRI> ...\n'
BLAZEGRAPH = (
    "SPARQL-QUERY: queryStr=SELECT * {\n  ?s ?p }\n\njava.util.concurrent.ExecutionException: "
    'org.openrdf.query.MalformedQueryException: Encountered " "}" "} "" at line 2, column 9.\nWas expecting:\n <X>\n'
    "\tat java.util.concurrent.FutureTask.report(FutureTask.java:122)\n"
)
OURS = json.dumps({"title": "The query does not parse", "detail": "expected one of …", "line": 2, "column": 9})
QLEVER = json.dumps(
    {"exception": "Invalid SPARQL query", "metadata": {"line": 2, "positionInLine": 8}, "status": "ERROR"}
)
NEPTUNE = json.dumps({"detailedMessage": 'Malformed query: Encountered "}" at line 2, column 9.', "code": "M"})

STORES = {
    "Oxigraph": (OXIGRAPH, "text/plain", (2, 8), "expected one of"),
    "Virtuoso": (VIRTUOSO, "text/plain", (2, 0), "syntax error at '}' before ';'"),
    "Jena": (JENA, "text/plain", (2, 9), 'Encountered " "}" "} ""'),
    "RDF4J": (RDF4J, "text/plain", (2, 9), 'Encountered " "}" "} ""'),
    "Blazegraph": (BLAZEGRAPH, "text/plain", (2, 9), 'Encountered " "}" "} ""'),
    "ours": (OURS, "application/problem+json", (2, 9), "expected one of …"),
    "QLever": (QLEVER, "application/json", (2, 9), "Invalid SPARQL query"),
    "Neptune": (NEPTUNE, "application/json", (2, 9), 'Encountered "}"'),
}


@pytest.mark.parametrize("store", STORES)
def test_a_store_says_where_and_what(store: str) -> None:
    text, media_type, place, words = STORES[store]
    said = said_in(text.encode(), media_type, QUERY)
    assert (said.line, said.column) == place
    assert said.words.startswith(words)
    assert "\n" not in said.words
    assert "FutureTask" not in said.words


def test_the_column_is_that_of_the_query_as_given() -> None:
    query = bound("SELECT ?v { hrd:x ?v }", {"v": Literal("y")}, declared=True)
    column = query.text.rindex("?v") + 1
    assert said_in(f"error at 1:{column}: no".encode(), "text/plain", query)[1:] == (1, 19)


@pytest.mark.parametrize(
    ("text", "media_type", "words"),
    [
        ("<html><head><title>502 Bad\nGateway</title></head><body>x</body>", "text/html", "502 Bad Gateway"),
        ("<html><style>b{}</style><p>Sorry &amp; bye</p>", "text/html", "Sorry & bye"),
        ("busy", "text/plain", "busy"),
        ("", "text/plain", ""),
        (
            "Virtuoso S1T00 Error SR171: Transaction timed out\n\nSPARQL query:\nSELECT * {",
            "text/plain",
            "Virtuoso S1T00",
        ),
        ("{no json", "application/json", "{no json"),
        ('["x"]', "application/json", '["x"]'),
        ('{"message": null, "error": "x"}', "application/json", "x"),
        ("\x1b[31mred\x07", "text/plain", "[31mred"),
        ("long " * 1000, "text/plain", "long long"),
    ],
)
def test_what_has_no_place_is_told_in_one_line(text: str, media_type: str, words: str) -> None:
    said = said_in(text.encode(), media_type, QUERY)
    assert said.words.startswith(words)
    assert said[1:] == (0, 0)
    assert len(said.words) < 500
    assert said.words.isprintable()


def test_words_that_are_no_utf_8_are_told_as_far_as_they_go() -> None:
    assert said_in(b"caf\xe9", "text/plain", QUERY).words == "caf\ufffd"
