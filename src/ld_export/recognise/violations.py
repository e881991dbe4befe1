"""What a sentence says to have been done to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ld_export.model import Passage
from ld_export.recognise.affected import affected
from ld_export.recognise.found import Around, Found
from ld_export.recognise.phrases import Phrase, Phrases, phrases
from ld_export.recognise.tokens import Token
from ld_export.recognise.words import word_list


class Violation(NamedTuple):
    """Something said to have happened: its clause, the codes of its kinds, whom it affects or may affect, its date."""

    found: Found
    kinds: tuple[str, ...]
    stance: str
    affects: tuple[Found, ...]
    may_affect: tuple[Found, ...]
    when: str


@cache
def _violations(language: str) -> Phrases:
    return phrases("violations", language, "code")


@cache
def _not_violations(language: str) -> Phrases:
    return phrases("not-violations", language, "topic")


_STANCES = (
    ("condemned", re.compile(r"\b(?:condemn|deplore|denounce|condamn|dénon)", re.IGNORECASE)),
    ("regretted", re.compile(r"\b(?:regret|sadden)", re.IGNORECASE)),
    ("concerned", re.compile(r"\b(?:concern|worr|alarm|préoccup|inqui)", re.IGNORECASE)),
)
_CLAUSE_MARKS = frozenset(";:")
_CLAUSE_WORDS = word_list("clause openers")
_LONGEST_CLAUSE = 240


def violations(
    passage: Passage, found: Sequence[Token], sentence: tuple[int, int], asked_from: int, seen_with: tuple[str, Around]
) -> Iterator[Violation]:
    """The violations of one sentence, but for what begins at `asked_from` or behind it: that is only demanded.

    `seen_with` are the language and what else was found in the passage.
    """
    (start, end), (language, around) = sentence, seen_with
    seen: set[tuple[int, str]] = set()
    for cue in _violations(language).all(found, start, end):
        left, right = found[cue.start].start, found[cue.end - 1].end
        if (
            left >= asked_from
            or _is_denied(found, cue, language)
            or any(one.meets(left, right) for one in around.closed)
        ):
            continue
        first, last = _clause(found, start, end, cue)
        if (first, cue.value) in seen:
            continue
        seen.add((first, cue.value))
        affects, may_affect = affected(passage.text, left, right, around.people)
        at = min([found[first].start, *(one.start for one in (*affects, *may_affect))])
        stop = max([found[last - 1].end, *(one.end for one in (*affects, *may_affect))])
        if stop > asked_from:
            stop = right
        span = Found(passage.position, at, stop, passage.text[at:stop], "claim", f"violation-{cue.value}")
        stance = next(
            (name for name, pattern in _STANCES if pattern.search(passage.text, found[start].start, left)), ""
        )
        yield Violation(span, (cue.value,), stance, affects, may_affect, _when(span, around.dates))


def _is_denied(found: Sequence[Token], cue: Phrase, language: str) -> bool:
    """Whether the words before a cue ask about it or fight it (`investigation into`, `prevention of`), or deny it."""
    for at in range(max(0, cue.start - 4), cue.start):
        phrase = _not_violations(language).at(found, at)
        if phrase is not None and cue.start - 2 <= phrase.end <= cue.start:
            return True
    return cue.start > 0 and found[cue.start - 1].key in {"never", "no", "without", "sans"}


def _clause(found: Sequence[Token], start: int, end: int, cue: Phrase) -> tuple[int, int]:
    """The part of a sentence around a cue, between semicolons, colons and words such as `while`."""
    first, last = cue.start, cue.end
    while first > start and not _parts(found[first - 1]):
        first -= 1
    while last < end and not _parts(found[last]):
        last += 1
    if found[last - 1].end - found[first].start > _LONGEST_CLAUSE:
        first, last = _between_commas(found, first, last, cue)
    while last > cue.end and found[last - 1].text in ".,!?":
        last -= 1
    while first < cue.start and found[first].kind == "p":
        first += 1
    return first, last


def _parts(token: Token) -> bool:
    return token.text in _CLAUSE_MARKS or token.key in _CLAUSE_WORDS


def _between_commas(found: Sequence[Token], start: int, end: int, cue: Phrase) -> tuple[int, int]:
    first, last = cue.start, cue.end
    while first > start and found[first - 1].text != ",":
        first -= 1
    while last < end and found[last].text != ",":
        last += 1
    return first, last


def _when(span: Found, dates: Sequence[Found]) -> str:
    """The date of a clause that holds one only and says `on` or `in` before it."""
    inside = [date for date in dates if span.covers(date.start, date.end)]
    if len(inside) != 1 or not inside[0].code:
        return ""
    before = span.words[: inside[0].start - span.start].split()
    return inside[0].code if before and before[-1].casefold() in {"on", "in", "en", "le"} else ""


def together(found: Iterable[Violation]) -> Iterator[Violation]:
    """Violations of one clause and of the same people as one of several kinds."""
    kept: dict[tuple[object, ...], Violation] = {}
    for one in found:
        key = (one.found.start, one.found.end, one.affects, one.may_affect)
        before = kept.get(key)
        kept[key] = one if before is None else before._replace(kinds=(*before.kinds, *one.kinds))
    yield from kept.values()
