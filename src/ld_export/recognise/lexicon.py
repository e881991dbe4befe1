"""What a capitalised word may be, by the word lists: a title, a place, the head of a body's name, a common word."""

from __future__ import annotations

from collections.abc import Iterator
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
    word_list,
    word_set,
)


class Sense:
    """What a word may be: bits of a number, for an `enum.Flag` takes ten times as long to ask, once for every word."""

    NONE = 0
    TITLE = 1 << 0
    PLURAL_TITLE = 1 << 1
    OFFICE = 1 << 2
    BODY = 1 << 3
    PLACE = 1 << 4
    WORK = 1 << 5
    EVENT = 1 << 6
    COMMON = 1 << 7
    DEMONYM = 1 << 8
    CALENDAR = 1 << 9
    ACRONYM = 1 << 10


KNOWN_CODE = "*"
"""The code of a known name that has none."""

HEADS = Sense.BODY | Sense.PLACE | Sense.WORK | Sense.EVENT
TITLES = Sense.TITLE | Sense.PLURAL_TITLE
KNOWN = HEADS | TITLES | Sense.COMMON | Sense.DEMONYM | Sense.CALENDAR | Sense.ACRONYM

PARTICLES = word_list("particles")
"""Words in lower case that stand within a name."""


_ADJECTIVES = word_list("second halves of adjectives")


class Lexicon(NamedTuple):
    """The word lists of a language, ready for look-ups."""

    senses: dict[str, int]
    names: Phrases
    given_words: frozenset[str]
    roles: Phrases
    near: dict[tuple[str, str], Phrases]
    function_words: frozenset[str]

    def sense(self, token: Token) -> int:
        """What a word may be; nothing for a word that no list has."""
        if token.kind == "i":  # in French `M.` is `Mr`
            return self.senses.get("m", Sense.NONE) if token.text == "M." else Sense.NONE
        found = self.senses.get(token.key, Sense.NONE)
        if not found and "-" in token.key:
            return self._hyphenated(token)
        return found

    def _hyphenated(self, token: Token) -> int:
        """`EU-led` and `Kosovo-Serb` are no names of people, `Jean-Claude` and `Ki-moon` are."""
        first, _, last = token.key.rpartition("-")
        if last in _ADJECTIVES:
            return Sense.COMMON
        parts = [self.senses.get(part, Sense.NONE) for part in (*first.split("-"), last)]
        return (
            Sense.DEMONYM
            if last in self.senses and all(part & (Sense.DEMONYM | Sense.COMMON) for part in parts)
            else Sense.NONE
        )


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
    senses: dict[str, int] = {}
    for key, sense in _senses(tongue):
        senses[key] = senses.get(key, Sense.NONE) | sense
    near: dict[tuple[str, str], Phrases] = {}
    for row in table("near"):
        if row["language"] in {tongue, "en"}:
            near.setdefault((row["kind"], row["side"]), Phrases(_near(row["kind"], row["side"], tongue)))
    given = frozenset(matching_key(word) for row in table("given-words") for word in row.several("words"))
    roles = [
        *keyed("roles", tongue, "code"),
        *((word, f"{code}+") for word, code in keyed("roles", f"{tongue}_plural", "code")),
    ]
    return Lexicon(
        senses, Phrases(_known_names(tongue), capitals=True), given, Phrases(roles), near, _function_words(tongue)
    )


def _function_words(tongue: str) -> frozenset[str]:
    return word_set("common", "en", topic="function words") | word_set("common", tongue, topic="mots")


def _near(kind: str, side: str, tongue: str) -> Iterator[tuple[str, str]]:
    for row in table("near"):
        if row["kind"] == kind and row["side"] == side and row["language"] in {tongue, "en"}:
            for word in row.several("words"):
                yield word, kind


def _senses(tongue: str) -> Iterator[tuple[str, int]]:
    """Pairs of a folded single word and one sense of it."""
    tongues = dict.fromkeys((tongue, "en"))
    yield from ((word, Sense.COMMON) for word in common_words(tongue))
    yield from _senses_of_titles(tongue)
    for kind, sense in _PLAIN:
        yield from ((word, sense) for language in tongues for word in word_set("heads", language, kind=kind))
    yield from ((word, Sense.DEMONYM) for language in tongues for word in demonyms(language) if " " not in word)
    months = (month for language in tongues for month, _ in keyed("months", language, "number"))
    # `Jan` and `Mar` are names of people.
    yield from ((matching_key(month), Sense.CALENDAR) for month in months if len(month) > 3 or month == "May")
    yield from ((word, Sense.CALENDAR) for word in word_set("calendar", tongue, topic="weekdays"))
    yield from ((matching_key(word), Sense.ACRONYM) for row in table("acronyms") for word in row.several("words"))


def _senses_of_titles(tongue: str) -> Iterator[tuple[str, int]]:
    """Titles, and roles, which are titles where they have a capital (`Activist`)."""
    office = Sense.TITLE | Sense.OFFICE
    pairs = [(word, Sense.TITLE) for word, _ in titles(tongue, "honorific")]
    pairs += [(word, office) for word, _ in titles(tongue, "office")]
    for kind in ("honorific", "office"):
        pairs += [(word, Sense.PLURAL_TITLE) for word, _ in titles(tongue, kind, "plural")]
    for language in dict.fromkeys((tongue, "en")):
        pairs += [(word, office) for word, _ in keyed("roles", language, "code")]
        pairs += [(word, Sense.COMMON) for word, _ in keyed("roles", f"{language}_plural", "code")]
    yield from ((matching_key(word), sense) for word, sense in pairs if " " not in word)


def _known_names(tongue: str) -> Iterator[tuple[str, str]]:
    """Names of known countries, places, bodies and holidays, with their kind and code (`country:kz`)."""
    for language in {tongue, "en"}:
        for name, code in country_names(language):
            yield name, f"country:{code}"
        for name, code in keyed("places", language, "country"):
            yield name, f"place:{code or KNOWN_CODE}"
        for name, _ in keyed("calendar", language, "topic"):
            yield name, f"event:{KNOWN_CODE}"
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
