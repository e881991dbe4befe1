"""The shapes as a reader can take them in: which nodes, which property, how many values, of what kind, and why.

Read from the shapes themselves. What is nested (`sh:node`, `sh:or`) is told as far as it is about classes, schemes and
values; of all else the message of the shape tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.graph import expanded, iri_of
from ld_export.pages.alignments import Step
from ld_export.validate import VIOLATION, shapes_turtle

_SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_IN_SCHEME = expanded("skos:inScheme")


class Fact(NamedTuple):
    """What values must be: the local name of a SHACL constraint (or `scheme`), and its values, of which one holds."""

    name: str
    values: tuple[Any, ...]


class Rule(NamedTuple):
    """A shape without a target: what holds of the values of a path, or, without one, of the node itself.

    `counted` is how many values there are at least and at most; `some`: so many of those that are as the facts say.
    """

    path: tuple[Step, ...]
    counted: tuple[int | None, int | None]
    some: bool
    facts: tuple[Fact, ...]
    messages: Mapping[str, str]
    severity: str


class Shape(NamedTuple):
    """A shape with a target: the classes whose instances it is for, and its rules."""

    iri: str
    targets: tuple[str, ...]
    rules: tuple[Rule, ...]

    @property
    def name(self) -> str:
        """The part of its IRI after `#`."""
        return self.iri.partition("#")[2]


_Described = dict[str, dict[str, list[Any]]]


@cache
def shapes() -> tuple[Shape, ...]:
    """All shapes that have a target, sorted by the files that they stand in."""
    described: _Described = {}
    for quad in ox.parse(shapes_turtle(), format=ox.RdfFormat.TURTLE):
        described.setdefault(str(quad.subject), {}).setdefault(quad.predicate.value, []).append(quad.object)
    reader = _Reader(described)
    return tuple(reader.shape(subject) for subject in described if f"{_SH}targetClass" in described[subject])


@cache
def rules() -> dict[str, tuple[Shape, Rule]]:
    """Every rule with its shape, by its message in English: that is how a finding names it."""
    return {rule.messages["en"]: (shape, rule) for shape in shapes() for rule in shape.rules if "en" in rule.messages}


_PLAIN = (
    *("nodeKind", "datatype", "class", "in", "hasValue", "pattern", "languageIn"),
    *("minInclusive", "minLength", "uniqueLang", "lessThan", "disjoint"),
)
_NESTED = ("node", "or", "qualifiedValueShape")


class _Reader:
    def __init__(self, described: _Described) -> None:
        self._described = described

    def shape(self, subject: str) -> Shape:
        own = self._rule(subject)
        properties = [self._rule(str(one)) for one in self._values(subject, "property")]
        targets = tuple(sorted(iri_of(one) for one in self._values(subject, "targetClass")))
        # A shape that only holds properties together says nothing itself.
        return Shape(subject[1:-1], targets, tuple(rule for rule in (own, *properties) if rule.messages))

    def _values(self, subject: str, name: str) -> list[Any]:
        return self._described.get(subject, {}).get(_SH + name, [])

    def _rule(self, subject: str) -> Rule:
        severity = next((iri_of(one).removeprefix(_SH) for one in self._values(subject, "severity")), VIOLATION)
        path = self._values(subject, "path")
        some = bool(self._values(subject, "qualifiedValueShape"))
        least, most = ("qualifiedMinCount", "qualifiedMaxCount") if some else ("minCount", "maxCount")
        return Rule(
            path=tuple(self._steps(path[0])) if path else (),
            counted=(self._number(subject, least), self._number(subject, most)),
            some=some,
            facts=_merged(self._facts(subject)),
            messages={one.language or "": one.value for one in self._values(subject, "message")},
            severity=severity,
        )

    def _number(self, subject: str, name: str) -> int | None:
        return next((int(one.value) for one in self._values(subject, name)), None)

    def _steps(self, path: Any) -> Iterator[Step]:
        if isinstance(path, ox.NamedNode):
            yield Step(path.value, False)
        elif inverse := self._values(str(path), "inversePath"):
            yield Step(iri_of(inverse[0]), True)
        else:
            for one in self._list(path):
                yield from self._steps(one)

    def _list(self, head: Any) -> Iterator[Any]:
        node = self._described.get(str(head), {})
        while f"{_RDF}first" in node:
            yield node[f"{_RDF}first"][0]
            node = self._described.get(str(node[f"{_RDF}rest"][0]), {})

    def _facts(self, subject: str) -> Iterator[Fact]:
        for name in _PLAIN:
            for value in self._values(subject, name):
                yield Fact(name, tuple(self._list(value)) if name in ("in", "languageIn") else (value,))
        for name in _NESTED:
            for value in self._values(subject, name):
                for one in self._list(value) if name == "or" else (value,):
                    yield from self._nested(str(one))

    def _nested(self, subject: str) -> Iterator[Fact]:
        yield from self._facts(subject)
        for one in map(str, self._values(subject, "property")):
            if [iri_of(path) for path in self._values(one, "path")] == [_IN_SCHEME]:
                yield Fact("scheme", tuple(value for fact in self._facts(one) for value in fact.values))


def _merged(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts of one name as one with all values, each once: they come of alternatives."""
    found: dict[str, dict[Any, None]] = {}
    for fact in facts:
        found.setdefault(fact.name, {}).update(dict.fromkeys(fact.values))
    return tuple(Fact(name, tuple(values)) for name, values in found.items())
