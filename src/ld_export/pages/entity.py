"""What a graph says of one entity, in no language: asked once, and shown in each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import msgspec
import pyoxigraph as ox

from ld_export.errors import PageProblem
from ld_export.graph import RDF_TYPE, described, iri_of, nodes_of
from ld_export.mapping import Node
from ld_export.pages.data import Around, own_nodes
from ld_export.pages.nodes import bare, children, predicates_of, types_of
from ld_export.pages.views import Query, View

_THIS = re.compile(r"\?this\b")

ITEMS = 200
"""As many excerpts stand on a page with all that is said of them; the others are links."""

Row = dict[str, Any]
"""A query's variables and what stands for them: a term of the store, or nothing."""


class Found(NamedTuple):
    """A thing that a query found: the rest of its row, and all that is said of it, by predicate."""

    iri: str
    extra: Row
    said: Mapping[str, list[Any]]

    @property
    def classes(self) -> set[str]:
        """The IRIs of its classes."""
        return {value.value for value in self.said.get(RDF_TYPE, ())}


class Entity:
    """One entity: its node, its parts (what hangs on it by a fragment), and what the queries of its view answer.

    `blocks` are a document's share of the dumps, from which its node is read; of anything else the store is asked.
    """

    def __init__(self, around: Around, view: View, store: ox.Store, blocks: Mapping[str, bytes] | None) -> None:
        self.around = around
        self.iri = around.iri
        self._view = view
        self._store = store
        self.node, self.parts = self._from_blocks(blocks) if blocks else self._from_store()

    def _from_blocks(self, blocks: Mapping[str, bytes]) -> tuple[Node, list[Node]]:
        nodes = msgspec.json.decode(b"[%b]" % own_nodes(blocks))
        parts = [part for node in nodes for part in (node, *children(node)) if part["id"] != self.iri]
        return bare(next(node for node in nodes if node["id"] == self.iri)), parts

    def _from_store(self) -> tuple[Node, list[Node]]:
        nodes = nodes_of(described(self.around.outgoing))
        parts = nodes_of(described(self.around.parts))
        return nodes[0] if nodes else {"id": self.iri}, list(parts)

    @cached_property
    def parts_by_class(self) -> dict[str, list[Node]]:
        """The parts by the local names of their classes."""
        found: dict[str, list[Node]] = {}
        for part in self.parts:
            for name in types_of(part):
                found.setdefault(name, []).append(part)
        return found

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """What each query of the view answers."""
        return {name: self._rows(query) for name, query in self._view.queries.items()}

    @cached_property
    def items(self) -> dict[str, list[Found]]:
        """What each query for things finds: one more than `ITEMS` where there are more."""
        return {name: self._items(query) for name, query in self._view.items.items()}

    @property
    def links(self) -> list[tuple[str, str]]:
        """What points here and stands in none of the lists that queries make: by which predicate what does, sorted."""
        shown: set[str] = set()
        for name, query in self._view.queries.items():
            shown |= query.reach if self.rows[name] else set()
        for name, query in self._view.items.items():
            shown |= query.reach if len(self.items[name]) <= ITEMS else set()
        incoming = self.around.incoming
        known = {subject for predicate, subject in incoming if predicate in shown}
        return [pointer for pointer in incoming if pointer[1] not in known]

    @cached_property
    def _reached_by(self) -> frozenset[str]:
        """The predicates of all statements that have the entity as subject or object."""
        return frozenset(predicates_of(self.node)).union([predicate for predicate, _ in self.around.pointing])

    def _rows(self, query: Query) -> list[Row]:
        # Where no statement with one of the predicates by which the query reaches the entity has it in it, there is
        # no answer, and asking for it costs as much as all else on a small page.
        if query.reach and query.reach.isdisjoint(self._reached_by):
            return []
        # Bound by its text: given as a substitution, the engine joins first and binds last (a hundred times slower).
        # A NamedNode's text is an IRI between angle brackets, and nothing can be smuggled in by it.
        return list(answers(self._store, _THIS.sub(lambda _: f"<{self.iri}>", query.text)))

    def _items(self, query: Query) -> list[Found]:
        limited = query._replace(text=f"{query.text}\nLIMIT {ITEMS + 1}")
        return [self._found(row) for row in self._rows(limited)]

    def _found(self, row: Row) -> Found:
        item = iri_of(row.pop("item"))
        if not item:
            raise PageProblem("an item of a query is no IRI", "queries", "ask for ?item, a thing")
        said: dict[str, list[Any]] = {}
        # Not by the query: sorting a dozen rows for each thing in the engine takes several times as long.
        quads = self._store.quads_for_pattern(ox.NamedNode(item), None, None)
        for predicate, _, value in sorted((quad.predicate.value, str(quad.object), quad.object) for quad in quads):
            said.setdefault(predicate, []).append(value)
        return Found(item, row, said)


def answers(store: ox.Store, text: str) -> Iterator[Row]:
    """What a query answers over all graphs as one."""
    solutions: Any = store.query(text, use_default_graph_as_union=True)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield dict(zip(names, solution, strict=True))
