"""What a capitalised word may be, by the word lists: a title, a place, the head of a body's name, a common word."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Flag, auto
from functools import cache
from typing import NamedTuple

from ld_export.names import matching_key
from ld_export.recognise.phrases import Phrases
from ld_export.recognise.tokens import Token
from ld_export.recognise.words import (
    common_words,
    country_names,
    demonyms,
    keyed,
    known_language,
    table,
    titles,
    word_set,
)


class Sense(Flag):
    """What a word may be."""

    NONE = 0
    TITLE = auto()
    PLURAL_TITLE = auto()
    OFFICE = auto()
    BODY = auto()
    PLACE = auto()
    WORK = auto()
    EVENT = auto()
    COMMON = auto()
    DEMONYM = auto()
    CALENDAR = auto()
    ACRONYM = auto()


HEADS = Sense.BODY | Sense.PLACE | Sense.WORK | Sense.EVENT
TITLES = Sense.TITLE | Sense.PLURAL_TITLE
KNOWN = HEADS | TITLES | Sense.COMMON | Sense.DEMONYM | Sense.CALENDAR | Sense.ACRONYM

PARTICLES = frozenset(
    "de del della dei di da das do dos du van von der den ten ter la le el al bin ibn ben bint abu ad as af av zu zum i y e"
    " ul ur ould ag oglu und het op 't vande vom d' dal degli".split()
)
"""Words in lower case that stand within a name."""

SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())

_ADJECTIVES = frozenset(
    "led backed based era style controlled born sponsored brokered wide related run occupied linked funded speaking held"
    " affiliated appointed imposed drafted made owned friendly supported motivated free inspired level scale term mediated like"
    " type general elect old year dominated language oriented day hour".split()
)


class Lexicon(NamedTuple):
    """The word lists of a language, ready for look-ups."""

    senses: dict[str, Sense]
    names: Phrases
    given_words: frozenset[str]
    roles: Phrases
    near: dict[tuple[str, str], Phrases]

    def sense(self, token: Token) -> Sense:
        """What a word may be; nothing for a word that no list has."""
        if token.kind == "i":
            return Sense.NONE
        found = self.senses.get(token.key, Sense.NONE)
        if not found and "-" in token.key:
            return self._hyphenated(token)
        return found

    def _hyphenated(self, token: Token) -> Sense:
        """`EU-led` and `Kosovo-Serb` are no names of people, `Jean-Claude` and `Ki-moon` are."""
        first, _, last = token.key.rpartition("-")
        if last in _ADJECTIVES:
            return Sense.COMMON
        parts = [self.senses.get(part, Sense.NONE) for part in (*first.split("-"), last)]
        return Sense.DEMONYM if last in self.senses and all(part & (Sense.DEMONYM | Sense.COMMON) for part in parts) else Sense.NONE


_PLAIN = (
    ("organization", Sense.BODY),
    ("place", Sense.PLACE),
    ("work", Sense.WORK),
    ("event", Sense.EVENT),
)


@cache
def lexicon(language: str) -> Lexicon:
    """The word lists of a language; English ones serve all."""
    tongue = known_language(language)
    senses: dict[str, Sense] = {}
    for key, sense in _senses(tongue):
        senses[key] = senses.get(key, Sense.NONE) | sense
    near: dict[tuple[str, str], Phrases] = {}
    for row in table("near"):
        if row["language"] in {tongue, "en"}:
            near.setdefault((row["kind"], row["side"]), Phrases(_near(row["kind"], row["side"], tongue)))
    given = frozenset(matching_key(word) for row in table("given-words") for word in row.several("words"))
    roles = [*keyed("roles", tongue, "code"), *((word, f"{code}+") for word, code in keyed("roles", f"{tongue}_plural", "code"))]
    return Lexicon(senses, Phrases(_known_names(tongue), capitals=True), given, Phrases(roles), near)


def _near(kind: str, side: str, tongue: str) -> Iterator[tuple[str, str]]:
    for row in table("near"):
        if row["kind"] == kind and row["side"] == side and row["language"] in {tongue, "en"}:
            for word in row.several("words"):
                yield word, kind


def _senses(tongue: str) -> Iterator[tuple[str, Sense]]:
    for word in common_words(tongue):
        yield word, Sense.COMMON
    for kind, sense in (("honorific", Sense.TITLE), ("office", Sense.TITLE | Sense.OFFICE)):
        for word, _ in titles(tongue, kind):
            if " " not in word:
                yield matching_key(word), sense
        for word, _ in titles(tongue, kind, "plural"):
            if " " not in word:
                yield matching_key(word), Sense.PLURAL_TITLE
    for word, _ in (*keyed("roles", tongue, "code"), *keyed("roles", "en", "code")):
        if " " not in word:
            yield matching_key(word), Sense.TITLE | Sense.OFFICE
    for row in table("roles"):
        for word in (*row.several("en_plural"), *row.several(f"{tongue}_plural")):
            if " " not in word:
                yield matching_key(word), Sense.COMMON
    for kind, sense in _PLAIN:
        for language in {tongue, "en"}:
            for word in word_set("heads", language, kind=kind):
                yield word, sense
    for word in demonyms("en") | (demonyms(tongue) if tongue != "en" else {}):
        if " " not in word:
            yield word, Sense.DEMONYM
    for month, _ in (*keyed("months", tongue, "number"), *keyed("months", "en", "number")):
        if len(month) > 3 or month == "May":  # `Jan` and `Mar` are names of people
            yield matching_key(month), Sense.CALENDAR
    for word in word_set("calendar", tongue, topic="weekdays"):
        yield word, Sense.CALENDAR
    for row in table("acronyms"):
        for word in row.several("words"):
            yield matching_key(word), Sense.ACRONYM


def _known_names(tongue: str) -> Iterator[tuple[str, str]]:
    """Names of known countries, places, bodies and holidays, with their kind and code (`country:kz`)."""
    for language in {tongue, "en"}:
        for name, code in country_names(language):
            yield name, f"country:{code}"
        for name, code in keyed("places", language, "country"):
            yield name, f"place:{code}"
        for name, _ in keyed("calendar", language, "topic"):
            yield name, "event:"
        for word, code in keyed("demonyms", language, "country"):
            if " " in word:
                yield word, f"demonym:{code}"
    for row in table("bodies"):
        for name in row.several("names"):
            yield name, f"organization:{row['role']}"


@cache
def roles_of_titles(language: str) -> dict[str, str]:
    """Folded titles to the codes of their roles; empty for a form of address."""
    found = [pair for kind in ("honorific", "office") for pair in titles(known_language(language), kind)]
    return {matching_key(word): role for word, role in found}
