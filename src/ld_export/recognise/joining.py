"""Pieces of runs that are one name together, and names that go on behind a run (`Ministry of Internal Affairs`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ld_export.recognise.lexicon import HEADS, KNOWN, TITLES, Lexicon, Sense
from ld_export.recognise.tokens import Token
from ld_export.recognise.words import word_list

_CONNECTORS = word_list("links within names")
_AFTER_HEAD = word_list("links behind heads")
_LOOSE = word_list("loose links within names")
_ADDING = word_list("adding links within names")


class Piece(NamedTuple):
    """Tokens `start`..`end` of a passage that are one thing: `kind` is `title`, `unknown`, or the kind of a name."""

    start: int
    end: int
    kind: str
    code: str = ""


def joined(found: Sequence[Token], result: list[Piece], words: Lexicon, limit: int) -> list[Piece]:
    """Pieces that are one name together: a demonym or a country before a head, and what follows a head by `of`."""
    whole: list[Piece] = []
    for piece in result:
        before = whole[-1] if whole else None
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
                whole[-1] = Piece(before.start, piece.end, piece.kind)
                continue
            if own and before.kind == "organization" and before.code:
                whole[-1] = Piece(before.start, piece.end, piece.kind)
                continue
        whole.append(piece)
    if (
        whole
        and (whole[-1].kind in {"organization", "work", "event"} and not whole[-1].code)
        and not found[whole[-1].end - 1].possessive
    ):
        last = whole[-1]
        whole[-1] = last._replace(end=_extended(found, last.end, limit, words))
    return whole


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
