"""The library: what its docstrings and its guide say of it holds."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import rdflib

import ld_export
from ld_export.errors import LdExportError, SettingsProblem, UnreadableDocument, UsageProblem
from ld_export.registry import read_registry
from ld_export.settings import DocumentSettings
from tests import fixtures_built
from tests.fixtures_built import PUBLICATION, Built
from tests.support import BASE, declaration

built = fixtures_built.built

DOCUMENTS = PUBLICATION / "documents"
DECLARATIONS = sorted(DOCUMENTS.glob("pace-wd-*.txt"))
NEWS = DocumentSettings(key="tca-ep-resolution", publisher="times-of-central-asia", rights="quotes")


def test_the_example_of_the_package_runs_and_finds_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    indented = [line for line in (ld_export.__doc__ or "").splitlines() if line.startswith("    ") or not line]
    monkeypatch.chdir(DOCUMENTS)
    names: dict[str, object] = {}
    exec(compile(textwrap.dedent("\n".join(indented)), "ld_export.__doc__", "exec"), names)
    assert names["findings"] == []
    assert "declaration/pace-wd-655> a " in capsys.readouterr().out


@pytest.mark.parametrize("statement", ["import ld_export", "import ld_export; dir(ld_export); ld_export.__version__"])
def test_importing_the_package_loads_no_library(statement: str) -> None:
    program = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "ld_export" in loaded
    assert not loaded & {"rdflib", "pyoxigraph", "pyshacl", "shacl", "jinja2", "msgspec", "typer", "rich"}


def test_every_public_name_is_there_and_no_other() -> None:
    assert all(getattr(ld_export, name) for name in ld_export.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = ld_export.nonsense


class TestParse:
    def test_a_file_and_its_text_are_the_same_document(self) -> None:
        for path in DECLARATIONS:
            one, two = ld_export.parse_document(path), ld_export.parse_document(path.read_text(encoding="utf-8"))
            assert (one.title, one.signatories, one.passages) == (two.title, two.signatories, two.passages)

    @pytest.mark.parametrize("text", ["", " \n", "a\0b", "a\ufffdb", declaration(title="Free \ud800 them")], ids=repr)
    def test_a_text_that_no_file_could_be_is_the_same_error(self, text: str) -> None:
        with pytest.raises(UnreadableDocument):
            ld_export.parse_document(text)

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(LdExportError, match=r"gone\.txt"):
            ld_export.parse_document(tmp_path / "gone.txt")

    def test_a_layout_can_be_forced_and_a_wrong_one_is_named(self) -> None:
        assert ld_export.parse_document(declaration(), layout="pace-site").layout == "pace-site"
        with pytest.raises(LdExportError, match="nonsense"):
            ld_export.parse_document(declaration(), layout="nonsense")

    def test_a_language_serves_a_text_that_does_not_show_it(self) -> None:
        assert ld_export.parse_document(DOCUMENTS / "tca-ep-resolution.txt", language="fr").language == "fr"


class TestGraph:
    @pytest.mark.parametrize("path", DECLARATIONS, ids=lambda path: path.stem)
    def test_a_declaration_conforms_without_registry_or_settings(self, path: Path) -> None:
        graph = ld_export.build_graph(ld_export.parse_document(path))
        assert graph.lines
        assert ld_export.validate_graph(graph) == []

    def test_an_article_conforms_with_the_settings_that_its_text_cannot_say(self) -> None:
        text = ld_export.parse_document(DOCUMENTS / "tca-ep-resolution.txt")
        with pytest.raises(SettingsProblem, match="lasting key"):
            ld_export.build_graph(text)
        assert ld_export.validate_graph(ld_export.build_graph(text, settings=NEWS)) == []

    def test_people_are_numbered_from_1_without_a_registry(self) -> None:
        text = ld_export.parse_document(declaration())
        lines = ld_export.build_graph(text, BASE).lines
        assert sorted({line.split(" ")[0] for line in lines if f"<{BASE}person/" in line.split(" ")[0]}) == [
            f"<{BASE}person/{number}>" for number in (1, 2, 3)
        ]

    def test_with_registry_base_and_settings_it_is_the_published_graph(self, built: Built) -> None:
        text = ld_export.parse_document(DOCUMENTS / "pace-wd-734.txt")
        settings = DocumentSettings(
            rights_statement={
                "en": "© Council of Europe. Reproduced as an official text with its source acknowledged.",
                "fr": "© Conseil de l’Europe. Texte officiel reproduit avec mention de la source.",
            }
        )
        registry = read_registry(PUBLICATION / "entities")
        annotations = ld_export.annotate_document(PUBLICATION / "annotations" / "pace-wd-734.yaml", text)
        graph = ld_export.build_graph(text, "https://w3id.org/hrd/", registry, settings, annotations)
        suffix = f" <{graph.document.name}> ."
        published = built.dump("dataset.nq").decode().splitlines()
        expected = [line.removesuffix(suffix) for line in published if line.endswith(suffix)]
        assert list(graph.document.lines) == expected
        assert {f"{line} ." for line in graph.lines} <= set(built.dump("dataset.nt").decode().splitlines())

    def test_a_publisher_in_the_settings_does_not_overrule_the_kind(self) -> None:
        text = ld_export.parse_document(declaration())
        graph = ld_export.build_graph(text, BASE, settings=DocumentSettings(publisher="example-times"))
        publisher = f"<{BASE}declaration/pace-wd-901> <https://schema.org/publisher> <{BASE}organization/pace>"
        assert publisher in graph.lines

    def test_a_base_without_its_last_slash_is_refused(self) -> None:
        with pytest.raises(UsageProblem, match=r"https://example\.org/hrd/$"):
            ld_export.build_graph(ld_export.parse_document(declaration()), "https://example.org/hrd")

    def test_turtle_rdflib_and_lines_are_the_same_statements(self) -> None:
        graph = ld_export.build_graph(ld_export.parse_document(declaration()), BASE)
        turtle = rdflib.Graph().parse(data=graph.turtle(), format="turtle")
        lines = rdflib.Graph().parse(data="".join(f"{line} .\n" for line in graph.lines), format="nt")
        assert set(turtle) == set(lines) == set(graph.rdflib())
        assert len(lines) == len(graph.lines)

    @pytest.mark.slow
    def test_what_is_wrong_is_found_by_both_engines(self) -> None:
        graph = ld_export.build_graph(ld_export.parse_document(declaration()), BASE)
        titled = f"<{BASE}declaration/pace-wd-901> <https://schema.org/name> "
        (document, name), own = titled.split(), graph.document.statements
        untitled = own | {document: {predicate: said for predicate, said in own[document].items() if predicate != name}}
        assert own[document].keys() - untitled[document].keys() == {name}
        broken = graph._replace(document=graph.document._replace(statements=untitled))
        for engine in ("shacl", "pyshacl"):
            assert {one.focus for one in ld_export.validate_graph(broken, engine)} == {titled.split(" ", 1)[0]}
