"""How far two skeletons are apart, where sounds that are easily taken for each other are nearer than others."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ld_export.matching.tables import near_sounds

# Sounds of several letters as one sign each, longest first.
_SIGNS = (("shch", "5"), ("sh", "1"), ("ch", "2"), ("ts", "3"), ("ia", "4"))


class Distance(NamedTuple):
    """What it costs to make one of the other, in letters; `wrong` if some of it is no sound near the other."""

    cost: float
    wrong: bool


def distance(one: str, other: str) -> Distance:
    """The least cost; two neighbours that changed places cost one letter."""
    costs, mine, theirs = _costs(), _signs(one), _signs(other)
    before: list[tuple[float, bool]] = []
    row = [(0.0, False)]
    for letter in theirs:
        row.append(_plus(row[-1], costs.get(("", letter))))
    for at, letter in enumerate(mine):
        now = [_plus(row[0], costs.get((letter, "")))]
        for there, their in enumerate(theirs):
            ways = [
                row[there] if letter == their else _plus(row[there], costs.get((letter, their))),
                _plus(row[there + 1], costs.get((letter, ""))),
                _plus(now[there], costs.get(("", their))),
            ]
            if at and there and letter == theirs[there - 1] and mine[at - 1] == their:
                ways.append(_plus(before[there - 1], None))
            now.append(min(ways))
        before, row = row, now
    return Distance(*row[-1])


def _plus(way: tuple[float, bool], cost: float | None) -> tuple[float, bool]:
    return (way[0] + 1.0, True) if cost is None else (way[0] + cost, way[1])


def _signs(skeleton: str) -> str:
    for letters, sign in _SIGNS:
        skeleton = skeleton.replace(letters, sign)
    return skeleton


@cache
def _costs() -> dict[tuple[str, str], float]:
    return {(_signs(one), _signs(other)): cost for (one, other), cost in near_sounds().items()}
