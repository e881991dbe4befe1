"""The walk-through of `docs/sixth-document.md`, done as the page says: its text, its changes, its commands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from ld_export.cli import main
from tests.support import ROOT

PAGE = (ROOT / "docs" / "sixth-document.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(text|diff|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = {"text": "documents/pace-wd-9901.txt", "diff": "annotations/pace-wd-9901.yaml"}

# How much there is in the other five documents is none of this page's business.
TOTALS = re.compile(r"\d+ (signatures|statements|pages)")


@pytest.mark.slow
def test_a_newcomer_publishes_a_sixth_document_by_doing_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for kind, content in BLOCK.findall(PAGE):
        if kind == "text":
            Path(FILES[kind]).write_text(content, encoding="utf-8")
        elif kind == "diff":
            change(Path(FILES[kind]), content)
        else:
            for command, output in commands(content):
                if command.startswith("cd "):
                    monkeypatch.chdir(command.removeprefix("cd "))
                elif command.startswith("ld-export "):  # and not git, which need not be there
                    assert without_totals(run(command, monkeypatch, capfd, tmp_path)) == without_totals(output)
    looked_at(PAGE)


def commands(block: str) -> list[tuple[str, str]]:
    """The commands of a block, each with the output that the page shows."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def run(command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], home: Path) -> str:
    """What a command prints, its notes first, with addresses as seen from the folder that all is done in."""
    monkeypatch.setattr("sys.argv", shlex.split(command))
    capfd.readouterr()
    with pytest.raises(SystemExit):
        main()
    printed = capfd.readouterr()
    return (printed.err + printed.out).replace(f"{home}/", "")


def change(file: Path, diff: str) -> None:
    """Do what a diff says, in the one place where its old lines stand."""
    lines = diff.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    new = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
    before = file.read_text(encoding="utf-8")
    assert before.count(old) == 1, f"the draft does not have once:\n{old}"
    file.write_text(before.replace(old, new), encoding="utf-8")


def without_totals(printed: str) -> str:
    return TOTALS.sub(r"N \1", printed)


def looked_at(page: str) -> None:
    """The pages that the walk-through ends with are there and show the new document."""
    named = re.findall(r"^- `(public/.+?\.html)`", page, re.MULTILINE)
    assert len(named) == 4
    for name in named:
        assert "pace-wd-9901" in Path(name).read_text(encoding="utf-8"), name
    declaration = Path("public/declaration/pace-wd-9901.html").read_text(encoding="utf-8")
    assert "he was tortured in custody</mark>" in declaration
    assert 'id="claim-2-words"' in declaration
    assert "he was tortured in custody" in Path("public/person/135.html").read_text(encoding="utf-8")
