"""Statements as text, by what they are about: from nodes (the context compiled), from triples, and to lines.

`statements_of` is what a JSON-LD processor makes of the same nodes; tests compare the two triple by triple.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import MappingProblem
from ld_export.graph.names import RDF_TYPE, XSD, expanded
from ld_export.graph.terms import iri_term, language_suffix, literal_term, type_suffix
from ld_export.mapping import Node, context

Description = dict[str, list[str]]
"""What is said of one thing: predicate to its values, all terms, types first."""

Statements = dict[str, Description]
"""Subject to its description, in reading order."""

TYPE = f"<{RDF_TYPE}>"


class Statement(NamedTuple):
    """One statement, in terms."""

    subject: str
    predicate: str
    value: str


# The types whose lexical form no store rewrites, so that what is read back is what was written.
SAFE_TYPES = frozenset(
    [
        XSD + name
        for name in ("string", "boolean", "integer", "date", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay")
    ]
    + ["http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"]
)


def say(statements: Statements, subject: str, predicate: str, value: str) -> None:
    """Add one statement, unless it is there already."""
    values = statements.setdefault(subject, {}).setdefault(predicate, [])
    if value not in values:
        values.append(value)


def one_by_one(statements: Mapping[str, Description]) -> Iterator[Statement]:
    """Every statement by itself, in order."""
    for subject, description in statements.items():
        for predicate, values in description.items():
            for value in values:
                yield Statement(subject, predicate, value)


def described(triples: Iterable[ox.Triple]) -> Statements:
    """Triples as statements, in the order of the first of each subject."""
    statements: Statements = {}
    for triple in triples:
        subject = str(triple.subject)
        statements.setdefault(subject, {TYPE: []})
        say(statements, subject, str(triple.predicate), str(triple.object))
    for description in statements.values():
        if not description[TYPE]:
            del description[TYPE]
    return statements


def lines_of(statements: Mapping[str, Description]) -> list[str]:
    """Statements as canonical N-Triples without the final ` .`, sorted."""
    return [f"{subject} {rest}" for subject in sorted(statements) for rest in _rest_of_lines(statements[subject])]


def naming(terms: Container[str], statements: Mapping[str, Description]) -> list[str]:
    """What has one of some terms as its predicate, or says of something that it is of a type which is one of them.

    Each item is what is left of one description, as Turtle with full IRIs and without the final ` .`: to a parser
    that is half the work of N-Triples, which repeat the subject.
    """
    found = []
    for subject, description in statements.items():
        said = [f"{predicate} {','.join(values)}" for predicate, values in description.items() if predicate in terms]
        said += [f"a {value}" for value in description.get(TYPE, ()) if value in terms]
        if said:
            found.append(f"{subject} {';'.join(said)}")
    return found


def lines_about(subject: str, description: Description, ends: Iterable[str]) -> list[bytes]:
    """What is said of one thing as sorted lines, once with each of some ends (` .` is that of N-Triples)."""
    rest = _rest_of_lines(description)
    # Encoded piece by piece: one letter outside Latin-1 makes a text twice as large in memory.
    return [(f"{subject} " + f"{end}\n{subject} ".join(rest) + f"{end}\n").encode() for end in ends]


def _rest_of_lines(description: Description) -> list[str]:
    return sorted([f"{predicate} {value}" for predicate, values in description.items() for value in values])


# ---- nodes, by the context ---------------------------------------------------------------------------------------


class _Key(NamedTuple):
    """A key of the context: its predicate, and how its values become terms.

    `term` is for a single text or number, where the key allows one: most values are. `terms` is for any values.
    Where `inward`, they are nodes that point to the one that has the key.
    """

    predicate: str
    terms: Callable[[Sequence[Any], Statements], list[str]]
    term: Callable[[Any], str] | None = None
    inward: bool = False


def statements_of(nodes: Iterable[Node]) -> Statements:
    """What some nodes say.

    Raises `MappingProblem` for a key that the context does not know (a JSON-LD processor would drop it in silence),
    for a node without an IRI, and for a value that its term does not allow.
    """
    statements: Statements = {}
    for node in nodes:
        _describe(node, statements)
    return statements


def _describe(node: Node, statements: Statements) -> str:
    subject = _iri_of(node)
    description = statements.setdefault(subject, {})
    keys = _keys()
    for key, value in node.items():
        if key == "id":
            continue
        known = keys.get(key)
        if known is None:
            raise MappingProblem(
                f"the key {key!r} of {node['id']} has no term", "mappings/context.jsonld", "add it there"
            )
        try:
            if known.term and type(value) is not list and type(value) is not dict:
                terms = [known.term(value)]
            else:
                terms = known.terms(value if type(value) is list else (value,), statements)
        except (ValueError, TypeError, AttributeError) as problem:
            raise MappingProblem(f"{key!r} of {node['id']}: {problem}", "mapping", "correct the value") from None
        if known.inward:
            for part in terms:
                say(statements, part, known.predicate, subject)
        elif known.predicate in description:
            for term in terms:
                say(statements, subject, known.predicate, term)
        else:
            description[known.predicate] = terms if len(terms) == 1 else list(dict.fromkeys(terms))
    return subject


def _iri_of(node: Node) -> str:
    try:
        return iri_term(node["id"])
    except (KeyError, ValueError, TypeError):
        shown = node.get("id") or next(iter(node), "a node")
        raise MappingProblem(f"a blank node ({shown})", "mapping", "give every node an IRI") from None


@cache
def _keys() -> Mapping[str, _Key]:
    keys = {name: _compiled(name, term) for name, term in context().items() if isinstance(term, dict)}
    return keys | {"type": _Key(TYPE, _each(_class), _class)}


def _compiled(name: str, term: Mapping[str, str]) -> _Key:
    """How a key's values become terms. Raises `MappingProblem` where the context asks for what is not compiled."""
    shape = frozenset(term)
    if shape == {"@reverse"}:
        return _Key(f"<{expanded(term['@reverse'])}>", _nodes, inward=True)
    predicate = f"<{expanded(term.get('@id', ''))}>"
    if shape == {"@id"}:
        return _Key(predicate, _each(literal_term), literal_term)
    if term.get("@container") == "@language" and len(shape) == 2:
        return _Key(predicate, _texts_by_language)
    if term.get("@type") == "@id" and len(shape) == 2:
        return _Key(predicate, _resources, iri_term)
    datatype = expanded(term.get("@type", ""))
    if datatype in SAFE_TYPES and len(shape) == 2:
        typed = _typed(type_suffix(datatype))
        return _Key(predicate, _each(typed), typed)
    raise MappingProblem(
        f"the term {name!r} is of a form or a type that is not published",
        "mappings/context.jsonld",
        "use a plain, typed, @language, @id or @reverse term, of a type that no store rewrites",
    )


def _class(name: str) -> str:
    return iri_term(expanded(name))


def _each(term: Callable[[Any], str]) -> Callable[[Sequence[Any], Statements], list[str]]:
    return lambda values, _: [term(value) for value in values]


def _texts_by_language(maps: Sequence[Any], _: Statements) -> list[str]:
    return [
        literal_term(words, language_suffix(language))
        for by_language in maps
        for language, said in by_language.items()
        for words in (said if type(said) is list else (said,))
    ]


def _typed(suffix: str) -> Callable[[Any], str]:
    return lambda value: literal_term(_lexical(value), suffix)


def _lexical(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | str):
        return str(value)
    raise TypeError(f"{value!r} is neither text nor an integer")


def _resources(values: Sequence[Any], statements: Statements) -> list[str]:
    return [_describe(value, statements) if type(value) is dict else iri_term(value) for value in values]


def _nodes(values: Sequence[Any], statements: Statements) -> list[str]:
    return [_describe(value, statements) for value in values]
