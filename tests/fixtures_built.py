"""Publications that were built: the default one, once for every test that reads what comes out, and copies of others.

A module that needs one says `built = fixtures_built.built`, or has a fixture `first` and says
`made = fixtures_built.made`.
"""

from __future__ import annotations

import fcntl
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from ld_export.pipeline.build import Summary, build
from tests.publishing import copied
from tests.support import ROOT

PUBLICATION = ROOT / "declarations"


class Built(NamedTuple):
    """A built publication: its own folder, the published site, and what the build said."""

    publication: Path
    public: Path
    summary: Summary

    def dump(self, name: str) -> bytes:
        """The bytes of a dump."""
        return (self.public / "dumps" / name).read_bytes()


@cache  # the fixture is one for each module that names it; the build is one for all
def _built(folder: Path) -> Built:
    folder.mkdir(exist_ok=True)
    public, told = folder / "public", folder / "summary.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_bytes(msgspec.json.encode(build(PUBLICATION, public, frozen=True)))
    return Built(PUBLICATION, public, msgspec.json.decode(told.read_bytes(), type=Summary))


@pytest.fixture(scope="session")
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    own = tmp_path_factory.getbasetemp()
    # The processes that share out the tests have folders beside each other, and one build between them.
    return _built((own.parent if hasattr(request.config, "workerinput") else own) / "default-publication")


@pytest.fixture
def made(first: Path, tmp_path: Path) -> Path:
    """The publication that a module built first, for each test to do with what it likes."""
    return copied(first, tmp_path / "p")
