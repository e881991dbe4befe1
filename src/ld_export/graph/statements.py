"""Statements as text, by what they are about: from nodes (the context compiled), from triples, and to lines.

`statements_of` is what a JSON-LD processor makes of the same nodes; tests compare the two triple by triple.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
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


def say_all(statements: Statements, unsaid: Mapping[str, Description]) -> None:
    """Add statements of which none is there already."""
    for subject, description in unsaid.items():
        said = statements.setdefault(subject, {})
        for predicate, values in description.items():
            said[predicate] = [*said[predicate], *values] if predicate in said else values


Triple = tuple[str, str, str]
"""Subject, predicate and object, all terms."""


def triples_of(found: Iterable[ox.Quad | ox.Triple]) -> list[Triple]:
    """Quads without their graphs, or triples, as text."""
    return [(str(one.subject), str(one.predicate), str(one.object)) for one in found]


def described(triples: Iterable[Triple]) -> Statements:
    """Triples as statements, in the order of the first of each subject."""
    statements: Statements = {}
    for subject, predicate, value in triples:
        description = statements.get(subject)
        if description is None:
            description = statements[subject] = {TYPE: []}
        values = description.get(predicate)
        if values is None:
            description[predicate] = [value]
        elif value not in values:
            values.append(value)
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


def types_in(statements: Mapping[str, Description]) -> Iterator[str]:
    """The classes of all that is described, one after another."""
    return (kind for description in statements.values() for kind in description.get(TYPE, ()))


END = "\0"
"""The end of a line that is not yet one of N-Triples or of N-Quads. No term holds it: canonical literals escape it."""


def lines_about(subject: str, description: Description) -> bytes:
    """What is said of one thing as sorted lines, each with `END` for its end."""
    # Encoded piece by piece: one letter outside Latin-1 makes a text twice as large in memory.
    return (f"{subject} " + f"{END}{subject} ".join(_rest_of_lines(description)) + END).encode()


def _rest_of_lines(description: Description) -> list[str]:
    return sorted([f"{predicate} {value}" for predicate, values in description.items() for value in values])


# ---- nodes, by the context ---------------------------------------------------------------------------------------


class _Key(NamedTuple):
    """A key of the context: its predicate, and how one value becomes terms (of texts by language, several).

    Where `inward`, the value is a node that points to the one that has the key.
    """

    predicate: str
    terms: Callable[[Any, Statements], list[str]]
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
        predicate, terms_of, inward = known
        try:
            if type(value) is list:
                terms = [term for one in value for term in terms_of(one, statements)]
            else:
                terms = terms_of(value, statements)
        except (ValueError, TypeError, AttributeError) as problem:
            raise MappingProblem(f"{key!r} of {node['id']}: {problem}", "mapping", "correct the value") from None
        if inward:
            for part in terms:
                say(statements, part, predicate, subject)
        elif predicate in description:
            for term in terms:
                say(statements, subject, predicate, term)
        else:
            description[predicate] = terms if len(terms) == 1 else list(dict.fromkeys(terms))
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
    return keys | {"type": _Key(TYPE, _class)}


def _compiled(name: str, term: Mapping[str, str]) -> _Key:
    """How a key's values become terms. Raises `MappingProblem` where the context asks for what is not compiled."""
    shape = frozenset(term)
    if shape == {"@reverse"}:
        return _Key(f"<{expanded(term['@reverse'])}>", _node, inward=True)
    predicate = f"<{expanded(term.get('@id', ''))}>"
    if shape == {"@id"}:
        return _Key(predicate, _text)
    if term.get("@container") == "@language" and len(shape) == 2:
        return _Key(predicate, _texts_by_language)
    if term.get("@type") == "@id" and len(shape) == 2:
        return _Key(predicate, _resource)
    datatype = expanded(term.get("@type", ""))
    if datatype in SAFE_TYPES and len(shape) == 2:
        return _Key(predicate, _typed(type_suffix(datatype)))
    raise MappingProblem(
        f"the term {name!r} is of a form or a type that is not published",
        "mappings/context.jsonld",
        "use a plain, typed, @language, @id or @reverse term, of a type that no store rewrites",
    )


def _class(name: Any, _: Statements) -> list[str]:
    return [iri_term(expanded(name))]


def _text(words: Any, _: Statements) -> list[str]:
    return [literal_term(words)]


def _texts_by_language(by_language: Any, _: Statements) -> list[str]:
    return [
        literal_term(words, language_suffix(language))
        for language, said in by_language.items()
        for words in (said if type(said) is list else (said,))
    ]


def _typed(suffix: str) -> Callable[[Any, Statements], list[str]]:
    return lambda value, _: [literal_term(_lexical(value), suffix)]


def _lexical(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | str):
        return str(value)
    raise TypeError(f"{value!r} is neither text nor an integer")


def _resource(value: Any, statements: Statements) -> list[str]:
    return [_describe(value, statements) if type(value) is dict else iri_term(value)]


def _node(value: Any, statements: Statements) -> list[str]:
    return [_describe(value, statements)]
