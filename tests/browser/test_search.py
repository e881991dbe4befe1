"""Searching: names in every spelling and script, the texts of documents, and what is left without scripts."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from ld_export.pages.search.files import search_files
from ld_export.pages.search.names import Named
from ld_export.spelling import alike, fold, skeletons, words
from tests.browser.conftest import SITE, Served
from tests.browser.reader import Reader
from tests.browser.server import serving
from tests.browser.test_accessibility import AXE_RULES, RUN_AXE
from tests.fixtures_built import Built
from tests.support import ROOT
from tests.unit.test_search_index import invented

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


def box(page: Page) -> Locator:
    return page.get_by_role("searchbox")


def names(page: Page) -> Locator:
    return page.locator("#found-names li")


def texts(page: Page) -> Locator:
    return page.locator("#found-texts li")


def told(page: Page, words: str, of: str = "#told") -> None:
    """Wait until the page says so."""
    page.locator(of).get_by_text(words).wait_for(timeout=5_000)


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
        ("European Peop", "European People"),
    ],
)
def test_a_name_is_found_by_any_spelling_as_it_is_typed(reader: Reader, typed: str, title: str) -> None:
    with reader.visiting(PAGE) as visit:
        box(visit.page).press_sequentially(typed)
        visit.page.locator("#found-names li:first-child", has_text=title).wait_for(timeout=5_000)


def test_nobody_is_found_who_only_looks_alike(reader: Reader) -> None:
    """Almat is in the publication, Amat and his sister are not."""
    with reader.visiting(PAGE) as visit:
        box(visit.page).fill("Amat Zhumagulov")
        told(visit.page, "Names found: 0.")
        box(visit.page).fill("Almat Zhumagulov")
        told(visit.page, "Names found: 1.")
        box(visit.page).fill("Almat Almat Zhumagulov")
        told(visit.page, "Names found: 0.")


def test_what_is_found_says_what_it_is_how_it_was_spelt_and_in_how_many_documents(reader: Reader) -> None:
    with reader.visiting(PAGE) as visit:
        box(visit.page).fill("Bundesrepublik")
        told(visit.page, "Names found: 0.")
        box(visit.page).fill("West Germany")
        told(visit.page, "Names found: 1.")
        text = names(visit.page).first.inner_text()
        assert text.startswith("Germany also written West Germany")
        assert "Country · documents: " in text
        counted = int(text.rpartition(" ")[2])
        told(visit.page, "Documents found: ", "#told-of-texts")
        visit.page.get_by_role("link", name="Germany").click()
        visit.page.wait_for_url("**/country/de.html")
        links = visit.page.locator("main a[href*='declaration/']").evaluate_all(
            "links => links.map(link => link.getAttribute('href').replace(/#.*/, ''))"
        )
        assert counted == len(set(links))


def test_in_french_the_same_is_found_and_called_by_its_french_name(reader: Reader) -> None:
    with reader.visiting(f"{SITE}search.fr.html") as visit:
        box(visit.page).fill("Germany")
        told(visit.page, "Noms trouvés : 1.")
        assert names(visit.page).first.inner_text().startswith("Allemagne écrit aussi Germany")
        link = names(visit.page).get_by_role("link")
        assert link.get_attribute("href") == "country/de.fr.html"


def test_everything_is_done_from_the_keyboard(reader: Reader) -> None:
    with reader.visiting(PAGE) as visit:
        page = visit.page
        box(page).focus()
        page.keyboard.type("abish")
        told(page, "Names found: 2.")
        told(page, "Documents found: ", "#told-of-texts")  # what is still on its way would end as a failed request
        assert page.get_by_role("status").first.get_attribute("id") == "told"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        second = names(page).nth(1).get_by_role("link")
        assert second.evaluate("link => link === document.activeElement")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        assert box(page).evaluate("field => field === document.activeElement")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/person/*.html")


def test_the_address_carries_the_question_into_the_other_language_and_back(reader: Reader) -> None:
    with reader.visiting(f"{SITE}index.html") as visit:
        page = visit.page
        box(page).fill("Жәкішев")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=*")
        told(page, "Names found: 1.")
        told(page, "Documents found: ", "#told-of-texts")
        page.get_by_role("link", name="Français").click()
        page.wait_for_url("**/search.fr.html?q=*")
        told(page, "Noms trouvés : 1.")
        told(page, "Documents trouvés", "#told-of-texts")
        names(page).get_by_role("link").click()
        page.wait_for_url("**/person/97.fr.html")
        page.go_back()
        assert box(page).input_value() == "Жәкішев"


# -- texts -------------------------------------------------------------------------------------------------------------


def test_a_document_is_found_by_the_words_of_its_text(reader: Reader) -> None:
    with reader.visiting(PAGE) as visit:
        page = visit.page
        box(page).fill("rigged presidential election")
        told(page, "Documents found: ", "#told-of-texts")
        assert page.locator("html").evaluate("() => location.search") == "?q=rigged%20presidential%20election"
        assert "rigged presidential election" in texts(page).first.inner_text()
        assert "27 June 2019" in texts(page).first.inner_text()
        assert texts(page).first.locator("mark").count() >= 1
        page.get_by_label("Year").select_option("2018")
        told(page, "Documents found: 0.", "#told-of-texts")
        page.get_by_label("Year").select_option("2019")
        told(page, "Documents found: 1.", "#told-of-texts")
        texts(page).first.get_by_role("link").click()
        page.wait_for_url("**/declaration/pace-wd-682.html")


def test_of_a_text_that_is_not_published_only_what_is_quoted_is_found(reader: Reader) -> None:
    """The article’s words between quotations are in no file of the site; see also the unit tests of records."""
    with reader.visiting(PAGE) as visit:
        page = visit.page
        box(page).fill("urges Kazakhstan to end political repression")
        told(page, "Documents found: ", "#told-of-texts")
        assert "European Parliament urges" in texts(page).first.inner_text()


def test_without_webassembly_and_workers_names_are_found_and_the_page_says_what_is_not(
    browser: Browser, served: Served
) -> None:
    context = browser.new_context()
    context.add_init_script("delete globalThis.WebAssembly; delete globalThis.Worker;")
    page = context.new_page()
    page.goto(f"{served.address}{PAGE}")
    box(page).fill("Жәкішев")
    told(page, "Names found: 1.")
    told(page, "The texts cannot be searched here", "#told-of-texts")
    context.close()


def test_from_a_folder_names_are_found_and_the_page_says_that_texts_are_not(folder_reader: Reader) -> None:
    with folder_reader.visiting("search.html") as visit:
        box(visit.page).fill("Жәкішев")
        told(visit.page, "Names found: 1.")
        told(visit.page, "The texts cannot be searched here", "#told-of-texts")
    with folder_reader.visiting("index.html") as visit:
        box(visit.page).fill("Germany")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/search.html?q=Germany")
        told(visit.page, "Names found: 1.")


# -- without scripts, and for everyone ---------------------------------------------------------------------------------


def test_without_scripts_there_is_a_list_of_every_spelling(reader: Reader) -> None:
    with reader.visiting(PAGE, scripts=False) as visit:
        page = visit.page
        assert page.get_by_text("Searching needs JavaScript").is_visible()
        assert not box(page).is_visible()
        page.get_by_role("link", name="A–Z of names").click()
        page.wait_for_url("**/names.html")
        spelt = page.locator("li", has=page.get_by_text("West Germany", exact=True))
        assert spelt.inner_text() == "West Germany → Germany"
        assert spelt.get_by_role("link").get_attribute("href") == "country/de.html"


def test_axe_finds_nothing_in_what_was_found(reader: Reader, axe: str) -> None:
    with reader.visiting(PAGE, width=320) as visit:
        box(visit.page).fill("Kazakhstan")
        told(visit.page, "Names found: ")
        texts(visit.page).first.wait_for(timeout=5_000)
        visit.page.evaluate(axe)
        assert visit.page.evaluate(RUN_AXE, AXE_RULES) == []
        assert visit.page.evaluate("document.scrollingElement.scrollWidth") <= 320


def test_searching_loads_little(reader: Reader, served: Served) -> None:
    """The page with its names, compressed, and what the first question to the texts adds."""
    with reader.visiting(PAGE) as visit:
        first = set(visit.requested)
        box(visit.page).fill("torture")
        texts(visit.page).first.wait_for(timeout=5_000)
        more = {url for url in visit.requested if not url.startswith("data:")} - first
    assert sum(len(gzip.compress(served.file(url).read_bytes())) for url in first) <= 60_000
    assert sum(served.file(url).stat().st_size for url in more) <= 250_000


# -- many names --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(
    browser: Browser, built: Built, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Reader, list[Named]]]:
    """A reader of the search page of a site with so many persons that its index is in parts."""
    site, persons = tmp_path_factory.mktemp("many"), invented(6_000)
    shutil.copytree(built.public / "static", site / "static")
    # Texts are not what this is about.
    page = (built.public / "search.html").read_text(encoding="utf-8").replace("static/texts.js", "static/spelling.js")
    (site / "search.html").write_text(page, encoding="utf-8")
    (site / "finding").mkdir()
    for file in search_files(persons):
        (site / file.path).write_bytes(file.content)
    with serving({"/many/": site}) as address:
        yield Reader(browser, f"{address}/many/"), persons


def test_of_a_large_index_only_the_parts_are_loaded_that_a_word_may_be_in(many: tuple[Reader, list[Named]]) -> None:
    reader, persons = many
    with reader.visiting("search.html") as visit:
        page = visit.page
        for number in (0, 3, 5_999):  # the fourth of every four has a second spelling, in Cyrillic letters
            for name in persons[number].names:
                box(page).fill(name.label)
                link = page.locator(f"#found-names a[href='{persons[number].path}.html']")
                link.wait_for(timeout=5_000)
        parts = [url for url in visit.requested if "/finding/names-" in url]
        assert 1 <= len(parts) == len(set(parts)) <= 8
