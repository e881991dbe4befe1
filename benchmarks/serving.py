"""Two servers of one store, and the same clients for both: how long a cheap query takes, and how many are answered."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pyoxigraph as ox
from tests.http_server import free_port

from benchmarks.process import median

_PATIENCE = 30
_BARE = Path(sys.executable).with_name("oxigraph")
"""The package of that name has no module, only this program."""

_LOOKED_UP = 50
"""So many different entities are asked about, again and again, as visitors of a site ask."""


class Place(NamedTuple):
    """Where a server answers queries."""

    port: int
    path: str


class Measured(NamedTuple):
    """What a server did: the median time of an answer to one client alone, and answers a second to many."""

    latency: float
    throughput: float


def lacking() -> str:
    """What is missing to compare with; empty where nothing is."""
    return "" if _BARE.is_file() else "the bare server: pip install oxigraph"


def compare(public: Path, clients: int, each: int, rounds: int) -> tuple[Measured, Measured]:
    """Our server and the bare one, asked by turns."""
    generation = public.resolve().parent
    store = generation / "store"
    ours, bare = Place(free_port(), "/sparql"), Place(free_port(), "/query")
    own = (sys.executable, "-m", "ld_export.cli", "serve", "--public", public, "--port", str(ours.port))
    other = (_BARE, "serve-read-only", "-l", store, "-b", f"127.0.0.1:{bare.port}", "--union-default-graph")
    queries = _queries(store)
    with _running(own, ours), _running(other, bare):
        if _sizes(ours, queries) != _sizes(bare, queries):
            raise RuntimeError("the servers do not answer the same")
        found = [
            (_measure(ours, queries, clients, each), _measure(bare, queries, clients, each)) for _ in range(rounds)
        ]
    return _middle([one for one, _ in found]), _middle([one for _, one in found])


def _middle(found: Sequence[Measured]) -> Measured:
    return Measured(median([one.latency for one in found]), median([one.throughput for one in found]))


def _queries(store: Path) -> list[str]:
    """Cheap queries: what is said of one entity each, and what it is called."""
    text = "SELECT DISTINCT ?s { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o } ORDER BY ?s LIMIT %d"
    found: Any = ox.Store.read_only(str(store)).query(text % _LOOKED_UP, use_default_graph_as_union=True)
    return [f"SELECT ?p ?o {{ {row[0]} ?p ?o }}" for row in found]


def _measure(place: Place, queries: Sequence[str], clients: int, each: int) -> Measured:
    asyncio.run(_crowd(place, queries, 1, len(queries)))  # whatever is kept is there now, for both
    alone = asyncio.run(_crowd(place, queries, 1, each * 20))
    began = time.perf_counter()
    many = asyncio.run(_crowd(place, queries, clients, each))
    return Measured(median(alone), len(many) / (time.perf_counter() - began))


async def _crowd(place: Place, queries: Sequence[str], clients: int, each: int) -> list[float]:
    """Seconds of every answer to some clients, each of which asks one query after another."""
    requests = [_request(place.path, text) for text in queries]
    times = await asyncio.gather(*(_client(place.port, requests, number, each) for number in range(clients)))
    return [one for some in times for one in some]


async def _client(port: int, requests: Sequence[bytes], first: int, each: int) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times = []
    for number in range(each):
        began = time.perf_counter()
        writer.write(requests[(first + number) % len(requests)])
        await _answer(reader)
        times.append(time.perf_counter() - began)
    writer.close()
    return times


def _request(path: str, text: str) -> bytes:
    head = (
        f"GET {path}?query={quote(text)} HTTP/1.1\r\nHost: localhost\r\nAccept: application/sparql-results+json\r\n\r\n"
    )
    return head.encode()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """The body of the next answer; `RuntimeError` where it is not a good one."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise RuntimeError(head.decode())
    if b"transfer-encoding: chunked" in head:
        return await _chunks(reader)
    return await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n")[0]))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readuntil(b"\r\n")
    return body


def _sizes(place: Place, queries: Sequence[str]) -> list[int]:
    """How long the answers are."""

    async def sizes() -> list[int]:
        reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
        found = []
        for text in queries:
            writer.write(_request(place.path, text))
            found.append(len(await _answer(reader)))
        writer.close()
        return found

    return asyncio.run(sizes())


@contextmanager
def _running(command: Sequence[str | Path], place: Place) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(process, place)
            yield
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], place: Place) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            _sizes(place, ["ASK {}"])
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server does not answer: {process.args!r}")
