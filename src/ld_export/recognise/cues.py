"""Cues in sentences: what is demanded and of whom, and what is said to have been done to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ld_export.model import Passage
from ld_export.recognise.found import Found
from ld_export.recognise.phrases import Phrase, Phrases, phrases
from ld_export.recognise.tokens import Token, sentences, tokens
from ld_export.recognise.words import known_language, word_list


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


class Violation(NamedTuple):
    """Something said to have happened: its clause, the codes of its kinds, whom it affects or may affect, its date."""

    found: Found
    kinds: tuple[str, ...]
    stance: str
    affects: tuple[Found, ...]
    may_affect: tuple[Found, ...]
    when: str


class Around(NamedTuple):
    """What else was found in a passage."""

    people: Sequence[Found]
    names: Sequence[Found]
    closed: Sequence[Found]
    dates: Sequence[Found]


@cache
def _cues(language: str) -> Phrases:
    return phrases("demand-cues", language, "kind")


@cache
def _kinds(language: str) -> Phrases:
    return phrases("demands", language, "code")


@cache
def _violations(language: str) -> Phrases:
    return phrases("violations", language, "code")


@cache
def _not_violations(language: str) -> Phrases:
    return phrases("not-violations", language, "topic")


_OWN = word_list("signatories")
_AUTHORITIES = word_list("authorities")
_NOUN_BEFORE = word_list("determiners")
_NO_DEMAND = word_list("no demands")
_BREAK = frozenset(["and", "et"])


def cues(passage: Passage, language: str, around: Around) -> tuple[list[Demand], list[Violation]]:
    """The demands and the violations that a passage's sentences show by their words."""
    tongue, found = known_language(language), tokens(passage.text)
    demands: list[Demand] = []
    violations: list[Violation] = []
    for start, end in sentences(found):
        own = list(_demands(passage, found, (start, end), tongue, around))
        demands += own
        asked_from = min((demand.found.start for demand in own), default=len(passage.text) + 1)
        violations += _together(_said(passage, found, (start, end), asked_from, (tongue, around)))
    return demands, violations


def _demands(
    passage: Passage, found: Sequence[Token], sentence: tuple[int, int], language: str, around: Around
) -> Iterator[Demand]:
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
            _listed(passage.text, [one for one in around.people if found[first].start <= one.start < stop])
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


_STANCES = (
    ("condemned", re.compile(r"\b(?:condemn|deplore|denounce|condamn|dénon)", re.IGNORECASE)),
    ("regretted", re.compile(r"\b(?:regret|sadden)", re.IGNORECASE)),
    ("concerned", re.compile(r"\b(?:concern|worr|alarm|préoccup|inqui)", re.IGNORECASE)),
)
_CLAUSE_MARKS = frozenset(";:")
_CLAUSE_WORDS = word_list("clause openers")
_LONGEST_CLAUSE = 240


def _said(
    passage: Passage, found: Sequence[Token], sentence: tuple[int, int], asked_from: int, seen_with: tuple[str, Around]
) -> Iterator[Violation]:
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
        affects, may_affect = _affected(passage.text, left, right, around.people)
        at = min([found[first].start, *(one.start for one in (*affects, *may_affect))])
        stop = max([found[last - 1].end, *(one.end for one in (*affects, *may_affect))])
        if stop > asked_from:
            stop = right
        span = Found(passage.position, at, stop, passage.text[at:stop], "claim", f"violation-{cue.value}")
        stance = next(
            (name for name, pattern in _STANCES if pattern.search(passage.text, found[start].start, left)), ""
        )
        yield Violation(span, (cue.value,), stance, affects, may_affect, _when(span, around.dates))


def _together(violations: Iterator[Violation]) -> Iterator[Violation]:
    """Violations of one clause and of the same people as one of several kinds."""
    kept: dict[tuple[object, ...], Violation] = {}
    for one in violations:
        key = (one.found.start, one.found.end, one.affects, one.may_affect)
        before = kept.get(key)
        kept[key] = one if before is None else before._replace(kinds=(*before.kinds, *one.kinds))
    yield from kept.values()


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


def _affected(text: str, left: int, right: int, people: Sequence[Found]) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
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
            return _listed(text, after), ()
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
    listed = _listed(text, before, last=True)
    singular = bool(_SINGULAR.search(verb["verb"]))
    free = not _depends(text, listed[0].start) if listed else False
    if re.match(r",?\swho\s", gap):
        if singular and listed:
            return ((before[-1],), ()) if free or len(listed) > 1 else ((), (before[-1],))
        return (), listed
    return (listed, ()) if free and singular is (len(listed) == 1) else ((), ())


_DEPENDING = re.compile(
    r"\b(?:of|by|to|with|for|from|against|on|in|about|like|as|near|via|than|de|du|des|par|avec|pour|contre)"
    r"(?:\s(?!that\b|que\b)[\w’'-]+){0,6},?\s$"
)


def _depends(text: str, start: int) -> bool:
    """Whether a name hangs on a preposition before it: `the lawyer of Aldo Testari`."""
    return bool(_DEPENDING.search(text, max(0, start - 90), start))


# `the arrest of Aldo Testari’s lawyer` is none of Aldo Testari.
_OWNS = re.compile(r"['’ʼ]s\b")
_IN_LIST = re.compile(r",?\s(?:and\s|et\s|as\swell\sas\s)?|,\s")


def _listed(text: str, people: Sequence[Found], *, last: bool = False) -> tuple[Found, ...]:
    """The names that stand in one list with the first of them, or with the last."""
    ordered = list(reversed(people)) if last else list(people)
    if not ordered or _OWNS.match(text, ordered[0].end):
        return ()
    result = [ordered[0]]
    for one in ordered[1:]:
        gap = text[one.end : result[-1].start] if last else text[result[-1].end : one.start]
        if not _IN_LIST.fullmatch(gap) or _OWNS.match(text, one.end):
            break
        result.append(one)
    return tuple(sorted(result))


def _when(span: Found, dates: Sequence[Found]) -> str:
    """The date of a clause that holds one only and says `on` or `in` before it."""
    inside = [date for date in dates if span.covers(date.start, date.end)]
    if len(inside) != 1 or not inside[0].code:
        return ""
    before = span.words[: inside[0].start - span.start].split()
    return inside[0].code if before and before[-1].casefold() in {"on", "in", "en", "le"} else ""
