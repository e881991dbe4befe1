"""The table of `docs/hosting.md`, from the cases: `python -m tests.hosts.table` writes it."""

from __future__ import annotations

from tests.hosts.cases import CASES, FOUND, Case
from tests.support import ROOT

TARGET = ROOT / "docs" / "hosting.md"
_HEADING = "## What every host answers\n"
_LONG = 60


def page() -> str:
    """The whole page, with the table as it should be."""
    before, heading, after = TARGET.read_text(encoding="utf-8").partition(_HEADING)
    prose = after.partition("\n\n|")[0].rstrip("\n")
    rows = "".join(f"| {' | '.join(cells)} |\n" for cells in map(_cells, CASES))
    return f"{before}{heading}{prose}\n\n| | asked for | accepted | answer |\n|---|---|---|---|\n{rows}"


def _cells(case: Case) -> tuple[str, ...]:
    accepted = [f"`{text}`" for text in (case.accept, case.language, case.encoding) if text]
    shown = "; ".join(text if len(text) <= _LONG else "a long list" for text in accepted)
    answer = "found" if case.answer == FOUND else str(case.answer)
    return case.what, f"`/{case.path}`", shown.replace("|", r"\|"), f"{answer}: `{case.file}`"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
