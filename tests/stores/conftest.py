"""Real stores, started once each, and releases to push into them."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ld_export.push import Choices, Pushed, RemoteStore, endpoints_of, push, read_release
from ld_export.push.held import Held, look
from ld_export.remote import Patience, Session, credentials_from
from tests import fixtures_built
from tests.conftest import not_run
from tests.fixtures_built import Built
from tests.stores.servers import STORES, Store
from tests.support import ROOT

MACHINE: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "machine.py"))
GONE = "https://w3id.org/hrd/declaration/pace-wd-734#graph"
"""The graph of a document that the second release does not have."""

built = fixtures_built.built


class Releases(NamedTuple):
    """Two releases of one publication, as dumps: in the second, a document is gone, and a name is another one."""

    first: Path
    second: Path


def needed(name: str) -> None:
    """Leave the test where this machine lacks a store."""
    need = MACHINE["STORES"].get(name)
    if need and not need.found():
        not_run(need.remedy())


@pytest.fixture(scope="session")
def releases(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Releases:
    """Dumps of the default publication, as it is and changed."""
    first = built.public / "dumps" / "dataset.nq"
    lines = first.read_text("utf-8").splitlines(keepends=True)
    changed = [line.replace('"Kazakhstan"', '"Qazaqstan"') for line in lines if f"<{GONE}>" not in line]
    assert len(changed) < len(lines)
    second = tmp_path_factory.mktemp("releases") / "second.nq"
    second.write_text("".join(sorted(changed)), encoding="utf-8", newline="\n")
    return Releases(first, second)


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Store]]:
    """A running store by its name; each is started when it is first asked for."""
    with ExitStack() as stack:
        started: dict[str, Store] = {}

        def store(name: str) -> Store:
            if name not in started:
                needed(name)
                started[name] = stack.enter_context(STORES[name](tmp_path_factory.mktemp(name)))
            return started[name]

        yield store


@pytest.fixture(params=list(STORES))
def store(request: pytest.FixtureRequest, stores: Callable[[str], Store]) -> Store:
    """Each store, with nothing of ours in it."""
    one = stores(request.param)
    with opened(one) as remote:
        for row in remote.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 5000"):
            if "//w3id.org/hrd" in row["g"] or "//example.org" in row["g"]:
                remote.update(f"DROP SILENT GRAPH {row['g']}")
    return one


class Opened(RemoteStore):
    """A store with the session that asks it."""

    def __init__(self, store: Store, batch: int | None = None) -> None:
        self.session = Session("ld-export/tests", credentials_from(store.environment, None), Patience(60, 0))
        endpoints = endpoints_of(store.kind, store.url)
        if batch:
            small = endpoints.store._replace(batch=batch, update_batch=batch)
            endpoints = endpoints._replace(store=small)
        super().__init__(endpoints, self.session)

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()


def opened(store: Store, batch: int | None = None) -> Opened:
    """A store to be asked directly."""
    return Opened(store, batch)


def pushed(
    store: Store, dump: Path, *, told: Callable[[str], None] = lambda _: None, batch: int = 2000, **choices: Any
) -> Pushed:
    """Push a dump, in small batches."""
    release = read_release(dump, dump.parent)
    with opened(store, batch) as remote:
        way = choices.pop("way", remote.store.way)
        return push(release, remote, Choices(os.urandom(8).hex(), way, **choices), told)


def held(store: Store, dump: Path) -> Held:
    """What a store holds of the publication of a dump."""
    with opened(store) as remote:
        return look(remote, read_release(dump, dump.parent).names)


def run(*arguments: str | Path, store: Store, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user of a store would."""
    done = subprocess.run(
        [sys.executable, "-m", "ld_export.cli", *map(str, arguments)],
        env={**os.environ, **store.environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == code, done.stderr
    assert not store.environment or store.environment["LD_EXPORT_PASSWORD"] not in done.stdout + done.stderr
    return done
