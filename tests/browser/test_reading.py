"""What every reader can do: from a folder, without scripts, on paper, over a slow line, and without being watched."""

from __future__ import annotations

import gzip
import io
import re

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from ld_export.pages.status import STATUSES
from tests.browser.conftest import SITE, Addresses, Served
from tests.browser.pages import kinds
from tests.browser.reader import Reader

pytestmark = pytest.mark.external

_FIRST_VIEW = 60_000  # bytes, compressed

_DOCUMENT = re.compile(r"/declaration/(?!index\b)[^/#]+\.html$")
_DOCUMENTS = re.compile(r"/declaration/index\.html$")
_PERSON = re.compile(r"/person/[0-9]+\.html$")


def follow(page: Page, address: re.Pattern[str]) -> None:
    """Click on the first link that can be seen and leads to such an address."""
    links = page.get_by_role("link")
    seen: list[str] = links.evaluate_all("links => links.map(link => link.checkVisibility() ? link.href : '')")
    links.nth(next(at for at, href in enumerate(seen) if address.search(href))).click()
    page.wait_for_url(address)


def heading(page: Page) -> str:
    """The page's one first heading."""
    return page.get_by_role("heading", level=1).inner_text()


# -- from a folder -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False])
def test_a_folder_of_files_can_be_walked(folder_reader: Reader, scripts: bool) -> None:
    with folder_reader.visiting("index.html", scripts=scripts) as visit:
        page = visit.page
        home = heading(page)
        follow(page, _DOCUMENTS)
        follow(page, _DOCUMENT)
        document = heading(page)
        follow(page, _PERSON)
        assert len({home, document, heading(page)}) == 3
        page.go_back()
        assert heading(page) == document
        page.go_back()
        page.go_back()
        assert heading(page) == home


# Style as computed, of all that is shown: the same whatever way the page came, and not what a browser does by itself.
# But for a form: it asks the site for data, which a folder does not give, and the page says so instead.
_STYLES = """() => [...document.body.querySelectorAll("*")].filter(node => {
    return node.checkVisibility() && !node.closest("form, #examples button");
}).map(node => {
    const style = getComputedStyle(node);
    return [node.localName, style.fontFamily, style.fontSize, style.color, style.backgroundColor, style.margin,
        style.padding, style.display, style.borderWidth].join(" ");
})"""
_UNSTYLED = """() => { for (const sheet of document.styleSheets) sheet.disabled = true; }"""


@pytest.mark.parametrize("kind", kinds())
def test_styles_apply_in_a_folder_as_on_a_server(
    reader: Reader, folder_reader: Reader, pages: Addresses, kind: str
) -> None:
    for path in pages(kind):
        if not path.startswith(SITE):
            continue  # what only a withdrawal makes is served, and in no folder of this reader's
        if path.removeprefix(SITE).startswith(STATUSES):
            continue  # sent for any address, it can have no style sheet
        with reader.visiting(path, kept=True) as visit:
            served = visit.page.evaluate(_STYLES)
        with folder_reader.visiting(path.removeprefix(SITE), kept=True) as visit:
            assert visit.page.evaluate(_STYLES) == served
            visit.page.evaluate(_UNSTYLED)
            assert visit.page.evaluate(_STYLES) != served


# -- without scripts ---------------------------------------------------------------------------------------------------

# The words that can be seen; `controls` leaves out what only a script has a use for.
_WORDS = """controls => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const control = "button, label, select, input, form, dialog, output, [role=status], [aria-live], noscript";
    const words = new Set();
    while (walk.nextNode()) {
        const node = walk.currentNode.parentElement;
        if (!node.checkVisibility({visibilityProperty: true}) || (!controls && node.closest(control))) continue;
        for (const word of walk.currentNode.data.split(/\\s+/)) if (word) words.add(word);
    }
    return [...words];
}"""


@pytest.mark.parametrize("kind", kinds())
def test_without_scripts_the_same_can_be_read(reader: Reader, pages: Addresses, kind: str) -> None:
    for path in pages(kind):
        with reader.visiting(path, kept=True) as visit:
            everything, content = (set(visit.page.evaluate(_WORDS, controls)) for controls in (True, False))
        with reader.visiting(path, scripts=False, kept=True) as visit:
            plain, plain_content = (set(visit.page.evaluate(_WORDS, controls)) for controls in (True, False))
        assert len(content) > 20
        assert content - plain == set(), "only scripts show this"
        assert plain_content - everything == set(), "scripts hide this"


# -- on paper ----------------------------------------------------------------------------------------------------------


def letters(text: str) -> str:
    """A text without its spaces, which a PDF has where it likes, and without hyphens at the end of a line."""
    return re.sub(r"\s|\u00ad|-", "", text)


@pytest.mark.parametrize("kind", kinds())
def test_a_page_can_be_printed(reader: Reader, pages: Addresses, kind: str) -> None:
    for path in pages(kind):
        with reader.visiting(path, kept=True) as visit:
            title = heading(visit.page)
            made = visit.page.pdf(prefer_css_page_size=True)
        printed = PdfReader(io.BytesIO(made))
        assert letters(title)
        assert letters(title) in letters("".join(sheet.extract_text() for sheet in printed.pages)), path


# -- over a slow line, and without being watched -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", kinds())
def test_a_page_asks_for_little_and_for_nothing_elsewhere(
    reader: Reader, served: Served, pages: Addresses, kind: str
) -> None:
    """What it asks for by itself, each file compressed; and nothing of others, not even when it is read to its end."""
    weights: dict[str, int] = {}
    for path in pages(kind):
        with reader.visiting(path, kept=True) as visit:
            visit.page.wait_for_load_state("networkidle")
            files = {served.file(url) for url in visit.requested if url.startswith("http")}
            weights[path] = sum(len(gzip.compress(file.read_bytes())) for file in files)
            visit.page.mouse.move(640, 400)
            visit.page.keyboard.press("Tab")
            visit.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
            visit.page.wait_for_timeout(100)
        site = tuple(served.address + prefix for prefix in served.folders)
        assert [url for url in visit.requested if not url.startswith((*site, "data:", "blob:"))] == []
    assert {path: weight for path, weight in weights.items() if weight >= _FIRST_VIEW} == {}
