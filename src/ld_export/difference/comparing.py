"""Two sorted streams of statements side by side: what only one of them has, and what that means."""

from __future__ import annotations

import filecmp
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ld_export.difference.sides import Side
from ld_export.difference.sorting import OutOfOrder, if_in_order, put_in_order
from ld_export.difference.summary import Summary, Tally

_ADDED, _REMOVED = "added.nq", "removed.nq"


class Difference(NamedTuple):
    """What one has and the other has not. Applied to the first, removals before additions, it gives the second.

    `added` and `removed` are files of canonical N-Quads, sorted, each statement once. Where one side names no graphs,
    those of the other count for nothing: then `graphs` is false, and the lines are N-Triples.
    """

    added: Path
    removed: Path
    graphs: bool
    summary: Summary

    def __bool__(self) -> bool:
        return bool(self.summary.added or self.summary.removed)


def compare(first: Side, second: Side, folder: Path) -> Difference:
    """The difference of two sides, written into an existing folder.

    What is held in memory does not grow with the statements, only with the entities that changed.
    Raises `UnreadableGraph` for a file that cannot be read, or that has blank nodes.
    """
    graphs = first.names_graphs == second.names_graphs
    sides = _Side(first._replace(graphs=graphs), folder), _Side(second._replace(graphs=graphs), folder)
    added, removed = folder / _ADDED, folder / _REMOVED
    while True:
        try:
            return Difference(added, removed, graphs, _written(_side_by_side(*sides), added, removed))
        except OutOfOrder:
            continue  # the side that was not sorted knows it now


class _Side:
    """A side that is taken for sorted, as canonical dumps are, until it turns out not to be."""

    def __init__(self, side: Side, folder: Path) -> None:
        self.side = side
        self._folder = folder
        self._is_sorted = True

    def lines(self) -> Iterator[str]:
        """The lines in order. `OutOfOrder` once, where they were not."""
        if not self._is_sorted:
            yield from put_in_order(self.side.lines(), self._folder)
            return
        try:
            yield from if_in_order(self.side.lines())
        except OutOfOrder:
            self._is_sorted = False
            raise


def _written(lines: Iterable[tuple[str, bool, bool]], added: Path, removed: Path) -> Summary:
    tally = Tally()
    with (
        added.open("w", encoding="utf-8", newline="\n") as only_second,
        removed.open("w", encoding="utf-8", newline="\n") as only_first,
    ):
        for line, in_first, in_second in lines:
            tally.add(line, in_first=in_first, in_second=in_second)
            if not in_first:
                only_second.write(line)
            elif not in_second:
                only_first.write(line)
    return tally.summary()


def _side_by_side(first: _Side, second: _Side) -> Iterator[tuple[str, bool, bool]]:
    """Every statement of either side, in order, with which sides have it."""
    if _same_bytes(first.side.path, second.side.path):
        # There is no difference: they are only looked through for what cannot be compared.
        for _ in first.side.lines():
            pass
        return
    lefts, rights = first.lines(), second.lines()
    left, right = next(lefts, None), next(rights, None)
    while left is not None and right is not None:
        if left == right:
            yield left, True, True
            left, right = next(lefts, None), next(rights, None)
        elif left < right:
            yield left, True, False
            left = next(lefts, None)
        else:
            yield right, False, True
            right = next(rights, None)
    yield from ((line, True, False) for line in _rest(left, lefts))
    yield from ((line, False, True) for line in _rest(right, rights))


def _same_bytes(first: Path, second: Path) -> bool:
    return first.suffix == second.suffix and filecmp.cmp(first, second, shallow=False)


def _rest(one: str | None, others: Iterator[str]) -> Iterator[str]:
    """What is left of a stream of which one line was looked at, if there was one."""
    if one is not None:
        yield one
        yield from others
