"""The code tables of `mappings/codes/`: printed words to codes, in English and in French.

A word that a table does not know is an error with the nearest suggestion: never guessed, never dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from ld_export.csvfile import Row, read_rows
from ld_export.errors import SettingsProblem, UnknownWord
from ld_export.model import Country, Group, Link
from ld_export.names import matching_key
from ld_export.resources import folder

LANGUAGES = ("en", "fr")

_COLUMNS = {
    "countries": ("code", "alpha3", "wikidata", "en", "fr", "also_en", "also_fr"),
    "groups": ("id", "code", "code_fr", "also_codes", "name_en", "name_fr", "also_en", "also_fr", "succeeds", "body"),
    "not-registered": ("code", "en", "fr"),
    "honorifics": ("code", "en", "fr", "also_en", "also_fr"),
    "languages": ("code", "alpha3", "en", "fr", "name"),
    "kinds": ("code", "class", "key", "en", "fr", "publisher", "adopted"),
}

_SINGULAR = {"countries": "country", "groups": "group", "honorifics": "honorific", "kinds": "document kind"}


# What is longer is no misprint of a word, and comparing it would take long.
_LONGEST_COMPARED = 200


class Lookup:
    """Printed words of one table in one language, and the codes they stand for."""

    def __init__(self, table: str, entries: Iterable[tuple[str, str]]) -> None:
        self.table = table
        self._codes: dict[str, str] = {}
        self._printed: dict[str, str] = {}
        for word, code in entries:
            if word:
                self._codes.setdefault(matching_key(word), code)
                self._printed.setdefault(matching_key(word), word)

    def get(self, word: str) -> str | None:
        """The code of a printed word, or nothing."""
        return self._codes.get(matching_key(word))

    def exactly(self, word: str) -> str | None:
        """The code of a word that is printed as the table has it, capitals included, or nothing."""
        return self.get(word) if self._printed.get(matching_key(word)) == word else None

    def __getitem__(self, word: str) -> str:
        """The code of a printed word; `UnknownWord` with the nearest known one otherwise."""
        code = self.get(word)
        if code is None:
            raise self.unknown(word)
        return code

    def unknown(self, word: str) -> UnknownWord:
        """The error for a word that this table lacks."""
        near = get_close_matches(matching_key(word[:_LONGEST_COMPARED]), self._printed, n=1, cutoff=0.5)
        hint = f"did you mean {self._printed[near[0]]!r}? " if near else ""
        shown = word if len(word) <= 80 else word[:77] + "…"
        return UnknownWord(
            f"unknown {_SINGULAR[self.table]} {shown!r}",
            remedy=f"{hint}Correct the text, or add it to mappings/codes/{self.table}.csv",
        )

    def words(self) -> list[str]:
        """Every printed form, longest first."""
        return sorted(self._printed.values(), key=lambda word: (-len(word), word))


@cache
def rows(table: str) -> tuple[Row, ...]:
    """The rows of one table."""
    return tuple(read_rows(folder("mappings") / "codes" / f"{table}.csv", _COLUMNS[table], SettingsProblem))


@cache
def country_codes(language: str) -> Lookup:
    """Country names in a language, those of their day included, to lower-case ISO codes.

    A name of the other language is no match: a French page prints French names.
    """
    return Lookup("countries", _named(rows("countries"), language))


@cache
def honorific_codes(language: str) -> Lookup:
    """Forms of address in a language to codes."""
    return Lookup("honorifics", _named(rows("honorifics"), language))


def _named(table: Iterable[Row], language: str) -> list[tuple[str, str]]:
    table = list(table)
    preferred = [(row[language], row["code"]) for row in table]
    return preferred + [(word, row["code"]) for row in table for word in row.several(f"also_{language}")]


@cache
def group_codes(language: str) -> Lookup:
    """Group abbreviations in a language to group ids; `""` for those that mean "registered in no group"."""
    column = "code" if language == "en" else f"code_{language}"
    own = [(row[column], row["id"]) for row in rows("groups")]
    none = [(row["code"], "") for row in rows("not-registered")]
    # French pages of some years print the English abbreviation, so the other columns come last.
    other = [(code, row["id"]) for row in rows("groups") for code in (*row.several("also_codes"), row["code"])]
    return Lookup("groups", own + none + other)


@cache
def kinds() -> dict[str, Row]:
    """The document kinds by code."""
    return {row["code"]: row for row in rows("kinds")}


def has_own_number(kind: str) -> bool:
    """Whether documents of a kind are numbered; motions go by their document number only."""
    return kinds()[kind]["class"] != "Motion"


@cache
def kind_codes(language: str) -> Lookup:
    """Names of document kinds in a language to codes."""
    return Lookup("kinds", [(row[language], row["code"]) for row in rows("kinds")])


@cache
def countries() -> dict[str, Country]:
    """Every country by its code."""
    return {row["code"]: _country(row) for row in rows("countries")}


def _country(row: Row) -> Country:
    same = [f"http://www.wikidata.org/entity/{row['wikidata']}"] if row["wikidata"] else []
    same.append(f"http://publications.europa.eu/resource/authority/country/{row['alpha3']}")
    return Country(
        id=row["code"],
        name=row["en"],
        alpha3=row["alpha3"],
        translated={"fr": row["fr"]},
        also_written=row.several("also_en"),
        links=tuple(Link(target=target, certainty="certain", source="mappings/codes/countries.csv") for target in same),
    )


@cache
def country_words() -> dict[str, tuple[str, ...]]:
    """By the code of each country what it is called: its codes, and its names in every language, of their day, too.

    For questions, where any language will do; a printed page is read by `country_codes`.
    """
    return {
        row["code"]: (
            *(row["code"], row["alpha3"]),
            *(row[language] for language in LANGUAGES),
            *(word for language in LANGUAGES for word in row.several(f"also_{language}")),
        )
        for row in rows("countries")
    }


@cache
def groups() -> dict[str, Group]:
    """Every political group by its id."""
    return {row["id"]: _group(row) for row in rows("groups")}


def _group(row: Row) -> Group:
    codes = dict.fromkeys([row["code"], row["code_fr"], *row.several("also_codes")])
    return Group(
        id=row["id"],
        name=row["name_en"],
        codes=tuple(code for code in codes if code),
        body=row["body"],
        translated={"fr": row["name_fr"]} if row["name_fr"] else {},
        also_written=row.several("also_en"),
        succeeds=row["succeeds"] or None,
    )


@cache
def language_alpha3() -> dict[str, str]:
    """Languages by their code of two letters to the code of three that ISO 639-3 has for them."""
    return {row["code"]: row["alpha3"] for row in rows("languages")}
