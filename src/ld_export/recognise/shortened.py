"""Passages without the middle of runs of digits that no number, date or code has, and what is found in them put back.

Every rule would be tried at every place of such a run: ten million digits would take seconds.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

import msgspec

from ld_export.model import Passage
from ld_export.recognise.found import Found, Number

# More than any rule looks ahead or back, so that what stands on both sides of a run is as far apart as ever.
_KEPT = 1000
_RUN = re.compile(rf"[0-9]{{{_KEPT + 1},}}")


class Shortened:
    """Passages made short, and the way back for what is found in them."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._whole = {passage.position: passage.text for passage in passages}
        self._cuts: dict[int, list[tuple[int, int]]] = {}
        self.passages = [self._short(passage) for passage in passages]

    def _short(self, passage: Passage) -> Passage:
        parts, cuts, gone, last = list[str](), list[tuple[int, int]](), 0, 0
        for run in _RUN.finditer(passage.text):
            cut = run.start() + _KEPT // 2
            rest = run.end() - _KEPT // 2
            parts.append(passage.text[last:cut])
            cuts.append((cut - gone, gone := gone + rest - cut))
            last = rest
        if not cuts:
            return passage
        self._cuts[passage.position] = cuts
        return msgspec.structs.replace(passage, text="".join([*parts, passage.text[last:]]))

    def _place(self, passage: int, at: int) -> int:
        cuts = self._cuts[passage]
        index = bisect_left(cuts, (at, 0))
        return at + (cuts[index - 1][1] if index else 0)

    def back(self, found: Iterable[Found]) -> tuple[Found, ...]:
        """What was found, where it stands in the whole passages."""
        return tuple(self._back(one) for one in found) if self._cuts else tuple(found)

    def numbers_back(self, found: Iterable[Number]) -> tuple[Number, ...]:
        """Numbers that were found, where they stand in the whole passages."""
        return tuple(
            one._replace(found=self._back(one.found), counts_start=self._place(one.found.passage, one.counts_start))
            if one.found.passage in self._cuts
            else one
            for one in found
        )

    def _back(self, one: Found) -> Found:
        if one.passage not in self._cuts:
            return one
        start, end = self._place(one.passage, one.start), self._place(one.passage, one.end)
        return one._replace(start=start, end=end, words=self._whole[one.passage][start:end])
