"""Nodes to RDF: one named graph from the nodes of one source, with the other vocabularies that `align/*.rq` add.

A graph has no blank nodes, so its sorted lines are canonical. Values are of types whose lexical form no store
rewrites, so what is read back is what was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import MappingProblem
from ld_export.graph.jsonld import nodes_of, with_statements
from ld_export.graph.names import terms_named_in
from ld_export.graph.statements import (
    SAFE_TYPES,
    Statements,
    described,
    lines_of,
    naming,
    say_all,
    statements_of,
    triples_of,
)
from ld_export.graph.terms import is_iri, literal_in
from ld_export.mapping import Node
from ld_export.resources import concept_files, folder


class NamedGraph(NamedTuple):
    """A graph with its name, in the forms that it is published from.

    Its statements in reading order, and the same as compact JSON-LD nodes and as lines.
    """

    name: str
    statements: Statements
    nodes: tuple[Node, ...]

    @property
    def size(self) -> int:
        """How many statements it has."""
        return sum(map(len, chain.from_iterable(map(dict.values, self.statements.values()))))

    @property
    def lines(self) -> list[str]:
        """The statements as canonical N-Triples without the final ` .`, sorted."""
        return lines_of(self.statements)


def to_graph(nodes: Sequence[Node], name: str, *, without: tuple[str, ...] = ()) -> NamedGraph:
    """The graph of some nodes: their own statements and those of every alignment, each run on these alone.

    `without` names alignments that cannot find anything in such nodes. `nodes` are not changed. Raises
    `MappingProblem` as `statements_of` does, and where a rule makes a blank node or a literal of an unsafe type.
    """
    statements = statements_of(nodes)
    unsaid = _derived(statements, _rules(without))
    _check(unsaid, name)
    say_all(statements, unsaid)
    return NamedGraph(name, statements, with_statements(nodes, unsaid))


def vocabulary_graph(name: str) -> NamedGraph:
    """The ontology, its concept schemes and the notes on borrowed terms, as one named graph."""
    statements = described(
        triple
        for file in _vocabulary_files()
        for triple in triples_of(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE))
    )
    _check(statements, name)
    return NamedGraph(name, statements, nodes_of(statements))


def _vocabulary_files() -> tuple[Path, ...]:
    """In the order in which a reader meets them."""
    ontology = folder("ontology")
    return (ontology / "hrd.ttl", *concept_files(), ontology / "borrowed.ttl")


# ---- alignments --------------------------------------------------------------------------------------------------

ENTITY_ALIGNMENTS = ("foaf", "org", "owl", "replacement")
"""The alignments of persons, bodies and countries: in a document's graph they find nothing."""

EVIDENCE_ALIGNMENTS = tuple(f"evidence-{name}" for name in ("dcterms", "foaf", "label", "prov", "schema"))
"""The alignments of excerpts: in the graph of a document without annotations they find nothing."""


class _Rules(NamedTuple):
    """Some alignments, and the terms that they name: every predicate and every class that they look for."""

    queries: tuple[str, ...]
    named: frozenset[str]


@cache
def _rules(without: tuple[str, ...]) -> _Rules:
    paths = sorted((folder("mappings") / "align").glob("*.rq"))
    queries = tuple(path.read_text(encoding="utf-8") for path in paths if path.stem not in without)
    return _Rules(queries, frozenset().union(*map(terms_named_in, queries)))


def _derived(statements: Statements, rules: _Rules) -> Statements:
    """What the rules make of some statements and these do not say, in a stable order."""
    store = ox.Store()
    # Only what a rule can match: loading everything would cost more than the rules do.
    seen = naming(rules.named, statements)
    # Every term was checked when it was made, and need not be again.
    store.load(b" .\n".join([*map(str.encode, seen), b""]), format=ox.RdfFormat.TURTLE, lenient=True)
    made = b"".join([_answer(store.query(query)) for query in rules.queries])
    unsaid: Statements = {}
    for line in sorted(set(made.decode().split(" .\n")) - {""}):
        subject, predicate, value = line.split(" ", 2)
        if value not in statements.get(subject, {}).get(predicate, ()):
            unsaid.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return unsaid


def _answer(result: Any) -> bytes:
    triples: bytes = result.serialize(format=ox.RdfFormat.N_TRIPLES)
    return triples


def _check(statements: Statements, name: str) -> None:
    """Refuse what must not be published, whoever made it."""
    for subject, description in statements.items():
        for term in chain((subject,), *description.values()):
            # Most are IRIs, in which nothing can be wrong.
            if not is_iri(term) and (fault := _fault(term)):
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
