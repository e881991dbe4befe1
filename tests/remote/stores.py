"""Stores as people run them, each with the default publication in it and a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from urllib.parse import quote

import pyoxigraph as ox

from ld_export.errors import EndpointProblem
from ld_export.remote import Credentials, Patience, Session
from ld_export.remote.credentials import Login
from tests.conftest import not_run
from tests.fixtures_built import Built
from tests.serve.running import serving

_PATIENCE = 60
_OXIGRAPH = Path(sys.executable).with_name("oxigraph")

MOST_ROWS = 10_000
"""So many rows Virtuoso gives at most, as it comes."""

_VIRTUOSO = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 7500
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        port: int = one.getsockname()[1]
        return port


@contextmanager
def ours(built: Built, _: Path) -> Iterator[str]:
    """Our own server."""
    with serving(built.public) as server:
        yield f"http://127.0.0.1:{server.port}/sparql"


@contextmanager
def oxigraph(built: Built, _: Path) -> Iterator[str]:
    """The Oxigraph server, on the store of the publication."""
    if not _OXIGRAPH.is_file():
        not_run("no Oxigraph server: pip install oxigraph")
    place = f"127.0.0.1:{free_port()}"
    store = built.public.resolve().parent / "store"
    command = [str(_OXIGRAPH), "serve-read-only", "-l", str(store), "-b", place, "--union-default-graph"]
    with _process(command, f"http://{place}/query") as address:
        yield address


@contextmanager
def virtuoso(built: Built, folder: Path) -> Iterator[str]:
    """Virtuoso with the settings that it comes with; each graph is put into it by the Graph Store Protocol."""
    program = which("virtuoso-t")
    if not program:
        not_run("no Virtuoso: apt-get install virtuoso-opensource-7")
    http = free_port()
    settings = _VIRTUOSO.format(folder=folder, sql=free_port(), http=http, rows=MOST_ROWS)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    place = f"http://127.0.0.1:{http}"
    with _process([program, "+foreground", "+configfile", str(folder / "virtuoso.ini")], f"{place}/sparql") as address:
        with Session("ld-export/test", Credentials(lambda _: Login("dba", "dba"))) as session:
            for graph, lines in _graphs(built).items():
                url = f"{place}/sparql-graph-crud-auth?graph-uri={quote(graph, safe='')}"
                with session.send("PUT", url, {"Content-Type": "application/n-triples"}, lines) as answer:
                    assert answer.status in (200, 201, 204), answer.words()
                    answer.rest()
        yield address


STORES: Mapping[str, Callable[[Built, Path], object]] = {"ours": ours, "oxigraph": oxigraph, "virtuoso": virtuoso}


def _graphs(built: Built) -> dict[str, bytes]:
    graphs: dict[str, list[str]] = {}
    for quad in ox.parse(built.dump("dataset.nq"), format=ox.RdfFormat.N_QUADS):
        graphs.setdefault(str(quad.graph_name)[1:-1], []).append(f"{quad.triple} .\n")
    return {graph: "".join(lines).encode() for graph, lines in graphs.items()}


@contextmanager
def _process(command: list[str], address: str) -> Iterator[str]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    with Session("ld-export/test", patience=Patience(timeout=5, retries=0)) as session:
        while time.monotonic() < end:
            assert process.poll() is None, "the store has ended"
            try:
                session.send("GET", f"{address}?query={quote('ASK {}')}").close()
            except EndpointProblem:
                time.sleep(0.1)
            else:
                return
    raise AssertionError(f"{address} does not answer")
