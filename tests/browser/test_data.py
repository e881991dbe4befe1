"""The page about the data in a browser: what is copied, how terms are found, and that it is whole without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SITE
from tests.browser.reader import Reader
from tests.browser.test_using import copied

pytestmark = pytest.mark.external

DATA = f"{SITE}data.html"


def terms(page: Page, column: int) -> list[str]:
    """The cells of a column of the table of terms, as far as they are shown."""
    return page.locator("#terms tbody tr:visible").locator(f"td:nth-child({column})").all_inner_texts()


@pytest.mark.parametrize("name", ["verify", "rdflib", "lines", "citation", "csl"])
def test_a_program_and_a_citation_are_copied_as_they_stand(reader: Reader, name: str) -> None:
    with reader.visiting(DATA) as visit:
        source = visit.page.locator(f"#read-{name}")
        text = source.inner_text()
        assert copied(visit.page, source).strip() == text.strip()
        assert len(text) > 50


def test_terms_are_chosen_by_kind_sorted_by_number_and_found_by_name(reader: Reader) -> None:
    with reader.visiting(DATA) as visit:
        page = visit.page
        every = len(terms(page, 1))
        page.get_by_label("Kind").select_option("class")
        assert set(terms(page, 2)) == {"class"}
        page.get_by_label("Kind").select_option("")
        page.get_by_role("columnheader", name="Number").get_by_role("button").click()
        numbers = [int(text.replace(",", "")) for text in terms(page, 3)]
        assert numbers == sorted(numbers)
        assert len(numbers) == every
        page.get_by_label("Filter").fill("hrd:signatory")
        assert len(terms(page, 1)) == 1
        assert page.locator("output").inner_text() == f"1 of {every}"


def test_the_page_is_whole_without_scripts_and_from_a_folder(reader: Reader, folder_reader: Reader) -> None:
    with reader.visiting(DATA) as visit:
        shown = visit.page.locator("pre").all_inner_texts()
        rows = visit.page.locator("tbody tr").count()
    for other, path in ((reader, DATA), (folder_reader, "data.html")):
        with other.visiting(path, scripts=False) as visit:
            assert [text.strip() for text in visit.page.locator("pre").all_inner_texts()] == [
                text.removesuffix("Copy").strip() for text in shown
            ]
            assert visit.page.locator("tbody tr").count() == rows
            assert visit.page.locator("button").count() == 0


def test_the_list_beside_the_dumps_leads_to_each_of_them(reader: Reader) -> None:
    with reader.visiting(f"{SITE}dumps/index.html") as visit:
        links = visit.page.locator("tbody a, details a").evaluate_all("links => links.map(link => link.href)")
        found = [visit.page.request.head(link).status for link in links]
        assert len(links) > 20
        assert set(found) == {200}
