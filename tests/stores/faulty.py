"""A store that works, in memory, and can be told to do wrong: what it then says is not what it did."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from tests.http_server import running


class Asked(NamedTuple):
    """A request: its path, its text (of a query or an update) or its body, its headers in small letters, its graph."""

    path: str
    text: str
    headers: dict[str, str]
    graph: str = ""

    @property
    def writes(self) -> bool:
        """Whether it is to change something."""
        return self.path != "/query"


class Wrong(NamedTuple):
    """What to do instead of what was asked: answer so. Without a status, the answer is cut in its midst."""

    status: int | None = 500
    words: str = "out of order"
    location: str = ""
    challenge: str = ""


Fault = Callable[[Asked], Wrong | None]
"""What is wrong with a request; nothing where it is answered as it should be."""


class FaultyStore(ThreadingHTTPServer):
    """The server with its store, everything that it was asked, and its fault."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.store = ox.Store()
        self.asked: list[Asked] = []
        self.fault: Fault = lambda _: None
        self.one_at_a_time = threading.Lock()


class _Handler(BaseHTTPRequestHandler):
    server: FaultyStore
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        path = urlsplit(self.path).path
        text = parse_qs(body)["query"][0] if path == "/query" else body
        graph = parse_qs(urlsplit(self.path).query).get("graph", [""])[0]
        asked = Asked(path, text, {name.lower(): value for name, value in self.headers.items()}, graph)
        with self.server.one_at_a_time:
            self.server.asked.append(asked)
            wrong = self.server.fault(asked)
            if wrong is None or wrong.status is None:
                self._answer(200, self._done(asked), cut=wrong is not None)
            else:
                headers = {"Location": wrong.location, "WWW-Authenticate": wrong.challenge}
                self._answer(wrong.status, wrong.words.encode(), headers=headers)

    def _done(self, asked: Asked) -> bytes:
        if asked.path == "/update":
            self.server.store.update(asked.text)
            return b""
        if asked.graph:
            self.server.store.load(asked.text, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(asked.graph))
            return b""
        if asked.path == "/store":
            self.server.store.load(asked.text.encode(), format=ox.RdfFormat.N_QUADS)
            return b""
        result: Any = self.server.store.query(asked.text)
        made: bytes = result.serialize(format=ox.QueryResultsFormat.JSON)
        return made

    def _answer(self, status: int, body: bytes, *, cut: bool = False, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/sparql-results+json" if status == 200 else "text/plain")
        self.send_header("Content-Length", str(len(body) + (10 if cut else 0)))
        for name, value in (headers or {}).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = cut

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def faulty() -> Iterator[tuple[FaultyStore, str]]:
    """A store without a fault, until it gets one; and its address."""
    server = FaultyStore()
    with running(server) as url:
        yield server, url
