"""The ways into a triple store: our push, a bare upload, and the store's own bulk loader. Each has a new store."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from tests.stores.servers import OXIGRAPH, STORES, Store, fill_virtuoso

from benchmarks.process import ROOT, cores, median, run

_PIECE = 100_000
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
    if not OXIGRAPH.is_file():
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


def _oxigraph_bulk(dump: Path, folder: Path) -> float:
    command = (OXIGRAPH, "load", "-l", folder, "-f", dump)
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


_UPLOADS: dict[str, Callable[[Store, Path], None]] = {"oxigraph": _oxigraph_upload, "virtuoso": fill_virtuoso}
_BULK: dict[str, Callable[[Path, Path], float]] = {"oxigraph": _oxigraph_bulk, "virtuoso": _virtuoso_bulk}
