"""What a sentence demands, and of whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ld_export.model import Passage
from ld_export.recognise.found import Around, Found
from ld_export.recognise.listed import listed
from ld_export.recognise.phrases import Phrase, Phrases, phrases
from ld_export.recognise.tokens import Token
from ld_export.recognise.words import word_list


class Demand(NamedTuple):
    """Something asked for: the words from the cue on, the code of its kind, and who asks whom.

    `reported` says that somebody else than the signatories asks: `asker`, where a name says who.
    """

    found: Found
    kind: str
    reported: bool
    asker: Found | None
    addressee: Found | None
    people: tuple[Found, ...]


@cache
def _cues(language: str) -> Phrases:
    return phrases("demand-cues", language, "kind")


@cache
def _kinds(language: str) -> Phrases:
    return phrases("demands", language, "code")


_OWN = word_list("signatories")
_AUTHORITIES = word_list("authorities")
_NOUN_BEFORE = word_list("determiners")
_NO_DEMAND = word_list("no demands")
_BREAK = frozenset(["and", "et"])


def demands(
    passage: Passage, found: Sequence[Token], sentence: tuple[int, int], language: str, around: Around
) -> Iterator[Demand]:
    """The demands of one sentence, given by its first token and the one behind its last."""
    start, end = sentence
    cue = next((cue for cue in _cues(language).all(found, start, end) if _is_cue(found, cue, around)), None)
    if cue is None:
        return
    asker, reported = _asker(found, start, cue, around)
    if cue.value == "reported" and not reported:
        return
    addressed = _addressee(
        found, start if cue.value == "duty" else cue.end, cue.start if cue.value == "duty" else end, around
    )
    begin = start if cue.value == "duty" or reported else cue.start
    for first, last, kind in _segments(found, cue.end, end, language):
        at = found[begin].start
        stop = found[last - 1].end
        words = passage.text[at:stop]
        span = Found(passage.position, at, stop, words, "demand", f"demand-{cue.value}")
        people = (
            listed(passage.text, [one for one in around.people if found[first].start <= one.start < stop])
            if kind == "release"
            else ()
        )
        yield Demand(span, kind, reported, asker, addressed, people)
        begin = last + (found[last].text in ",;" if last < end else 0)
        while begin < end and found[begin].key in _BREAK:
            begin += 1


def _is_cue(found: Sequence[Token], cue: Phrase, around: Around) -> bool:
    before = found[cue.start - 1].key if cue.start else ""
    if cue.end - cue.start == 1 and cue.value != "duty" and before in _NOUN_BEFORE:
        return False
    if any(one.covers(found[cue.start].start, found[cue.end - 1].end) for one in around.closed):
        return False
    return cue.value != "duty" or not any(token.key in _NO_DEMAND for token in found[cue.end : cue.end + 3])


def _asker(found: Sequence[Token], start: int, cue: Phrase, around: Around) -> tuple[Found | None, bool]:
    """The body that asks where it is another than the signatories, and whether one does."""
    if cue.value == "duty":
        return None, False
    subject = found[start : cue.end]
    if any(token.key in _OWN for token in subject):
        return None, False
    left, right = found[start].start, found[cue.start].start
    bodies = [
        one
        for one in around.names
        if one.kind in {"organization", "country"} and left <= one.start and one.end <= right
    ]
    if bodies:
        return bodies[-1], True
    return None, cue.value == "reported" or any(token.key in {"they", "he", "she", "it"} for token in subject)


def _addressee(found: Sequence[Token], first: int, last: int, around: Around) -> Found | None:
    """The one country that is asked, where its name or its authorities stand close to the cue."""
    reach = found[first : min(last, first + 7)]
    if not reach:
        return None
    near = [
        one
        for one in around.names
        if one.kind in {"country", "demonym", "organization"}
        and one.code
        and reach[0].start <= one.start <= reach[-1].start
    ]
    near = [
        one
        for one in near
        if one.kind != "demonym" or any(token.key in _AUTHORITIES and token.start >= one.end for token in reach)
    ]
    countries = [one for one in near if one.kind in {"country", "demonym"}]
    return countries[0] if len({one.code for one in countries}) == 1 else None


def _segments(found: Sequence[Token], start: int, end: int, language: str) -> Iterator[tuple[int, int, str]]:
    """Ranges of one demand each with the code of its kind: a new one begins at a kind's words behind `and` or `;`."""
    stop = end - 1 if end > start and found[end - 1].text in ".!?" else end
    kinds = list(_kinds(language).all(found, start, stop))
    if not kinds:
        return
    begun = [kinds[0]]
    for kind in kinds[1:]:
        if found[kind.start - 1].key in {"and", ";", "et"} and kind.value != begun[-1].value:
            begun.append(kind)
    for index, kind in enumerate(begun):
        last = begun[index + 1].start - 1 if index + 1 < len(begun) else stop
        while last > kind.end and found[last - 1].text in ",;":
            last -= 1
        yield kind.start, last, kind.value
