"""What changed statements mean: for graphs, classes, and the entities that they are about."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import NamedTuple

from ld_export.graph import RDF_TYPE, expanded

_TYPE = f"<{RDF_TYPE}>"
_TOMBSTONE, _REPLACED_BY = (f"<{expanded(term)}>" for term in ("hrd:Tombstone", "hrd:replacedBy"))


class State(StrEnum):
    """What became of an entity."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Entity(NamedTuple):
    """An entity that is not what it was: its IRI, statements more and fewer, and into which one it was merged.

    What has the entity's IRI and a fragment, as a signature has its document's, counts as part of it.
    """

    iri: str
    state: State
    added: int
    removed: int
    merged_into: str = ""


class Summary(NamedTuple):
    """How many statements are added and removed, in all, by graph and by class; the entities; the subjects' IRIs.

    Counts by graph are of statements (the default graph is the empty name), counts by class of instances.
    """

    added: int
    removed: int
    graphs: dict[str, tuple[int, int]]
    classes: dict[str, tuple[int, int]]
    entities: tuple[Entity, ...]
    iris_added: tuple[str, ...]
    iris_removed: tuple[str, ...]


class _Part:
    """What is known of an entity while its lines go by."""

    def __init__(self) -> None:
        self.added = self.removed = 0
        self.state = State.CHANGED
        self.merged_into = ""


class Tally:
    """Counts statements as they go by, sorted, those of one subject together."""

    def __init__(self) -> None:
        self._graphs: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self._classes: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self._parts: dict[str, _Part] = {}
        self._iris: tuple[list[str], list[str]] = ([], [])
        self._begin = " "  # no line begins like this
        self._first = self._second = False

    def add(self, line: str, *, in_first: bool, in_second: bool) -> None:
        """Count a statement that one side has, or both."""
        if not line.startswith(self._begin):
            self._end_of_subject()
            self._begin = line.partition(" ")[0] + " "
        if in_first and in_second:
            self._first = self._second = True
            return
        self._first |= in_first
        self._second |= in_second
        self._count(*line.split(" ", 2), removed=in_first)

    def summary(self) -> Summary:
        """All of it, once every statement has gone by."""
        self._end_of_subject()
        added, removed = self._graphs
        entities = (
            Entity(iri, part.state, part.added, part.removed, part.merged_into) for iri, part in self._parts.items()
        )
        return Summary(
            added.total(),
            removed.total(),
            _side_by_side(added, removed),
            _side_by_side(*self._classes),
            tuple(sorted(entities)),
            *(tuple(sorted(iris)) for iris in self._iris),
        )

    def _count(self, subject: str, predicate: str, rest: str, *, removed: bool) -> None:
        value, graph = _value_and_graph(rest)
        entity = _entity(subject)
        self._graphs[removed][graph] += 1
        part = self._parts.setdefault(entity, _Part())
        part.removed += removed
        part.added += not removed
        if predicate == _TYPE:
            self._classes[removed][value[1:-1]] += 1
        if removed or entity != subject[1:-1]:
            return
        if (predicate, value) == (_TYPE, _TOMBSTONE) and part.state is State.CHANGED:
            part.state = State.WITHDRAWN
        elif predicate == _REPLACED_BY:
            part.state, part.merged_into = State.MERGED, value[1:-1]

    def _end_of_subject(self) -> None:
        if self._first != self._second:
            iri = self._begin[1:-2]
            self._iris[self._first].append(iri)
            part = self._parts[_entity(self._begin[:-1])]
            if _entity(self._begin[:-1]) == iri and part.state is State.CHANGED:
                part.state = State.REMOVED if self._first else State.ADDED
        self._first = self._second = False


def _entity(subject: str) -> str:
    """The IRI of what a subject is part of: its own up to a fragment."""
    return subject[1:-1].partition("#")[0]


def _value_and_graph(rest: str) -> tuple[str, str]:
    """The object, and the IRI of the graph (empty for the default one), from what stands behind a predicate."""
    line = rest.removesuffix(" .\n")
    value, _, last = line.rpartition(" ")
    # No IRI has a quotation mark: with one, or without a space before it, this is the end of the object.
    if not value or last[0] != "<" or '"' in last:
        return line, ""
    return value, last[1:-1]


def _side_by_side(added: Counter[str], removed: Counter[str]) -> dict[str, tuple[int, int]]:
    return {name: (added[name], removed[name]) for name in sorted({*added, *removed})}
