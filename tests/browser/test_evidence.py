"""From the marked words to the statement made of them, and back to the words."""

from __future__ import annotations

from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Addresses
from tests.browser.reader import Reader

pytestmark = pytest.mark.external

# The text is what is marked: paragraphs with a mark in them. A reference is a link there to a place on the page that is
# not in the text; the way back is a link in that place to words in the same paragraph.
_PAIRS = """() => {
    const paragraph = node => node && node.closest("blockquote, p");
    const text = new Set([...document.querySelectorAll("mark")].map(paragraph));
    const here = link => link.href.split("#")[0] === location.href.split("#")[0] && link.hash
        ? document.getElementById(decodeURIComponent(link.hash.slice(1))) : null;
    const links = inside => [...inside.querySelectorAll("a[href]")].filter(here);
    return [...text].flatMap(one => links(one).filter(link => !text.has(paragraph(here(link)))).map(link => ({
        words: one.innerText.slice(0, 60),
        name: (link.getAttribute("aria-label") || link.innerText).trim(),
        statement: link.getAttribute("href"),
        back: links(here(link)).filter(back => paragraph(here(back)) === one || one.contains(here(back)))
            .map(back => back.getAttribute("href")),
    })));
}"""


def stands_at(page: Page, place: str) -> Locator:
    """The place of the page's address, which is the one that was asked for, and on the screen."""
    assert f"#{urldefrag(page.url).fragment}" == place
    target = page.locator(":target")
    top = target.evaluate("node => node.getBoundingClientRect().top")
    assert -1 <= top < page.evaluate("innerHeight")
    return target


def test_every_reference_leads_to_a_statement_that_leads_back(reader: Reader, pages: Addresses) -> None:
    for path in pages("declaration"):
        with reader.visiting(path) as visit:
            pairs = visit.page.evaluate(_PAIRS)
        assert len(pairs) > 5
        assert [pair for pair in pairs if not pair["back"] or not pair["name"]] == []


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_way_there_and_back(reader: Reader, pages: Addresses, scripts: bool, width: int) -> None:
    for path in pages("declaration"):
        with reader.visiting(path, scripts=scripts, width=width) as visit:
            page = visit.page
            last = page.evaluate(_PAIRS)[-1]
            page.locator(f'main a[href="{last["statement"]}"]').first.click()
            statement = stands_at(page, last["statement"])
            statement.locator(f'a[href="{last["back"][0]}"]').first.click()
            stands_at(page, last["back"][0])
            page.go_back()
            stands_at(page, last["statement"])
