"""JSON lines: an object a line. What a line says stays as it is written; columns are added to its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ld_export.tabular.table import Row, TableProblem, lines_of, missing


class JsonLines:
    """A file of JSON objects, one a line. Its columns are the keys of the first, and `wanted` is in every one."""

    def __init__(self, path: Path, wanted: str) -> None:
        self.name = path.name
        self._path = path
        self._wanted = wanted
        self.ending = path.suffix
        first = next(self._objects(), None)
        if first is None:
            raise TableProblem("an empty file", self.name, "each line is a JSON object")
        self.columns: Sequence[str] = tuple(first[2])

    def rows(self) -> Iterator[Row]:
        """The rows in their order; a key that a row lacks is an empty cell, but for the wanted one."""
        for number, (place, text, said) in enumerate(self._objects(), start=1):
            if self._wanted not in said:
                raise missing(self._wanted, list(said), place)
            if isinstance(said[self._wanted], list | dict):
                raise TableProblem(f"several values under {self._wanted!r}", place, "a row has one name")
            cells = [_text(said.get(column)) for column in self.columns]
            yield Row(number, place, cells, text)

    def head(self, _columns: Sequence[str]) -> str:
        """Nothing: every row has its names."""
        return ""

    def written(self, row: Row, added: Mapping[str, str]) -> str:
        """The line as it was, with the added cells as further keys."""
        more = msgspec.json.encode(added).decode()[1:]
        before = row.text.rstrip().removesuffix("}").rstrip()
        return f"{before}{'' if before == '{' else ','}{more}\n"

    def _objects(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for line, text in enumerate(lines_of(self._path), start=1):
            if text.strip():
                place = f"{self.name}:{line}"
                try:
                    yield place, text, msgspec.json.decode(text, type=dict[str, Any])
                except (msgspec.DecodeError, RecursionError) as error:
                    raise TableProblem(f"no JSON object: {error}", place, "each line is one object") from None


def _text(value: Any) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
