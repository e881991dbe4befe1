"""Requests of the protocol, without a server: whatever is sent is a question, nothing, or a problem with a name."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from ld_export.serve.formats import GRAPHS, TABLES
from ld_export.serve.limits import Limits
from ld_export.serve.messages import Question
from ld_export.serve.problems import PROBLEMS, Trouble, response
from ld_export.serve.protocol import formats_of, parameters_of, question_of

LIMITS = Limits(body=1_000)
TYPES = ["application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update", "text/plain", ""]


def asked(method: str, query: bytes, body: bytes = b"", kind: str = "", accept: str = "") -> Question | None:
    """The question of a request; `Trouble` where it asks none in the right way."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return messages.pop()

    headers = [(b"content-type", kind.encode()), (b"accept", accept.encode("latin-1", "replace"))]
    scope = {"type": "http", "method": method, "query_string": query, "headers": headers, "path": "/sparql"}
    parameters = asyncio.run(parameters_of(Request(scope, receive), LIMITS))
    return question_of(parameters, accept)


@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "BREW"]),
    query=st.binary(max_size=80) | st.builds(lambda text: urlencode({"query": text}).encode(), st.text(max_size=40)),
    body=st.binary(max_size=1_100),
    kind=st.sampled_from(TYPES).flatmap(lambda kind: st.sampled_from([kind, f"{kind}; charset=utf-8", kind.upper()])),
    accept=st.text(st.characters(max_codepoint=255), max_size=60),
)
def test_any_request_is_a_question_or_a_problem_with_a_name(
    method: str, query: bytes, body: bytes, kind: str, accept: str
) -> None:
    got = question_or_trouble(method, query, body, kind, accept)
    if isinstance(got, Trouble):
        answer = response(got, {})
        assert answer.status_code == PROBLEMS[got.name].status >= 400
        assert msgspec.json.decode(bytes(answer.body))["detail"]
    elif got:
        assert {got.table, got.graph} <= {"", *(one.name for one in (*TABLES, *GRAPHS))}


def question_or_trouble(method: str, query: bytes, body: bytes, kind: str, accept: str) -> Question | Trouble | None:
    try:
        return asked(method, query, body, kind, accept)
    except Trouble as trouble:
        return trouble


@given(text=st.text(), graphs=st.lists(st.text(max_size=20), max_size=3, unique=True))
def test_a_question_arrives_as_it_was_sent(text: str, graphs: list[str]) -> None:
    pairs = [("query", text), *(("default-graph-uri", one) for one in graphs)]
    form = urlencode(pairs).encode("utf-8", "surrogatepass")
    for got in (asked("GET", form), asked("POST", b"", form[:1_000], TYPES[0]) if len(form) <= 1_000 else None):
        if got:
            assert (got.text, got.default_graphs) == (text, tuple(graphs))
    direct = text.encode()
    if len(direct) <= LIMITS.body:
        sent = asked("POST", urlencode(pairs[1:]).encode(), direct, TYPES[1])
        assert sent
        assert (sent.text, sent.default_graphs) == (text, tuple(graphs))


@pytest.mark.parametrize(
    ("accept", "table", "graph"),
    [
        ("", "json", "ttl"),
        ("*/*", "json", "ttl"),
        ("application/sparql-results+xml", "xml", ""),
        ("text/csv, application/json;q=0.5", "csv", "jsonld"),
        ("application/json", "json", "jsonld"),
        ("application/rdf+xml", "", "rdf"),
        ("text/turtle;q=0.2, application/n-triples;q=0.9", "", "nt"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "xml", "rdf"),
        ("application/sparql-results+json;q=0, */*", "xml", "ttl"),
        ("image/png", "", ""),
    ],
)
def test_formats_are_what_is_welcome(accept: str, table: str, graph: str) -> None:
    assert formats_of(accept) == (table, graph)


def test_too_much_is_refused_while_it_comes() -> None:
    with pytest.raises(Trouble) as raised:
        asked("POST", b"", b"x" * 1_001, TYPES[1])
    assert raised.value.name == "body"
