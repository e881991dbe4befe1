"""Nothing is cut off or pushed aside: on a narrow screen, enlarged, and with the reader's own spacing."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from ld_export.query import named_queries
from tests.browser.conftest import SITE, Addresses
from tests.browser.pages import kinds
from tests.browser.reader import ANSWERED, Reader

pytestmark = pytest.mark.external

# WCAG 2.2, 1.4.12.
_SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
_LARGE = "html { font-size: 200% !important; }"


class Setting(NamedTuple):
    """How a page is looked at."""

    name: str
    width: int
    style: str = ""


SETTINGS = (
    Setting("narrow (WCAG 1.4.10)", 320),
    Setting("narrow and widely spaced (1.4.12)", 320, _SPACED),
    Setting("enlarged to 200 % (1.4.4)", 640),
    Setting("with letters twice as large", 1280, _LARGE),
)

# What stands out to the right and does not lie in something that scrolls by itself, and text that is cut off without
# a sign of it. What is as small as a pixel is there for screen readers.
_FAULTS = """() => {
    const width = document.documentElement.clientWidth;
    const tells = node => node.outerHTML.slice(0, 120);
    const style = node => getComputedStyle(node);
    const scrolled = node => {
        for (let at = node.parentElement; at && at !== document.body; at = at.parentElement)
            if (style(at).overflowX !== "visible") return true;
        return false;
    };
    const all = [...document.body.querySelectorAll("*")];
    const shown = all.filter(node => node.checkVisibility() && node.getBoundingClientRect().width > 1);
    const spills = node => style(node).overflowX === "visible" && node.scrollWidth > node.clientWidth + 1;
    const beyond = shown
        .filter(node => (node.getBoundingClientRect().right > width + 1 || spills(node)) && !scrolled(node))
        .filter((node, at, them) => !them.some(other => other !== node && node.contains(other)));
    const cut = shown.filter(node => {
        const {overflowX, overflowY, textOverflow} = style(node);
        const hides = one => one === "hidden" || one === "clip";
        return (hides(overflowX) && textOverflow === "clip" && node.scrollWidth > node.clientWidth + 1)
            || (hides(overflowY) && node.scrollHeight > node.clientHeight + 1);
    });
    const wide = document.scrollingElement.scrollWidth;
    return [
        ...(wide > width ? [`${wide} pixels wide on a screen of ${width}`, ...beyond.slice(0, 3).map(tells)] : []),
        ...cut.slice(0, 3).map(node => `cut off: ${tells(node)}`),
    ];
}"""

_ADD_STYLE = """() => { document.head.append(Object.assign(document.createElement("style"), {id: "the-reader-s"})); }"""
_SET_STYLE = """style => { document.getElementById("the-reader-s").textContent = style; }"""


@pytest.mark.parametrize("kind", kinds())
def test_nothing_is_cut_off_or_pushed_aside(reader: Reader, pages: Addresses, kind: str) -> None:
    found: list[str] = []
    for path in pages(kind):
        with reader.visiting(path, policy=False, kept=True) as visit:
            visit.page.evaluate(_ADD_STYLE)
            for setting in SETTINGS:
                visit.page.set_viewport_size({"width": setting.width, "height": 800})
                visit.page.evaluate(_SET_STYLE, setting.style)
                found += (f"{path}, {setting.name}: {told}" for told in visit.page.evaluate(_FAULTS))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_nothing_of_an_answer_is_either(reader: Reader, setting: Setting) -> None:
    with reader.visiting(f"{SITE}query.html", width=setting.width, policy=False) as visit:
        visit.page.get_by_role("textbox").wait_for()
        visit.page.evaluate(_ADD_STYLE)
        visit.page.evaluate(_SET_STYLE, setting.style)
        visit.page.evaluate(ANSWERED, named_queries()["said-of-persons"])
        visit.page.locator("#amount").evaluate("fieldset => { fieldset.hidden = false; }")
        assert visit.page.evaluate(_FAULTS) == []


def test_what_is_too_wide_or_cut_off_would_be_found(reader: Reader, pages: Addresses) -> None:
    with reader.visiting(pages("home")[0], width=320, policy=False) as visit:
        visit.page.add_style_tag(content="h1 { white-space: nowrap; } main p { height: 1em; overflow: hidden; }")
        told: list[str] = visit.page.evaluate(_FAULTS)
    assert "on a screen of 320" in told[0]
    assert any(one.startswith("<h1") for one in told)
    assert any(one.startswith("cut off: <p") for one in told)
