"""What a reader does with a page: sort, choose, copy, cite, switch the language, follow pictures."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import SITE
from tests.browser.reader import Reader

pytestmark = pytest.mark.external

WITH_MANY = f"{SITE}declaration/pace-wd-682.html"
PERSON = f"{SITE}person/1.html"
URI = "https://w3id.org/hrd/person/1"


def signatories(page: Page) -> Locator:
    return page.locator("#signatories tbody tr:visible")


def column(page: Page, number: int) -> list[str]:
    return signatories(page).locator(f"td:nth-child({number})").all_inner_texts()


class TestSignatories:
    def test_are_in_the_order_printed_until_a_heading_is_pressed_and_then_in_its_order(self, reader: Reader) -> None:
        with reader.visiting(WITH_MANY) as visit:
            page = visit.page
            printed = column(page, 1)
            assert printed == sorted(printed, key=int)
            assert len(printed) == 32
            by_country = page.get_by_role("columnheader", name="Country")
            by_country.get_by_role("button").click()
            assert by_country.get_attribute("aria-sort") == "ascending"
            up = column(page, 3)
            assert up == sorted(up)
            assert up != sorted(up, reverse=True)
            by_country.get_by_role("button").click()
            assert by_country.get_attribute("aria-sort") == "descending"
            assert column(page, 3) == sorted(up, reverse=True)
            page.get_by_role("columnheader", name="No.").get_by_role("button").click()
            assert by_country.get_attribute("aria-sort") is None
            assert column(page, 1) == printed, "numbers are sorted as numbers"

    def test_are_sorted_from_the_keyboard(self, reader: Reader) -> None:
        with reader.visiting(WITH_MANY) as visit:
            button = visit.page.get_by_role("columnheader", name="Name as printed").get_by_role("button")
            button.focus()
            visit.page.keyboard.press("Enter")
            names = column(visit.page, 2)
            assert names[0] < names[-1]
            assert visit.page.evaluate("document.activeElement.tagName") == "BUTTON"

    def test_are_chosen_by_country_by_group_and_by_what_is_typed(self, reader: Reader) -> None:
        with reader.visiting(WITH_MANY) as visit:
            page = visit.page
            countries, groups = column(page, 3), column(page, 4)
            country = max(set(countries), key=countries.count)
            page.get_by_label("Country").select_option(country)
            assert column(page, 3) == [country] * countries.count(country)
            assert page.locator("output").inner_text() == f"{countries.count(country)} of 32"
            page.get_by_label("Country").select_option("")
            page.get_by_label("Group").select_option("SOC")
            assert column(page, 4) == ["SOC"] * groups.count("SOC")
            page.get_by_label("Group").select_option("")
            page.get_by_label("Filter").fill("schwabe germany")
            assert ["SCHWABE" in name for name in column(page, 2)] == [True]
            page.get_by_label("Filter").fill("")
            assert signatories(page).count() == 32

    def test_are_found_without_the_accents_of_their_names(self, reader: Reader) -> None:
        with reader.visiting(f"{SITE}declaration/pace-wd-655.html") as visit:
            visit.page.get_by_label("Filter").fill("cilevics")
            assert ["CILEVIČS" in name for name in column(visit.page, 2)] == [True]


# What a button puts on the clipboard, caught where it arrives: a browser without a screen has no clipboard to read.
_CATCH = """() => {
  window.caught = [];
  const keep = (text) => { window.caught.push(text); return Promise.resolve(); };
  Object.defineProperty(navigator, "clipboard", { value: { writeText: keep }, configurable: true });
}"""


def copied(page: Page, source: Locator) -> str:
    """What the button after a text copies."""
    page.evaluate(_CATCH)
    button = source.locator("xpath=following-sibling::button[1]")
    button.click()
    assert "Copied" in button.inner_text()
    (text,) = page.evaluate("window.caught")
    return str(text)


class TestCopying:
    def test_the_uri(self, reader: Reader) -> None:
        with reader.visiting(PERSON) as visit:
            assert copied(visit.page, visit.page.locator("#uri")) == URI

    def test_where_there_is_no_clipboard_the_old_way_is_taken(self, reader: Reader) -> None:
        with reader.visiting(PERSON) as visit:
            page = visit.page
            page.evaluate("""() => {
              Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
              document.addEventListener("copy", () => { window.caught = String(document.activeElement.value); });
            }""")
            page.locator("#uri").locator("xpath=following-sibling::button[1]").click()
            page.wait_for_function("window.caught !== undefined")
            assert page.evaluate("window.caught") == URI
            assert page.locator("textarea").count() == 0

    def test_every_snippet_says_what_it_should(self, reader: Reader) -> None:
        with reader.visiting(PERSON) as visit:
            page = visit.page
            for summary in page.locator("#link summary").all():
                summary.click()
            texts = [copied(page, source) for source in page.locator("#link pre").all()]
            formats = (ox.RdfFormat.TURTLE, ox.RdfFormat.JSON_LD) * 2
            said = [list(ox.parse(text, format=of)) for text, of in zip(texts[3:], formats, strict=True)]
            assert [[str(quad.object) for quad in one] for one in said] == [[f"<{URI}>"]] * 4
            assert URI in texts[0]
            assert texts[1].startswith("@misc{")
            assert json.loads(texts[2])[0]["URL"] == URI

    def test_nothing_but_what_is_shown_is_copied_as_citation(self, reader: Reader) -> None:
        with reader.visiting(PERSON) as visit:
            page = visit.page
            page.locator("#link summary").first.click()
            source = page.locator("#link pre").first
            assert copied(page, source) == source.inner_text()


def test_the_language_is_switched_and_switched_back(reader: Reader) -> None:
    with reader.visiting(WITH_MANY) as visit:
        page = visit.page
        title, text = page.get_by_role("heading", level=1).inner_text(), page.locator("blockquote").first.inner_text()
        page.get_by_role("link", name="Français").click()
        page.wait_for_url(re.compile(r"pace-wd-682\.fr\.html$"))
        assert page.locator("html").get_attribute("lang") == "fr"
        assert page.get_by_role("heading", name="Signataires").is_visible()
        assert page.get_by_role("heading", level=1).inner_text() == title, "a title stays in its language"
        assert page.locator("h1 [lang=en]").count() == 1
        assert page.locator("blockquote").first.inner_text() == text
        assert page.locator("blockquote").first.get_attribute("lang") == "en"
        page.get_by_role("link", name="English").click()
        page.wait_for_url(re.compile(r"pace-wd-682\.html$"))
        assert page.get_by_role("heading", name="Signatories").is_visible()


def test_who_reads_french_stays_in_french(reader: Reader) -> None:
    with reader.visiting(f"{SITE}index.fr.html") as visit:
        page = visit.page
        for _ in range(3):
            page.locator("main a[href$='.fr.html'], main a[href*='.fr.html#']").first.click()
            page.wait_for_load_state()
            assert page.locator("html").get_attribute("lang") == "fr"


class TestPictures:
    def test_lead_to_what_they_show(self, reader: Reader) -> None:
        with reader.visiting(f"{SITE}overview.html") as visit:
            page = visit.page
            found: dict[str, set[str]] = {}
            for figure in page.locator("figure.picture").all():
                hrefs = figure.locator("svg a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
                found[str(figure.get_attribute("id"))] = {str(href).partition("/")[0] for href in hrefs}
            assert found == {
                "years": {"declaration"},
                "countries": {"country"},
                "groups": {"group"},
                "together": {"person"},
                "violations": {"concept"},
            }
            page.locator("#years svg a").first.click()
            page.wait_for_url(re.compile(r"/declaration/index\.html#in-2017$"))
            assert page.locator(f"#{urlsplit(page.url).fragment}").inner_text() == "2017"

    def test_are_reached_and_followed_from_the_keyboard(self, reader: Reader) -> None:
        with reader.visiting(f"{SITE}overview.html") as visit:
            mark = visit.page.locator("#countries svg a").first
            mark.focus()
            visit.page.keyboard.press("Enter")
            visit.page.wait_for_url(re.compile(r"/country/[a-z]{2}\.html$"))

    def test_have_their_data_as_a_table(self, reader: Reader) -> None:
        with reader.visiting(f"{SITE}overview.html") as visit:
            figure = visit.page.locator("#years")
            figure.locator("summary").click()
            cells = figure.locator("tbody tr").evaluate_all(
                "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"
            )
            assert cells == [["2017", "1"], ["2018", "1"], ["2019", "1"], ["2020", "0"], ["2021", "0"], ["2022", "1"]]
