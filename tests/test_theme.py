"""A publication's own theme stands over the site's, file by file, and what is wrong in it is told with its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ld_export.errors import LdExportError, PageProblem, SettingsProblem
from ld_export.pipeline.build import Summary, build
from ld_export.theme import plain_theme, theme_of
from tests.publishing import clean_site, served, tree_hash
from tests.support import ROOT, SETTINGS, publication

pytestmark = pytest.mark.slow  # each builds whole publications

GERMAN = SETTINGS.replace('["en", "fr"]', '["en", "de"]')
PAGES = ("index", "overview", "person/index", "declaration/pace-wd-901", "country/it")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A publication without a theme of its own, built."""
    folder = publication(tmp_path / "p")
    build(folder)
    return folder


def add(folder: Path, name: str, text: str | bytes, theme: str = "theme") -> Path:
    path = folder / theme / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def html(folder: Path, path: str) -> str:
    return (folder / "public" / path).read_text(encoding="utf-8")


def changed(folder: Path) -> Summary:
    """The summary of a build that must not be up to date, and what it serves is what a clean one would."""
    summary = build(folder)
    assert not summary.unchanged
    assert served(folder / "public") == clean_site(folder, folder.parent)
    return summary


# -- what stands over what ---------------------------------------------------------------------------------------------


def test_a_template_replaces_the_site_s_of_the_same_name_alone(made: Path) -> None:
    before = html(made, "person/index.html")
    add(made, "templates/top.html.j2", "<header><p>Ours: {{ site.title.label }}")
    changed(made)
    for path in PAGES:
        for ending in (".html", ".fr.html"):
            page = html(made, f"{path}{ending}")
            assert "<header><p>Ours: Invented declarations" in page
            assert 'class="brand"' not in page
            assert '<footer class="site">' in page
    assert html(made, "person/index.html").partition("<main")[2] == before.partition("<main")[2]


@pytest.mark.slow
def test_a_style_replaces_the_site_s_and_other_files_stay(made: Path) -> None:
    others = {path.name for path in (ROOT / "site" / "static").iterdir()}
    add(made, "static/style.css", "body { color: black }")
    add(made, "static/fonts/ours.woff2", b"\x00\xff")
    changed(made)
    static = made / "public" / "static"
    assert (static / "style.css").read_text(encoding="utf-8") == "body { color: black }"
    assert (static / "fonts" / "ours.woff2").read_bytes() == b"\x00\xff"
    assert {path.name for path in static.iterdir()} == others | {"fonts"}
    (static.parent.parent / "theme" / "static" / "fonts" / "ours.woff2").unlink()
    changed(made)
    assert not (made / "public" / "static" / "fonts").exists()


@pytest.mark.slow
def test_a_catalogue_adds_a_language_and_what_it_lacks_is_in_english(tmp_path: Path) -> None:
    made = publication(tmp_path / "p", settings=GERMAN)
    build(made)
    assert not (made / "public" / "index.de.html").exists()
    words = 'language = "Deutsch"\nlocale = "de_DE"\n[sections]\nperson = "Menschen"\n[lists]\nlinks = "Verweise"\n'
    add(made, "locales/de.toml", words)
    changed(made)
    page = html(made, "declaration/pace-wd-901.de.html")
    assert '<html lang="de">' in page
    assert ">Menschen</a>" in page
    assert ">Political groups</a>" in page
    assert '<time datetime="2031-05-03">3. Mai 2031</time>' in page
    assert 'hreflang="de">Deutsch</a>' in html(made, "declaration/pace-wd-901.html")
    (made / "theme" / "locales" / "de.toml").unlink()
    changed(made)
    assert not list((made / "public").rglob("*.de.html"))


def test_a_catalogue_replaces_single_words_of_the_site_s(made: Path) -> None:
    add(made, "locales/fr.toml", '[sections]\nperson = "Signataires & autres"\n')
    changed(made)
    assert ">Signataires &amp; autres</a>" in html(made, "index.fr.html")
    assert ">Pays</a>" in html(made, "index.fr.html")
    assert ">Persons</a>" in html(made, "index.html")


@pytest.mark.slow
def test_the_map_is_the_theme_s(made: Path) -> None:
    assert ">VA<" in html(made, "overview.html")
    add(made, "pictures/europe.csv", "code,column,row\nit,0,0\n")
    changed(made)
    assert ">VA<" not in html(made, "overview.html")
    add(made, "pictures/europe.csv", "code,column,row\nit,0,0\nfr,0,0\n")
    with pytest.raises(PageProblem, match="given twice"):
        build(made)


def test_a_query_and_the_table_of_pages_can_be_replaced(made: Path) -> None:
    table = (ROOT / "site" / "views.toml").read_text(encoding="utf-8")
    add(made, "views.toml", table.replace('"declaration", "person",', '"person",', 1))
    add(made, "queries/country-members.rq", "SELECT ?person WHERE { ?person <https://example.org/none> ?this }")
    changed(made)
    assert 'id="members"' not in html(made, "country/it.html")
    assert 'id="documents"' in html(made, "country/it.html")
    menu = html(made, "index.html").partition("<nav")[2].partition("</nav>")[0]
    assert "person/index.html" in menu
    assert "declaration/index.html" not in menu


def test_the_settings_may_name_another_folder(tmp_path: Path) -> None:
    made = publication(tmp_path / "p", settings=f'theme = "../look"\n{SETTINGS}')
    add(tmp_path, "static/style.css", "/* ours */", "look")
    add(made, "static/style.css", "/* not asked for */")
    build(made)
    assert html(made, "static/style.css") == "/* ours */"


# -- when it changes ---------------------------------------------------------------------------------------------------


def test_a_theme_that_did_not_change_changes_nothing(made: Path) -> None:
    path = add(made, "static/style.css", "body { color: black }")
    assert not build(made).unchanged
    assert build(made).unchanged
    path.write_bytes(path.read_bytes())
    assert build(made).unchanged


@pytest.mark.slow
def test_a_theme_that_changes_in_any_way_changes_the_site(made: Path) -> None:
    style = add(made, "static/style.css", "body { color: black }")
    changed(made)
    style.write_text("body { color: white }", encoding="utf-8")
    changed(made)
    style.rename(style.with_name("other.css"))
    changed(made)
    assert (made / "public" / "static" / "style.css").read_bytes() == (ROOT / "site/static/style.css").read_bytes()
    (made / "theme" / "static" / "other.css").unlink()
    changed(made)
    (made / "theme" / "static").rmdir()
    assert build(made).unchanged, "an empty folder says nothing"


def test_the_digest_of_a_theme_tells_names_from_contents(tmp_path: Path) -> None:
    digests = {plain_theme().digest}
    for number, (name, text) in enumerate([("a", "bc"), ("ab", "c"), ("a", "b"), ("b", "bc")]):
        folder = tmp_path / str(number)
        add(folder, f"static/{name}", text)
        digests.add(theme_of(folder, None).digest)
    assert len(digests) == 5


def test_no_theme_is_the_site_s(tmp_path: Path) -> None:
    assert theme_of(tmp_path, None) is plain_theme()


# -- what is wrong -----------------------------------------------------------------------------------------------------


def refused(folder: Path, kind: type[LdExportError] = PageProblem) -> str:
    """What a build says that fails by this error, and of which not one byte is published."""
    before = tree_hash(folder / "public")
    with pytest.raises(kind) as caught:
        build(folder)
    assert tree_hash(folder / "public") == before
    assert caught.value.place
    assert caught.value.remedy
    return str(caught.value)


@pytest.mark.parametrize("name", ["style.css", "template/top.html.j2", "static.css", ".DS_Store", "views.tml"])
def test_a_file_that_nothing_looks_for_is_refused(made: Path, name: str) -> None:
    add(made, name, "x")
    assert f"a theme has no {name}" in refused(made)


def test_a_theme_that_is_not_there_is_refused(made: Path) -> None:
    toml = made / "ld-export.toml"
    toml.write_text(f'theme = "nowhere"\n{toml.read_text(encoding="utf-8")}', encoding="utf-8")
    message = refused(made, SettingsProblem)
    assert "'nowhere'" in message
    assert "ld-export.toml" in message


@pytest.mark.parametrize(
    "template",
    [
        "{% if %}",
        "{{ nobody.knows }}",
        "{{ say('base.nowhere') }}",
        '{{ say("base.nowhere") }}',
        '{% include "nowhere.html.j2" %}',
        "{{ 1 / 0 }}",
        "{{ site.title.label() }}",
        "{{ 'x' | nofilter }}",
    ],
    ids=str,
)
def test_a_broken_template_is_named_and_nothing_is_published(made: Path, template: str) -> None:
    add(made, "templates/top.html.j2", f"<p>{template}</p>")
    message = refused(made)
    assert "top.html.j2" in message or "base.nowhere" in message


def test_a_template_that_is_no_utf_8_is_named(made: Path) -> None:
    add(made, "templates/top.html.j2", b"<p>\xe9</p>")
    assert "top.html.j2" in refused(made)


@pytest.mark.parametrize("words", ["[sections", 'person = "a"\nperson = "b"', b"person = '\xe9'"], ids=str)
def test_a_broken_catalogue_is_named_and_nothing_is_published(made: Path, words: str | bytes) -> None:
    add(made, "locales/fr.toml", words)
    assert "locales/fr.toml" in refused(made)


@pytest.mark.parametrize(
    "words",
    [
        "[base]\npublished = 7",
        "[base.published]\nmany = 'x'",
        "base = 'words'",
        "[base]\npublished = 'By {nobody}'",
        "[base]\npublished = 'By {publisher'",
        "[base]\npublished = 'By {0}'",
        "[base]\npublished = 'By {publisher.name.first}'",
        "locale = 'xx_XX'",
        "locale = 7",
    ],
    ids=str,
)
def test_words_that_cannot_be_said_are_named(made: Path, words: str) -> None:
    add(made, "locales/fr.toml", words)
    assert "locales/fr.toml" in refused(made)


@pytest.mark.parametrize("table", ["[[view", "[[view]]\nsection = 'x'", "menu = ['person']", ""], ids=str)
def test_a_broken_table_of_pages_is_named(made: Path, table: str) -> None:
    add(made, "views.toml", table)
    assert "views.toml" in refused(made)


ELSEWHERE = "SELECT ?x WHERE { SERVICE <https://example.org/sparql> { ?x ?y ?this } }"


@pytest.mark.parametrize("query", ["SELECT", "SELECT ?x WHERE { ?x nope:y ?this }", b"\xff", ELSEWHERE], ids=str)
def test_a_broken_query_is_named(made: Path, query: str | bytes) -> None:
    add(made, "queries/country-members.rq", query)
    assert "country-members.rq" in refused(made)
