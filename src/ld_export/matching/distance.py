"""How far two skeletons are apart, where sounds that are easily taken for each other are nearer than others."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from ld_export.matching.tables import near_sounds

# Sounds of several letters as one sign each, longest first.
_SIGNS = (("shch", "5"), ("sh", "1"), ("ch", "2"), ("ts", "3"), ("ia", "4"), ("io", "6"), ("oe", "7"))


_WRONG = 1.001
"""What a letter costs that no sound is near."""
_FIRM = "lmnr"
"""Letters that no row of the table has: a test holds that."""
_MOST_LETTERS = 3
"""Words whose lengths differ by more are not compared letter by letter."""


class Distance(NamedTuple):
    """What it costs to make one of the other, in letters; `wrong` if some of it is no sound near the other."""

    cost: float
    wrong: bool


FAR = Distance(99.0, True)


def distance(one: str, other: str, most: float = 98.0) -> Distance:
    """What it costs to make one skeleton of the other, or `FAR` where that is over `most`.

    Two neighbours that changed places cost one letter.
    """
    return letters_apart(_signs(one), _signs(other), most)


def letters_apart(one: str, other: str, most: float = 98.0) -> Distance:
    """The same of two words as they are written, where no letters make one sound together."""
    mine, theirs = _apart(one, other)
    if not mine and not theirs:
        return Distance(0.0, wrong=False)
    if abs(len(mine) - len(theirs)) > _MOST_LETTERS or _firm(mine, theirs) > most:
        return FAR
    return _least(mine, theirs, most)


def _firm(mine: str, theirs: str) -> int:
    """So many letters that no sound is near are in only one of them: a bound that is found quickly."""
    more = [mine.count(letter) - theirs.count(letter) for letter in _FIRM]
    return max(sum(one for one in more if one > 0), -sum(one for one in more if one < 0))


def _least(mine: str, theirs: str, most: float) -> Distance:
    costs = _costs()
    gained = [costs.get(("", letter), _WRONG) for letter in theirs]
    before: list[float] = []
    row = [0.0, *accumulate(gained)]
    for at, letter in enumerate(mine):
        lost = costs.get((letter, ""), _WRONG)
        least = last = row[0] + lost
        now = [last]
        for there, their in enumerate(theirs):
            # Compared one by one: `min` would take half of the time.
            kept = row[there] if letter == their else row[there] + costs.get((letter, their), _WRONG)
            last += gained[there]
            last = min(last, row[there + 1] + lost)
            last = min(last, kept)
            if before and there and letter == theirs[there - 1] and mine[at - 1] == their:
                last = min(last, before[there - 1] + _WRONG)
            least = min(least, last)
            now.append(last)
        if least > most:
            return FAR
        before, row = row, now
    # A wrong letter costs a little over one, so that its thousandths tell whether there was any.
    return Distance(round(row[-1], 1), wrong=round(row[-1] * 1000) % 100 > 0)


def _apart(one: str, other: str) -> tuple[str, str]:
    """Both without what they begin and end with alike; a cheapest way leaves that as it is."""
    begin = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        begin += 1
    one, other, end = one[begin:], other[begin:], 0
    for mine, theirs in zip(reversed(one), reversed(other), strict=False):
        if mine != theirs:
            break
        end += 1
    return one[: len(one) - end], other[: len(other) - end]


@lru_cache(maxsize=100_000)
def _signs(skeleton: str) -> str:
    for letters, sign in _SIGNS:
        skeleton = skeleton.replace(letters, sign)
    return skeleton


@cache
def _costs() -> dict[tuple[str, str], float]:
    return {(_signs(one), _signs(other)): cost for (one, other), cost in near_sounds().items()}
