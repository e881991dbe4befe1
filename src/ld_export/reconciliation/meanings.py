"""What values mean that clients give for a property: codes, by whatever words a table has for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from ld_export.authority import Named
from ld_export.codes import country_words, groups
from ld_export.iris import Minter
from ld_export.reconciliation.entities import Entities
from ld_export.reconciliation.properties import Property
from ld_export.reconciliation.requests import Reference, Value
from ld_export.spelling import fold

_YEAR = 4


class Meanings:
    """Compares values with those that entities have."""

    def __init__(self, entities: Entities) -> None:
        self._entities = entities

    def agree(self, one: Named, about: Property, values: Iterable[Value]) -> bool | None:
        """Whether an entity has one of some values; nothing where it has none, or none of them can be understood."""
        if about.told is None or one.kind not in about.kinds:
            return None
        own, asked = about.told(one), [_text(value) for value in values]
        if about.values == "date":
            return _overlap(one, asked)
        codes = {code for text in asked if (code := self._code(about.id, text))}
        return None if not codes or not own else not codes.isdisjoint(self._codes(about.id, own))

    def _code(self, about: str, text: str) -> str:
        """The code that a text stands for; empty where it is none that is known."""
        words = self._words.get(about)
        return fold(text) if words is None else words.get(fold(text), "")

    def _codes(self, about: str, own: Iterable[str]) -> set[str]:
        return set(own) if about in self._words else {fold(text) for text in own}

    @cached_property
    def _words(self) -> Mapping[str, Mapping[str, str]]:
        """For properties with codes, every word to its code, folded. A later word gives way to an earlier one."""
        return {about: _table(rows()) for about, rows in self._tables.items()}

    @property
    def _tables(self) -> Mapping[str, Callable[[], Iterable[tuple[str, Iterable[str]]]]]:
        return {"country": self._countries, "group": self._groups, "role": self._roles}

    def _countries(self) -> Iterable[tuple[str, Iterable[str]]]:
        for code, words in country_words().items():
            yield code.upper(), (*words, *self._ids(f"country/{code}"))

    def _groups(self) -> Iterable[tuple[str, Iterable[str]]]:
        for code, row in groups().items():
            names = (row.name, *row.codes, *row.translated.values(), *row.also_written)
            yield code, (code, *self._ids(f"group/{code}"), *names)

    def _roles(self) -> Iterable[tuple[str, Iterable[str]]]:
        vocabulary = Minter(self._entities.base).vocabulary
        for code, words in self._entities.authority.roles.items():
            yield code, (code, f"role/{code}", f"{vocabulary}concept/role/{code}", *words)

    def _ids(self, name: str) -> tuple[str, str]:
        return name, self._entities.base + name


def _table(rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    table: dict[str, str] = {}
    for code, words in rows:
        for word in words:
            table.setdefault(fold(word), code)
    return table


def _text(value: Value) -> str:
    return value.id if isinstance(value, Reference) else str(value)


def _overlap(one: Named, asked: Iterable[str]) -> bool | None:
    """Whether one of some days, months or years is between the first and the last day of an entity."""
    days = [text for text in asked if text[:_YEAR].isdecimal() and len(text) >= _YEAR]
    if not days or not one.first:
        return None
    return any(one.first[: len(day)] <= day[: len(one.first)] <= one.last[: len(day)] for day in days)
