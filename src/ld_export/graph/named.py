"""Nodes to RDF: one named graph from the nodes of one source, with the other vocabularies that `align/*.rq` add.

A graph has no blank nodes, so its sorted lines are canonical. Values are of types whose lexical form no store
rewrites, so what is read back is what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import MappingProblem
from ld_export.graph.jsonld import json_ld, with_triples
from ld_export.graph.names import RDF_TYPE, XSD, iri_of
from ld_export.mapping import Node
from ld_export.resources import folder

# In the order in which a reader meets them.
_VOCABULARY_FILES = ("hrd.ttl", "concepts.ttl", "borrowed.ttl")
_SAFE_TYPES = frozenset(
    [
        XSD + name
        for name in ("string", "boolean", "integer", "date", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay")
    ]
    + ["http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"]
)


class NamedGraph(NamedTuple):
    """A graph with its name, in the three forms that it is published from.

    `lines` are its statements as canonical N-Triples without the final ` .`, sorted; `triples` the same in reading
    order, those of one subject together; `nodes` the same as compact JSON-LD.
    """

    name: str
    lines: tuple[str, ...]
    triples: tuple[ox.Triple, ...]
    nodes: tuple[Node, ...]


def to_graph(nodes: Sequence[Node], name: str) -> NamedGraph:
    """The graph of some nodes: their own statements and those of every alignment, each run on these alone.

    `nodes` are not changed. Raises `MappingProblem` for a blank node or a literal of an unsafe type.
    """
    quads = list(ox.parse(json_ld(nodes), format=ox.RdfFormat.JSON_LD))
    store = ox.Store()
    store.extend(quads)
    own = {str(quad.triple): quad.triple for quad in quads}
    derived: dict[str, ox.Triple] = {}
    for rule in _alignments():
        derived |= {str(triple): triple for triple in _triples(store.query(rule))}
    added = {line: triple for line, triple in derived.items() if line not in own}
    return _named_graph(name, own | added, nodes, [added[line] for line in sorted(added)])


def _triples(result: Any) -> Iterator[ox.Triple]:
    yield from result


@cache
def _alignments() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted((folder("mappings") / "align").glob("*.rq")))


def vocabulary_graph(name: str) -> NamedGraph:
    """The ontology, its concept schemes and the notes on borrowed terms, as one named graph."""
    statements: dict[str, ox.Triple] = {}
    for file in _VOCABULARY_FILES:
        quads = ox.parse(path=str(folder("ontology") / file), format=ox.RdfFormat.TURTLE)
        statements |= {str(quad.triple): quad.triple for quad in quads}
    return _named_graph(name, statements, (), statements.values())


def _named_graph(
    name: str, statements: Mapping[str, ox.Triple], nodes: Sequence[Node], unsaid: Iterable[ox.Triple]
) -> NamedGraph:
    """The graph of some statements, all but the `unsaid` of which the nodes say already."""
    lines = tuple(sorted(statements))
    _check(lines, name)
    return NamedGraph(name, lines, tuple(by_subject(statements.values())), with_triples(nodes, unsaid))


def by_subject(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The same triples, those of one subject together (in the order of the first of each), types first."""
    grouped: dict[str, tuple[list[ox.Triple], list[ox.Triple]]] = {}
    for triple in triples:
        types, others = grouped.setdefault(iri_of(triple.subject), ([], []))
        (types if triple.predicate.value == RDF_TYPE else others).append(triple)
    for types, others in grouped.values():
        yield from types
        yield from others


_DATATYPE = re.compile(r'(?m)"\^\^<([^>]+)>$')


def _check(lines: Sequence[str], name: str) -> None:
    text = "\n".join(lines)
    if "_:" in text and any(line.startswith("_:") or line.split(" ", 2)[2].startswith("_:") for line in lines):
        raise MappingProblem("a blank node", name, "give every node an IRI")
    unsafe = sorted(set(_DATATYPE.findall(text)) - _SAFE_TYPES)
    if unsafe:
        raise MappingProblem(f"a value of type {unsafe[0]}, which stores rewrite", name, "use another type")
