"""Which reader reads which file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from ld_export.errors import UsageProblem
from ld_export.tabular.delimited import Delimited
from ld_export.tabular.json_lines import JsonLines
from ld_export.tabular.table import Table
from ld_export.tabular.workbook import Workbook

READERS: Mapping[str, Callable[[Path, str], Table]] = {
    ".csv": Delimited,
    ".tsv": Delimited,
    ".jsonl": JsonLines,
    ".ndjson": JsonLines,
    ".xlsx": Workbook,
}
"""By the ending of a file what reads it."""


def open_table(path: Path, wanted: str) -> Table:
    """The table in a file, which is known by its ending. `wanted` is a column that it surely has.

    Raises `UsageProblem` where there is no such file or no such reader, and `TableProblem` for what is no table.
    """
    if not path.is_file():
        raise UsageProblem("no such file", str(path), "give a table with a column of names")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UsageProblem(f"{path.suffix or 'no ending'} is no table", path.name, f"use {', '.join(READERS)}")
    return reader(path, wanted)
