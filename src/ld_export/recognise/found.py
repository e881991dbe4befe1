"""What a recogniser returns: a span of a passage, what it is, and the rule that says so."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple


class Found(NamedTuple):
    """Words of a passage at code points `start`..`end`.

    `kind` is `person`, `organization`, `country`, `place`, `family`, `work`, `event`, `name` (a proper name of an
    unknown kind), `demonym`, `number`, `date`, `quotation` or `citation`. `code` is what the words are known by: a
    country, a cited document's key, a date. `rule` names the rule.
    """

    passage: int
    start: int
    end: int
    words: str
    kind: str
    rule: str
    code: str = ""

    def covers(self, start: int, end: int) -> bool:
        """Whether a range lies within the span."""
        return self.start <= start and end <= self.end

    def meets(self, start: int, end: int) -> bool:
        """Whether a range shares a character with the span."""
        return start < self.end and self.start < end


class Number(NamedTuple):
    """A number of something: the words from its qualifier to what it counts.

    `amount` is absent for words such as `dozens`. `counts` are the words behind the number, empty where none count.
    """

    found: Found
    amount: int | None
    qualifier: str
    counts: str
    counts_start: int


def free_of(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether no span (sorted by start, not overlapping) shares a character with a range."""
    index = bisect_left(spans, (end,))  # the spans before it begin within the range or before it; the last ends last
    return index == 0 or spans[index - 1][1] <= start


def next_start(spans: list[tuple[int, int]], at: int) -> int | None:
    """Where the first of sorted spans begins that begins at a place or behind it; nothing where none does."""
    index = bisect_left(spans, (at, at))
    return spans[index][0] if index < len(spans) else None


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same characters as sorted spans that do not overlap."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


class Around(NamedTuple):
    """What else was found in a passage."""

    people: Sequence[Found]
    names: Sequence[Found]
    closed: Sequence[Found]
    dates: Sequence[Found]
