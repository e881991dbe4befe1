"""The reference in docs/ says what there is, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ld_export.entity_rows import PERSON_COLUMNS
from ld_export.parse import LAYOUTS
from ld_export.pipeline.build import build
from ld_export.privacy import COLUMNS
from ld_export.settings import DatasetSettings, DocumentSettings, LinkSetSettings, Publisher, Settings
from tests import fixtures_built
from tests.fixtures_built import Built
from tests.hosts.table import page
from tests.publishing import files_of
from tests.support import SETTINGS, publication

built = fixtures_built.built

DOCS = Path(__file__).parents[1] / "docs"


def _first_cells(page: str) -> set[str]:
    """The names in backquotes in the first cell of every table row of a page."""
    rows = re.findall(r"^\| (`[^|]+) \|", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = _first_cells("settings.md") - set(PERSON_COLUMNS) - {"persons.csv"}
    tables = (Settings, DocumentSettings, DatasetSettings, LinkSetSettings)
    assert documented == {name for table in tables for name in table.__struct_fields__}
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in Publisher.__struct_fields__)


def test_every_column_of_the_registry_is_documented() -> None:
    assert set(PERSON_COLUMNS) <= _first_cells("settings.md")


def test_every_column_of_the_list_of_withheld_people_is_documented_and_nothing_else() -> None:
    assert _first_cells("privacy.md") - {"withheld.csv"} == set(COLUMNS)


def test_every_layout_is_documented_in_the_order_tried() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|", (DOCS / "layouts.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == list(LAYOUTS)


@pytest.mark.parametrize("page", [*sorted(DOCS.glob("*.md")), DOCS.parent / "README.md"], ids=lambda path: path.name)
def test_links_between_the_docs_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing == []


def test_the_table_of_what_hosts_answer_is_the_one_that_they_are_asked() -> None:
    assert (DOCS / "hosting.md").read_text(encoding="utf-8") == page(), "python -m tests.hosts.table"


def test_the_library_example_of_the_researchers_guide_runs(capsys: pytest.CaptureFixture[str]) -> None:
    text = (DOCS / "researcher.md").read_text(encoding="utf-8")
    example = text.rpartition("```python")[2].partition("```")[0]
    shown = example.replace("declarations/documents", str(DOCS.parent / "declarations" / "documents"))
    exec(compile(shown, "docs/researcher.md", "exec"), {})
    assert "29\n" in capsys.readouterr().out


# -- files of a site -------------------------------------------------------------------------------------------------

# What the capitals in docs/files.md stand for.
_PLACES = {
    "KIND": r"[a-z]+",
    "SCHEME": r"[a-z-]+",
    "NAME": r"[a-z0-9-]+",
    "LANGUAGE": r"[a-z]{2}",
    "LIST": r"[a-z_]+",
    "NUMBER": r"\d+",
    "PAGE": r"[a-z0-9/-]+",
    "TABLE": r"(?:signatures|documents|entities)",
    "FILE": r"[A-Za-z0-9_.-]+",
}


def _documented_files() -> dict[str, re.Pattern[str]]:
    """The names in the first cells of docs/files.md, each with what it stands for."""
    words = re.compile(rf"\b({'|'.join(_PLACES)})\b")
    return {
        name: re.compile("".join(_PLACES.get(part, re.escape(part)) for part in words.split(name)))
        for name in _first_cells("files.md")
    }


def test_every_file_of_a_site_is_documented_and_nothing_else(built: Built, tmp_path: Path) -> None:
    others = '[links.x]\nfile = "x.nt"\ntitle.en = "X"\nsource = "https://x.example/"\nlicence = "https://x.example/"\n'
    hidden = publication(tmp_path / "p", settings=f"noindex = true\nlist_size = 2\n{SETTINGS}", extra=others)
    (hidden / "x.nt").touch()
    build(hidden)
    files = {*files_of(built.public), *files_of(hidden / "public")}
    documented = _documented_files()
    assert sorted(name for name in files if not any(form.fullmatch(name) for form in documented.values())) == []
    assert sorted(name for name, form in documented.items() if not any(map(form.fullmatch, files))) == []
