"""A server of ours as a process of its own, and what is asked of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tests.hosts.conftest import Answer, asked

PROCESSES = 3
"""How many processes a server has that runs two queries at once: those, and one that compares names."""

_PATIENCE = 30
_BEGUN = re.compile(r"serving .* at http://127\.0\.0\.1:(\d+)(/\S*)")


class Server(NamedTuple):
    """A server that runs: its port, the path of its site, its process, the site's folder, and what it has said."""

    port: int
    root: str
    process: subprocess.Popen[str]
    public: Path
    said: list[str]

    def ask(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        """Ask for a path of the host."""
        return asked(self.port, path, headers or {}, method)

    def query(self, text: str, accept: str = "application/sparql-results+json", **more: str) -> Answer:
        """Ask a query by GET."""
        return self.ask(f"/sparql?{urlencode({'query': text, **more})}", {"Accept": accept})

    def health(self) -> dict[str, Any]:
        """What the server says of itself."""
        said: dict[str, Any] = json.loads(self.ask("/health").body)
        return said

    def children(self) -> list[int]:
        """The processes that the server has started and that have not ended."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(one) for one in path.read_text(encoding="ascii").split()]


@contextmanager
def serving(public: Path, *options: str, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Serve a built site on a free port."""
    command = [sys.executable, "-m", "ld_export.cli", "serve", "--public", str(public), "--port", "0", *options]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, **(environment or {})}
    )
    said: list[str] = []
    begun = threading.Event()
    reader = threading.Thread(target=_read, args=(process, said, begun), daemon=True)
    reader.start()
    try:
        assert begun.wait(_PATIENCE)
        found = _BEGUN.search("".join(said))
        assert found, "".join(said)
        server = Server(int(found[1]), found[2], process, public, said)
        server.health()  # waits until it answers
        yield server
    finally:
        process.terminate()
        process.wait(_PATIENCE)
        reader.join(_PATIENCE)
        if process.stderr:
            process.stderr.close()


def _read(process: subprocess.Popen[str], said: list[str], begun: threading.Event) -> None:
    assert process.stderr
    for line in process.stderr:
        said.append(line)
        if _BEGUN.search(line):
            begun.set()
    begun.set()
