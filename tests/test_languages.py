"""A page in each language of the interface: its words are in it, its links stay there, its texts are as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest

from ld_export.pages.locales import catalogue, interface_languages
from ld_export.pipeline.build import build
from ld_export.settings import read_settings
from ld_export.theme import plain_theme
from tests import fixtures_built
from tests.fixtures_built import Built
from tests.support import SETTINGS, declaration, publication
from tests.test_entity_pages import Whole, alternates, language_of, page, target

built = fixtures_built.built

pytestmark = pytest.mark.xdist_group("entity-pages")  # whose pages these are, parsed already


@pytest.fixture(scope="module")
def whole(built: Built) -> Iterator[Whole]:
    yield Whole(built.public, read_settings(built.publication))
    page.cache_clear()  # all pages as trees are half a gigabyte, and no later module asks for them


LANGUAGES = ("en", "fr")
ENDINGS = {"en": ".html", "fr": ".fr.html"}


def other(path: str) -> str:
    """A page in the other language."""
    return f"{path[: -len('.fr.html')]}.html" if language_of(path) == "fr" else f"{path[: -len('.html')]}.fr.html"


def anchors(root: Element, below: str = "") -> Iterator[Element]:
    """The links of a page, or of those of its elements with a class."""
    for element in root.iter():
        if not below or below in element.attrib.get("class", "").split():
            yield from element.iter("a")


def test_every_page_is_there_in_every_language(whole: Whole) -> None:
    pages = set(whole.html)
    assert {other(path) for path in pages} == pages
    assert {language_of(path) for path in pages} == set(LANGUAGES)


@pytest.mark.slow
def test_the_links_of_a_page_lead_to_pages_in_its_language(whole: Whole) -> None:
    for path in whole.html:
        root = page(whole.public, path)
        elsewhere = {link.attrib["href"] for link in anchors(root, "languages")}
        for link in anchors(root):
            href = link.attrib.get("href", "")
            file = target(path, href)[0] if not urlsplit(href).scheme else ""
            if file.endswith(".html") and href not in elsewhere:
                assert language_of(file) == language_of(path), f"{path}: {href}"


@pytest.mark.slow
def test_a_switch_leads_to_the_same_page_in_the_other_language_and_back(whole: Whole) -> None:
    for path in whole.html:
        (switch,) = list(anchors(page(whole.public, path), "languages"))
        assert target(path, switch.attrib["href"]) == (other(path), "")
        assert switch.attrib["hreflang"] == switch.attrib["lang"] == language_of(other(path))
        assert switch.text == catalogue(language_of(other(path)), plain_theme()).name


@pytest.mark.slow
def test_a_page_names_itself_in_every_language_for_search_engines(whole: Whole) -> None:
    for path in whole.html:
        found = {
            language: target(path, href)[0]
            for language, href in alternates(page(whole.public, path), "hreflang").items()
        }
        assert found == {language_of(path): path, language_of(other(path)): other(path)}


@pytest.mark.slow
def test_the_words_are_those_of_the_language(whole: Whole) -> None:
    for language in LANGUAGES:
        words = catalogue(language, plain_theme())
        root = page(whole.public, f"declaration/pace-wd-655{ENDINGS[language]}")
        headings = {"".join(h2.itertext()).strip() for h2 in root.iter("h2")}
        assert str(words.say("contract.title").unescape()) in headings
        (skip,) = [link for link in root.iter("a") if link.attrib.get("class") == "skip"]
        assert skip.text == words.say("base.skip").unescape()
        line = root.find(".//p[@class='facts-line']")
        assert line is not None
        (published,) = {(time.attrib["datetime"], time.text) for time in line.iter("time")}
        assert published[1] == words.date(published[0])
        assert published[1] != published[0]


def texts(root: Element) -> list[tuple[str, str]]:
    """The passages on a page with their languages."""
    return [(quote.attrib["lang"], "".join(quote.itertext())) for quote in root.iter("blockquote")]


def bare(text: str) -> str:
    """The words of a passage without the numbers that link to statements."""
    return re.sub(r"[cdf]\d+(?: [cdf]\d+)*", "", text)


@pytest.mark.slow
def test_the_text_of_a_document_is_in_its_own_language_on_every_page(whole: Whole) -> None:
    seen = set()
    for path in whole.entities.values():
        if path.startswith("declaration/"):
            in_english, in_french = (texts(page(whole.public, f"{path}{ENDINGS[one]}")) for one in LANGUAGES)
            assert [(code, bare(text)) for code, text in in_english] == [(code, bare(text)) for code, text in in_french]
            seen |= {code for code, _ in in_english}
    assert "en" in seen


@pytest.mark.slow
def test_a_quote_says_its_language_where_that_is_not_the_page_s(whole: Whole) -> None:
    found = [
        quote.attrib.get("lang")
        for path in whole.html
        if language_of(path) == "fr" and path != "how-we-work.fr.html"  # its quotation marks are its own
        for quote in page(whole.public, path).iter("q")
    ]
    assert found
    assert set(found) <= {"en", "fr"}
    assert "en" in found


@pytest.mark.slow
def test_the_whole_of_a_page_is_the_same_in_every_language(whole: Whole) -> None:
    """The same elements: nothing is shown in one language alone but a note on which language a text is in."""
    for path in whole.entities.values():
        kinds = []
        for language in LANGUAGES:
            root = page(whole.public, f"{path}{ENDINGS[language]}")
            kinds.append([section.attrib["id"] for section in root.iter("section") if "id" in section.attrib])
        assert kinds[0] == kinds[1], path


# -- other languages ---------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "p"


def html(made: Path) -> set[str]:
    return {found.relative_to(made / "public").as_posix() for found in (made / "public").rglob("*.html")}


def built_in(folder: Path, languages: str) -> Path:
    made = publication(folder, {"wd-901": declaration()}, SETTINGS.replace('["en", "fr"]', languages))
    build(made)
    return made


def test_a_publication_in_one_language_has_each_page_once_and_no_switch(folder: Path) -> None:
    made = built_in(folder, '["en"]')
    assert not [path for path in html(made) if path.endswith(".fr.html")]
    for path in html(made):
        root = page(made / "public", path)
        assert not alternates(root, "hreflang")
        assert not list(anchors(root, "languages"))


def test_the_first_language_has_the_plain_names(folder: Path) -> None:
    made = built_in(folder, '["fr", "en"]')
    assert page(made / "public", "index.html").attrib["lang"] == "fr"
    assert page(made / "public", "index.en.html").attrib["lang"] == "en"
    document = page(made / "public", "declaration/pace-wd-901.html")
    assert {code for code, _ in texts(document)} == {"en"}


def test_a_language_without_a_catalogue_is_one_of_texts_alone(folder: Path) -> None:
    made = built_in(folder, '["en", "kk"]')
    assert all(language_of(path) == "en" and ".kk." not in path for path in html(made))


def test_where_no_language_has_a_catalogue_the_pages_are_in_english() -> None:
    assert interface_languages(("kk", "ru"), plain_theme()) == ("en",)
    assert interface_languages(("kk", "fr"), plain_theme()) == ("fr",)


@pytest.mark.slow
def test_canonical_addresses_differ_by_language(whole: Whole) -> None:
    for path in ("index.html", "person/1.html"):
        found = set()
        for one in (path, other(path)):
            (link,) = [x for x in page(whole.public, one).iter("link") if x.attrib.get("rel") == "canonical"]
            found.add(urljoin("https://w3id.org/", link.attrib["href"]))
        assert len(found) == 2
