"""Parameters of queries: values that become typed terms, and stand in the query as data and never as text.

A variable is bound by a `VALUES` clause at the beginning of every group that mentions it, so that it has its value
wherever the query looks at it, also in filters of inner groups and in sub-queries. The terms are made and written by
the RDF library.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from ld_export.errors import UsageProblem
from ld_export.graph.names import expanded, prefixes
from ld_export.graph.query_groups import Outline, outline

Term = ox.NamedNode | ox.Literal

_LITERAL = re.compile(
    r'"(?P<words>.*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<type><[^<>]+>|[\w-]+:[\w-]+))?', re.DOTALL
)
_HOW = 'write <https://…>, "text", "text"@en, "5"^^xsd:integer, or bare text that begins with neither < nor "'
# Some stores replace escapes before they read anything else, also one whose backslash is escaped itself.
_ESCAPE = re.compile(r"\\(?:\\(?P<letter>[uU])|.)")


class Bound(NamedTuple):
    """A query whose variables are bound. What was put in stands on the lines that were there.

    `inserted` has, for each piece put in, where in the text it stands and by how much it made it longer.
    """

    text: str
    inserted: tuple[tuple[int, int], ...] = ()

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Where a line and column of the text, counted from 1, stood before anything was put in."""
        begin = sum(len(one) + 1 for one in self.text.split("\n")[: line - 1])
        at = begin + column - 1
        own = [(max(where, begin), size) for where, size in self.inserted if begin <= where < at]
        return line, max(1, column - sum(min(size, at - where) for where, size in own))


def parameters_from(given: Iterable[str]) -> dict[str, Term]:
    """Terms by name, from `name=value`. Raises `UsageProblem` for what is no parameter, or one that is given twice."""
    terms: dict[str, Term] = {}
    for one in given:
        name, equals, value = one.partition("=")
        name = name.removeprefix("?")
        if not equals or not name.isidentifier():
            raise UsageProblem(f"the parameter {one!r} is no name=value", remedy=f"for the value, {_HOW}")
        if name in terms:
            raise UsageProblem(f"the parameter {name} is given twice", remedy="give it once")
        terms[name] = term_of(value, name)
    return terms


def term_of(value: str, name: str = "value") -> Term:
    """The term that a value stands for; the text in quotation marks is taken as it is, and nothing in it escaped."""
    try:
        if value.startswith("<") and value.endswith(">"):
            return ox.NamedNode(value[1:-1])
        if not value.startswith(("<", '"')):
            return ox.Literal(value)
        found = _LITERAL.fullmatch(value)
        if found and found["language"]:
            return ox.Literal(found["words"], language=found["language"])
        if found and found["type"]:
            return ox.Literal(found["words"], datatype=ox.NamedNode(_type_iri(found["type"])))
        if found:
            return ox.Literal(found["words"])
    except ValueError as error:
        raise UsageProblem(f"the parameter {name} is no RDF term: {error}", remedy=_HOW) from None
    raise UsageProblem(f"the parameter {name} is neither an IRI nor a whole literal", remedy=_HOW)


def _type_iri(written: str) -> str:
    return written[1:-1] if written.startswith("<") else expanded(written)


def bound(text: str, terms: Mapping[str, Term], *, declared: bool = False) -> Bound:
    """A query with some of its variables bound, and, where `declared`, the prefixes of the context that it lacks.

    Raises `UsageProblem` for a parameter that is no variable of the query, or one to which the query gives a value.
    """
    found = outline(text)
    _check(found, terms)
    pieces: list[_Piece] = []
    if declared:
        lacking = sorted((found.prefixes - found.declared) & prefixes().keys())
        heads = (f"PREFIX {name}: {ox.NamedNode(prefixes()[name])} " for name in lacking)
        pieces.append(_Piece(found.begin, "".join(heads)))
    for where, names in found.groups:
        values = (f" VALUES ?{name} {{ {written_term(terms[name])} }} " for name in sorted(names & terms.keys()))
        pieces.append(_Piece(where, "".join(values)))
    pieces += [
        _Piece(where, written_term(terms[name]), len(name) + 1) for where, name in found.expressions if name in terms
    ]
    return _with(text, sorted(pieces))


class _Piece(NamedTuple):
    """What is put into a query, where, and in the place of how many characters."""

    where: int
    text: str
    instead_of: int = 0


def _check(found: Outline, terms: Mapping[str, Term]) -> None:
    for name in terms:
        if name not in found.variables:
            near = difflib.get_close_matches(name, found.variables, n=1, cutoff=0.5) or sorted(found.variables)
            remedy = f"it has ?{', ?'.join(near)}" if near else "it has no variables"
            raise UsageProblem(f"the query has no variable ?{name}", remedy=remedy)
        if name in found.assigned:
            raise UsageProblem(f"the query itself gives ?{name} a value", remedy="choose a variable that it only reads")
    if terms and not found.groups:
        raise UsageProblem("the query has no group to bind variables in", remedy="write its WHERE { … } out")


def written_term(term: Term) -> str:
    """A term as it stands in a query."""
    return _ESCAPE.sub(lambda found: _unmistakable(found["letter"]) if found["letter"] else found[0], str(term))


def _unmistakable(letter: str) -> str:
    """A backslash and a letter that nobody takes together for the beginning of an escape."""
    return rf"\\\U{ord(letter):08X}"


def _with(text: str, pieces: Iterable[_Piece]) -> Bound:
    made, inserted, last, grown = [], [], 0, 0
    for piece in pieces:
        made += [text[last : piece.where], piece.text]
        more = len(piece.text) - piece.instead_of
        inserted.append((piece.where + grown, more))
        last, grown = piece.where + piece.instead_of, grown + more
    return Bound("".join([*made, text[last:]]), tuple(inserted))
