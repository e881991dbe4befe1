"""Values of properties for entities that clients have: from the list of names, or from the graph."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from ld_export.authority import Named
from ld_export.graph import prefixes
from ld_export.reconciliation.entities import Entities
from ld_export.reconciliation.problems import REQUEST, Unanswered
from ld_export.reconciliation.properties import PROPERTIES, Property
from ld_export.reconciliation.requests import Extension, PropertyAsked
from ld_export.reconciliation.types import TYPES

SETTINGS: Sequence[Mapping[str, Any]] = (
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "So many values at most; 0 for all of them",
    },
    {
        "name": "count",
        "label": "Count",
        "type": "checkbox",
        "default": False,
        "help_text": "Only how many values there are",
    },
)
"""What can be set for each property, as the manifest has it."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Cell = dict[str, Any]


class Extender:
    """Answers data extensions over the names and the store of a publication."""

    def __init__(self, entities: Entities, store: ox.Store) -> None:
        self._entities = entities
        self._store = store
        self._written: Mapping[str, Callable[[str], Cell]] = {"int": _int, "date": _date, "str": _str}

    def extend(self, extension: Extension) -> dict[str, Any]:
        """The values of all that is asked; no values for an entity that is not here. Raises `Unanswered`."""
        asked = [(one, _property(one)) for one in extension.properties]
        known = {id_: self._entities.by_id(id_) for id_ in extension.ids}
        living = {one.id: one for one in known.values() if one}
        rows: dict[str, dict[str, list[Cell]]] = {id_: {} for id_ in extension.ids}
        for wanted, about in asked:
            found = self._values(about, list(living.values()))
            for id_, one in known.items():
                has = one and one.kind in about.kinds
                rows[id_][about.id] = self._cells(about, found.get(one.id, ()), wanted) if one and has else []
        return {"meta": [_meta(about) for _, about in asked], "rows": rows}

    def _values(self, about: Property, living: Sequence[Named]) -> Mapping[str, Sequence[str]]:
        of_kind = [one for one in living if one.kind in about.kinds]
        if about.pattern:
            return self._asked(about.pattern, [one.id for one in of_kind])
        return {one.id: about.told(one) for one in of_kind} if about.told else {}

    def _asked(self, pattern: str, iris: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """Values from the graph, each once and in order. The addresses are those of the list of names, and no text."""
        values = " ".join(f"<{iri}>" for iri in iris)
        text = f"SELECT DISTINCT ?entity ?value {{ VALUES ?entity {{ {values} }} {pattern} }}"
        found: defaultdict[str, set[str]] = defaultdict(set)
        if values:
            for row in _rows(self._store.query(text, use_default_graph_as_union=True, prefixes=prefixes())):
                found[row["entity"].value].add(row["value"].value)
        return {iri: sorted(own) for iri, own in found.items()}

    def _cells(self, about: Property, values: Sequence[str], wanted: PropertyAsked) -> list[Cell]:
        if about.values == "count" or wanted.settings.get("count") in (True, "true", "on"):
            return [{"int": len(values)}]
        most = _most(wanted)
        write = self._written.get(about.values, self._reference)
        return [write(value) for value in values][: most or None]

    def _reference(self, iri: str) -> Cell:
        """An entity as a value; its bare address where it can be found by no name."""
        one = self._entities.by_iri(iri)
        if one is None:
            return {"str": iri}
        return {"id": self._entities.id_of(one), "name": one.name}


def proposed(type_: str, most: int) -> dict[str, Any]:
    """The properties that entities of a type have; of every type where it is none."""
    found = [one.shown() for one in PROPERTIES.values() if type_ in one.kinds or type_ not in TYPES]
    limit = {"limit": most} if most else {}
    return {"properties": found[: most or None], "type": type_, **limit}


def _property(asked: PropertyAsked) -> Property:
    if asked.id not in PROPERTIES:
        known = ", ".join(PROPERTIES)
        raise Unanswered(REQUEST, f"there is no property {asked.id[:80]!r}; there are {known}")
    return PROPERTIES[asked.id]


def _meta(about: Property) -> dict[str, Any]:
    type_ = {"type": TYPES[about.values].shown()} if about.values in TYPES else {}
    return {**about.shown(), **type_}


def _most(asked: PropertyAsked) -> int:
    """The limit of a property; 0 for none. Forms send numbers as text."""
    given = asked.settings.get("limit") or 0
    try:
        return max(0, int(given))
    except (TypeError, ValueError, OverflowError):
        raise Unanswered(REQUEST, f"the limit of {asked.id} is no number") from None


def _rows(result: Any) -> Iterable[Any]:
    return result  # type: ignore[no-any-return]


def _int(value: str) -> Cell:
    return {"int": int(value)}


def _date(value: str) -> Cell:
    """A day in the form that the specification has; a month or a year is no day, and stays what it is."""
    return {"date": f"{value}T00:00:00"} if _DAY.fullmatch(value) else {"str": value}


def _str(value: str) -> Cell:
    return {"str": value}
