"""Lines in order, each once, however many there are: what is no longer held lies in sorted pieces on the disk."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

_HELD = 200_000
"""So many lines are held at once: about 100 MB."""


class OutOfOrder(Exception):
    """Lines that were taken for sorted are not."""


def if_in_order(lines: Iterable[str]) -> Iterator[str]:
    """Sorted lines, each once, handed on as they come. `OutOfOrder` at the first that is not where it belongs."""
    last = ""
    for line in lines:
        if line > last:
            yield line
        elif line < last:
            raise OutOfOrder
        last = line


def put_in_order(lines: Iterable[str], folder: Path, held: int = _HELD) -> Iterator[str]:
    """Lines in any order, sorted and each once. Code points sort as bytes of UTF-8 do. Pieces go into `folder`."""
    return if_in_order(heapq.merge(*_pieces(iter(lines), folder, held)))


def _pieces(lines: Iterator[str], folder: Path, held: int) -> list[Iterator[str]]:
    pieces: list[Iterator[str]] = []
    while piece := list(islice(lines, held)):
        piece.sort()
        pieces.append(_read_back(_written(piece, folder)) if len(piece) == held else iter(piece))
    return pieces


def _written(piece: list[str], folder: Path) -> TextIO:
    file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder)  # noqa: SIM115 - closed when read
    file.writelines(piece)
    file.seek(0)
    return file


def _read_back(file: TextIO) -> Iterator[str]:
    with file:
        yield from file
