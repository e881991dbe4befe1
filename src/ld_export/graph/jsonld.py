"""Compact JSON-LD: nodes with the context inlined, and RDF statements put back into such nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec
import pyoxigraph as ox

from ld_export.graph.names import RDF_TYPE, XSD, compact_iri, iri_of, prefixes
from ld_export.mapping import Node, context


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
    return with_triples((), triples)


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


def with_triples(nodes: Sequence[Node], triples: Iterable[ox.Triple]) -> tuple[Node, ...]:
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
    wanted = term.coercion or XSD + "string"
    return not term.by_language and bool(value.datatype.value == wanted)


def _native(value: Any) -> Any:
    datatype = value.datatype.value if isinstance(value, ox.Literal) else ""
    if datatype == XSD + "integer":
        return int(value.value)
    return value.value == "true" if datatype == XSD + "boolean" else value.value


def _expanded(value: Any) -> Any:
    if isinstance(value, ox.NamedNode):
        return {"id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == XSD + "string":
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
