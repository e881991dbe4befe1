"""The reader's own eyes: each thing that a page must not do is seen, or every other test here would prove nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Addresses
from tests.browser.pages import OTHERS, kinds
from tests.browser.reader import Reader
from tests.browser.server import serving

pytestmark = pytest.mark.external

_PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Bad</title>{}'
_POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'self'">"""


@pytest.fixture
def bad(browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    with serving({"/bad/": tmp_path}) as address:
        yield Reader(browser, f"{address}/bad/")


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        (
            '<img src="https://example.org/pixel.png" alt="">',
            "a request leaves the site: https://example.org/pixel.png",
        ),
        ('<link rel="stylesheet" href="/static/style.css">', "a request leaves the site: http://127.0.0.1"),
        ('<img src="missing.png" alt="">', "404: http://127.0.0.1"),
        ("<script>console.error('alas')</script>", "console error: alas"),
        ("<script>console.warn('beware')</script>", "console warning: beware"),
        ("<script>nothing.at.all</script>", "an error in a script: nothing is not defined"),
        (f"{_POLICY}<script>document.title = 'x'</script>", "Content Security Policy"),
        (f"{_POLICY}<p style='color: red'>x</p>", "Content Security Policy"),
    ],
    ids=[
        "elsewhere",
        "another root",
        "missing",
        "error told",
        "warning told",
        "error",
        "script refused",
        "style refused",
    ],
)
def test_a_fault_of_a_page_is_seen(bad: Reader, tmp_path: Path, fault: str, seen: str) -> None:
    (tmp_path / "page.html").write_text(_PAGE.format(fault), encoding="utf-8")
    with pytest.raises(AssertionError) as caught, bad.visiting("page.html"):
        pass
    assert seen in str(caught.value)


def test_a_page_without_a_fault_passes(bad: Reader, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(_PAGE.format("<p>Good"), encoding="utf-8")
    with bad.visiting("page.html") as visit:
        assert visit.page.title() == "Bad"
    assert visit.requested == [bad.root + "page.html"]


def test_every_kind_of_page_is_represented(pages: Addresses) -> None:
    """A row of views.toml of which neither publication has a page would be tested nowhere."""
    assert [kind for kind in kinds() if kind != OTHERS and not pages(kind)] == []
