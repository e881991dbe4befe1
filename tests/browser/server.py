"""A static server, as dumb as the hosts that the site is for: files below a path, nothing negotiated, no listings."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.http_server import running


class _Files(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or every answer waits 40 ms for its body
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".jsonld": "application/ld+json",
        ".nt": "application/n-triples",
        ".ttl": "text/turtle",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
    }
    server: _Server

    def send_head(self) -> Any:
        if self.path == "/favicon.ico":  # asked for by the browser, and by no page
            self.send_response(HTTPStatus.NO_CONTENT)
            return self.end_headers()
        for prefix, folder in self.server.folders.items():
            if self.path.startswith(prefix):
                self.path = self.path.removeprefix(prefix.removesuffix("/"))
                self.directory = str(folder)
                return super().send_head()
        return self.send_error(HTTPStatus.NOT_FOUND)

    def list_directory(self, path: Any) -> Any:
        return self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folders: Mapping[str, Path]) -> None:
        super().__init__(("127.0.0.1", 0), _Files)
        self.folders = folders

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a browser hangs up when it likes
            super().handle_error(request, client_address)


@contextmanager
def serving(folders: Mapping[str, Path]) -> Iterator[str]:
    """Serve folders, each below a path that begins and ends with a slash; gives the address without a last slash."""
    with running(_Server(folders)) as address:
        yield address
