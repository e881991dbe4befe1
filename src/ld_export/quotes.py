"""Quotes: where the exact words of a document stand in its passages.

A quote is copied by hand from a page or a printout, so any white space in it stands for any white space of the text (a
no-break space, a line end). Every other character must be the same: a quote is the document's words or it is none.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ld_export.errors import UnfoundQuote
from ld_export.model import Passage

_SHOWN = 80
# How much is compared to find the nearest passage: it takes the product of both.
_COMPARED, _COMPARED_QUOTE = 100_000, 400
_SPACE = re.compile(r"\s")


class Place(NamedTuple):
    """Where a quote stands: the position of its passage, and its code points there (`end` is behind the last).

    `words` are as printed, with the white space of the text.
    """

    passage: int
    start: int
    end: int
    words: str


def places(quote: str, passages: Sequence[Passage]) -> Iterator[Place]:
    """All places where a quote stands, in the order of the text; those of one passage may overlap."""
    words = quote.split()
    if not words:
        raise UnfoundQuote("an empty quote", remedy="write the exact words of the document")
    plain = " ".join(words)
    for passage in passages:
        for start, end in _spans(plain, passage.text):
            yield Place(passage.position, start, end, passage.text[start:end])


def find_quote(quote: str, passages: Sequence[Passage], occurrence: int | None = None) -> Place:
    """The one place where a quote stands, or its `occurrence` (counted from 1) where it stands in several.

    Raises `UnfoundQuote` with the nearest passage where it stands nowhere, and with the number of places where it
    stands in several and none is chosen.
    """
    found = list(places(quote, passages))
    shown = quote if len(quote) <= _SHOWN else f"{quote[: _SHOWN - 1]}…"
    if not found:
        raise UnfoundQuote(f"{shown!r} stands nowhere", *_nearest(quote, passages))
    if occurrence is None and len(found) > 1:
        at = ", ".join(str(place.passage) for place in found)
        raise UnfoundQuote(f"{shown!r} stands in {len(found)} places (passages {at})", remedy="say which, from 1 on")
    number = 1 if occurrence is None else occurrence
    if not 1 <= number <= len(found):
        raise UnfoundQuote(f"{shown!r} has no occurrence {number}, only {len(found)}", remedy="correct the number")
    return found[number - 1]


def _spans(plain: str, text: str) -> Iterator[tuple[int, int]]:
    """Where words with one space between them stand in a text, whatever its white space; finds may overlap."""
    spaced = _SPACE.sub(" ", text)
    if "  " in spaced:  # rare: a run of white space stands for one space, so code points have to be counted
        pattern = re.compile("(?=(" + r"\s+".join(map(re.escape, plain.split(" "))) + "))")
        yield from (found.span(1) for found in pattern.finditer(text))
        return
    start = spaced.find(plain)
    while start >= 0:
        yield start, start + len(plain)
        start = spaced.find(plain, start + 1)


def _nearest(quote: str, passages: Sequence[Passage]) -> tuple[str, str]:
    """The place of the passage that shares the longest run of characters with a quote, and that run as a remedy."""
    longest, nearest = "", None
    left = _COMPARED
    for passage in passages:
        text, left = passage.text[:left], left - len(passage.text)
        match = difflib.SequenceMatcher(None, text, quote[:_COMPARED_QUOTE], autojunk=False).find_longest_match()
        if match.size > len(longest):
            longest, nearest = text[match.a : match.a + match.size], passage
        if left <= 0:
            break
    if nearest is None:
        return "", "copy the words from the document"
    return f"passage {nearest.position}", f"it shares {longest.strip()!r} with it: copy the words from the document"
