"""A table as it is read for linking: columns, and rows one after another, never all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple, Protocol

from ld_export.errors import LdExportError

LONGEST_LINE = 4 * 1024 * 1024
"""No line is longer, in bytes: what is has lost its line ends, or is no table."""


class TableProblem(LdExportError):
    """A table that is to be linked is malformed, or lacks a column."""


class Row(NamedTuple):
    """A row: its number from 1 on, where it stands (`file:line`), and its cells.

    `text` is the row as its file has it, where that is what is written again.
    """

    number: int
    place: str
    cells: Sequence[str]
    text: str = ""


class Table(Protocol):
    """A file with rows. `ending` is that of the file that it is written to."""

    name: str
    columns: Sequence[str]
    ending: str

    def rows(self) -> Iterator[Row]:
        """The rows in their order. Raises `TableProblem` with file and line."""

    def head(self, columns: Sequence[str]) -> str:
        """What stands before all rows: the names of the columns, those that are added with them."""

    def written(self, row: Row, added: Mapping[str, str]) -> str:
        """A row with cells added."""


def place_of(table: Table, column: str) -> int:
    """Where a column stands. Raises `TableProblem` for one that is not there, or there twice."""
    found = [at for at, name in enumerate(table.columns) if name == column]
    if len(found) == 1:
        return found[0]
    if found:
        raise TableProblem(f"there are {len(found)} columns {column!r}", f"{table.name}:1", "give each its own name")
    raise missing(column, table.columns, f"{table.name}:1")


def missing(column: str, columns: Sequence[str], place: str) -> TableProblem:
    """What to say where a column is not there: the nearest that is, and all of them."""
    folded = {name.strip().casefold(): name for name in reversed(columns)}
    near = get_close_matches(column.strip().casefold(), folded, n=1, cutoff=0.5)
    hint = f"did you mean {folded[near[0]]!r}? " if near else ""
    listed = ", ".join(repr(name) for name in columns[:40]) or "none"
    return TableProblem(f"there is no column {column!r}", place, f"{hint}The columns are {listed}")


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file with their ends, read one by one; a byte order mark is passed over.

    Raises `TableProblem` for other encodings, a NUL, and a line of more than `LONGEST_LINE` bytes.
    """
    number = 0
    try:
        with path.open("rb") as file:
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                yield _decoded(line if number > 1 else line.removeprefix(b"\xef\xbb\xbf"), f"{path.name}:{number}")
    except OSError as error:
        raise TableProblem(f"cannot be read: {error.strerror}", str(path), "check the file") from None


def _decoded(line: bytes, place: str) -> str:
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TableProblem("UTF-16 and not UTF-8", place, "save the file as “CSV UTF-8”")
    if len(line) > LONGEST_LINE:
        raise TableProblem(f"a line of over {LONGEST_LINE:,} bytes", place, "check its line ends and its quotes")
    if b"\0" in line:
        raise TableProblem("a NUL character", place, "save the file as UTF-8 text")
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        shown = line[error.start : error.start + 1].decode("cp1252", "replace")
        raise TableProblem(
            f"not UTF-8: byte {error.start + 1} would be {shown!r} in Latin-1", place, "save the file as “CSV UTF-8”"
        ) from None
