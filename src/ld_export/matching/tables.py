"""The tables of `mappings/names/` that only matching needs: endings, given names, small words, and what sounds near."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ld_export.csvfile import Row, read_rows
from ld_export.errors import SettingsProblem
from ld_export.resources import folder
from ld_export.spelling import fold, heard, words


class Patronymic(NamedTuple):
    """What patronymics end in, as a skeleton; whether the ending also stands as a word of its own."""

    ending: str
    sex: str
    alone: bool


def _rows(name: str, *columns: str) -> list[Row]:
    return list(read_rows(folder("mappings") / "names" / name, columns, SettingsProblem))


@cache
def patronymics() -> tuple[Patronymic, ...]:
    """The endings of patronymics, the longest first."""
    rows = _rows("patronymics.csv", "ending", "sex", "alone", "note")
    found = [Patronymic(row["ending"], row["sex"], row["alone"] == "yes") for row in rows]
    return tuple(sorted(found, key=lambda one: -len(one.ending)))


@cache
def family_endings() -> tuple[tuple[str, str], ...]:
    """What family names of men end in, and what the same ones of women do, as skeletons."""
    return tuple((row["men"], row["women"]) for row in _rows("family-endings.csv", "men", "women", "note"))


@cache
def small_words() -> dict[str, str]:
    """Words that belong to no name by themselves, and of which kind they are."""
    return {word: kind for word, kind in _noise() if kind != "article"}


@cache
def articles() -> frozenset[str]:
    """Words that names of bodies have or have not."""
    return frozenset(word for word, kind in _noise() if kind == "article")


def _noise() -> Iterator[tuple[str, str]]:
    for row in _rows("noise.csv", "kind", "words", "note"):
        for printed in row.several("words"):
            yield from ((word, row["kind"]) for word in words(printed))


@cache
def near_sounds() -> dict[tuple[str, str], float]:
    """What it costs to take one sound for another (or for none), both ways; a wholly other sound costs 1."""
    rows = _rows("near-sounds.csv", "one", "other", "cost", "note")
    one_way = {(row["one"], row["other"]): float(row["cost"]) for row in rows}
    return one_way | {(other, one): cost for (one, other), cost in one_way.items()}


class Given(NamedTuple):
    """Known given names by skeleton: the rows of the table in which a name stands, by column.

    Names of one row are one name in the languages of one country or its neighbours; `cognates` came of the same name
    elsewhere, and `short` is what people with it are called.
    """

    names: dict[str, frozenset[int]]
    cognates: dict[str, frozenset[int]]
    short: dict[str, frozenset[int]]


@cache
def given_names() -> Given:
    """The table of given names."""
    rows = _rows("given-names.csv", *Given._fields, "note")
    return Given(*(_by_skeleton([row.several(column) for row in rows]) for column in Given._fields))


def _by_skeleton(rows: list[tuple[str, ...]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, names in enumerate(rows):
        for skeleton in (one for name in names for one, unusual in heard(fold(name)).items() if not unusual):
            found.setdefault(skeleton, set()).add(number)
    return {skeleton: frozenset(numbers) for skeleton, numbers in found.items()}
