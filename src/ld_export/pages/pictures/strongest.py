"""Who belongs into the picture of a network: those with the most in common, and their strongest ties."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ld_export.pages.pictures.data import Tie

LIMIT, TIES = 80, 240


class Strongest(NamedTuple):
    """The keys that were picked, the strongest first, each with at least one tie; and the ties, the strongest first."""

    keys: tuple[str, ...]
    ties: tuple[Tie, ...]


def strongest(pairs: Mapping[tuple[str, str], int], limit: int = LIMIT, ties: int = TIES) -> Strongest:
    """The `limit` keys with the most shared documents, and up to `ties` of the ties between them.

    A pair may be given in both orders: its numbers are added. Who is tied, directly or through others, stays so: for
    this up to one tie for each is kept even beyond `ties`. Of equal people the first by key are picked; equal ties are
    spread evenly over their people.
    """
    known = _undirected(pairs)
    shared: dict[str, int] = {}
    for (one, other), strength in known.items():
        shared[one] = shared.get(one, 0) + strength
        shared[other] = shared.get(other, 0) + strength
    picked = set(sorted(shared, key=lambda key: (-shared[key], key))[:limit])
    within = [Tie(one, other, strength) for (one, other), strength in known.items() if {one, other} <= picked]
    kept = _kept(within, ties)
    tied = {key for tie in kept for key in (tie.one, tie.other)}
    return Strongest(tuple(sorted(tied, key=lambda key: (-shared[key], key))), tuple(kept))


def _undirected(pairs: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Each pair once, in the order of its keys; none with oneself, none without anything shared."""
    known: dict[tuple[str, str], int] = {}
    for (one, other), strength in pairs.items():
        if one != other and strength > 0:
            pair = (one, other) if one < other else (other, one)
            known[pair] = known.get(pair, 0) + strength
    return known


def _kept(within: Sequence[Tie], most: int) -> list[Tie]:
    """First the strongest that hold together what is tied at all, then the strongest of all, as far as there is room.

    Without the first, who is tied to many, but weakly, would stand alone, as if tied to none of them.
    """
    counts: Counter[str] = Counter()
    kept: list[Tie] = []
    part = {key: {key} for tie in within for key in (tie.one, tie.other)}
    for tie in _evenly(within, counts):
        if part[tie.one] is not part[tie.other]:
            joined = part[tie.one] | part[tie.other]
            part.update(dict.fromkeys(joined, joined))
            kept.append(tie)
            counts.update((tie.one, tie.other))
    first = set(kept)
    for tie in _evenly([tie for tie in within if tie not in first], counts):
        if len(kept) >= most:
            break
        kept.append(tie)
        counts.update((tie.one, tie.other))
    return sorted(kept, key=lambda tie: (-tie.strength, tie.one, tie.other))


def _evenly(ties: Sequence[Tie], counts: Counter[str]) -> Iterator[Tie]:
    """The ties, the strongest first; of equal ones that whose ends have the fewest yet, which the caller counts.

    All who signed one document are tied equally. By their keys alone the first in the alphabet would get all the ties
    there is room for, and look like the one who brings the others together.
    """
    queue = [(-tie.strength, 0, tie.one, tie.other) for tie in ties]
    heapq.heapify(queue)
    while queue:
        weakness, before, one, other = queue[0]
        now = counts[one] + counts[other]
        if now > before:
            heapq.heapreplace(queue, (weakness, now, one, other))
        else:
            heapq.heappop(queue)
            yield Tie(one, other, -weakness)
