"""Nodes to RDF: one named graph from the nodes of one source, with the other vocabularies that `align/*.rq` add.

A graph has no blank nodes, so its sorted lines are canonical. Values are of types whose lexical form no store
rewrites, so what is read back is what was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import MappingProblem
from ld_export.graph.jsonld import with_statements
from ld_export.graph.names import terms_named_in
from ld_export.graph.statements import SAFE_TYPES, Statements, described, lines_of, naming, say, statements_of
from ld_export.graph.terms import is_iri, literal_in
from ld_export.mapping import Node
from ld_export.resources import folder

# In the order in which a reader meets them.
_VOCABULARY_FILES = ("hrd.ttl", "concepts.ttl", "borrowed.ttl")


class NamedGraph(NamedTuple):
    """A graph with its name, in the forms that it is published from.

    Its statements in reading order, and the same as compact JSON-LD nodes and as lines.
    """

    name: str
    statements: Statements
    nodes: tuple[Node, ...]

    @property
    def lines(self) -> list[str]:
        """The statements as canonical N-Triples without the final ` .`, sorted."""
        return lines_of(self.statements)


def to_graph(nodes: Sequence[Node], name: str) -> NamedGraph:
    """The graph of some nodes: their own statements and those of every alignment, each run on these alone.

    `nodes` are not changed. Raises `MappingProblem` as `statements_of` does, and where a rule makes a blank node or
    a literal of an unsafe type.
    """
    statements = statements_of(nodes)
    unsaid = _add_derived(statements)
    _check(unsaid, name)
    return NamedGraph(name, statements, with_statements(nodes, unsaid))


def vocabulary_graph(name: str) -> NamedGraph:
    """The ontology, its concept schemes and the notes on borrowed terms, as one named graph."""
    statements = described(
        quad.triple
        for file in _VOCABULARY_FILES
        for quad in ox.parse(path=str(folder("ontology") / file), format=ox.RdfFormat.TURTLE)
    )
    _check(statements, name)
    return NamedGraph(name, statements, with_statements((), statements))


# ---- alignments --------------------------------------------------------------------------------------------------


@cache
def _alignments() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted((folder("mappings") / "align").glob("*.rq")))


@cache
def _named_by_rules() -> frozenset[str]:
    """The terms that the rules name. Their patterns name every predicate and every class that they look for."""
    return frozenset().union(*map(terms_named_in, _alignments()))


def _add_derived(statements: Statements) -> Statements:
    """Add what the rules make of some statements; returns what was not said before, in a stable order."""
    store = ox.Store()
    # Only what a rule can match: loading everything would cost more than the rules do.
    seen = naming(_named_by_rules(), statements)
    store.load(" .\n".join([*seen, ""]).encode(), format=ox.RdfFormat.TURTLE)
    made = [_answer(store.query(rule)) for rule in _alignments()]
    unsaid: Statements = {}
    for line in sorted(set(b"".join(made).decode().split(" .\n")) - {""}):
        subject, predicate, value = line.split(" ", 2)
        if value not in statements.get(subject, {}).get(predicate, ()):
            say(unsaid, subject, predicate, value)
    for subject, description in unsaid.items():
        for predicate, values in description.items():
            statements.setdefault(subject, {}).setdefault(predicate, []).extend(values)
    return unsaid


def _answer(result: Any) -> bytes:
    triples: bytes = result.serialize(format=ox.RdfFormat.N_TRIPLES)
    return triples


def _check(statements: Statements, name: str) -> None:
    """Refuse what must not be published, whoever made it."""
    for subject, description in statements.items():
        for values in ([subject], *description.values()):
            for value in values:
                # Most are IRIs, in which nothing can be wrong.
                if not is_iri(value) and (fault := _fault(value)):
                    raise MappingProblem(fault.what, name, fault.remedy)


class _Fault(NamedTuple):
    what: str
    remedy: str


@lru_cache(maxsize=50_000)
def _fault(term: str) -> _Fault | None:
    if term.startswith("_:"):
        return _Fault("a blank node", "give every node an IRI")
    literal = literal_in(term)
    if literal.language or literal.datatype in SAFE_TYPES:
        return None
    return _Fault(f"a value of type {literal.datatype}, which stores rewrite", "use another type")
