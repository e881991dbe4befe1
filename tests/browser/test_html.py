"""The Nu checker finds no error in any page, style sheet or drawing of the site."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from tests.browser.conftest import MACHINE, WITHDRAWN, Addresses, Served
from tests.conftest import not_run
from tests.fixtures_built import Built

# One run of the checker for both tests: it takes as long to start as to read three hundred pages.
pytestmark = [pytest.mark.external, pytest.mark.xdist_group("html")]

_READ = frozenset({".html", ".css", ".svg"})
_BAD = {
    "bad.html": '<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><p id="a">x<p id="a">y',
    "bad.css": "p { colour: red }",
    "bad.svg": '<svg xmlns="http://www.w3.org/2000/svg"><circle q="1"/></svg>',
}


@pytest.fixture(scope="module")
def errors(
    built: Built, served: Served, pages: Addresses, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    """What the checker calls an error in each file: of the site, of a page of the other site, and of bad files."""
    if not MACHINE["JAVA"].found():
        not_run(MACHINE["JAVA"].remedy())
    if not MACHINE["CHECKER"].is_file():
        not_run(MACHINE["PACKAGES_LACKING"])
    bad = tmp_path_factory.mktemp("bad")
    for name, text in _BAD.items():
        (bad / name).write_text(text, encoding="utf-8")
    site = [path for path in sorted(built.public.resolve().rglob("*")) if path.suffix in _READ]
    assert len(site) > 700
    withdrawn = [served.file(served.address + path) for path in pages("tombstone")]
    assert withdrawn
    assert all(path.is_relative_to(served.folders[WITHDRAWN]) for path in withdrawn)
    return _check([*site, *withdrawn, *bad.iterdir()])


def _check(files: list[Path]) -> dict[str, list[str]]:
    # Named one by one: given a folder, the checker reads the dumps as well.
    java = ("java", "-Xss8m", "-XX:+UseSerialGC", "-jar", MACHINE["CHECKER"])
    options = ("--format", "json", "--exit-zero-always", "--also-check-css", "--also-check-svg")
    ran = subprocess.run((*java, *options, *files), capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = defaultdict(list)
    for told in json.loads(ran.stderr)["messages"]:
        if told["type"] in {"error", "non-document-error"}:
            found[told["url"]].append(f"{told['message']} {told.get('extract', '')[:120]!r}")
    return found


def test_the_checker_finds_no_error(errors: dict[str, list[str]]) -> None:
    found = [f"{url}: {told}" for url, all_told in errors.items() for told in all_told if "/bad." not in url]
    assert not found, f"{len(found)} errors:\n" + "\n".join(found[:50])


def test_it_would_find_one(errors: dict[str, list[str]]) -> None:
    assert sorted(url.rpartition("/")[2] for url in errors if "/bad." in url) == sorted(_BAD)
