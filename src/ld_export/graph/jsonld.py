"""Compact JSON-LD: nodes with the context inlined, and statements put back into such nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import msgspec

from ld_export.graph.names import XSD, compact_iri, expanded
from ld_export.graph.statements import TYPE, Statements
from ld_export.graph.terms import iri_in, is_iri, literal_in
from ld_export.mapping import Node, context


def json_ld(nodes: Sequence[Node], terms: Mapping[str, Any] | None = None) -> bytes:
    """Nodes as a JSON-LD document with the context (or some of its terms) inlined: nothing is fetched to read it."""
    return msgspec.json.encode({"@context": terms or context(), "@graph": list(nodes)})


def terms_used(nodes: Iterable[Node]) -> dict[str, Any]:
    """As much of the context as flat nodes need: a small file should not carry all of it."""
    used = {"id", "type"}
    for node in nodes:
        used.update(node)
        types = node.get("type", ())
        used.update((types,) if type(types) is str else types)
    return _terms_for(frozenset(used))


# Of the same few keys are thousands of pages; nobody changes what they get.
@lru_cache(maxsize=1000)
def _terms_for(names: frozenset[str]) -> dict[str, Any]:
    """The terms of some keys and classes, and those that these are written with."""
    used = names | {name.partition(":")[0] for name in names}
    terms = {term: definition for term, definition in context().items() if term in used}
    for definition in list(terms.values()):
        for iri in definition.values() if isinstance(definition, dict) else ():
            prefix = str(iri).partition(":")[0]
            if prefix in context():
                terms.setdefault(prefix, context()[prefix])
    return terms


def nodes_of(statements: Statements) -> tuple[Node, ...]:
    """Statements as flat compact nodes, one for each subject."""
    return with_statements((), statements)


def with_statements(nodes: Sequence[Node], statements: Statements) -> tuple[Node, ...]:
    """A copy of the nodes that says some more, at the node of each subject."""
    by_id: dict[str, Node] = {}
    copies = [_copy(node, by_id) for node in nodes]
    for subject, description in statements.items():
        iri = iri_in(subject)
        node = by_id.get(iri)
        if node is None:
            node = by_id[iri] = {"id": iri}
            copies.append(node)
        for predicate, values in description.items():
            for value in values:
                _say(node, _spoken(predicate, value))
    return tuple(copies)


def _copy(node: Node, by_id: dict[str, Node]) -> Node:
    """A copy of a node and of all nodes inside it; other values are shared, for nobody changes them in place."""
    copy = dict(node)
    by_id.setdefault(node["id"], copy)
    for key, value in node.items():
        if type(value) is list and any(type(child) is dict for child in value):
            copy[key] = [_copy(child, by_id) if type(child) is dict else child for child in value]
        elif type(value) is dict and "id" in value:
            copy[key] = _copy(value, by_id)
    return copy


class _Term(NamedTuple):
    key: str
    coercion: str
    by_language: bool


@cache
def _terms() -> Mapping[str, tuple[_Term, ...]]:
    """Predicate to the context's keys for it; reverse keys are only for building."""
    terms: dict[str, tuple[_Term, ...]] = {}
    for key, definition in context().items():
        if isinstance(definition, dict) and "@id" in definition:
            term = _Term(key, expanded(definition.get("@type", "")), definition.get("@container") == "@language")
            predicate = f"<{expanded(definition['@id'])}>"
            terms[predicate] = (*terms.get(predicate, ()), term)
    return terms


class _Spoken(NamedTuple):
    """A statement as JSON: a key, a value, and the language where the key's values are by language."""

    key: str
    value: Any
    language: str = ""


# Many statements are made again and again: that a signature is one, in which group, for which country.
@lru_cache(maxsize=50_000)
def _spoken(predicate: str, value: str) -> _Spoken:
    """A statement in the form that the context asks for."""
    if predicate == TYPE:
        return _Spoken("type", compact_iri(iri_in(value)))
    terms = _terms().get(predicate, ())
    if is_iri(value):
        key = next((term.key for term in terms if term.coercion == "@id"), "")
        return _Spoken(key, iri_in(value)) if key else _Spoken(compact_iri(iri_in(predicate)), {"id": iri_in(value)})
    words, language, datatype = literal_in(value)
    if language:
        key = next((term.key for term in terms if term.by_language), "")
        said = {"@value": words, "@language": language}
        return _Spoken(key, words, language) if key else _Spoken(compact_iri(iri_in(predicate)), said)
    wanted = (term.key for term in terms if not term.by_language and (term.coercion or XSD + "string") == datatype)
    if key := next(wanted, ""):
        return _Spoken(key, _native(words, datatype))
    plain = datatype == XSD + "string"
    return _Spoken(compact_iri(iri_in(predicate)), words if plain else {"@value": words, "type": datatype})


_DIGITS_OF_JSON = 15


def _native(words: str, datatype: str) -> Any:
    if datatype == XSD + "integer":
        # To JSON a larger number is a float; written as a text it gets its type by the context.
        return int(words) if len(words) <= _DIGITS_OF_JSON else words
    return words == "true" if datatype == XSD + "boolean" else words


def _say(node: Node, spoken: _Spoken) -> None:
    """Say one more thing at a node. Values are replaced and not changed: copies share them."""
    key, value, language = spoken
    if language:
        said = node.get(key, {})
        node[key] = said | {language: _with(said.get(language), value)}
    else:
        node[key] = _with(node[key], value) if key in node else value


def _with(present: Any, value: Any) -> Any:
    """A value beside those that are there: alone, or in a list."""
    if present is None:
        return value
    return [*present, value] if type(present) is list else [present, value]
