"""The publication as readers get it: served below a path, and as a folder of files."""

from __future__ import annotations

import runpy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, sync_playwright

from ld_export.pipeline.build import build
from ld_export.pipeline.curate import apply, withhold
from tests import fixtures_built
from tests.browser.pages import representatives
from tests.browser.reader import Reader, launch
from tests.browser.server import serving
from tests.conftest import not_run
from tests.fixtures_built import PUBLICATION, Built
from tests.support import ROOT, forget_releases

built = fixtures_built.built

MACHINE: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "machine.py"))

SITE, WITHDRAWN = "/sub/path/", "/withdrawn/"
"""Where the default publication is served, and a copy of it from which a person was withdrawn."""

Addresses = Callable[[str], list[str]]


class Served(NamedTuple):
    """The server's address, and the folders that it serves by their paths there."""

    address: str
    folders: dict[str, Path]

    def file(self, url: str) -> Path:
        """The file that an address stands for."""
        path = url.removeprefix(self.address).partition("#")[0].partition("?")[0]
        prefix = next(prefix for prefix in self.folders if path.startswith(prefix))
        found = self.folders[prefix] / path.removeprefix(prefix)
        return found / "index.html" if found.is_dir() else found


@pytest.fixture(scope="session")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the default publication after a person has asked not to be in it."""
    copy = tmp_path_factory.mktemp("withdrawn") / "publication"
    shutil.copytree(PUBLICATION, copy, ignore=shutil.ignore_patterns("public", ".*"))
    settings = copy / "ld-export.toml"  # without the pages of concepts, which are the same in both
    settings.write_text(f"vocabulary_pages = false\n{settings.read_text(encoding='utf-8')}", encoding="utf-8")
    apply(withhold(copy, "97"))
    forget_releases(copy)  # of the vocabulary
    build(copy)
    return copy / "public"


# For this package and not for the session: a browser's event loop must not run on beside other tests.
@pytest.fixture(scope="package")
def served(built: Built, withdrawn: Path) -> Iterator[Served]:
    folders = {SITE: built.public, WITHDRAWN: withdrawn}
    with serving(folders) as address:
        yield Served(address, folders)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = MACHINE["chromium"]()
    if program is None:
        not_run(MACHINE["CHROMIUM"].remedy())
    with sync_playwright() as playwright:
        started = launch(playwright, program)
        yield started
        started.close()


@pytest.fixture(scope="package")
def reader(browser: Browser, served: Served) -> Reader:
    """A reader of the served site; the paths of its pages begin with `SITE` or `WITHDRAWN`."""
    return Reader(browser, served.address)


@pytest.fixture(scope="package")
def folder_reader(browser: Browser, built: Built) -> Reader:
    """A reader who opens the files of the site from a folder."""
    return Reader(browser, f"{built.public.resolve().as_uri()}/")


@pytest.fixture(scope="package")
def pages(served: Served) -> Addresses:
    """The pages that stand for a kind; from the default publication where it has any."""
    found = [(prefix, representatives(folder)) for prefix, folder in served.folders.items()]

    def of(kind: str) -> list[str]:
        prefix, paths = next(((prefix, by_kind[kind]) for prefix, by_kind in found if kind in by_kind), ("", []))
        return [prefix + path for path in paths]

    return of


@pytest.fixture(scope="session")
def axe() -> str:
    """The checker of accessibility, as a script."""
    path: Path = MACHINE["AXE"]
    if not path.is_file():
        not_run(MACHINE["PACKAGES_LACKING"])
    return path.read_text(encoding="utf-8")
