"""CSV files that curators edit: read strictly, each row with its line, so that a mistake is named where it stands."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ld_export.errors import LdExportError, RegistryProblem

SEPARATOR = " | "
_FIELD_LIMIT = 100_000
_QUOTED = re.compile(r"[,\"\r\n]")


class Row(dict[str, str]):
    """One row by column name, with the place (`file:line`) it stands at."""

    place: str

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a column that holds several, separated by ` | `."""
        return tuple(part.strip() for part in self[column].split("|") if part.strip())


def read_rows(path: Path, columns: Sequence[str], problem: type[LdExportError] = RegistryProblem) -> Iterator[Row]:
    """The rows of a CSV file with exactly these columns.

    Raises `problem` with file and line for another header, a ragged row, a NUL, bytes that are no UTF-8, and
    a field of over 100,000 characters, and for a file that is missing. A byte order mark is accepted.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise problem(f"cannot be read: {error.strerror}", path.name, "put the file back") from None
    except UnicodeDecodeError as error:
        raise problem("not UTF-8", f"{path.name}:byte {error.start}", "save the file as UTF-8") from None
    if "\0" in text:
        raise problem("a NUL character", f"{path.name}:{text[: text.index(chr(0))].count(chr(10)) + 1}", "remove it")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if header != list(columns):
            raise problem(f"the columns are {header}", f"{path.name}:1", f"they must be {','.join(columns)}")
        before = reader.line_num
        for cells in reader:
            place = f"{path.name}:{before + 1}"
            before = reader.line_num
            if cells:
                yield _row(cells, columns, place, problem)
    except csv.Error as error:
        raise problem(str(error), f"{path.name}:{reader.line_num}", "check the quotes of this row") from None


def _row(cells: list[str], columns: Sequence[str], place: str, problem: type[LdExportError]) -> Row:
    if len(cells) != len(columns):
        raise problem(f"{len(cells)} cells where {len(columns)} are due", place, f"the columns are {','.join(columns)}")
    if any(len(cell) > _FIELD_LIMIT for cell in cells):
        raise problem(f"a cell of over {_FIELD_LIMIT} characters", place, "shorten it")
    row = Row(zip(columns, (cell.strip() for cell in cells), strict=True))
    row.place = place
    return row


def write_row(cells: Sequence[str]) -> str:
    """One row as a line of canonical CSV (RFC 4180 quoting, line feed at the end)."""
    # Asked of the whole row first: most rows need no quotes at all.
    if _QUOTED.search("\0".join(cells)):
        cells = [_quoted(cell) for cell in cells]
    return ",".join(cells) + "\n"


def _quoted(cell: str) -> str:
    # csv.writer leaves a lone carriage return unquoted, and a reader would take it for the end of the row.
    if _QUOTED.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def with_rows(content: bytes, replaced: Mapping[str, str], added: Sequence[str] = ()) -> bytes:
    """A CSV file in which some rows (by their first cell) are other lines, and some are added.

    Every byte of the others, the line ends of the replaced and a byte order mark stay.
    """
    lines = io.StringIO(content.decode(), newline="").readlines()
    reader, parts, begin = csv.reader(lines, strict=True), [], 0
    for cells in reader:
        before = "".join(lines[begin : reader.line_num])
        begin = reader.line_num
        line = replaced.get(cells[0].strip()) if cells else None
        end = before[len(before.rstrip("\r\n")) :]
        parts.append(before if line is None else line.removesuffix("\n") + end)
    if added and parts and not parts[-1].endswith(("\r", "\n")):
        parts.append("\n")
    return "".join([*parts, *added]).encode()
