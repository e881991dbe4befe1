"""Places for the nodes of a network, such that the way between two on paper is as long as that along their ties.

Stress is made smaller by stochastic gradient descent over pairs: Zheng, Pawar, Goodman, "Graph Drawing by Stochastic
Gradient Descent" (2018). The number of steps is fixed. Only + - * / and square roots are used, and no `sum`, which adds
floats otherwise from Python 3.12 on: the same network has the same picture everywhere.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

ROUNDS = 32
# The step is multiplied by this after each round: about 0.0001 of the first is left in the last.
_COOLING = 0.75

Point = tuple[float, float]


class Line(NamedTuple):
    """A tie between two nodes, by their numbers, and how long it would like to be."""

    one: int
    other: int
    length: float


def places(count: int, lines: Sequence[Line], seed: int) -> list[Point]:
    """A point for each of `count` nodes, around the origin, its longest extent across."""
    chance = random.Random(seed).random  # noqa: S311 - the seed is public: the layout must be the same every time
    across = [chance() for _ in range(count)]
    down = [chance() for _ in range(count)]
    pairs = _pairs(_distances(count, lines))
    step = 1.0
    for _, _, wanted in pairs:
        step = max(step, wanted * wanted)
    for _ in range(ROUNDS):
        _shuffle(pairs, chance)
        _round(across, down, pairs, step)
        step *= _COOLING
    return _turned(across, down)


def _round(across: list[float], down: list[float], pairs: Sequence[Line], step: float) -> None:
    """Move both ends of each pair towards their distance: the near ones farther, as their distance weighs more."""
    root = math.sqrt
    for one, other, wanted in pairs:
        x = across[one] - across[other]
        y = down[one] - down[other]
        there = root(x * x + y * y) or 0.001
        part = step / (wanted * wanted)
        shift = (min(part, 1.0)) * (there - wanted) / (2 * there)
        across[one] -= x * shift
        down[one] -= y * shift
        across[other] += x * shift
        down[other] += y * shift


def _shuffle(pairs: list[Line], chance: Callable[[], float]) -> None:
    """In an order by chance, made of `random()` alone: what `shuffle` draws may differ between versions of Python."""
    for last in range(len(pairs) - 1, 0, -1):
        at = int(chance() * (last + 1))
        pairs[last], pairs[at] = pairs[at], pairs[last]


def _distances(count: int, lines: Sequence[Line]) -> list[list[float]]:
    """The shortest way from each node to each; what no way leads to is a little farther than the farthest that is."""
    ties: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for one, other, length in lines:
        ties[one].append((other, length))
        ties[other].append((one, length))
    found = [_from(start, ties) for start in range(count)]
    farthest = 0.0
    for row in found:
        for way in row:
            farthest = max(farthest, way if way < math.inf else 0.0)
    return [[way if way < math.inf else farthest + 1 for way in row] for row in found]


def _from(start: int, ties: Sequence[Sequence[tuple[int, float]]]) -> list[float]:
    """The shortest ways from one node (Dijkstra)."""
    ways = [math.inf] * len(ties)
    ways[start] = 0.0
    queue = [(0.0, start)]
    while queue:
        way, at = heapq.heappop(queue)
        if way > ways[at]:
            continue
        for other, length in ties[at]:
            if way + length < ways[other]:
                ways[other] = way + length
                heapq.heappush(queue, (way + length, other))
    return ways


def _pairs(ways: Sequence[Sequence[float]]) -> list[Line]:
    return [Line(one, other, ways[one][other]) for one in range(len(ways)) for other in range(one)]


def _turned(across: Sequence[float], down: Sequence[float]) -> list[Point]:
    """The points about their middle, turned so that they lie along the horizontal."""
    count = len(across) or 1
    middle = _total(across) / count, _total(down) / count
    points = [(x - middle[0], y - middle[1]) for x, y in zip(across, down, strict=True)]
    xx, yy, xy = (
        _total([x * x for x, _ in points]),
        _total([y * y for _, y in points]),
        _total([x * y for x, y in points]),
    )
    # The direction of the largest eigenvalue of ((xx, xy), (xy, yy)), without an angle.
    half = (xx - yy) / 2
    root = math.sqrt(half * half + xy * xy)
    if root == 0:
        return points
    along, side = (half + root, xy) if half >= 0 else (xy, root - half)
    length = math.sqrt(along * along + side * side)
    along, side = along / length, side / length
    return [(x * along + y * side, y * along - x * side) for x, y in points]


def _total(values: Sequence[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total
