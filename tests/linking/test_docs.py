"""What docs/linker.md and the notebook show of the list of twenty is what comes out."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from tests import command_line, fixtures_built
from tests.command_line import Command
from tests.fixtures_built import Built
from tests.linking import notebook
from tests.support import ROOT

built = fixtures_built.built
run = command_line.run

DOCS = ROOT / "docs"
EXAMPLES = DOCS / "examples"


@pytest.fixture
def folder(built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the list, as deep below the built site as it is in the checkout."""
    (tmp_path / "public").symlink_to(built.public)
    made = tmp_path / "docs" / "examples"
    made.mkdir(parents=True)
    shutil.copy(EXAMPLES / "names.csv", made)
    monkeypatch.chdir(made)
    return made


def arguments(shown: str) -> list[str]:
    """Of a command that is shown what stands behind its name."""
    return shown.replace("\\\n", " ").split()[1:]


def test_the_page_shows_what_comes_out(folder: Path, run: Command) -> None:
    section = (DOCS / "linker.md").read_text(encoding="utf-8").partition("## A table of names")[2].partition("\n## ")[0]
    find, apply = re.findall(r"```sh\n(.*?)\n```", section, re.DOTALL)
    found = run(*arguments(find), "--names", "../../public")
    assert found.code == 0
    assert f"```\n{found.out}```" in section
    given = (EXAMPLES / "names.csv").read_text(encoding="utf-8")
    assert "".join(given.splitlines(keepends=True)[:4]) in section
    with Path("names.linked.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    shown = re.findall(
        r"^\| ([^|`]+) \| (certain|doubtful) \| ([^|]+) \| ([\d.]+) \| ([^|]+) \|$", section, re.MULTILINE
    )
    assert len(shown) == 4
    for name, *cells in shown:
        row = rows[name]
        assert cells == [row[f"link_{column}"] for column in ("status", "label", "score", "reason")]
    assert set(re.findall(r"`(link_\w+)`", section)) == {
        name for name in rows["Petra de Sutter"] if name.startswith("link_")
    }
    assert run(*arguments(apply), "--names", "../../public").code == 0
    assert Path("names.links.ttl").is_file()


def test_the_notebook_prints_what_stands_in_it(folder: Path) -> None:
    """If this fails, run `python -m tests.linking.notebook` with the notebook and docs/examples/, and read it."""
    shown = notebook.read(EXAMPLES / "linking.ipynb")
    assert notebook.run(shown, folder) == [notebook.printed(cell) for cell in notebook.code_cells(shown)]
