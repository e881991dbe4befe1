"""Numbers to places and shades: round ticks, five classes, and which labels there is room for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

SHADES = 5
_YEAR = re.compile("[0-9]{1,4}")
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 250, 500, 1000)


def counted(values: Iterable[int]) -> int:
    """The largest of some counts, 0 when there are none. Raises ValueError for one below zero: that is no count."""
    largest = 0
    for value in values:
        if value < 0:
            raise ValueError(f"{value} is no count: a picture shows zero and more")
        largest = max(largest, value)
    return largest


def ticks(largest: int, most: int = 5) -> tuple[int, ...]:
    """Round whole numbers from 0 to the first at or above `largest`, at most `most` beside the zero."""
    magnitude = 1
    while magnitude * 5 * most < largest:
        magnitude *= 10
    step = next(factor * magnitude for factor in (1, 2, 5) if factor * magnitude * most >= largest)
    return tuple(step * at for at in range(-(-largest // step) + 1))


class Shades(NamedTuple):
    """Classes of value. `ranges` holds the least and the greatest value seen in each, with its shade (1 to 5)."""

    ranges: tuple[tuple[int, int, int], ...]

    def of(self, value: int) -> int:
        """The shade of a value: 0 for zero."""
        return next((shade for least, greatest, shade in self.ranges if least <= value <= greatest), 0)


def shades(values: Iterable[int]) -> Shades:
    """Up to five classes with about as many values in each; equal values share a class, zero is in none."""
    numbers = Counter(value for value in values if value > 0)
    left, free = numbers.total(), SHADES
    classes: list[list[int]] = []
    open_class: list[int] = []
    held = 0
    for value in sorted(numbers):
        open_class.append(value)
        held += numbers[value]
        if held * free >= left or len(numbers) <= SHADES:
            classes.append(open_class)
            left, free, held, open_class = left - held, free - 1, 0, []
    return Shades(tuple((found[0], found[-1], _shade(at, len(classes))) for at, found in enumerate(classes)))


def _shade(at: int, count: int) -> int:
    """The darkest class always has the darkest shade, the others are spread below it."""
    return SHADES if count == 1 else 1 + at * (SHADES - 1) // (count - 1)


def labelled(labels: Sequence[str], step: float, room: float) -> frozenset[int]:
    """Which of the labels to print, when each takes `room` and the next begins `step` further: all, or every nth.

    Of years the round ones are chosen (2005, 2010), whatever the first is.
    """
    every = next((found for found in _STEPS if found * step >= room), len(labels) or 1)
    years = all(_YEAR.fullmatch(label) for label in labels)
    return frozenset(at for at, label in enumerate(labels) if (int(label) if years else at) % every == 0)
