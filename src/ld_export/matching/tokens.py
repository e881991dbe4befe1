"""A name as tokens: its words without titles, with what is known of each before it is compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ld_export.matching.tables import given_names, patronymics, small_words
from ld_export.spelling import heard, plain, words

LONGEST = 300
"""So many characters has a name at most; what is longer is no name and is not read."""
_MOST_TOKENS = 12
_PIECE = re.compile(r"[^\s.,;:/|()\[\]{}<>«»“”\"„]+\.?")
_VOWELS = frozenset("aeiouy")


class Token(NamedTuple):
    """One word of a name.

    `kind` is "word", "initial" or "particle". `sounds` are its skeletons with how unusual each is. A word that ends as
    patronymics do has its `stems` (skeletons of the father's name) and the `sex` of who bears it. `given` has the rows
    of the table of given names in which it stands, `kin` those in which it is a cognate, `short` where a short form.
    """

    text: str
    plain: str
    kind: str
    sounds: dict[str, int]
    stems: frozenset[str]
    sex: str
    given: frozenset[int]
    kin: frozenset[int]
    short: frozenset[int]


class Name(NamedTuple):
    """A name as printed and its tokens; `family` of them, the first, are its family name where a comma tells."""

    printed: str
    tokens: tuple[Token, ...]
    family: int


def read_name(printed: str) -> Name:
    """The tokens of a name as printed; none if it is longer than `LONGEST`."""
    if len(printed) > LONGEST:
        return Name(printed, (), 0)
    before, comma, _ = printed.partition(",")
    tokens = tuple(_joined(_tokens(printed)))[:_MOST_TOKENS]
    return Name(printed, tokens, len(tuple(_joined(_tokens(before)))) if comma else 0)


def _tokens(printed: str) -> list[Token]:
    pieces = [(word, piece) for piece in _PIECE.findall(printed) for word in words(piece)]
    known = small_words()
    kept = [(word, piece) for word, piece in pieces if known.get(word) not in ("title", "generation")] or pieces
    only = len(kept) == 1
    return [token(word, "word" if only else _kind(word, piece, known)) for word, piece in kept]


def _kind(word: str, piece: str, known: dict[str, str]) -> str:
    if piece.endswith(".") and len(plain(word)) <= 4 and (len(word) <= 2 or _VOWELS.isdisjoint(word)):
        return "initial"
    if word in known:
        return "particle" if len(word) > 1 or ("." not in piece and len(piece) > 1) else "initial"
    return "initial" if len(word) == 1 else "word"


def _joined(tokens: list[Token]) -> Iterator[Token]:
    """Tokens in which a father's name and an ending that stands behind it (`Heydar oglu`) are one patronymic."""
    alone = {row.ending for row in patronymics() if row.alone}
    at = 0
    while at < len(tokens):
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        if behind and tokens[at].kind == "word" and not alone.isdisjoint(behind.sounds) and at > 0:
            yield token(tokens[at].text + behind.text, "word")
            at += 2
        else:
            yield tokens[at]
            at += 1


@lru_cache(maxsize=100_000)
def token(word: str, kind: str) -> Token:
    """One of the `words` of a name as a token of a kind."""
    sounds = heard(word)
    stems, sex = _patronymic(sounds) if kind == "word" else (frozenset[str](), "")
    return Token(word, plain(word), kind, sounds, stems, sex, *(_found(sounds, rows) for rows in given_names()))


def _patronymic(sounds: dict[str, int]) -> tuple[frozenset[str], str]:
    for row in patronymics():
        stems = frozenset(one.removesuffix(row.ending) for one in sounds if one.endswith(row.ending))
        if any(len(stem) > 1 for stem in stems):
            return stems, row.sex
    return frozenset(), ""


def _found(sounds: dict[str, int], rows: dict[str, frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*(rows[one] for one in sounds if one in rows))
