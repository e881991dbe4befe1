"""Runs of capitalised words, cut into pieces: titles, known names, bodies and works, and what is left for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ld_export.recognise.lexicon import HEADS, KNOWN, PARTICLES, SUFFIXES, TITLES, Lexicon, Sense
from ld_export.recognise.tokens import Token
from ld_export.recognise.words import word_list

_CONNECTORS = word_list("links within names")
_AFTER_HEAD = word_list("links behind heads")
_LOOSE = word_list("loose links within names")
_ADDING = word_list("adding links within names")
_LONGEST_RUN = 40
_FIRST_PLACES = word_list("heads of places that come first")


class Piece(NamedTuple):
    """Tokens `start`..`end` of a passage that are one thing: `kind` is `title`, `unknown`, or the kind of a name."""

    start: int
    end: int
    kind: str
    code: str = ""


def runs(found: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Half-open ranges of tokens that begin with capitals and are joined by spaces (and by particles within names)."""
    index = start
    while index < end:
        if not _begins(found, index):
            index += 1
            continue
        last = _run_end(found, index, end)
        yield index, last
        index = last


def _begins(found: Sequence[Token], index: int) -> bool:
    token = found[index]
    return token.is_name_like or (token.kind == "w" and is_prefixed(token))


def is_prefixed(token: Token) -> bool:
    """Whether a word begins with a small particle and a hyphen or an apostrophe: `al-Sayed`, `d'Arco`."""
    for mark in ("-", "‑", "'", "’"):
        first, found, rest = token.text.partition(mark)
        if (
            found
            and rest[:1].isupper()
            and (first.casefold() in PARTICLES or first.casefold() in {"d", "l", "al", "ul"})
        ):
            return True
    return False


def _run_end(found: Sequence[Token], start: int, end: int) -> int:
    last = start
    while last < end and last - start < _LONGEST_RUN:
        token = found[last]
        if _begins(found, last):
            last += 1
            if token.possessive:
                return last
            if last < end and found[last].text == "." and _is_title_point(found, last):
                last += 1
            continue
        ahead = last
        while (
            ahead < end
            and ahead - last < 3
            and found[ahead].key in PARTICLES
            and found[ahead].kind == "w"
            and not found[ahead].possessive
        ):
            ahead += 1
        if ahead == last or ahead >= end or not _begins(found, ahead) or found[ahead].start - found[ahead - 1].end > 2:
            break
        last = ahead
    return last


def _is_title_point(found: Sequence[Token], index: int) -> bool:
    return (
        found[index - 1].key
        in {"mr", "mrs", "ms", "dr", "prof", "st", "gen", "col", "lt", "capt", "rev", "hon", "jr", "sr", "mme", "m"}
        and found[index - 1].end == found[index].start
    )


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
    return _joined(found, result, words, limit)


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


def _head(found: Sequence[Token], start: int, senses: list[Sense]) -> str:
    """The kind that the head of a part gives it: its last word's first, then that of any other."""
    for offset in (len(senses) - 1, *range(len(senses) - 1)):
        for sense, kind in _KINDS:
            if senses[offset] & sense and (
                sense is not Sense.PLACE or offset == len(senses) - 1 or found[start + offset].key in _FIRST_PLACES
            ):
                return kind
    return ""


def _trimmed(start: int, end: int, senses: list[Sense]) -> list[Piece]:
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


def _outer(start: int, end: int, senses: list[Sense]) -> Piece:
    if any(sense & Sense.DEMONYM for sense in senses):
        return Piece(start, end, "demonym")
    if all(sense & Sense.CALENDAR for sense in senses):
        return Piece(start, end, "calendar")
    return Piece(start, end, "acronym" if all(sense & Sense.ACRONYM for sense in senses) else "common")


def _joined(found: Sequence[Token], result: list[Piece], words: Lexicon, limit: int) -> list[Piece]:
    """Pieces that are one name together: a demonym or a country before a head, and what follows a head by `of`."""
    joined: list[Piece] = []
    for piece in result:
        before = joined[-1] if joined else None
        if (
            before
            and piece.kind in {"organization", "work", "event", "place"}
            and before.end == piece.start
            and not found[before.end - 1].possessive
        ):
            own = not piece.code
            if (own and before.kind in {"demonym", "country", "acronym", "place"}) or (
                own and before.kind == "organization" and not before.code and before.kind == piece.kind
            ):
                joined[-1] = Piece(before.start, piece.end, piece.kind)
                continue
            if own and before.kind == "organization" and before.code:
                joined[-1] = Piece(before.start, piece.end, piece.kind)
                continue
        joined.append(piece)
    if (
        joined
        and (joined[-1].kind in {"organization", "work", "event"} and not joined[-1].code)
        and not found[joined[-1].end - 1].possessive
    ):
        last = joined[-1]
        joined[-1] = last._replace(end=_extended(found, last.end, limit, words))
    return joined


def _extended(found: Sequence[Token], end: int, limit: int, words: Lexicon) -> int:
    """The end of a body's or a work's name that goes on: `… for the Prevention of Torture and Inhuman Treatment`."""
    linked = False
    while end < limit:
        ahead = end
        while ahead < limit and ahead - end < 3 and _is_link(found[ahead]):
            ahead += 1
        if ahead == end or ahead >= limit or not _goes_on(found, end, ahead, words, linked=linked):
            return end
        linked = True
        end = _run_through(found, ahead, limit, words)
        if found[end - 1].possessive:
            return end
    return end


def _is_link(token: Token) -> bool:
    return token.key in _CONNECTORS and token.kind == "w" and not token.text[0].isupper()


def _goes_on(found: Sequence[Token], link: int, ahead: int, words: Lexicon, *, linked: bool) -> bool:
    """Whether the word behind a link belongs to the name before it; behind `and` only a known word does, no name."""
    first = found[link].key
    if not found[ahead].is_name_like or (first not in _AFTER_HEAD and not linked):
        return False
    if first == "and" and words.sense(found[ahead]) & TITLES:
        return False
    if first in _LOOSE and not _known(found, ahead, words):
        return False
    return first not in _ADDING or words.names.at(found, ahead) is None


def _known(found: Sequence[Token], index: int, words: Lexicon) -> bool:
    return (
        bool(words.sense(found[index]) & (Sense.COMMON | HEADS | Sense.DEMONYM))
        or words.names.at(found, index) is not None
    )


def _run_through(found: Sequence[Token], index: int, limit: int, words: Lexicon) -> int:
    """The end of the capitalised words at `index` that go on with a body's name; a person's name does not."""
    phrase = words.names.at(found, index)
    if phrase is not None and phrase.end <= limit:
        return phrase.end
    end = index + 1
    while end < limit and found[end].is_name_like and not found[end - 1].possessive:
        phrase = words.names.at(found, end)
        if words.sense(found[end]) & TITLES and not words.sense(found[end]) & (Sense.COMMON | HEADS):
            break
        if phrase is None and not words.sense(found[end]) & KNOWN:
            break
        end = phrase.end if phrase is not None and phrase.end <= limit else end + 1
    return end


def is_suffix(token: Token) -> bool:
    """Whether a word may end a person's name: `Jr`, `III`."""
    return token.key in SUFFIXES
