"""What axe can tell of accessibility: WCAG 2.2 AA and good practice, on a page of each kind."""

from __future__ import annotations

import pytest

from ld_export.query import named_queries
from tests.browser.conftest import SITE, Addresses
from tests.browser.pages import kinds
from tests.browser.reader import ANSWERED, Reader, Scheme

pytestmark = pytest.mark.external

AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN_AXE = """async rules => {
    const told = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
    return told.violations.map(rule => `${rule.id} (${rule.help}), ${rule.nodes.length} times, first:
        ${rule.nodes[0].html.slice(0, 200)} ${rule.nodes[0].any.map(one => one.message).join("; ")}`);
}"""


@pytest.mark.parametrize("seen", [("light", 1280), ("dark", 320)], ids=["light", "dark"])
@pytest.mark.parametrize("kind", kinds())
def test_axe_finds_nothing(reader: Reader, pages: Addresses, axe: str, kind: str, seen: tuple[Scheme, int]) -> None:
    scheme, width = seen
    found: list[str] = []
    for path in pages(kind):
        with reader.visiting(path, scheme=scheme, width=width, kept=True) as visit:
            visit.page.evaluate(axe)
            found += (f"{path}: {told}" for told in visit.page.evaluate(RUN_AXE, AXE_RULES))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("seen", [("light", 1280), ("dark", 320)], ids=["light", "dark"])
def test_axe_finds_nothing_in_an_answer(reader: Reader, axe: str, seen: tuple[Scheme, int]) -> None:
    scheme, width = seen
    with reader.visiting(f"{SITE}query.html", scheme=scheme, width=width) as visit:
        visit.page.get_by_role("textbox").wait_for()
        visit.page.evaluate(ANSWERED, named_queries()["said-of-persons"])
        for details in visit.page.locator("#examples details").all()[:2]:
            details.locator("summary").click()
        visit.page.evaluate(axe)
        assert visit.page.evaluate(RUN_AXE, AXE_RULES) == []


def test_axe_would_find_something(reader: Reader, pages: Addresses, axe: str) -> None:
    """The same page with its language taken away and grey on grey."""
    with reader.visiting(pages("home")[0]) as visit:
        visit.page.evaluate(axe)
        visit.page.evaluate("document.documentElement.lang = ''; document.body.style = 'color: #777; background: #888'")
        told = "\n".join(visit.page.evaluate(RUN_AXE, AXE_RULES))
    assert "html-has-lang" in told
    assert "color-contrast" in told
