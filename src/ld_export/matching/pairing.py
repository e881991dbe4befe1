"""Which word of one name is which of the other: the pairing that agrees best, each word taken once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_PAIRED_FROM = 0.6
_EXACT = 8


class Pairing(NamedTuple):
    """Places of words that belong together, and of those of either side that are left."""

    pairs: tuple[tuple[int, int], ...]
    mine: tuple[int, ...]
    theirs: tuple[int, ...]


def paired(scores: Sequence[Sequence[float]], width: int) -> Pairing:
    """The pairing with the highest sum of scores; of equal ones that in which fewest words changed their order."""
    find = _best if min(len(scores), width) and max(len(scores), width) <= _EXACT else _greedy
    pairs = find(scores, width)
    mine, theirs = {one for one, _ in pairs}, {other for _, other in pairs}
    return Pairing(
        tuple(sorted(pairs)),
        tuple(at for at in range(len(scores)) if at not in mine),
        tuple(at for at in range(width) if at not in theirs),
    )


def _best(scores: Sequence[Sequence[float]], width: int) -> list[tuple[int, int]]:
    """Over subsets of their words: the best that the first of mine can do with them."""
    reached: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for at, row in enumerate(scores):
        following = dict(reached)
        for taken, (total, pairs) in reached.items():
            for there in range(width):
                if row[there] < _PAIRED_FROM or taken & 1 << there:
                    continue
                known = following.get(taken | 1 << there)
                # A hair for words that stand where they stood, so that equals keep their order.
                score = total + row[there] + (0.001 if at == there else 0.0)
                if known is None or score > known[0]:
                    following[taken | 1 << there] = score, [*pairs, (at, there)]
        reached = following
    return max(reached.values(), key=lambda one: one[0])[1]


def _greedy(scores: Sequence[Sequence[float]], width: int) -> list[tuple[int, int]]:
    ranked = sorted((-row[there], at, there) for at, row in enumerate(scores) for there in range(width))
    pairs: dict[int, int] = {}
    for score, at, there in ranked:
        if -score >= _PAIRED_FROM and at not in pairs and there not in pairs.values():
            pairs[at] = there
    return list(pairs.items())
