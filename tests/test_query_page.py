"""The page for queries, without a browser: what is vendored, which questions it has, and what a theme makes of them."""

from __future__ import annotations

import html
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from ld_export.errors import PageProblem
from ld_export.graph import prefixes
from ld_export.pages.locales import catalogue
from ld_export.pipeline.build import build
from ld_export.query import named_queries
from ld_export.theme import plain_theme
from tests.publishing import run_command
from tests.support import ROOT, SIGNATORIES, declaration, forget_releases, publication

VENDORED: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "oxigraph.py"))
OURS = "# Which of ours?\nSELECT ?s { ?s a hrd:Signature }\n"


def test_what_is_vendored_is_what_was_listed() -> None:
    folder: Path = VENDORED["FOLDER"]
    assert (folder / "SHA256SUMS").read_text(encoding="utf-8") == VENDORED["sums"]()
    assert {path.name for path in folder.iterdir()} == {
        *("web.js", "web_bg.wasm.gz", "LICENSE.txt", "README.txt", "SHA256SUMS")
    }
    assert VENDORED["VERSION"] in (folder / "README.txt").read_text(encoding="utf-8")
    assert "Copyright (c) 2018 Oxigraph developers" in (folder / "LICENSE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", named_queries())
def test_a_question_declares_just_the_prefixes_that_it_uses_as_the_context_has_them(name: str) -> None:
    declarations = re.findall(r"^PREFIX (\w+): <(.*)>$", named_queries()[name], re.MULTILINE)
    body = re.sub(r"^(?:PREFIX|#).*$", "", named_queries()[name], flags=re.MULTILINE)
    used = set(re.findall(r"(?<![\w:<-])([a-z]+):(?=[\w-])", re.sub(r"<[^>]*>", "", body)))
    assert used == {prefix for prefix, _ in declarations}
    concept = prefixes()["concept"]
    for prefix, iri in declarations:
        # Those of single concept schemes are not the context's.
        assert prefixes().get(prefix) == iri or iri == f"{concept}{prefix}/"


def test_every_question_has_a_french_title_and_no_title_is_left_over() -> None:
    words = catalogue("fr", plain_theme())
    assert {name for name in named_queries() if not words.knows(f"query.questions.{name}")} == set()
    written = re.split(
        r"^\[query\.questions\]$", (ROOT / "site/locales/fr.toml").read_text(encoding="utf-8"), flags=re.M
    )
    assert set(re.findall(r"^([\w-]+) =", written[1].partition("\n[")[0], re.MULTILINE)) == set(named_queries())


@pytest.mark.slow
class TestTheme:
    @pytest.fixture
    @staticmethod
    def made(tmp_path: Path) -> Path:
        return publication(tmp_path / "p")

    @staticmethod
    def add(folder: Path, name: str, text: str) -> None:
        path = folder / "theme" / "queries" / "named" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    @staticmethod
    def titles(folder: Path, page: str) -> list[str]:
        text = (folder / "public" / page).read_text(encoding="utf-8")
        return [html.unescape(one) for one in re.findall(r"<summary>(.*)</summary>", text)]

    def test_its_questions_stand_beside_and_in_place_of_the_program_s(
        self, made: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        self.add(made, "ours.rq", OURS)
        self.add(
            made, "countries.rq", "# How many signatures are there?\nSELECT (COUNT(*) AS ?n) { ?s a hrd:Signature }\n"
        )
        build(made)
        english, french = self.titles(made, "query.html"), self.titles(made, "query.fr.html")
        assert len(english) == len(french) == len(named_queries()) + 1
        assert "Which of ours?" in english
        assert '<span lang="en">Which of ours?</span>' in french
        assert "How many signatures are there?" in english
        assert "How many signatures came from each country?" not in english
        page = (made / "public" / "query.html").read_text(encoding="utf-8")
        assert html.escape(OURS, quote=False).rstrip() in page
        with pytest.raises(SystemExit) as ended:
            run_command("query", "--name", "ours", "-p", made, "--format", "csv")
        assert ended.value.code == 0
        signatures = [line for line in capfd.readouterr().out.split() if "#signature" in line]
        assert len(signatures) == len(SIGNATORIES)

    @pytest.mark.parametrize(
        "text",
        ["# Wrong?\nSELECT", "# Elsewhere?\nSELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", "\nASK {}", ""],
    )
    def test_a_question_that_cannot_be_asked_is_named(self, made: Path, text: str) -> None:
        self.add(made, "ours.rq", text)
        with pytest.raises(PageProblem, match=r"ours\.rq"):
            build(made)
        assert not (made / "public").exists()


@pytest.mark.slow
def test_the_page_knows_what_a_browser_will_load(tmp_path: Path) -> None:
    folder = publication(tmp_path / "p", {"wd-901": declaration(901), "wd-902": declaration(902, SIGNATORIES[:1])})
    for gone in ((), (folder / "documents" / "wd-902.txt",)):
        for path in gone:
            path.unlink()
            forget_releases(folder)
        summary = build(folder)
        page = (folder / "public" / "query.html").read_text(encoding="utf-8")
        said = dict(re.findall(r'data-(statements|size|dump)="([^"]*)"', page))
        dump = folder / "public" / said["dump"]
        assert (int(said["statements"]), int(said["size"])) == (summary.statements, dump.stat().st_size)
