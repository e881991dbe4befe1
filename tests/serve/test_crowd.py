"""200 clients at once, and among their queries some without an end (row 37)."""

from __future__ import annotations

import http.client
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.conftest import not_run
from tests.fixtures_built import Built
from tests.serve.running import PROCESSES, Server, serving
from tests.serve.test_safety import BOMBS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]

CLIENTS, QUERIES = 200, 10
PATIENCE = 30
"""For how many seconds a server may be busy with what it was asked before."""

ROOM = 48 * 1024
"""By how many KiB the server may be larger afterwards: its answers are kept, and Python's memory is in pieces."""


def memory(server: Server) -> int:
    """What the server's own process holds, in KiB."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


def threads_and_files(server: Server) -> tuple[int, int]:
    folder = Path(f"/proc/{server.process.pid}")
    return len(list((folder / "task").iterdir())), len(list((folder / "fd").iterdir()))


def at_rest(server: Server) -> tuple[int, int]:
    """Its threads and files once these have been the same for a second: no connection and no process comes or goes."""
    last, since = threads_and_files(server), time.monotonic()
    end = since + PATIENCE
    while time.monotonic() < min(since + 1, end):
        time.sleep(0.05)
        now = threads_and_files(server)
        if now != last:
            last, since = now, time.monotonic()
    return last


def client(server: Server, number: int) -> list[int]:
    """The statuses of ten queries, one after another on one connection; one of some clients' has no end."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    statuses = []
    for turn in range(QUERIES):
        bomb = turn == 3 and number % 40 == 0
        text = (
            f"{list(BOMBS.values())[number // 40]} # {number}"
            if bomb
            else f"SELECT ({number} AS ?n) ({turn} AS ?m) {{}}"
        )
        connection.request("POST", "/sparql", urlencode({"query": text}), _FORM)
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    connection.close()
    return statuses


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_nothing_but_time_outs_and_refusals_and_all_is_as_before(built: Built) -> None:
    if not Path("/proc").is_dir():
        not_run("no /proc here, which tells threads and open files")
    with serving(built.public, "--deadline", "2", "--queue", "100", "--workers", "2") as server:
        warm(server)
        before, size = at_rest(server), memory(server)
        with ThreadPoolExecutor(CLIENTS) as pool:
            results = list(pool.map(lambda number: client(server, number), range(CLIENTS)))
        counted = Counter(status for statuses in results for status in statuses)
        assert set(counted) <= {200, 422, 503, 504}
        assert counted[200] > 0
        assert sum(counted.values()) == CLIENTS * QUERIES
        assert server.query("ASK {}").status == 200
        end = time.monotonic() + 10
        while threads_and_files(server) != before and time.monotonic() < end:
            time.sleep(0.1)
        assert threads_and_files(server) == before
        assert len(server.children()) == PROCESSES
        assert memory(server) - size < ROOM


def warm(server: Server) -> None:
    """What a server takes with its first requests, it keeps."""
    for _ in range(3):
        server.query("ASK {}")
    end = time.monotonic() + PATIENCE
    while server.health()["processes"] != 2 or len(server.children()) != PROCESSES:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_whoever_is_too_many_is_told_when_to_come_again(built: Built) -> None:
    with serving(built.public, "--deadline", "3", "--queue", "1", "--workers", "1") as server:
        with ThreadPoolExecutor(4) as pool:
            texts = [f"{BOMBS['a product, counted']} # {number}" for number in range(4)]
            answers = list(pool.map(server.query, texts))
        refused = [answer for answer in answers if answer.status == 503]
        assert len(refused) == 2
        assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
        assert sorted(answer.status for answer in answers) == [503, 503, 504, 504]
