"""Searching: names in every spelling and script, the texts of documents, and what is left without scripts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from ld_export.spelling import alike, fold, skeletons, words
from tests.browser.conftest import SITE
from tests.browser.reader import Reader
from tests.support import ROOT

pytestmark = pytest.mark.external

PAGE = f"{SITE}search.html"
PAIRS: list[dict[str, Any]] = json.loads((ROOT / "tests" / "vectors" / "names.json").read_text(encoding="utf-8"))


# -- the same tables, the same answers ---------------------------------------------------------------------------------


def test_a_browser_finds_the_same_skeletons_as_python(reader: Reader) -> None:
    names = sorted({pair[side] for pair in PAIRS for side in ("one", "other")})
    names += ["ΣΩΚΡΆΤΗΣ", "İSTANBUL", "Straße", "علي", "Zoe\u0301", "a²b'c", "x\u200by", "D’Ambrosio", "ĳ"]
    expected = [[fold(name), [[word, list(skeletons(word))] for word in words(name)]] for name in names]
    with reader.visiting(PAGE) as visit:
        found = visit.page.evaluate(
            """names => {
                const spelling = makeSpelling(finding.spelling);
                return names.map(name => [spelling.fold(name),
                    spelling.words(name).map(word => [word, spelling.skeletons(word)])]);
            }""",
            names,
        )
    assert found == expected


def test_a_browser_tells_the_same_names_alike(reader: Reader) -> None:
    with reader.visiting(PAGE) as visit:
        found = visit.page.evaluate(
            "pairs => pairs.map(pair => makeSpelling(finding.spelling).alike(pair.one, pair.other))", PAIRS
        )
    assert found == [alike(pair["one"], pair["other"]) for pair in PAIRS] == [pair["alike"] for pair in PAIRS]


# -- names -------------------------------------------------------------------------------------------------------------


def names(page: Page) -> Locator:
    return page.locator("#found-names li")


def told(page: Page, words: str) -> None:
    """Wait until the page says so."""
    page.locator("#told").get_by_text(words).wait_for()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Джакишев", "Mukhtar Dzhakishev"),
        ("Мұхтар Жәкішев", "Mukhtar Dzhakishev"),
        ("Jakishev", "Mukhtar Dzhakishev"),
        ("djakichev mouk", "Mukhtar Dzhakishev"),
        ("Жакиш", "Mukhtar Dzhakishev"),
        ("Nasarbajew", "Nazarbayev"),
        ("Тоқаев", "Tokayev"),
        ("hanzek", "Matjaž Hanžek"),
        ("HANŽEK matjaz", "Matjaž Hanžek"),
        ("Ханжек", "Matjaž Hanžek"),
        ("ambrosio", "Vanessa D'Ambrosio"),
        ("Казахстан", "Kazakhstan"),
        ("Allemagne", "Germany"),
        ("criminal code", "Criminal Code of Kazakhstan"),
    ],
)
def test_a_name_is_found_by_any_spelling(reader: Reader, typed: str, title: str) -> None:
    with reader.visiting(PAGE) as visit:
        visit.page.get_by_role("searchbox").press_sequentially(typed)
        names(visit.page).filter(has_text=title).first.wait_for()
        assert title in names(visit.page).first.inner_text()
