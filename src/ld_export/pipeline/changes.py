"""What differs between two builds, statement by statement, and which pages that touches."""

from __future__ import annotations

import re

import pyoxigraph as ox

from ld_export.graph import iri_of

_IRI = re.compile(r"<([^<>\s]+)>")


class Changes:
    """Collects the sources that changed. `graphs` maps the names of changed graphs to their new N-Quads.

    A page shows an entity's statements, those of its parts, and what other entities are called. So a changed part
    (a signature, a passage) touches the entity it is of and the entities it names; a changed entity touches also
    all that its parts name, and all that names it.
    """

    def __init__(self) -> None:
        self.graphs: dict[str, bytes] = {}
        self.described: set[str] = set()
        """The entities of which something else is said than before."""
        self.predicates: set[str] = set()
        """The predicates of the statements that are new or gone."""
        self._touched: set[str] = set()

    def note(self, graph: str, before: bytes, after: bytes) -> None:
        """A source was made again: its part of the canonical dump, before and after."""
        old, new = _lines(before), _lines(after)
        if old == new:
            return
        self.graphs[graph] = after
        self.predicates |= {_predicate(line) for line in old ^ new}
        changed = {_subject(line) for line in old ^ new}
        # Whoever is named beside a part that changed (a set, a claim) shows what it is called. A document names its
        # own texts, too, but no other page shows what these are called.
        parts = {subject for subject in changed if "#" in subject}
        changed |= {_subject(line) for line in new if not parts.isdisjoint(_named(line)) and "#" in _subject(line)}
        described = {subject for subject in changed if "#" not in subject}
        self.described |= described
        self._touched |= {_owner(subject) for subject in changed}
        for line in old | new:
            subject = _subject(line)
            if subject in changed or _owner(subject) in described:
                self._touched |= {_owner(iri) for iri in _named(line)}

    def touched(self, store: ox.Store) -> set[str]:
        """The entities whose pages may differ, and other resources that have none."""
        touched = set(self._touched)
        for entity in self.described:
            for quad in store.quads_for_pattern(None, None, ox.NamedNode(entity)):
                touched.add(_owner(iri_of(quad.subject)))
                beside = store.quads_for_pattern(quad.subject, None, None)
                touched |= {_owner(iri_of(other.object)) for other in beside}
        return touched


def _lines(data: bytes) -> set[str]:
    return set(data.decode().split("\n")[:-1])


def _subject(line: str) -> str:
    return line[1 : line.index(">")]


def _predicate(line: str) -> str:
    return line.split(" ", 2)[1][1:-1]


def _named(line: str) -> list[str]:
    """The object of a line, if it is an IRI."""
    value = line.split(" ", 2)[2]
    found = _IRI.match(value)
    return [found[1]] if found else []


def _owner(iri: str) -> str:
    return iri.partition("#")[0]
