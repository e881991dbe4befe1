"""Who belongs into the picture of a network: those with the most in common, and their strongest ties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ld_export.pages.pictures.data import Tie

LIMIT, TIES = 80, 240


class Strongest(NamedTuple):
    """The keys that were picked, the strongest first, each with at least one tie; and the ties, the strongest first."""

    keys: tuple[str, ...]
    ties: tuple[Tie, ...]


def strongest(pairs: Mapping[tuple[str, str], int], limit: int = LIMIT, ties: int = TIES) -> Strongest:
    """The `limit` keys with the most shared documents, and up to `ties` of the ties between them.

    A pair may be given in both orders: its numbers are added. Everyone who is picked keeps the strongest tie, so up to
    one tie for each is drawn even beyond `ties`. What is equal goes by the keys, so that the pick is always the same.
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
    kept = _kept(within, ties)
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


def _kept(within: list[Tie], most: int) -> tuple[Tie, ...]:
    """Everyone's strongest tie first, then the strongest of all, as far as there is room; in the order given."""
    met: set[str] = set()
    needed: set[Tie] = set()
    for tie in within:
        if not {tie.one, tie.other} <= met:
            needed.add(tie)
            met |= {tie.one, tie.other}
    room = max(most - len(needed), 0)
    for tie in within:
        if room and tie not in needed:
            needed.add(tie)
            room -= 1
    return tuple(tie for tie in within if tie in needed)
