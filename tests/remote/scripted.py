"""A server that answers as it is told, also as no server should, and remembers what it was asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from tests.http_server import running

ROWS = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"yes"}}]}}'
JSON = "application/sparql-results+json"


class Reply(NamedTuple):
    """An answer: `length` is what it says of its length, `pause` how long it waits first; without a status, none."""

    status: int = 200
    body: bytes = ROWS
    headers: Mapping[str, str] = {"Content-Type": JSON}
    length: int | None = None
    pause: float = 0.0
    hang_up: bool = False


class Asked(NamedTuple):
    """What was asked: the method, the path, the headers in small letters, the body; and the head as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    head: str = ""

    @property
    def query(self) -> str:
        """The query in the form."""
        return parse_qs(self.body.decode())["query"][0]


class Scripted(NamedTuple):
    """A server that runs: its address, and what it was asked so far."""

    address: str
    asked: list[Asked]


Script = Callable[[Asked, int], Reply]
"""From what is asked, and the how many-th it is from 0, to the answer."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        head = f"{self.requestline}\n{self.headers}"
        asked = Asked(self.command, self.path, headers, self.rfile.read(length), head)
        number = len(self.server.asked)
        self.server.asked.append(asked)
        reply = self.server.script(asked, number)
        time.sleep(reply.pause)
        if reply.hang_up:
            self.close_connection = True
            return
        self.send_response_only(reply.status)  # who it is, is said by the script
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.length is None or reply.length >= 0:
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
        else:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)
        self.close_connection = self.close_connection or reply.length is not None

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self.asked: list[Asked] = []
        self.connections = 0

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error of the server's."""


def scripted_server(script: Script | Sequence[Reply]) -> _Server:
    """A server that goes by a script: a function, or its answers in turn, the last one again and again."""
    if callable(script):
        return _Server(script)
    return _Server(lambda _, number: script[min(number, len(script) - 1)])


@contextmanager
def answering(script: Script | Sequence[Reply]) -> Iterator[Scripted]:
    """Run such a server."""
    server = scripted_server(script)
    with running(server) as address:
        yield Scripted(address, server.asked)
