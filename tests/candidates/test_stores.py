"""The queries that ship, asked of stores as people run them, with the small graph of Wikidata's shape in each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from tests.candidates.conftest import Run, review
from tests.candidates.elsewhere import GRAPH
from tests.fixtures_built import Built
from tests.remote.stores import STORES

pytestmark = [pytest.mark.slow, pytest.mark.external, pytest.mark.xdist_group("stores")]


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a store."""
    folder = tmp_path_factory.mktemp(request.param)
    dump = folder / "site" / "dumps" / "dataset.nq"
    dump.parent.mkdir(parents=True)
    graph = ox.NamedNode("http://www.wikidata.org/")
    kept = ox.Store(str(folder / "store"))
    kept.load(path=GRAPH, format=ox.RdfFormat.TURTLE, to_graph=graph)
    kept.dump(dump, format=ox.RdfFormat.N_QUADS)
    del kept  # closes it
    nothing_said: Any = None
    small = Built(folder, folder / "site", nothing_said)
    starting: Any = STORES[request.param]
    with starting(small, folder) as address:
        yield address


def test_a_store_finds_what_the_tests_find(run: Run, folder: Path, store: str) -> None:
    ours = run()
    assert ours.code == 0, ours.err
    expected = review(folder)
    theirs = run("--url", store, url=None)
    assert theirs.code == 0, theirs.err
    assert review(folder) == expected
    assert len(expected) == 6
