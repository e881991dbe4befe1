"""Real stores, each in a folder and on ports of its own, that are killed and started again on what they have kept."""

from __future__ import annotations

import http.client
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from urllib.parse import urlencode

from ld_export.remote import Patience, Session, credentials_from
from tests.http_server import free_port
from tests.stores import jena_server

OXIGRAPH = Path(sys.executable).with_name("oxigraph")

_PATIENCE = 60
_FILLING = 600
PASSWORD = "a word of the tests"

MOST_ROWS = 10_000
"""So many rows Virtuoso gives at most, as it comes."""

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
ResultSetMaxRows = {rows}
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
    """The Oxigraph server, on a store of its own."""
    yield from _running(_oxigraph(folder, "serve", folder / "store"))


@contextmanager
def reading_oxigraph(folder: Path, store: Path) -> Iterator[Store]:
    """The Oxigraph server on a store that is there, which it leaves as it is."""
    yield from _running(_oxigraph(folder, "serve-read-only", store))


def _oxigraph(folder: Path, how: str, store: Path) -> Store:
    port = free_port()
    command = (OXIGRAPH, how, "-l", store, "-b", f"127.0.0.1:{port}", "--union-default-graph")
    return Store("oxigraph", folder, port, command, "/query")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Store]:
    """Virtuoso, with a password of ours, as a new one would be set up."""
    port, sql = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_VIRTUOSO.format(folder=folder, port=port, sql=sql, rows=MOST_ROWS), encoding="utf-8")
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


def fill_virtuoso(store: Store, dump: Path) -> None:
    """Bring a dump into a Virtuoso that has nothing of it, by its Graph Store Protocol and with no check."""
    with Session("ld-export/tests", credentials_from(store.environment, None), Patience(_FILLING)) as session:
        for graph, body in _graphs(dump):
            url = f"{store.url}/sparql-graph-crud-auth?{urlencode({'graph': graph})}"
            with session.send("POST", url, {"Content-Type": "text/turtle"}, body) as answer:
                answer.read()
                if answer.status >= 300:
                    raise RuntimeError(f"the store answered {answer.status}")


def _graphs(dump: Path) -> Iterator[tuple[str, bytes]]:
    with dump.open("rb") as lines:
        parted = (line.rpartition(b" <")[::2] for line in lines)
        for end, run_of in groupby(parted, lambda one: one[1]):
            yield end.partition(b">")[0].decode(), b" .\n".join([statement for statement, _ in run_of]) + b" .\n"


@contextmanager
def jena(folder: Path) -> Iterator[Store]:
    """Jena's TDB2, with Fuseki's addresses."""
    port = free_port()
    command = (sys.executable, jena_server.__file__, str(folder), str(port))
    yield from _running(Store("fuseki", folder, port, command, "/query"))


def _running(store: Store) -> Iterator[Store]:
    store.start()
    try:
        yield store
    finally:
        store.kill()


STORES = {"oxigraph": oxigraph, "virtuoso": virtuoso, "jena": jena}
