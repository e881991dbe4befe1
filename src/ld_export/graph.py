"""Nodes to RDF: one named graph from the nodes of one source, with the other vocabularies that `align/*.rq` add.

A graph has no blank nodes, so its sorted lines are canonical. Values are of types whose lexical form no store
rewrites, so what is read back is what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pyoxigraph as ox

from ld_export.errors import MappingProblem, UnreadableGraph
from ld_export.mapping import Node, context
from ld_export.resources import folder

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
# In the order in which a reader meets them.
_VOCABULARY_FILES = ("hrd.ttl", "concepts.ttl", "borrowed.ttl")
_SAFE_TYPES = frozenset(
    [
        _XSD + name
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


def prefixes() -> dict[str, str]:
    """Prefix to namespace, from the context: what Turtle is written with and what queries may use."""
    return {term: iri for term, iri in context().items() if isinstance(iri, str) and not iri.startswith("@")}


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
    return _named_graph(name, own | added, _with_triples(nodes, [added[line] for line in sorted(added)]))


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
    return _named_graph(name, statements, _with_triples((), statements.values()))


def _named_graph(name: str, statements: Mapping[str, ox.Triple], nodes: tuple[Node, ...]) -> NamedGraph:
    lines = tuple(sorted(statements))
    _check(lines, name)
    return NamedGraph(name, lines, tuple(by_subject(statements.values())), nodes)


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


# ---- JSON-LD -----------------------------------------------------------------------------------------------------


def json_ld(nodes: Sequence[Node], terms: Mapping[str, Any] | None = None) -> bytes:
    """Nodes as a JSON-LD document with the context (or some of its terms) inlined: nothing is fetched to read it."""
    return msgspec.json.encode({"@context": terms or context(), "@graph": list(nodes)})


def terms_used(nodes: Iterable[Node]) -> dict[str, Any]:
    """As much of the context as flat nodes need: a small file should not carry all of it."""
    used = {"id", "type"}
    for node in nodes:
        for key, value in node.items():
            used.update((key, key.partition(":")[0]))
            if key == "type":
                used.update(name.partition(":")[0] for name in (value if isinstance(value, list) else [value]))
    terms = {term: definition for term, definition in context().items() if term in used}
    for definition in list(terms.values()):
        for iri in definition.values() if isinstance(definition, dict) else ():
            prefix = str(iri).partition(":")[0]
            if prefix in context():
                terms.setdefault(prefix, context()[prefix])
    return terms


def nodes_of(triples: Iterable[ox.Triple]) -> tuple[Node, ...]:
    """Triples as flat compact nodes, one for each subject in the order of its first triple."""
    return _with_triples((), triples)


class _Term(NamedTuple):
    key: str
    coercion: str | None
    by_language: bool


@cache
def _terms() -> Mapping[str, tuple[_Term, ...]]:
    """Predicate IRI to the context's keys for it; reverse keys are only for building."""
    terms: dict[str, tuple[_Term, ...]] = {}
    for key, definition in context().items():
        if isinstance(definition, dict) and "@id" in definition:
            term = _Term(key, _expand(definition.get("@type")), definition.get("@container") == "@language")
            iri = _expand(definition["@id"]) or ""
            terms[iri] = (*terms.get(iri, ()), term)
    return terms


def _expand(compact: str | None) -> str | None:
    prefix, colon, local = (compact or "").partition(":")
    return prefixes()[prefix] + local if colon else compact


@cache
def compact_iri(iri: str) -> str:
    """An IRI as `prefix:name` where the context has a prefix for it."""
    for prefix, namespace in prefixes().items():
        if iri.startswith(namespace) and iri[len(namespace) :].replace("_", "").replace("-", "").isalnum():
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _with_triples(nodes: Sequence[Node], triples: Iterable[ox.Triple]) -> tuple[Node, ...]:
    """A copy of the nodes that says the triples too, at the node of each one's subject."""
    copies = [_copy(node) for node in nodes]
    by_id: dict[str, Node] = {node["id"]: node for copy in copies for node in walk(copy)}
    for triple in triples:
        subject = iri_of(triple.subject)
        node = by_id.get(subject)
        if node is None:
            node = by_id[subject] = {"id": subject}
            copies.append(node)
        add_statement(node, triple.predicate.value, triple.object)
    return tuple(copies)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(child) for key, child in value.items()}
    return [_copy(child) for child in value] if isinstance(value, list) else value


def walk(node: Node) -> Iterator[Node]:
    """A node and all nodes inside it, in order."""
    yield node
    for value in node.values():
        for child in value if isinstance(value, list) else ():
            if isinstance(child, dict) and "id" in child:
                yield from walk(child)


def add_statement(node: Node, predicate: str, value: Any) -> None:
    """Say one more thing at a compact node, in the form that the context asks for."""
    if predicate == RDF_TYPE:
        _append(node, "type", compact_iri(value.value))
        return
    term = next((term for term in _terms().get(predicate, ()) if _fits(term, value)), None)
    if term is None:
        _append(node, compact_iri(predicate), _expanded(value))
    elif term.by_language:
        _append(node.setdefault(term.key, {}), value.language, value.value)
    else:
        _append(node, term.key, _native(value))


def _fits(term: _Term, value: Any) -> bool:
    if isinstance(value, ox.NamedNode):
        return term.coercion == "@id"
    if value.language:
        return term.by_language
    wanted = term.coercion or _XSD + "string"
    return not term.by_language and bool(value.datatype.value == wanted)


def _native(value: Any) -> Any:
    datatype = value.datatype.value if isinstance(value, ox.Literal) else ""
    if datatype == _XSD + "integer":
        return int(value.value)
    return value.value == "true" if datatype == _XSD + "boolean" else value.value


def _expanded(value: Any) -> Any:
    if isinstance(value, ox.NamedNode):
        return {"id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == _XSD + "string":
        return value.value
    return {"@value": value.value, "type": value.datatype.value}


def _append(holder: dict[str, Any], key: str, value: Any) -> None:
    present = holder.get(key)
    if present is None:
        holder[key] = value
    elif isinstance(present, list):
        present.append(value)
    else:
        holder[key] = [present, value]


# ---- Turtle ------------------------------------------------------------------------------------------------------


def turtle_head(base: str) -> str:
    """The prefix declarations of every Turtle file of a publication."""
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(turtle_prefixes(base).items()))


def turtle_prefixes(base: str) -> dict[str, str]:
    """The context's prefixes, and one for each kind of entity; none whose names would need escapes."""
    own = {kind: f"{base}{kind}/" for kind in ("person", "organization", "group", "country")}
    return {name: iri for name, iri in (prefixes() | own).items() if name != "concept"}


def turtle_body(triples: Iterable[ox.Triple], base: str) -> str:
    """Triples as Turtle without prefixes, in their order; those of one subject must stand together."""
    used = turtle_prefixes(base)
    made = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used) or b""
    # The serialiser writes the prefixes first, in no stable order: `turtle_head` writes them instead.
    body = made.decode().split("\n", len(used))[-1]
    return body.replace(" .\n<", " .\n\n<") if body else ""


def iri_of(term: Any) -> str:
    """The IRI of a subject or an object, empty for a literal; there are no blank nodes in what is published."""
    return term.value if isinstance(term, ox.NamedNode) else ""


# ---- reading -----------------------------------------------------------------------------------------------------

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


def read_lines(path: Path) -> list[str]:
    """The statements of an RDF file as sorted N-Triples lines without the final ` .`, named graphs merged.

    Raises `UnreadableGraph` with file and line. Nothing is fetched, whatever the file says.
    """
    rdf_format = FORMATS.get(path.suffix)
    if rdf_format is None:
        raise UnreadableGraph(f"{path.suffix or 'no ending'} is no RDF format", path.name, f"use {', '.join(FORMATS)}")
    try:
        quads = ox.parse(path=str(path), format=rdf_format)
        return sorted({f"{quad.subject} {quad.predicate} {quad.object}" for quad in quads})
    except SyntaxError as error:
        place = f"{path.name}:{error.lineno}" if error.lineno else path.name
        raise UnreadableGraph(str(error.msg), place, "correct the file") from None
    except (OSError, ValueError) as error:
        raise UnreadableGraph(str(error), path.name, "check the file") from None


def to_rdflib(lines: Iterable[str]) -> rdflib.Graph:
    """Statements as an rdflib graph, for library users and for pySHACL."""
    import rdflib as rdf  # noqa: PLC0415 - slow to import, and no build needs it

    graph = rdf.Graph(bind_namespaces="none")
    for name, iri in prefixes().items():
        graph.bind(name, iri)
    graph.parse(data="".join(f"{line} .\n" for line in lines), format="nt")
    return graph
