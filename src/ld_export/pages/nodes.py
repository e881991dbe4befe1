"""What a compact JSON-LD node says, as terms of a page: made when a template asks, for it asks for few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from ld_export.graph import RDF_TYPE, expanded
from ld_export.mapping import Node, context
from ld_export.pages.terms import Literal, Resource, Term, Terms


class _Key(NamedTuple):
    """A key of the context: its predicate's IRI, and how one value of it becomes terms."""

    predicate: str
    terms: Callable[[Any, Terms, str], list[Term]]


def _resource(value: Any, terms: Terms, root: str) -> list[Term]:
    return [Resource(value["id"] if type(value) is dict else value, root, terms)]


def _texts(value: Any, _: Terms, __: str) -> list[Term]:
    return [
        Literal(words, language)
        for language, said in value.items()
        for words in (said if type(said) is list else (said,))
    ]


def _typed(datatype: str) -> Callable[[Any, Terms, str], list[Term]]:
    return lambda value, terms, _: [terms.literal(_lexical(value), datatype)]


def _lexical(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _class(value: Any, terms: Terms, root: str) -> list[Term]:
    return [Resource(expanded(value), root, terms)]


def _spelt_out(value: Any, terms: Terms, root: str) -> list[Term]:
    """A value of a key that is no term of the context: it says itself what it is."""
    if type(value) is not dict:
        return [terms.literal(_lexical(value), "")]
    if "id" in value:
        return _resource(value, terms, root)
    if "@language" in value:
        return [Literal(value["@value"], value["@language"])]
    return [terms.literal(value["@value"], expanded(value["type"]))]


@cache
def _keys() -> Mapping[str, _Key]:
    keys = {"type": _Key(RDF_TYPE, _class)}
    for name, term in context().items():
        if isinstance(term, dict) and "@id" in term:
            keys[name] = _Key(expanded(term["@id"]), _reader(term))
    return keys


def _reader(term: Mapping[str, str]) -> Callable[[Any, Terms, str], list[Term]]:
    if term.get("@type") == "@id":
        return _resource
    return _texts if term.get("@container") == "@language" else _typed(expanded(term.get("@type", "")))


@cache
def _key(name: str) -> _Key:
    return _keys().get(name) or _Key(expanded(name), _spelt_out)


@cache
def local_name(iri: str) -> str:
    """The part of an IRI after its last `#` or `/`."""
    return iri.replace("#", "/").rpartition("/")[2]


@cache
def _local(key: str) -> str:
    return local_name(_key(key).predicate)


@cache
def _inward() -> frozenset[str]:
    """The keys whose values point to the node that has them."""
    return frozenset(name for name, term in context().items() if isinstance(term, dict) and "@reverse" in term)


class Said(Mapping[str, Sequence[Term]]):
    """What a node says: the local names of its predicates to their values."""

    def __init__(self, node: Node, terms: Terms, root: str) -> None:
        self._node = node
        self._terms = terms
        self._root = root

    @cached_property
    def _places(self) -> dict[str, list[str]]:
        """The node's keys by the local names of their predicates."""
        places: dict[str, list[str]] = {}
        for key in self._node:
            places.setdefault(_local(key), []).append(key)
        return places

    def __getitem__(self, name: str) -> Sequence[Term]:
        return [term for key in self._places[name] for term in values_of(self._node, key, self._terms, self._root)]

    def get(self, name: str, default: Any = None) -> Any:
        """As of any mapping, of which most ask for what most nodes do not say."""
        return self[name] if name in self._places else default

    def __contains__(self, name: object) -> bool:
        return name in self._places  # without making the values, as a mapping does by itself

    def __iter__(self) -> Iterator[str]:
        return iter({_local(key): None for key in self._node if key != "id" and key not in _inward()})

    def __len__(self) -> int:
        return sum(1 for _ in self)


def values_of(node: Node, key: str, terms: Terms, root: str) -> list[Term]:
    """The values of one key."""
    value, read = node[key], _key(key).terms
    return (
        [term for one in value for term in read(one, terms, root)] if type(value) is list else read(value, terms, root)
    )


def predicates_of(node: Node) -> dict[str, list[str]]:
    """The predicates of what a node says, each with its keys."""
    found: dict[str, list[str]] = {}
    for key in node:
        if key != "id" and key not in _inward():
            found.setdefault(_key(key).predicate, []).append(key)
    return found


def types_of(node: Node) -> tuple[str, ...]:
    """The local names of a node's classes, each once: a claim is one to more than one vocabulary."""
    types = node.get("type", [])
    return _class_names(tuple(types) if type(types) is list else (types,))


@cache
def _class_names(types: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.rpartition(":")[2] for name in types))


def bare(node: Node) -> Node:
    """A node without the nodes that lie in it: each is only named."""
    return {key: _named(value) for key, value in node.items() if key not in _inward()}


def _named(value: Any) -> Any:
    if type(value) is list:
        return [_named(one) for one in value]
    return value["id"] if type(value) is dict and "id" in value and len(value) > 1 else value


def children(node: Node) -> Iterator[Node]:
    """The nodes that lie in a node, and those in these, in their order."""
    for value in node.values():
        if type(value) is list:
            found = value
        elif type(value) is dict:
            found = [value]
        else:  # nearly always
            continue
        for one in found:
            if type(one) is dict and len(one) > 1 and "id" in one:
                yield one
                yield from children(one)
