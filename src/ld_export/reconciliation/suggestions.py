"""Suggestions while somebody types: entities, properties and types that begin with what has been typed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from ld_export.authority import Named
from ld_export.reconciliation.entities import Entities
from ld_export.reconciliation.problems import LONGEST_NAME
from ld_export.reconciliation.properties import PROPERTIES, Property
from ld_export.reconciliation.types import TYPES, Type
from ld_export.spelling import fold

_PAGE = 10
"""So many are suggested at once; `cursor` leads to more."""
_LAST = "\U0010ffff"


class Suggester:
    """Suggests what a publication has."""

    def __init__(self, entities: Entities) -> None:
        self._entities = entities

    def entities(self, prefix: str, cursor: int, kinds: Iterable[str] = ()) -> dict[str, Any]:
        """Entities with a name, or a word of one, that begins so; those first that are in most documents."""
        known = self._entities.by_id(prefix)
        wanted = set(kinds)
        found = [known] if known else [one for one in self._beginning(prefix) if not wanted or one.kind in wanted]
        return {"result": [self._shown(one) for one in found[cursor : cursor + _PAGE]]}

    def _shown(self, one: Named) -> dict[str, Any]:
        return {
            "id": self._entities.id_of(one),
            "name": one.name,
            "description": one.description,
            "notable": [TYPES[one.kind].shown()],
        }

    def _beginning(self, prefix: str) -> list[Named]:
        key = fold(prefix[:LONGEST_NAME])
        if not key:
            return []
        begin = bisect_left(self._keys, (key, -1))
        end = bisect_left(self._keys, (key + _LAST, -1))
        numbers = {number for _, number in self._keys[begin:end]}
        every = self._entities.all
        return sorted((every[number] for number in numbers), key=lambda one: (-one.documents, one.name, one.id))

    @cached_property
    def _keys(self) -> list[tuple[str, int]]:
        """Every spelling from each of its words on, folded, with the number of its entity."""
        found = {
            (part, number)
            for number, one in enumerate(self._entities.all)
            for spelling in one.spellings
            for part in _from_each_word(fold(spelling))
        }
        return sorted(found)


def _from_each_word(name: str) -> Iterator[str]:
    words = name.split()
    for at in range(len(words)):
        yield " ".join(words[at:])


def suggested_properties(prefix: str, cursor: int) -> dict[str, Any]:
    """Properties whose id or name has a word that begins so; all of them for nothing."""
    return _suggested(PROPERTIES.values(), prefix, cursor)


def suggested_types(prefix: str, cursor: int) -> dict[str, Any]:
    """Types whose id or name has a word that begins so; all of them for nothing."""
    return _suggested(TYPES.values(), prefix, cursor)


def _suggested(rows: Iterable[Property | Type], prefix: str, cursor: int) -> dict[str, Any]:
    key = fold(prefix[:LONGEST_NAME])
    begins: Callable[[str], bool] = lambda name: any(part.startswith(key) for part in _from_each_word(fold(name)))  # noqa: E731
    found = [one.described() for one in rows if not key or begins(one.id) or begins(one.name)]
    return {"result": found[cursor : cursor + _PAGE]}
