"""Releases in real stores: pushed, asked, pushed again, changed, and with either side killed midway."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from ld_export.errors import BuildLocked, EndpointProblem
from ld_export.push import Way, read_release
from ld_export.push.literals import is_kept
from tests.fixtures_built import Built
from tests.stores.conftest import GONE, Releases, held, opened, pushed, run
from tests.stores.servers import Store

pytestmark = [pytest.mark.slow, pytest.mark.external, pytest.mark.xdist_group("stores")]

_OTHER = "https://example.org/somebody-elses#graph"
_FOREIGN = f"INSERT DATA {{ GRAPH <{_OTHER}> {{ <https://example.org/a> <https://example.org/b> 'c' }} }}"
_NAMED = ("documents", "signatures", "top-signatories", "countries")


def _holds(store: Store, dump: Path) -> None:
    """The store has every statement of a dump, no other of the publication, and nothing that helped."""
    release = read_release(dump, dump.parent)
    found = held(store, dump)
    assert found.graphs == {name: graph.size for name, graph in release.graphs.items()}
    assert (found.lock, found.waiting, found.release) == (None, {}, release.digest)
    with opened(store) as remote:
        for name, graph in release.graphs.items():
            there: dict[str, list[str]] = {}
            for start in range(0, graph.size, 9000):
                query = f"SELECT ?s ?p ?o {{ GRAPH <{name}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o"
                for row in remote.select(f"SELECT * {{ {{ {query} }} }} LIMIT 9000 OFFSET {start}"):
                    there.setdefault(f"{row['s']} {row['p']}", []).append(row["o"])
            for _, statement in release.statements([name]):
                subject, predicate, value = statement.decode().split(" ", 2)
                assert is_kept(value, there.get(f"{subject} {predicate}", ())), statement


def test_a_release_is_pushed_and_asked_by_name(store: Store, built: Built) -> None:
    said = run("push", store.url, "--store", store.kind, "--public", built.public, store=store)
    assert "where there was nothing before" in said.stdout
    _holds(store, built.public / "dumps" / "dataset.nq")
    endpoint = store.url + ("/sparql" if store.kind == "virtuoso" else "/query")
    for name in _NAMED:
        ours = run("query", "--name", name, "--format", "json", "--public", built.public, store=store)
        theirs = run("query", "--name", name, "--format", "json", "--endpoint", endpoint, store=store)
        assert _values(theirs.stdout) == _values(ours.stdout), name


def _values(text: str) -> Counter[tuple[tuple[str, str], ...]]:
    rows = json.loads(text)["results"]["bindings"]
    return Counter(tuple(sorted((name, value["value"]) for name, value in row.items())) for row in rows)


def test_the_same_release_twice_changes_nothing(store: Store, releases: Releases) -> None:
    assert pushed(store, releases.first).changed
    assert pushed(store, releases.first) == ((), (), 0, (), 0)
    said = run("push", store.url, "--store", store.kind, "--dump", releases.first, store=store)
    assert "holds this release already" in said.stdout


def test_a_change_sends_what_changed_and_takes_away_what_is_gone(store: Store, releases: Releases) -> None:
    with opened(store) as remote:
        remote.update(_FOREIGN)
    pushed(store, releases.first)
    done = pushed(store, releases.second)
    assert done.removed == (GONE,)
    assert 0 < len(done.changed) < len(read_release(releases.second, releases.second.parent).graphs)
    assert done.swaps
    _holds(store, releases.second)
    with opened(store) as remote:
        assert not remote.select(f"SELECT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(CONTAINS(STR(?s), '{GONE[:-6]}#')) }}")
        assert len(remote.select(f"SELECT ?s {{ GRAPH <{_OTHER}> {{ ?s ?p ?o }} }}")) == 1


def test_a_release_can_be_sent_by_updates(store: Store, releases: Releases) -> None:
    pushed(store, releases.first, way=Way.UPDATE, staged=True)
    _holds(store, releases.first)


@pytest.mark.parametrize("moment", [r"[1-9]\d{3,} statements sent", "in its place"])
def test_a_store_that_dies_midway_is_completed_later(store: Store, releases: Releases, moment: str) -> None:
    pushed(store, releases.first)

    def told(what: str) -> None:
        if re.search(moment, what):
            store.kill()

    with pytest.raises(EndpointProblem, match=r"untouched|in part"):
        pushed(store, releases.second, told=told, batch=1000, staged=True)
    store.start()
    release = read_release(releases.first, releases.first.parent)
    assert held(store, releases.first).graphs == {name: graph.size for name, graph in release.graphs.items()}
    with pytest.raises(BuildLocked, match="--resume"):
        pushed(store, releases.second)
    pushed(store, releases.second, resume=True)
    _holds(store, releases.second)


def test_a_push_that_is_killed_midway_is_taken_over(store: Store, releases: Releases) -> None:
    pushed(store, releases.first)
    command = [sys.executable, "-m", "ld_export.cli", "push", store.url, "--store", store.kind]
    process = subprocess.Popen(
        [*command, "--dump", str(releases.second)],
        env={**os.environ, **store.environment},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    for line in process.stderr:
        if "verifies" in line:
            process.send_signal(signal.SIGKILL)
    process.wait()
    process.stderr.close()
    assert process.returncode == -signal.SIGKILL
    release = read_release(releases.first, releases.first.parent)
    assert held(store, releases.first).graphs == {name: graph.size for name, graph in release.graphs.items()}
    run("push", store.url, "--store", store.kind, "--dump", releases.second, store=store, code=4)
    run("push", store.url, "--store", store.kind, "--dump", releases.second, "--resume", store=store)
    _holds(store, releases.second)


@pytest.mark.parametrize("store", ["oxigraph", "jena"], indirect=True)
def test_readers_of_an_atomic_store_see_one_release_or_the_other(store: Store, releases: Releases) -> None:
    pushed(store, releases.first)
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(!CONTAINS(STR(?g), '/data#')) }"
    seen: set[str] = set()
    done = threading.Event()

    def read() -> None:
        with opened(store) as remote:
            while not done.is_set():
                seen.add(remote.select(query)[0]["n"])
                done.wait(0.01)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        pushed(store, releases.second)
    finally:
        done.set()
        reader.join()
    sizes = {read_release(dump, dump.parent).size for dump in releases}
    assert {int(number.split('"')[1]) for number in seen} <= sizes
