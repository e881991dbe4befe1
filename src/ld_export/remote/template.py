"""A CONSTRUCT taken apart: its solutions, which are rows and come by pages, and its template, which is filled here.

The template is read once, by the RDF library, with an IRI in the place of each variable; terms take their places as
they came. Were the solutions handed to the library's engine instead, it would write numbers in its own way (1 for 01),
and it takes no blank nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import UsageProblem
from ld_export.graph import TOKEN, Bound
from ld_export.remote.results import Row
from ld_export.remote.words import said_in

_PLACE = "tag:ld-export,2026:variable/"
_NO_BREAK = re.compile(r"[^\n]")
_NOTHING = "row"
"""The column of solutions of which no variable is wanted, but how many they are."""


class Construct(NamedTuple):
    """A CONSTRUCT taken apart.

    `template` is the query up to the end of its template, and `solutions` the SELECT whose rows fill that; what stands
    in them stands where it was written, so that what is wrong is told with that place. `columns` are the variables that
    rows have: those of the template to which the rest of the query can give a value.
    """

    template: Bound
    columns: tuple[str, ...]
    solutions: Bound


class Template:
    """The statements of a template. Raises `UsageProblem` for one that cannot be read here."""

    def __init__(self, construct: Construct) -> None:
        self._places = {name: ox.NamedNode(_PLACE + name) for name in construct.columns}
        self._triples = _read(construct.template, self._places)
        leaves = {leaf for triple in self._triples for leaf in _leaves(triple)}
        self._blank = [leaf for leaf in leaves if isinstance(leaf, ox.BlankNode)]

    def filled(self, columns: Iterable[str], row: Row) -> Iterator[Any]:
        """The triples that a solution makes, with blank nodes of its own; what lacks a term is none."""
        named = zip(columns, row, strict=True)
        terms: dict[Any, Any] = {self._places[name]: term for name, term in named if name in self._places}
        terms.update((blank, ox.BlankNode()) for blank in self._blank)
        return filter(None, (_put(triple, terms) for triple in self._triples))


def construct_of(query: Bound) -> Construct:
    """A CONSTRUCT taken apart, be it short (`CONSTRUCT WHERE`) or not."""
    text = query.text
    tokens = [one for one in TOKEN.finditer(text) if one.lastgroup != "skipped"]
    word = next(n for n, one in enumerate(tokens) if one.lastgroup == "word" and one.group().upper() == "CONSTRUCT")
    begin, end = _braces(tokens[word:], len(text))
    is_short = text[begin:end] != "" and begin > tokens[word + 1].start()
    rest = tokens if is_short else [one for one in tokens if one.start() >= end]
    known = set(_variables(rest))
    columns = [name for name in _variables(one for one in tokens if begin <= one.start() < end) if name in known]
    start, stop = tokens[word].start(), tokens[word].end() if is_short else end
    head = f"SELECT {_selected(columns, known)} "
    before = text[:stop] + _NO_BREAK.sub(" ", text[stop:begin]) if is_short else text[:begin]
    template = query._replace(text=before + text[begin:end])
    return Construct(template, tuple(columns), _instead(query, start, stop, head))


def has_blank(row: Row) -> bool:
    """Whether a solution has blank nodes, also within quoted triples."""
    return any(isinstance(leaf, ox.BlankNode) for term in row for leaf in _leaves(term))


def _braces(tokens: list[re.Match[str]], length: int) -> tuple[int, int]:
    """Where the first braces open and close; what does not close ends with the query, and is found wrong as that."""
    begin, depth = length, 0
    for token in tokens:
        if token.group() == "{":
            begin, depth = min(begin, token.start()), depth + 1
        elif token.group() == "}":
            depth -= 1
            if not depth:
                return begin, token.end()
    return begin, length


def _variables(tokens: Iterable[re.Match[str]]) -> list[str]:
    """The variables among tokens, each once, in the order in which they come."""
    said = (one.group() for one in tokens if one.lastgroup == "name")
    return list(dict.fromkeys(one[1:] for one in said if one[0] in "?$"))


def _selected(columns: list[str], taken: set[str]) -> str:
    if columns:
        return " ".join(f"?{name}" for name in columns)
    name = _NOTHING
    while name in taken:
        name += "_"
    return f"(1 AS ?{name})"


def _instead(query: Bound, start: int, stop: int, head: str) -> Bound:
    """The query with another head, in which all that follows keeps its line and its column."""
    old = query.text[start:stop]
    lines = old.count("\n")
    made = head + "\n" * lines + " " * len(old.rpartition("\n")[2]) if lines else head.ljust(len(old))
    more = len(made) - len(old)
    moved = [(where + more if where > start else where, size) for where, size in query.inserted]
    longer = [] if lines else [(start, more)]
    return Bound(query.text[:start] + made + query.text[stop:], (*moved, *longer))


def _read(template: Bound, places: Mapping[str, ox.NamedNode]) -> list[ox.Triple]:
    names = " ".join(f"?{name}" for name in places)
    values = f"VALUES ({names}) {{ ({' '.join(map(str, places.values()))}) }}"
    try:
        found: Any = ox.Store().query(f"{template.text} WHERE {{ {values} }}")
    except SyntaxError as error:
        said = said_in(error.msg.encode(), "text/plain", template)
        raise UsageProblem(
            f"the template of the CONSTRUCT is wrong in line {said.line}, column {said.column}: {said.words}",
            remedy="correct it, or leave --page-size out",
        ) from None
    return list(found)


def _leaves(term: Any) -> Iterator[Any]:
    if isinstance(term, ox.Triple):
        for part in (term.subject, term.predicate, term.object):
            yield from _leaves(part)
    else:
        yield term


def _put(pattern: Any, terms: dict[Any, Any]) -> Any:
    """A part of the template with its terms; nothing where one is missing or cannot stand there."""
    if not isinstance(pattern, ox.Triple):
        return terms.get(pattern, pattern)
    subject, predicate, value = (_put(one, terms) for one in (pattern.subject, pattern.predicate, pattern.object))
    if not isinstance(subject, ox.NamedNode | ox.BlankNode) or not isinstance(predicate, ox.NamedNode):
        return None
    return None if value is None else ox.Triple(subject, predicate, value)
