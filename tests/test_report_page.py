"""The quality report: what was checked, what was found, each finding with a link to what it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ld_export.cli import app
from ld_export.pages.report import Report, report_page
from ld_export.pipeline.build import build
from ld_export.pipeline.index import read_index
from ld_export.validate import Finding, engines
from tests.support import BASE, SETTINGS, SIGNATORIES, declaration, forget_releases, publication

pytestmark = pytest.mark.slow  # each builds whole publications

ROOT = Path(__file__).parents[1]
SOURCE = '[documents.{name}]\nsource = "https://example.org/{name}"\n'
NO_SOURCE = "The address where this text was read is not known"
NOT_READ = "Nobody has read this document"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "public"
    build(ROOT / "declarations", out, frozen=True)
    return out


def page(folder: Path, language: str = "") -> str:
    return (folder / "public" / f"report{language}.html").read_text(encoding="utf-8")


def group(html: str, words: str) -> str:
    """The section of one kind of finding."""
    return next((part for part in html.split('<section class="finding"') if words in part), "")


def test_every_finding_leads_to_the_place_that_it_is_about(site: Path) -> None:
    html = (site / "report.html").read_text(encoding="utf-8")
    links = re.findall(r'<tr><td><a href="([^"#]+)(?:#([^"]+))?"', html.partition('id="findings"')[2])
    assert len(links) > 10
    for file, fragment in links:
        target = (site / file).read_text(encoding="utf-8")
        assert not fragment or f'id="{fragment}"' in target


def test_a_finding_says_its_message_its_property_and_its_shape(site: Path) -> None:
    found = group((site / "report.html").read_text(encoding="utf-8"), NO_SOURCE)
    assert 'href="declaration/pace-wd-734.html#text-en"' in found
    assert '<a href="https://schema.org/url">web address</a>' in found
    assert 'href="ontology.html#shape-SourceKnown"' in found
    assert "Warning" in found


def test_the_report_is_in_the_language_of_the_page(site: Path) -> None:
    html = (site / "report.fr.html").read_text(encoding="utf-8").partition("<main")[2]
    assert "L’adresse où ce texte a été lu n’est pas connue" in html
    assert "ontology.fr.html#shape-SourceKnown" in html
    assert not re.search(r'lang="en"(?! hreflang)', html.partition('id="findings"')[2].partition("<table")[0])


def test_what_was_checked_is_counted_by_class(site: Path) -> None:
    html = (site / "report.html").read_text(encoding="utf-8")
    counted = dict(re.findall(r'<code>([\w:]+)</code></td><td class="number" data-value="(\d+)"', html))
    lines = (site / "dumps" / "dataset.nt").read_text(encoding="utf-8")
    for name in ("Signature", "Claim", "Passage", "WrittenDeclaration"):
        assert int(counted[f"hrd:{name}"]) == lines.count(f"#type> <https://w3id.org/hrd/ontology#{name}> ")
    # To schema.org every document is a creative work: checked as one is only what is cited.
    assert int(counted["schema:CreativeWork"]) == len(list((site / "cited").parent.glob("declaration/*.ttl"))) - 5
    assert f"The engine was {'shacl' if 'shacl' in engines() else 'pySHACL'}" in html


def test_every_shape_that_is_named_is_explained(site: Path) -> None:
    html, ontology = ((site / f"{name}.html").read_text(encoding="utf-8") for name in ("report", "ontology"))
    named = set(re.findall(r'href="ontology\.html#(shape-\w+)"', html))
    assert len(named) > 30
    assert all(f'id="{name}"' in ontology for name in named)


def test_without_the_vocabulary_shapes_are_named_and_lead_nowhere(tmp_path: Path) -> None:
    folder = publication(tmp_path / "p")
    build(folder)
    assert "Found by the shape SourceKnown" in page(folder)
    assert "ontology.html" not in page(folder)


def two(folder: Path) -> Path:
    return publication(folder, {"a": declaration(901), "b": declaration(902)})


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Testland must free", "Testland should free"),
        lambda text: text.replace("; Ms Carla", "; Ms Clara"),
    ],
    ids=["text", "signatory"],
)
def test_findings_of_documents_that_are_kept_are_remembered(tmp_path: Path, change: Callable[[str], str]) -> None:
    folder = two(tmp_path / "p")
    build(folder)
    assert 'count">2</span>' in group(page(folder), NO_SOURCE)
    path = folder / "documents" / "b.txt"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert build(folder).remade == 1
    build(folder, tmp_path / "clean")
    assert 'count">2</span>' in group(page(folder), NO_SOURCE)
    for language in ("", ".fr"):
        assert page(folder, language) == (tmp_path / "clean" / f"report{language}.html").read_text(encoding="utf-8")


def test_a_finding_goes_with_its_document_and_with_its_reason(tmp_path: Path) -> None:
    folder = two(tmp_path / "p")
    build(folder)
    (folder / "documents" / "b.txt").unlink()
    forget_releases(folder)
    build(folder)
    assert "pace-wd-902" not in page(folder)
    settings = folder / "ld-export.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SOURCE.format(name="a"), encoding="utf-8")
    build(folder)
    assert group(page(folder), NO_SOURCE) == ""
    assert group(page(folder), NOT_READ)


def test_a_build_is_not_stopped_and_remembers_only_what_stops_nothing(tmp_path: Path) -> None:
    folder = two(tmp_path / "p")
    build(folder)
    sources = read_index((folder / "public").resolve().parent).sources
    notes = [note for entry in sources.values() for note in entry.notes]
    assert {note.severity for note in notes} == {"Warning", "Info"}
    assert sources["pace-wd-901"].checked["<https://w3id.org/hrd/ontology#Signature>"] == len(SIGNATORIES)


def test_a_long_list_of_findings_is_cut_and_says_how_many_there_are(tmp_path: Path) -> None:
    documents = {f"wd-{number}": declaration(number) for number in range(901, 906)}
    folder = publication(tmp_path / "p", documents, "list_size = 3\n" + SETTINGS)
    build(folder)
    found = group(page(folder), NO_SOURCE)
    assert 'count">5</span>' in found
    assert found.count("<tr><td>") == 3
    assert "And 2 more" in found


# -- a page of its own ---------------------------------------------------------------------------------------------


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Elements()
    parser.feed(html)
    return parser.found


def test_any_file_gets_a_report_as_one_page(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    valid = (ROOT / "tests" / "shapes" / "valid.ttl").read_text(encoding="utf-8")
    broken.write_text(re.sub(r"schema:datePublished [^;]*;", "", valid), encoding="utf-8")
    outcome = CliRunner().invoke(app, ["validate", str(broken), "--format", "html"])
    assert outcome.exit_code == 1
    html = outcome.stdout
    assert html.lstrip().startswith("<!doctype html>")
    assert "Quality report on broken.ttl" in html
    assert "Rules are broken" in html
    assert f'href="{BASE}declaration/pace-wd-901"' in html
    assert not [tag for tag, _ in elements(html) if tag in ("link", "script", "img")]
    hrefs = [str(attributes["href"]) for tag, attributes in elements(html) if tag == "a"]
    assert hrefs
    assert all(href.startswith(("https://", "http://")) for href in hrefs)


def test_a_good_file_gets_a_report_that_says_so() -> None:
    outcome = CliRunner().invoke(app, ["validate", str(ROOT / "tests" / "shapes" / "valid.ttl"), "--format", "html"])
    assert outcome.exit_code == 0
    assert "No rule is broken." in outcome.stdout


def test_a_file_that_the_shapes_know_nothing_of_is_not_called_good(tmp_path: Path) -> None:
    html = report_page(Report("pyshacl", {}, []), "x.nt", [])
    assert "nothing was checked" in html
    assert "No rule is broken." not in html


def test_nothing_of_a_file_becomes_markup() -> None:
    evil = '"<script>alert(1)</script>"'
    finding = Finding("<javascript:alert(1)>", "<p>", evil, "X", "Violation", "<b>message</b>")
    lines = [f"<javascript:alert(1)> <http://www.w3.org/2000/01/rdf-schema#label> {evil}"]
    html = report_page(Report("pyshacl", {"<x:y>": 1}, [finding]), "<i>", lines)
    assert not [tag for tag, _ in elements(html) if tag in ("script", "b", "i")]
    assert 'href="javascript' not in html


def test_the_page_of_its_own_speaks_french_too() -> None:
    finding = Finding("<https://example.org/x>", "", "", "X", "Warning", "Unknown to us")
    html = report_page(Report("pyshacl", {}, [finding]), "x.nt", [], "fr")
    assert "Rapport de qualité sur x.nt" in html
    assert '<span lang="en">Unknown to us</span>' in html
