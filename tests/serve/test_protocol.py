"""The SPARQL 1.1 protocol: what the W3C's tests of queries ask, restated for a publication that is here.

Each test is named after the one that it restates. Their graphs are those of three documents.
"""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.hosts.conftest import Answer
from tests.serve.running import Server

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]

BASE = "https://w3id.org/hrd/declaration/pace-wd-"
DOCUMENTS = [f"{BASE}{number}" for number in (638, 655, 734)]
GRAPHS = [f"{one}#graph" for one in DOCUMENTS]
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
BOTH = f"ASK {{ <{DOCUMENTS[0]}> a ?type . <{DOCUMENTS[1]}> a ?type }}"
NAMED = f"ASK {{ GRAPH ?g1 {{ <{DOCUMENTS[0]}> a ?type }} GRAPH ?g2 {{ <{DOCUMENTS[1]}> a ?type }} }}"
Pairs = list[tuple[str, str]]


def default(*graphs: str) -> Pairs:
    return [("default-graph-uri", graph) for graph in graphs]


def named(*graphs: str) -> Pairs:
    return [("named-graph-uri", graph) for graph in graphs]


def get(server: Server, *pairs: tuple[str, str]) -> Answer:
    return server.ask(f"/sparql?{urlencode(pairs)}")


def send(server: Server, body: bytes | str, kind: str | None, *pairs: tuple[str, str], method: str = "POST") -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    address = f"/sparql?{urlencode(pairs)}" if pairs else "/sparql"
    connection.request(method, address, body, {"Content-Type": kind} if kind else {})
    response = connection.getresponse()
    answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    connection.close()
    return answer


def truth(answer: Answer) -> bool:
    assert answer.status == 200, answer.body
    said: dict[str, Any] = json.loads(answer.body)
    return bool(said["boolean"])


def problem(answer: Answer, status: int = 400) -> dict[str, Any]:
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    said: dict[str, Any] = json.loads(answer.body)
    assert said["status"] == status
    assert said["title"]
    assert said["detail"]
    return said


# -- the W3C's tests ---------------------------------------------------------------------------------------------------


def test_query_get(server: Server) -> None:
    assert truth(get(server, ("query", "ASK {}"), *default(GRAPHS[0])))


def test_query_post_form(server: Server) -> None:
    assert truth(send(server, urlencode({"query": "ASK {}"}), FORM, *default(GRAPHS[0])))


def test_query_post_direct(server: Server) -> None:
    assert truth(send(server, "ASK {}", DIRECT, *default(GRAPHS[0])))


def test_query_dataset_default_graphs_get(server: Server) -> None:
    assert truth(get(server, ("query", BOTH), *default(*GRAPHS[:2])))
    assert not truth(get(server, ("query", BOTH), *default(GRAPHS[0])))


def test_query_dataset_default_graphs_post(server: Server) -> None:
    assert truth(send(server, BOTH, DIRECT, *default(*GRAPHS[:2])))
    assert truth(send(server, urlencode([("query", BOTH), *default(*GRAPHS[:2])]), FORM))


def test_query_dataset_named_graphs_post(server: Server) -> None:
    assert truth(send(server, NAMED, DIRECT, *named(*GRAPHS[:2])))


def test_query_dataset_named_graphs_get(server: Server) -> None:
    assert truth(get(server, ("query", NAMED), *named(*GRAPHS[:2])))
    assert not truth(get(server, ("query", NAMED), *named(GRAPHS[0])))
    assert not truth(get(server, ("query", BOTH), *named(*GRAPHS[:2])))


def test_query_dataset_full(server: Server) -> None:
    text = f"{NAMED.removesuffix('}')} <{DOCUMENTS[2]}> a ?type }}"
    assert truth(send(server, text, DIRECT, *default(GRAPHS[2]), *named(*GRAPHS[:2])))
    assert not truth(send(server, text, DIRECT, *default(GRAPHS[1]), *named(*GRAPHS[:2])))


def test_query_multiple_dataset(server: Server) -> None:
    """The dataset of the protocol holds, whatever the query says."""
    text = f"ASK FROM <{GRAPHS[0]}> {{ <{DOCUMENTS[0]}> a ?type }}"
    assert not truth(send(server, text, DIRECT, *default(GRAPHS[1])))
    assert truth(send(server, text.replace(DOCUMENTS[0] + "> a", DOCUMENTS[1] + "> a"), DIRECT, *default(GRAPHS[1])))


@pytest.mark.parametrize(
    ("text", "accept", "expected"),
    [
        ("SELECT (1 AS ?value) {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT (1 AS ?value) {}", "application/sparql-results+json", "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("DESCRIBE <https://w3id.org/hrd/person/1>", "text/turtle", "text/turtle"),
        ("DESCRIBE <https://w3id.org/hrd/person/1>", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT { <s> <p> 1 } {}", "application/rdf+xml", ""),
        ("CONSTRUCT { <http://a/s> <http://a/p> 1 } {}", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT { <http://a/s> <http://a/p> 1 } {}", "application/n-triples", "application/n-triples"),
    ],
)
def test_query_content_type(server: Server, text: str, accept: str, expected: str) -> None:
    """`query_content_type_select`, `…_ask`, `…_describe`, `…_construct`."""
    answer = server.query(text, accept)
    if expected:
        assert (answer.status, answer.headers["content-type"]) == (200, f"{expected}; charset=utf-8")
    else:
        problem(answer)  # a relative IRI, and nothing that it is relative to


def test_bad_query_method(server: Server) -> None:
    answer = send(server, urlencode({"query": "ASK {}"}), FORM, method="PUT")
    problem(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_bad_multiple_queries(server: Server) -> None:
    problem(get(server, ("query", "ASK {}"), ("query", "SELECT * {}")))
    problem(send(server, "ASK {}", DIRECT, ("query", "ASK {}")))


@pytest.mark.parametrize("kind", ["text/plain", None, "application/json"])
def test_bad_query_wrong_or_missing_media_type(server: Server, kind: str | None) -> None:
    """`bad_query_wrong_media_type`, `bad_query_missing_form_type`, `bad_query_missing_direct_type`."""
    problem(send(server, "ASK {}", kind), 415)
    problem(send(server, urlencode({"query": "ASK {}"}), kind), 415)


def test_bad_query_non_utf8(server: Server) -> None:
    problem(send(server, "ASK {}".encode("utf-16"), f"{DIRECT}; charset=utf-16"), 415)
    problem(send(server, "ASK { ?é ?p ?o }".encode("latin-1"), DIRECT))
    problem(server.ask("/sparql?query=ASK%20%7B%20%3F%E9%20%3Fp%20%3Fo%20%7D"))


def test_bad_query_syntax(server: Server) -> None:
    said = problem(get(server, ("query", "ASK {\n  ?s ?p\n}")))
    assert (said["type"], said["line"]) == ("#syntax", 3)
    assert said["column"] >= 1


# -- beside them -------------------------------------------------------------------------------------------------------


def test_a_graph_that_is_not_here_is_refused(server: Server) -> None:
    for pairs in (default("https://example.org/none"), named("https://example.org/none"), default("no iri")):
        assert problem(get(server, ("query", "ASK {}"), *pairs))["type"] == "#dataset"


def test_a_request_without_a_query_is_refused(server: Server) -> None:
    problem(send(server, "", FORM))
    problem(get(server, ("qeury", "ASK {}")))


@pytest.mark.parametrize(
    ("named", "table", "graph"),
    [
        ("json", "application/sparql-results+json", "application/ld+json"),
        ("xml", "application/sparql-results+xml", "application/rdf+xml"),
        ("csv", "text/csv", None),
        ("text/tab-separated-values", "text/tab-separated-values", None),
        ("turtle", None, "text/turtle"),
        ("application/n-triples", None, "application/n-triples"),
        ("nq", None, "application/n-quads"),
        ("trig", None, "application/trig"),
    ],
)
def test_a_format_by_parameter(server: Server, named: str, table: str | None, graph: str | None) -> None:
    for text, expected in (("ASK {}", table), ("DESCRIBE <https://w3id.org/hrd/person/1>", graph)):
        answer = server.query(text, "image/png", format=named)
        if expected:
            assert (answer.status, answer.headers["content-type"]) == (200, f"{expected}; charset=utf-8")
        else:
            assert problem(answer, 406)["type"] == "#unacceptable"


def test_a_format_that_is_not_here(server: Server) -> None:
    assert "there are json, xml" in problem(server.query("ASK {}", format="yaml"), 406)["detail"]
    problem(server.query("ASK {}", "image/png"), 406)


def test_a_head_request_is_a_get_without_a_body(server: Server) -> None:
    got = server.query("ASK {}")
    answer = server.ask(f"/sparql?{urlencode({'query': 'ASK {}'})}", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == str(len(got.body))


def test_a_page_of_another_site_may_ask(server: Server) -> None:
    asks = {"Origin": "https://example.com", "Access-Control-Request-Method": "POST"}
    answer = server.ask("/sparql", asks | {"Access-Control-Request-Headers": "content-type"}, "OPTIONS")
    assert answer.status == 204
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]
    assert server.query("ASK {").headers["access-control-allow-origin"] == "*"


def test_what_looks_like_a_page_runs_nothing(server: Server) -> None:
    text = 'CONSTRUCT { <http://a/s> <http://www.w3.org/1999/xhtml#script> "alert(1)" } {}'
    answer = server.query(text, "application/rdf+xml")
    assert answer.status == 200
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_browser_is_led_to_the_page_for_queries(server: Server) -> None:
    answer = server.ask("/sparql", {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
    assert (answer.status, answer.headers["location"]) == (303, f"{server.root}query.html")
