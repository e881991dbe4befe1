"""XLSX: the first sheet of a workbook, read row by row. Needs openpyxl, which is an extra."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from ld_export.errors import UsageProblem
from ld_export.tabular.delimited import delimited_line
from ld_export.tabular.table import Row, TableProblem

_LARGEST_TEXTS = 256 * 1024 * 1024
"""The texts of a workbook stand together and are read at once: so many bytes of them at most."""
_TEXTS = "xl/sharedStrings.xml"
_BYTE_ORDER_MARK = "\ufeff"


class Workbook:
    """The first sheet of a workbook; its first row has the names of the columns. It is written as CSV."""

    ending = ".csv"

    def __init__(self, path: Path, _wanted: str) -> None:
        self.name = path.name
        self._path = path
        _refuse_huge(path)
        first = next(self._read(), None)
        if first is None:
            raise TableProblem("an empty sheet", self.name, "the first row has the names of the columns")
        cells = first[1]
        while cells and not cells[-1]:
            cells.pop()
        self.columns: Sequence[str] = tuple(cells)

    def rows(self) -> Iterator[Row]:
        """The rows in their order; an empty one is none."""
        read = self._read()
        next(read)
        number, width = 0, len(self.columns)
        for line, cells in read:
            if any(cells[width:]):
                raise TableProblem(
                    f"a cell behind column {self.columns[-1]!r}", f"{self.name}:{line}", "give it a name"
                )
            if any(cells):
                number += 1
                yield Row(number, f"{self.name}:{line}", [*cells[:width], *[""] * (width - len(cells))])

    def head(self, columns: Sequence[str]) -> str:
        """The names of the columns, behind the byte order mark that spreadsheets know UTF-8 by."""
        return _BYTE_ORDER_MARK + delimited_line(columns)

    def written(self, row: Row, added: Mapping[str, str]) -> str:
        """The row as one line."""
        return delimited_line([*row.cells, *added.values()])

    def _read(self) -> Iterator[tuple[int, list[str]]]:
        try:
            from openpyxl import load_workbook  # noqa: PLC0415 - an extra
            from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415
        except ModuleNotFoundError:
            raise UsageProblem(
                "XLSX needs openpyxl", self.name, "pip install 'ld-export[xlsx]', or save the sheet as CSV"
            ) from None
        try:
            book = load_workbook(self._path, read_only=True, data_only=True, keep_links=False)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
            raise TableProblem(f"no workbook: {error}", self.name, "save it again as XLSX, or as CSV") from None
        try:
            for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
                yield line, [_text(cell) for cell in cells]
        finally:
            book.close()


def _refuse_huge(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as file:
            size = next((one.file_size for one in file.infolist() if one.filename == _TEXTS), 0)
    except (zipfile.BadZipFile, OSError) as error:
        raise TableProblem(f"no workbook: {error}", path.name, "save it again as XLSX, or as CSV") from None
    if size > _LARGEST_TEXTS:
        raise TableProblem("a workbook with too many texts to be read at once", path.name, "save the sheet as CSV")


def _text(value: Any) -> str:
    """What a spreadsheet shows of a value, as plain as it can be: whole numbers without a point, days as ISO 8601."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    return value.isoformat() if isinstance(value, date | time) else "" if value is None else str(value)
