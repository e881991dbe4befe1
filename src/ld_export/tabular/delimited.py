"""CSV and TSV: which character parts the cells is seen from the head."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ld_export.tabular.table import Row, TableProblem, lines_of

_DELIMITERS = (",", ";", "\t", "|")
_BYTE_ORDER_MARK = "\ufeff"


class Delimited:
    """A file of delimited values whose first row has the names of the columns, `wanted` among them.

    Raises `TableProblem` for a file without any row.
    """

    ending = ""

    def __init__(self, path: Path, wanted: str) -> None:
        self.name = path.name
        self._path = path
        self.ending = path.suffix
        with path.open("rb") as file:
            self._marked = file.read(3) == _BYTE_ORDER_MARK.encode()
        self._delimiter, self.columns = self._read_head(wanted)

    def rows(self) -> Iterator[Row]:
        """The rows in their order; a line with nothing in it is none."""
        reader = _rows(lines_of(self._path), self._delimiter, self.name)
        next(reader)
        number = 0
        for line, cells in reader:
            if cells:
                number += 1
                yield Row(number, f"{self.name}:{line}", self._whole(cells, line))

    def head(self, columns: Sequence[str]) -> str:
        """The names of the columns, behind a byte order mark if the file has one."""
        return (_BYTE_ORDER_MARK if self._marked else "") + self._line(columns)

    def written(self, row: Row, added: Mapping[str, str]) -> str:
        """The row as one line."""
        return self._line([*row.cells, *added.values()])

    def _line(self, cells: Iterable[str]) -> str:
        return delimited_line(cells, self._delimiter)

    def _whole(self, cells: Sequence[str], line: int) -> Sequence[str]:
        if len(cells) == len(self.columns):
            return cells
        near = self.columns[min(len(cells), len(self.columns)) - 1]
        raise TableProblem(
            f"{len(cells)} cells where the head has {len(self.columns)}",
            f"{self.name}:{line}",
            f"check what stands behind column {near!r}: a quote or a delimiter that is missing or too many",
        )

    def _read_head(self, wanted: str) -> tuple[str, Sequence[str]]:
        """The delimiter under which the wanted column is there; else the one that makes most columns."""
        heads = {}
        for delimiter in ("\t",) if self.ending == ".tsv" else _DELIMITERS:
            found = next(_rows(lines_of(self._path), delimiter, self.name), None)
            if found is None:
                raise TableProblem("an empty file", self.name, "the first row has the names of the columns")
            heads[delimiter] = found[1]
        best = max(heads, key=lambda one: (wanted in heads[one], len(heads[one])))
        return best, heads[best]


def _rows(lines: Iterator[str], delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the lines that they begin in."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    before = 1
    try:
        for cells in reader:
            yield before, cells
            before = reader.line_num + 1
    except csv.Error as error:
        raise TableProblem(str(error), f"{name}:{before}", "check the quotes and the line ends of this row") from None


def delimited_line(cells: Iterable[str], delimiter: str = ",") -> str:
    """A row as a line that any program reads back to the same cells."""
    return delimiter.join([_quoted(cell, delimiter) for cell in cells]) + "\n"


def _quoted(cell: str, delimiter: str) -> str:
    if delimiter in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
