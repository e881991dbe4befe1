"""An endpoint elsewhere: a store with a small graph, which notes what it is asked, and misbehaves when told."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote_plus

import pyoxigraph as ox

from tests.http_server import running

GRAPH = Path(__file__).with_name("wikidata.ttl")
JSON = "application/sparql-results+json"


class Asked(NamedTuple):
    """A request: its head, its query, and all of its bytes in every form that is easy to read."""

    headers: Mapping[str, str]
    query: str
    whole: str


class Fault(NamedTuple):
    """An answer that is none."""

    status: int = 200
    headers: Mapping[str, str] = {"Content-Type": JSON}
    body: bytes = b""
    pause: float = 0.0


class Elsewhere:
    """The endpoint: its address, what it was asked, and faults by the number of the request, from 0."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[Asked] = []
        self.connections = 0
        self.faults: dict[int, Fault] = {}
        self.store = ox.Store()
        self.store.load(path=GRAPH, format=ox.RdfFormat.TURTLE)

    @property
    def said(self) -> str:
        """Everything that it was ever told."""
        return "\n".join(one.whole for one in self.asked)

    def answer(self, asked: Asked) -> Fault:
        """What it says to a request."""
        number = len(self.asked)
        self.asked.append(asked)
        if number in self.faults:
            return self.faults[number]
        result: Any = self.store.query(asked.query)
        return Fault(body=result.serialize(format=ox.QueryResultsFormat.JSON))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.elsewhere.connections += 1

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        head = f"{self.requestline}\n{self.headers}"
        whole = f"{head}\n{body}\n{unquote_plus(head)}\n{unquote_plus(body)}"
        asked = Asked(dict(self.headers.items()), parse_qs(body).get("query", [""])[0], whole)
        answer = self.server.elsewhere.answer(asked)
        time.sleep(answer.pause)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        with suppress(ConnectionError):  # whoever asked may have waited long enough
            self.end_headers()
            self.wfile.write(answer.body)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, elsewhere: Elsewhere) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.elsewhere = elsewhere


@contextmanager
def listening() -> Iterator[Elsewhere]:
    """Run one."""
    elsewhere = Elsewhere()
    with running(_Server(elsewhere)) as address:
        elsewhere.url = f"{address}/sparql"
        yield elsewhere
