"""Whom a violation affects, where grammar tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ld_export.recognise.found import Found
from ld_export.recognise.listed import listed

_IS = r"(?:was|were|is|are|(?:has|have|had)\s(?:also\s|since\s)?been|being|is\sbeing|are\sbeing|remains?)"
_PASSIVE = re.compile(
    rf"(?:\s\([^)]{{0,60}}\))?,?\s(?P<who>who\s)?(?:{_IS}\s)?(?:\w+ly\s|still\s|also\s|then\s)?(?:in\s|under\s)?"
)
_AUXILIARY = re.compile(rf"(?:\s|^)(?P<verb>{_IS})\s")
_SINGULAR = re.compile(r"\b(?:was|is|has|remains)\b")
_ATTRIBUTE = re.compile(
    r"\s(?:(?:of|against|on)\s)?"
    r"(?:(?!(?:of|against|in|by|for|with|from|to|after|and|or|who|that|his|her|their|its|when|while|at|during|whose|because)\s)"
    r"[a-z’'-]+\s){0,5}"
)
_NOMINAL = re.compile(r"(?:\bof|\bagainst)$")


def affected(text: str, left: int, right: int, people: Sequence[Found]) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """Whom a cue surely affects, and whom perhaps, by the few constructions in which grammar tells."""
    before = [one for one in people if one.end <= left]
    if before and left - before[-1].end < 100:
        told = _subject(text, before, left, right)
        if told is not None:
            return told
    after = [one for one in people if one.start >= right]
    if after and after[0].start - right < 80:
        gap = text[right : after[0].start]
        nominal = _NOMINAL.search(text[left:right]) or re.match(r"\s(?:of|against)\s", gap)
        participle = re.fullmatch(r"[a-z-]+ed", text[left:right])
        if (nominal or participle) and _ATTRIBUTE.fullmatch(gap):
            return listed(text, after), ()
    return (), ()


def _subject(
    text: str, before: Sequence[Found], left: int, right: int
) -> tuple[tuple[Found, ...], tuple[Found, ...]] | None:
    """Whom a passive affects: its subject, where that is the names and nothing that they belong to.

    The verb has to agree with their number (`the allies of A have been arrested` says nothing of A), and of several
    names before `who` a verb in the plural may mean all.
    """
    gap = text[before[-1].end : left]
    verb = _AUXILIARY.search(text, before[-1].end, min(right, left + 16))
    if verb is None or not _PASSIVE.fullmatch(gap):
        return None
    names = listed(text, before, last=True)
    singular = bool(_SINGULAR.search(verb["verb"]))
    free = not _depends(text, names[0].start) if names else False
    if re.match(r",?\swho\s", gap):
        if singular and names:
            return ((before[-1],), ()) if free or len(names) > 1 else ((), (before[-1],))
        return (), names
    return (names, ()) if free and singular is (len(names) == 1) else ((), ())


_DEPENDING = re.compile(
    r"\b(?:of|by|to|with|for|from|against|on|in|about|like|as|near|via|than|de|du|des|par|avec|pour|contre)"
    r"(?:\s(?!that\b|que\b)[\w’'-]+){0,6},?\s$"
)


def _depends(text: str, start: int) -> bool:
    """Whether a name hangs on a preposition before it: `the lawyer of Aldo Testari`."""
    return bool(_DEPENDING.search(text, max(0, start - 90), start))
