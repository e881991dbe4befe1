"""From the marked words to the statement made of them, and back to the words."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Addresses, Served
from tests.browser.reader import Reader

pytestmark = pytest.mark.external

_STATEMENT = re.compile(
    r"#([a-z]+-[0-9]+)> <http://www\.w3\.org/1999/02/22-rdf-syntax-ns#type> <[^>]+#(?:Claim|Demand|Figure)>"
)

# The text is what is marked: paragraphs with a mark in them. A reference is a link there to a statement on this page;
# the way back is a link in the statement to words in the same paragraph.
_PAIRS = """statements => {
    const paragraph = node => node && node.closest("blockquote, p");
    const text = [...new Set([...document.querySelectorAll("mark")].map(paragraph))];
    const target = link => link.href.split("#")[0] === location.href.split("#")[0] && link.hash
        ? document.getElementById(decodeURIComponent(link.hash.slice(1))) : null;
    const links = inside => [...inside.querySelectorAll("a[href]")];
    return text.flatMap(one => links(one).filter(link => statements.includes(target(link)?.id)).map(link => ({
        name: (link.getAttribute("aria-label") || link.innerText).trim(),
        statement: target(link).id,
        back: links(target(link)).map(target).filter(words => words && one.contains(words)).map(words => words.id)[0],
    })));
}"""


class Pair(NamedTuple):
    """A reference: what it is called, the statement that it leads to, and the place in the text that this leads to."""

    name: str
    statement: str
    back: str | None


def statements(served: Served, path: str) -> list[str]:
    """The statements that a document's data holds, by their places on its page."""
    page = served.file(served.address + path)
    data = page.with_name(f"{page.name.partition('.')[0]}.nt").read_text(encoding="utf-8")
    return sorted(set(_STATEMENT.findall(data)))


def pairs_of(page: Page, places: list[str]) -> list[Pair]:
    """Every reference of the marked text."""
    return [Pair(one["name"], one["statement"], one.get("back")) for one in page.evaluate(_PAIRS, places)]


def stands_at(page: Page, place: str | None) -> Locator:
    """The place of the page's address, which is the one that was asked for, and on the screen."""
    assert urldefrag(page.url).fragment == place
    target = page.locator(":target")
    top = target.evaluate("node => node.getBoundingClientRect().top")
    assert -1 <= top < page.evaluate("innerHeight")
    return target


def test_every_statement_is_reached_from_its_words_and_leads_back(
    reader: Reader, served: Served, pages: Addresses
) -> None:
    for path in pages("declaration"):
        places = statements(served, path)
        with reader.visiting(path) as visit:
            pairs = pairs_of(visit.page, places)
        assert len(places) > 5
        assert sorted({pair.statement for pair in pairs}) == places
        assert [pair for pair in pairs if not pair.back or not pair.name] == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_way_there_and_back(reader: Reader, served: Served, pages: Addresses, width: int, scripts: bool) -> None:
    for path in pages("declaration"):
        with reader.visiting(path, scripts=scripts, width=width) as visit:
            page = visit.page
            pair = pairs_of(page, statements(served, path))[-1]
            page.locator(f'main a[href$="#{pair.statement}"]').first.click()
            stands_at(page, pair.statement).locator(f'a[href$="#{pair.back}"]').first.click()
            stands_at(page, pair.back)
            page.go_back()
            stands_at(page, pair.statement)
