"""Runs cut into pieces: titles, known names, bodies and works, and what is left for people."""

from __future__ import annotations

from collections.abc import Sequence

from ld_export.recognise.joining import Piece, joined
from ld_export.recognise.lexicon import HEADS, KNOWN, PARTICLES, TITLES, Lexicon, Sense
from ld_export.recognise.tokens import Token
from ld_export.recognise.words import word_list

__all__ = ["Piece", "pieces"]

_FIRST_PLACES = word_list("heads of places that come first")


def pieces(found: Sequence[Token], start: int, end: int, words: Lexicon, *, limit: int, office: bool) -> list[Piece]:
    """A run cut into pieces; the last one may reach behind the run up to `limit` (`Ministry of Internal Affairs`).

    `office` says that an office stands before the run (`Minister of`), so that a person's name may follow a body's.
    """
    result: list[Piece] = []
    polite = False
    index, rest = start, start
    while index < end:
        phrase = words.names.at(found, index)
        if (
            phrase is not None
            and phrase.end <= limit
            and _stands_alone(found, words, index=index, phrase_end=phrase.end, end=end, rest=rest)
        ):
            result += _parts(found, rest, index, words, office=office, polite=polite)
            polite = False
            kind, _, code = phrase.value.partition(":")
            result.append(Piece(index, phrase.end, kind, code))
            index = rest = phrase.end
        elif _is_title(found, index, end, words):
            result += _parts(found, rest, index, words, office=office, polite=polite)
            polite = not words.sense(found[index]) & Sense.OFFICE
            result.append(
                Piece(index, index + 1, "title", "+" if words.sense(found[index]) & Sense.PLURAL_TITLE else "")
            )
            index += 1
            if index < end and found[index].text == ".":
                index += 1
            rest = index
        else:
            index += 1
    result += _parts(found, rest, max(end, rest), words, office=office, polite=polite)
    return joined(found, result, words, limit)


def _stands_alone(found: Sequence[Token], words: Lexicon, *, index: int, phrase_end: int, end: int, rest: int) -> bool:
    """Whether a known name is one here, and no part of a person's: `Jordan`, not `Jordan Ferrin`."""
    if phrase_end - index > 1:
        return True
    token = found[index]
    after = found[phrase_end] if phrase_end < end and not token.possessive else None
    followed = (
        after is not None
        and after.is_name_like
        and not words.sense(after) & KNOWN
        and words.names.at(found, phrase_end) is None
    )
    if followed and token.key in words.given_words:
        return False
    before = found[index - 1] if index > rest else None
    preceded = before is not None and not words.sense(before) & KNOWN and before.kind in "wi"
    return not (preceded and not token.is_capitals and token.key in words.given_words)


def _is_title(found: Sequence[Token], index: int, end: int, words: Lexicon) -> bool:
    """Whether a word is a title here: `General Petrov`, but not `General Assembly`."""
    sense = words.sense(found[index])
    if not sense & TITLES or not found[index].text[0].isupper() or found[index].possessive:
        return False
    if found[index].is_capitals and found[index].key not in {"mp", "mps", "mep", "meps", "mr", "ms", "mrs", "dr"}:
        return False
    after = index + 1
    if after < end and found[after].text == ".":
        after += 1
    if after >= end:
        return True
    if (
        found[index].key in words.given_words
        and index > 0
        and not words.sense(found[after]) & KNOWN
        and sense & Sense.OFFICE
    ):
        return True
    if sense & TITLES and not sense & Sense.OFFICE:
        return True
    following = words.sense(found[after])
    return bool(following & TITLES) or not following & (Sense.COMMON | HEADS)


def _parts(found: Sequence[Token], start: int, end: int, words: Lexicon, *, office: bool, polite: bool) -> list[Piece]:
    """What lies between titles and known names; behind a form of address (`polite`) it is a person's name."""
    while (
        start < end and found[start].key in words.function_words and not polite and not _names(found, start, end, words)
    ):
        start += 1
    tokens = [index for index in range(start, end) if found[index].kind in "wi"]
    if not tokens:
        return []
    start, end = tokens[0], tokens[-1] + 1
    senses = [words.sense(found[index]) for index in range(start, end)]
    for offset, index in enumerate(range(start, end)):  # a common word that begins a person's name
        if (
            found[index].key in words.given_words and index + 1 < end and not senses[offset + 1] & KNOWN
        ) or _after_particle(found, index, start):
            senses[offset] = Sense.NONE
    if polite and end - start <= 4:
        return [Piece(start, end, "unknown")]
    head = _head(found, start, senses)
    if head:
        last = end
        while office and last > start and not senses[last - 1 - start] & KNOWN:
            last -= 1
        if end - last >= 2 and last > start:
            return [Piece(start, last, head), Piece(last, end, "unknown")]
        return [Piece(start, end, head)]
    return _trimmed(start, end, senses)


def _names(found: Sequence[Token], index: int, end: int, words: Lexicon) -> bool:
    """Whether a plain word begins a person's name here: `Will Orlan`."""
    if index + 1 >= end or found[index].key not in words.given_words:
        return False
    return not words.sense(found[index + 1]) & KNOWN


_KINDS = ((Sense.EVENT, "event"), (Sense.WORK, "work"), (Sense.BODY, "organization"), (Sense.PLACE, "place"))


def _head(found: Sequence[Token], start: int, senses: list[int]) -> str:
    """The kind that the head of a part gives it: its last word's first, then that of any other."""
    for offset in (len(senses) - 1, *range(len(senses) - 1)):
        for sense, kind in _KINDS:
            if senses[offset] & sense and (
                sense is not Sense.PLACE or offset == len(senses) - 1 or found[start + offset].key in _FIRST_PLACES
            ):
                return kind
    return ""


def _trimmed(start: int, end: int, senses: list[int]) -> list[Piece]:
    """Common words and peoples' names cut off both sides of what no list knows."""
    outer = Sense.COMMON | Sense.DEMONYM | Sense.CALENDAR | Sense.ACRONYM
    first, last = 0, len(senses)
    while first < last and senses[first] & outer:
        first += 1
    while last > first and senses[last - 1] & outer:
        last -= 1
    result = []
    if first:
        result.append(_outer(start, start + first, senses[:first]))
    if first < last:
        known = any(sense & KNOWN for sense in senses[first:last])
        result.append(Piece(start + first, start + last, "mixed" if known else "unknown"))
    if last < len(senses) and last > first:
        result.append(_outer(start + last, end, senses[last:]))
    return result


def _after_particle(found: Sequence[Token], index: int, start: int) -> bool:
    """Whether a word is the end of a name by the particle before it: `Omar bin Said`."""
    before = found[index - 1]
    return index - 1 > start and before.key in PARTICLES and before.text[0].islower()


def _outer(start: int, end: int, senses: list[int]) -> Piece:
    if any(sense & Sense.DEMONYM for sense in senses):
        return Piece(start, end, "demonym")
    if all(sense & Sense.CALENDAR for sense in senses):
        return Piece(start, end, "calendar")
    return Piece(start, end, "acronym" if all(sense & Sense.ACRONYM for sense in senses) else "common")
