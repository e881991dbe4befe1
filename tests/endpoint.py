"""A SPARQL server of the smallest kind: queries by GET or POST, answers as JSON, and graphs as N-Triples."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from tests.http_server import running


class _Queries(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer(parse_qs(urlsplit(self.path).query)["query"][0])

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(parse_qs(sent)["query"][0])

    def _answer(self, query: str) -> None:
        result: Any = self.server.store.query(query, use_default_graph_as_union=True)
        is_graph = isinstance(result, ox.QueryTriples)
        content: bytes = result.serialize(format=ox.RdfFormat.N_TRIPLES if is_graph else ox.QueryResultsFormat.JSON)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/n-triples" if is_graph else "application/sparql-results+json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, store: ox.Store) -> None:
        super().__init__(("127.0.0.1", 0), _Queries)
        self.store = store


@contextmanager
def answering(dump: bytes) -> Iterator[str]:
    """Serve a dataset (N-Quads); gives the address of the endpoint."""
    store = ox.Store()
    store.bulk_load(dump, format=ox.RdfFormat.N_QUADS)
    with running(_Server(store)) as address:
        yield f"{address}/query"
