"""How we work: prose in each language, which holds for any publication, with its sources from the graph."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ld_export.pipeline.build import build
from tests.support import SETTINGS, declaration, publication

pytestmark = pytest.mark.slow  # each builds whole publications

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "site" / "templates"
SECTIONS = ["sources", "method", "review", "identity", "persistence", "privacy", "corrections", "limits"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("how") / "public"
    build(ROOT / "declarations", out, frozen=True)
    return out


def page(site: Path, language: str = "en") -> str:
    name = "how-we-work.html" if language == "en" else f"how-we-work.{language}.html"
    return (site / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_section_is_there_and_in_the_contents(site: Path, language: str) -> None:
    html = page(site, language)
    assert re.findall(r'<section id="([\w-]+)">', html) == SECTIONS
    contents = html.partition('<nav class="contents"')[2].partition("</nav>")[0]
    assert re.findall(r'href="#([\w-]+)"', contents) == SECTIONS
    assert f'<div class="prose" lang="{language}">' in html


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_document_is_listed_with_its_source_and_its_rights(site: Path, language: str) -> None:
    sources = page(site, language).partition('<section id="sources">')[2].partition("</section>")[0]
    for number, pace in (("655", "24722"), ("638", "24151"), ("682", "28063")):
        row = next(row for row in sources.split("<tr>") if f"declaration/pace-wd-{number}." in row)
        assert f'href="https://pace.coe.int/en/files/{pace}/html"' in row
    unknown = next(row for row in sources.split("<tr>") if "declaration/pace-wd-734." in row)
    assert {"en": "not known", "fr": "inconnu"}[language] in unknown
    article = next(row for row in sources.split("<tr>") if "declaration/tca-ep-resolution." in row)
    assert {"en": "Quotes only", "fr": "Citations seulement"}[language] in article
    assert {"en": "The full text is not published here", "fr": "Le texte intégral n’est pas publié ici"}[
        language
    ] in article


def test_links_of_the_page_lead_somewhere(site: Path) -> None:
    html = page(site).partition("<main")[2].partition("</main>")[0]
    for link in re.findall(r'href="(?!https?:|mailto:|#)([^"#]+)', html):
        assert (site / link).is_file()
    assert 'href="report.html"' in html
    assert 'href="ontology.html"' in html


def test_every_entity_links_to_the_promise(site: Path) -> None:
    assert "how-we-work.html#persistence" in (site / "person" / "17.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("how-we-work.*.html.j2")), ids=lambda path: path.name)
def test_the_prose_is_about_no_publication_in_particular(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"Kazakh|PACE|Council of Europe|Conseil de l’Europe|w3id\.org", text)


def test_it_holds_for_a_publication_without_vocabulary(tmp_path: Path) -> None:
    folder = publication(tmp_path / "p")
    build(folder)
    html = page(folder / "public")
    assert "ontology.html" not in html
    assert "mailto:tests@example.org" in html
    assert "https://example.org/hrd/" in html
    assert "search engines" not in html


def test_a_publication_that_asks_not_to_be_indexed_says_so(tmp_path: Path) -> None:
    folder = publication(tmp_path / "p", settings="noindex = true\n" + SETTINGS)
    build(folder)
    assert "We ask search engines not to list these pages." in page(folder / "public")


def test_a_language_without_prose_shows_the_english_marked_so(tmp_path: Path) -> None:
    settings = SETTINGS.replace('languages = ["en", "fr"]', 'languages = ["en", "de"]')
    folder = publication(tmp_path / "p", settings=settings)
    (folder / "theme" / "locales").mkdir(parents=True)
    (folder / "theme" / "locales" / "de.toml").write_text('language = "Deutsch"\nlocale = "de"\n', encoding="utf-8")
    build(folder)
    html = page(folder / "public", "de")
    assert '<html lang="de">' in html
    assert '<div class="prose" lang="en">' in html


def test_a_publication_can_say_it_in_its_own_words(tmp_path: Path) -> None:
    folder = publication(tmp_path / "p")
    (folder / "theme" / "templates").mkdir(parents=True)
    own = '<div class="prose" lang="en"><p id="persistence">For ten years.</p>{{ sources }}</div>'
    (folder / "theme" / "templates" / "how-we-work.en.html.j2").write_text(own, encoding="utf-8")
    build(folder)
    assert "For ten years." in page(folder / "public")
    assert "Testland must free its prisoners" in page(folder / "public")


def test_many_documents_are_counted_and_not_listed(tmp_path: Path) -> None:
    documents = {f"wd-{number}": declaration(number) for number in range(1, 203)}
    folder = publication(tmp_path / "p", documents)
    build(folder)
    html = page(folder / "public")
    assert 'data-value="202">202</td>' in html
    assert "There are too many documents" in html
    assert "declaration/pace-wd-1.html" not in html
