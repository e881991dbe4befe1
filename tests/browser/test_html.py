"""The Nu checker finds no error in any page, style sheet or drawing of the site."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.browser.conftest import MACHINE, WITHDRAWN, Addresses, Served
from tests.conftest import not_run
from tests.fixtures_built import Built

pytestmark = pytest.mark.external

_READ = frozenset({".html", ".css", ".svg"})


def errors(site: Path, paths: Sequence[str]) -> dict[str, list[str]]:
    """What the checker calls an error, each with the files in which it does."""
    if not MACHINE["JAVA"].found():
        not_run(MACHINE["JAVA"].remedy())
    if not MACHINE["CHECKER"].is_file():
        not_run(MACHINE["PACKAGES_LACKING"])
    # Named one by one: given a folder, the checker reads the dumps as well.
    options = ("--format", "json", "--exit-zero-always", "--also-check-css", "--also-check-svg")
    command = ("java", "-jar", MACHINE["CHECKER"], *options, *paths)
    ran = subprocess.run(command, cwd=site, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = defaultdict(list)
    for told in json.loads(ran.stderr)["messages"]:
        if told["type"] in {"error", "non-document-error"}:
            where = told["url"].removeprefix(f"file:{site}/")
            found[f"{told['message']} {told.get('extract', '')[:120]}"].append(where)
    return found


def _summary(found: dict[str, list[str]]) -> dict[str, str]:
    return {message: f"{places[0]} and {len(places) - 1} more" for message, places in found.items()}


def test_the_checker_finds_no_error_on_any_page(built: Built) -> None:
    site = built.public.resolve()
    paths = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*")) if path.suffix in _READ]
    assert len(paths) > 700
    assert _summary(errors(site, paths)) == {}


def test_nor_on_a_page_that_only_a_withdrawal_makes(served: Served, pages: Addresses) -> None:
    paths = [path.removeprefix(WITHDRAWN) for path in pages("tombstone")]
    assert paths
    assert _summary(errors(served.folders[WITHDRAWN].resolve(), paths)) == {}


def test_it_would_find_one(tmp_path: Path) -> None:
    page = '<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><p id="a">x<p id="a">y'
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    (tmp_path / "style.css").write_text("p { colour: red }", encoding="utf-8")
    (tmp_path / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><circle q="1"/></svg>', "utf-8")
    found = errors(tmp_path.resolve(), ["page.html", "style.css", "drawing.svg"])
    assert sorted({place for places in found.values() for place in places}) == ["drawing.svg", "page.html", "style.css"]
