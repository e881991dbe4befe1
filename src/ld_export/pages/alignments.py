"""What the rules of `mappings/align/` make of which terms, read from the rules themselves.

A rule says `CONSTRUCT { ?x foaf:name ?n } WHERE { ?x schema:name ?n }`: between the same two variables stands one
predicate in what is matched and another in what is made. So whoever adds a rule has documented it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from ld_export.graph import RDF_TYPE
from ld_export.resources import folder


class Step(NamedTuple):
    """A predicate on the way from what a statement is about to its value; `back` if it is followed from its object."""

    predicate: str
    back: bool


class Alignment(NamedTuple):
    """A term that is published besides: in the place of a class, or of the predicates of a path."""

    term: str
    path: tuple[Step, ...] = ()


class Pattern(NamedTuple):
    """A triple of a rule; a variable begins with `?`."""

    subject: str
    predicate: str
    object: str


class Rule(NamedTuple):
    """What a rule makes, and the sets of triples of which one must be there."""

    makes: tuple[Pattern, ...]
    branches: tuple[tuple[Pattern, ...], ...]


@cache
def alignments() -> dict[str, tuple[Alignment, ...]]:
    """The terms that rules match, each with those that they make of it, sorted."""
    found: dict[str, set[Alignment]] = {}
    for path in sorted((folder("mappings") / "align").glob("*.rq")):
        for term, alignment in _found_in(read_rule(path.read_text(encoding="utf-8"))):
            if alignment.term != term:
                found.setdefault(term, set()).add(alignment)
    return {term: tuple(sorted(those)) for term, those in found.items()}


def _found_in(rule: Rule) -> Iterator[tuple[str, Alignment]]:
    for made, branch in product(rule.makes, rule.branches):
        if made.predicate == RDF_TYPE:
            for one in branch:
                if (one.subject, one.predicate) == (made.subject, RDF_TYPE):
                    yield from _classes(one.object, made.object, branch)
            continue
        path = _path(made, branch)
        for step in path:
            yield step.predicate, Alignment(made.predicate, path)


_VALUES = "values:"


def _classes(matched: str, made: str, branch: Iterable[Pattern]) -> Iterator[tuple[str, Alignment]]:
    """A pair of classes; where they are variables, those of each row of VALUES."""
    rows = [one for one in branch if one.predicate.startswith(_VALUES)]
    if made.startswith("?") and matched.startswith("?"):
        for row in rows:
            if row.predicate == f"{_VALUES}{matched} {made}":
                yield row.subject, Alignment(row.object)
    elif not made.startswith("?") and not matched.startswith("?"):
        yield matched, Alignment(made)


def _path(made: Pattern, branch: Iterable[Pattern]) -> tuple[Step, ...]:
    """The way between subject and object of what is made: over one predicate, or over two; else none."""
    steps = [one for one in branch if one.predicate != RDF_TYPE and not one.predicate.startswith(_VALUES)]
    edges = [(one.subject, Step(one.predicate, False), one.object) for one in steps]
    edges += [(one.object, Step(one.predicate, True), one.subject) for one in steps]
    for start, step, end in edges:
        if (start, end) == (made.subject, made.object):
            return (step,)
    for (start, first, between), (again, second, end) in product(edges, edges):
        if (start, again, end) == (made.subject, between, made.object):
            return first, second
    return ()


# ---- the text of a rule ------------------------------------------------------------------------------------------

_TOKEN = re.compile(r'#[^\n]*|<[^<>\s]*>|"[^"]*"(?:@[\w-]+)?|\?\w+|[\w-]*:[\w-]*|\w+|[{}().;,]|\S')
_PREFIX = re.compile(r"PREFIX\s+([\w-]*:)\s*<([^>]*)>")


def read_rule(text: str) -> Rule:
    """A rule as triples; what it says of values (FILTER) is passed over, and what is OPTIONAL is taken to be there."""
    prefixes = dict(_PREFIX.findall(text))
    body = text[text.index("CONSTRUCT") :]
    tokens = [_full(token, prefixes) for token in _TOKEN.findall(body) if not token.startswith("#")]
    reader = _Reader([one for one in tokens if one not in ("CONSTRUCT", "WHERE")])
    (makes,) = reader.group()
    return Rule(makes, tuple(reader.group()))


def _full(word: str, prefixes: dict[str, str]) -> str:
    if word == "a":
        return RDF_TYPE
    prefix, colon, local = word.partition(":")
    return prefixes[prefix + colon] + local if colon and prefix + colon in prefixes else word.strip("<>")


class _Reader:
    """Reads groups of triples, each as the branches that its UNIONs make of it."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _sees(self, *tokens: str) -> bool:
        return self._tokens[self._at] in tokens

    def group(self) -> list[tuple[Pattern, ...]]:
        self._next()  # {
        branches: list[tuple[Pattern, ...]] = [()]
        while not self._sees("}"):
            branches = [(*one, *other) for one, other in product(branches, self._part())]
        self._next()
        return branches

    def _part(self) -> list[tuple[Pattern, ...]]:
        if self._sees("{"):
            branches = self.group()
            while self._sees("UNION"):
                self._next()
                branches += self.group()
            return branches
        if self._sees("OPTIONAL"):
            self._next()
            return self.group()
        if self._sees("FILTER"):
            self._next()
            self._skip_brackets()
            return [()]
        if self._sees("VALUES"):
            self._next()
            return [tuple(self._values())]
        if self._sees("."):
            self._next()
            return [()]
        return [tuple(self._triples())]

    def _skip_brackets(self) -> None:
        depth = 0
        while True:
            mark = self._next()
            depth += (mark == "(") - (mark == ")")
            if mark == ")" and depth == 0:
                return

    def _values(self) -> Iterator[Pattern]:
        """Rows of two terms; those of one are nothing that a term is made of."""
        names = self._row() if self._sees("(") else [self._next()]
        self._next()  # {
        while not self._sees("}"):
            row = self._row() if self._sees("(") else [self._next()]
            if len(row) == 2:
                yield Pattern(row[0], f"{_VALUES}{names[0]} {names[1]}", row[1])
        self._next()

    def _row(self) -> list[str]:
        self._next()  # (
        row = []
        while not self._sees(")"):
            row.append(self._next())
        self._next()
        return row

    def _triples(self) -> Iterator[Pattern]:
        subject, end = self._next(), (".", "}", "{", "OPTIONAL", "FILTER", "VALUES")
        while not self._sees(*end):
            predicate = self._next()
            yield Pattern(subject, predicate, self._next())
            while self._sees(","):
                self._next()
                yield Pattern(subject, predicate, self._next())
            if self._sees(";"):
                self._next()
