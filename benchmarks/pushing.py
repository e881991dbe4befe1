"""The ways into a triple store: our push, a bare upload, and the store's own bulk loader. Each has a new store."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from tests.stores.servers import STORES, Store

from benchmarks.process import ROOT, cores, median, run
from ld_export.remote import Patience, Session, credentials_from

_PIECE = 100_000
_BARE = Path(sys.executable).with_name("oxigraph")
_ISQL = "isql-vt"


class Took(NamedTuple):
    """Seconds: our push, the same release again, one with a change; a bare upload; the bulk loader."""

    push: float
    again: float
    changed: float
    upload: float
    bulk: float


def lacking() -> str:
    """What is missing to compare with; empty where nothing is."""
    if not _BARE.is_file():
        return "the Oxigraph server: pip install oxigraph"
    return "" if shutil.which("virtuoso-t") else "Virtuoso: apt-get install virtuoso-opensource"


def compare(kind: str, dump: Path, changed: Path, folder: Path, rounds: int) -> Took:
    """All ways into new stores of a kind, one after another, and the middle of some rounds."""
    rows = [_round(kind, dump, changed, folder / str(number)) for number in range(rounds)]
    return Took(*(median(list(column)) for column in zip(*rows, strict=True)))


def with_a_change(dump: Path, target: Path) -> Path:
    """The same dump with one statement of a document less: the last that it has."""
    lines = dump.read_bytes().splitlines(keepends=True)
    place = max(number for number, line in enumerate(lines) if b"/declaration/" in line.rsplit(b" ", 2)[1])
    target.write_bytes(b"".join(lines[:place] + lines[place + 1 :]))
    return target


def _round(kind: str, dump: Path, changed: Path, folder: Path) -> Took:
    with _new(kind, folder / "push") as store:
        pushed = [_timed(lambda one=one: _push(store, one)) for one in (dump, dump, changed)]
    with _new(kind, folder / "upload") as store:
        upload = _timed(lambda: _UPLOADS[kind](store, dump))
        _check(store, dump)
    return Took(*pushed, upload, _BULK[kind](dump, folder / "bulk"))


def _new(kind: str, folder: Path) -> AbstractContextManager[Store]:
    folder.mkdir(parents=True)
    return STORES[kind](folder)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _push(store: Store, dump: Path) -> None:
    os.environ.update(store.environment)
    run(
        (sys.executable, "-m", "ld_export.cli", "push", store.url, "--store", store.kind, "--dump", dump, "--quiet"),
        cores(),
    )


def _oxigraph_upload(store: Store, dump: Path) -> None:
    connection = http.client.HTTPConnection(urlsplit(store.url).netloc)
    with dump.open("rb") as lines:
        while piece := b"".join(islice(lines, _PIECE)):
            connection.request("POST", "/store", piece, {"Content-Type": "application/n-quads"})
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 300:
                raise RuntimeError(f"the store answered {answer.status}")
    connection.close()


def _virtuoso_upload(store: Store, dump: Path) -> None:
    with Session("bench", credentials_from(store.environment, None), Patience(600)) as session:
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


def _oxigraph_bulk(dump: Path, folder: Path) -> float:
    command = (_BARE, "load", "-l", folder, "-f", dump)
    return _timed(lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True))


def _virtuoso_bulk(dump: Path, folder: Path) -> float:
    with _new("virtuoso", folder) as store:
        (folder / "data").mkdir()
        shutil.copyfile(dump, folder / "data" / "dataset.nq")
        command = (_ISQL, f"127.0.0.1:{store.sql}", store.environment["LD_EXPORT_USER"])
        password = store.environment["LD_EXPORT_PASSWORD"]
        load = f"ld_dir('{folder}/data', '*.nq', 'https://example.org/');\nrdf_loader_run();\ncheckpoint;\n"
        took = _timed(
            lambda: subprocess.run((*command, password), input=load, text=True, check=True, capture_output=True)
        )
        _check(store, dump)
        return took


def _check(store: Store, dump: Path) -> None:
    """Everything has to be there, or the time means nothing."""
    query = urlencode(
        {"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), '/bench/')) }"}
    )
    path = "/sparql" if store.kind == "virtuoso" else "/query"
    connection = http.client.HTTPConnection(urlsplit(store.url).netloc)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/csv"}
    connection.request("POST", path, query, headers)
    found = re.search(rb"\d+", connection.getresponse().read())
    connection.close()
    with dump.open("rb") as lines:
        wanted = sum(b"/bench/" in line.rpartition(b" <")[2] for line in lines)
    if not found or int(found[0]) != wanted:
        raise RuntimeError(f"the store has {found and found[0]!r} of {wanted} statements")


_UPLOADS: dict[str, Callable[[Store, Path], None]] = {"oxigraph": _oxigraph_upload, "virtuoso": _virtuoso_upload}
_BULK: dict[str, Callable[[Path, Path], float]] = {"oxigraph": _oxigraph_bulk, "virtuoso": _virtuoso_bulk}
