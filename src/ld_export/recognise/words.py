"""The words of the recognisers, from `mappings/recognise/*.csv`: what is a title, a place, a cue.

Rules are code, words are data. Every table has its words in cells of one language, several separated by ` | `.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ld_export.codes import countries, rows
from ld_export.csvfile import Row, read_rows
from ld_export.errors import SettingsProblem
from ld_export.names import matching_key
from ld_export.resources import folder

COLUMNS = {
    "acronyms": ("kind", "words"),
    "bodies": ("role", "names"),
    "calendar": ("topic", "en", "fr"),
    "common": ("topic", "language", "words"),
    "country-names": ("country", "en", "fr"),
    "demand-cues": ("kind", "en", "fr"),
    "demands": ("code", "en", "fr"),
    "demonyms": ("country", "en", "fr"),
    "given-words": ("language", "words"),
    "heads": ("kind", "language", "words"),
    "instruments": ("key", "en", "fr", "title", "title_fr", "document_number", "date", "publisher"),
    "labels": ("language", "words"),
    "months": ("number", "en", "fr"),
    "near": ("kind", "side", "language", "words"),
    "not-violations": ("topic", "en", "fr"),
    "number-words": ("amount", "kind", "en", "fr"),
    "places": ("country", "en", "fr"),
    "qualifiers": ("code", "side", "en", "fr"),
    "roles": ("code", "en", "en_plural", "fr", "fr_plural"),
    "titles": ("kind", "language", "role", "words", "plural"),
    "units": ("kind", "en", "fr"),
    "violations": ("code", "en", "fr"),
    "word-lists": ("name", "language", "words"),
}
"""The columns of each table, by its name."""

LANGUAGES = ("en", "fr")


def known_language(language: str) -> str:
    """The language whose words serve a text: its own where there are words for it, else English."""
    return language if language in LANGUAGES else "en"


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of one table; `SettingsProblem` with file and line for a malformed one."""
    return tuple(read_rows(folder("mappings") / "recognise" / f"{name}.csv", COLUMNS[name], SettingsProblem))


@cache
def keyed(name: str, language: str, value: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a printed word or phrase and the value of its row, of a table with a column for each language."""
    return tuple((phrase, row[value]) for row in table(name) for phrase in row.several(language))


@cache
def word_set(name: str, language: str, /, **which: str) -> frozenset[str]:
    """Folded words of a table with a `language` or a `words` column, of the rows whose cells are as given."""
    return frozenset(
        matching_key(word)
        for row in table(name)
        if row.get("language", language) == language and all(row[column] == cell for column, cell in which.items())
        for word in row.several("words" if "words" in row else language)
    )


@cache
def word_list(name: str, language: str = "en") -> frozenset[str]:
    """One of the short lists of `word-lists.csv`, folded."""
    return word_set("word-lists", language, name=name)


def common_words(language: str) -> frozenset[str]:
    """Words that belong to no person's name, folded; English ones count in every text."""
    own = word_set("common", known_language(language))
    return own | word_set("common", "en") if language != "en" else own


def titles(language: str, kind: str, column: str = "words") -> Iterator[tuple[str, str]]:
    """Pairs of a title of a kind (`honorific`, `office`) in the singular or plural, and the code of its role."""
    for row in table("titles"):
        if row["kind"] == kind and row["language"] in {language, "en"}:
            for word in row.several(column):
                yield word, row["role"]


def country_names(language: str) -> Iterator[tuple[str, str]]:
    """Pairs of a country's name in a language, those in older and shorter use included, and its code."""
    for row in rows("countries"):
        for name in (row[language], *row.several(f"also_{language}")):
            if name:
                yield name, row["code"]
    for row in table("country-names"):
        for name in row.several(language):
            if row["country"] in countries():
                yield name, row["country"]


@cache
def demonyms(language: str) -> dict[str, str]:
    """Folded names of peoples and adjectives to the code of their country, empty where they have no one country."""
    return {matching_key(word): code for word, code in keyed("demonyms", language, "country")}
