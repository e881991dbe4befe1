"""Who belongs into the picture of a network: those with the most in common, and the ties that matter to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ld_export.pages.pictures.data import Tie

LIMIT, EACH = 80, 4


class Strongest(NamedTuple):
    """The keys that were picked, the strongest first, each with at least one tie; and the ties, the strongest first."""

    keys: tuple[str, ...]
    ties: tuple[Tie, ...]


def strongest(pairs: Mapping[tuple[str, str], int], limit: int = LIMIT, each: int = EACH) -> Strongest:
    """The `limit` keys with the most shared documents, and of everyone the `each` strongest ties with the others.

    Ties as strong as the last of these are all kept: who signed one document with thirty is tied to the thirty, not to
    the first of them in the alphabet. Who is tied at all, directly or through others, stays so. A pair may be given in
    both orders: its numbers are added. Of equal people the first by key are picked.
    """
    known = _undirected(pairs)
    shared: dict[str, int] = {}
    for (one, other), strength in known.items():
        shared[one] = shared.get(one, 0) + strength
        shared[other] = shared.get(other, 0) + strength
    picked = set(sorted(shared, key=lambda key: (-shared[key], key))[:limit])
    within = sorted(
        (Tie(one, other, strength) for (one, other), strength in known.items() if {one, other} <= picked),
        key=lambda tie: (-tie.strength, tie.one, tie.other),
    )
    wanted = _near(within, each) | _joining(within)
    kept = tuple(tie for tie in within if tie in wanted)
    tied = {key for tie in kept for key in (tie.one, tie.other)}
    return Strongest(tuple(sorted(tied, key=lambda key: (-shared[key], key))), kept)


def _undirected(pairs: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Each pair once, in the order of its keys; none with oneself, none without anything shared."""
    known: dict[tuple[str, str], int] = {}
    for (one, other), strength in pairs.items():
        if one != other and strength > 0:
            pair = (one, other) if one < other else (other, one)
            known[pair] = known.get(pair, 0) + strength
    return known


def _near(within: Sequence[Tie], each: int) -> set[Tie]:
    """Of ties with the strongest first, everyone's `each` strongest and those as strong as the last of them."""
    strengths: dict[str, list[int]] = {}
    for tie in within:
        for key in (tie.one, tie.other):
            strengths.setdefault(key, []).append(tie.strength)
    least = {key: found[: max(each, 1)][-1] for key, found in strengths.items()}
    return {tie for tie in within if tie.strength >= min(least[tie.one], least[tie.other])}


def _joining(within: Sequence[Tie]) -> set[Tie]:
    """Of ties with the strongest first, the fewest and strongest that join all that is joined."""
    part = {key: {key} for tie in within for key in (tie.one, tie.other)}
    found = set()
    for tie in within:
        if part[tie.one] is not part[tie.other]:
            joined = part[tie.one] | part[tie.other]
            part.update(dict.fromkeys(joined, joined))
            found.add(tie)
    return found
