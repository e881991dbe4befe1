"""Real stores, each in a folder and on ports of its own, that are killed and started again on what they have kept."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.stores import jena_server

_PATIENCE = 60
PASSWORD = "a word of the tests"
_VIRTUOSO = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
FileExtend = 200
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
"""


class Store:
    """A store that runs: its kind as `push` calls it, its address, and what its users set for credentials.

    `sql` is the port of Virtuoso's own protocol.
    """

    def __init__(self, kind: str, folder: Path, port: int, command: Sequence[str | Path], ask: str) -> None:
        self.kind = kind
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self.environment: dict[str, str] = {}
        self.sql = 0
        self._port = port
        self._command = command
        self._ask = ask
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "said.txt").open("ab") as said:
            self._process = subprocess.Popen(self._command, cwd=self.folder, stdout=said, stderr=said)
        end = time.monotonic() + _PATIENCE
        while not self._answers():
            assert self._process.poll() is None, (self.folder / "said.txt").read_text(errors="replace")
            assert time.monotonic() < end, "the store does not answer"
            time.sleep(0.05)

    def kill(self) -> None:
        """End it at once, as a fault would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            connection.request(
                "POST",
                self._ask,
                urlencode({"query": "ASK {}"}),
                {"Content-Type": "application/x-www-form-urlencoded"},
            )
            return connection.getresponse().status in (200, 401)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


@contextmanager
def oxigraph(folder: Path) -> Iterator[Store]:
    """The Oxigraph server."""
    program, port = Path(sys.executable).with_name("oxigraph"), _free_port()
    command = (program, "serve", "-l", folder / "store", "-b", f"127.0.0.1:{port}", "--union-default-graph")
    yield from _running(Store("oxigraph", folder, port, command, "/query"))


@contextmanager
def virtuoso(folder: Path) -> Iterator[Store]:
    """Virtuoso, with a password of ours, as a new one would be set up."""
    port, sql = _free_port(), _free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_VIRTUOSO.format(folder=folder, port=port, sql=sql), encoding="utf-8")
    program = shutil.which("virtuoso-t")
    assert program
    subprocess.run(
        (program, "-f", "-c", ini, "+checkpoint-only", "+pwdold", "dba", "+pwddba", PASSWORD, "+pwddav", PASSWORD),
        cwd=folder,
        capture_output=True,
        check=True,
        timeout=_PATIENCE,
    )
    store = Store("virtuoso", folder, port, (program, "-f", "-c", ini), "/sparql")
    store.sql = sql
    store.environment = {"LD_EXPORT_USER": "dba", "LD_EXPORT_PASSWORD": PASSWORD}
    yield from _running(store)


@contextmanager
def jena(folder: Path) -> Iterator[Store]:
    """Jena's TDB2, with Fuseki's addresses."""
    port = _free_port()
    command = (sys.executable, jena_server.__file__, str(folder), str(port))
    yield from _running(Store("fuseki", folder, port, command, "/query"))


def _running(store: Store) -> Iterator[Store]:
    store.start()
    try:
        yield store
    finally:
        store.kill()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


STORES = {"oxigraph": oxigraph, "virtuoso": virtuoso, "jena": jena}
