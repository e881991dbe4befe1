"""What the page of the ontology shows beside what the graph says of it: uses in our data, alignments, shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import pyoxigraph as ox
from markupsafe import Markup

from ld_export.graph import RDF_TYPE, compact_iri, expanded, iri_of
from ld_export.pages.alignments import Alignment, Step, alignments
from ld_export.pages.shapes import Rule, Shape, shapes
from ld_export.pages.site import Edition, Site
from ld_export.pages.terms import ABSENT, Literal, Resource, Term

_CLASS = expanded("owl:Class")
_INDIVIDUAL = expanded("owl:NamedIndividual")
_DEFINED_BY = ox.NamedNode(expanded("rdfs:isDefinedBy"))
_PERSON = expanded("schema:Person")

_FEW, _MANY = 200, 2_000
"""So many statements are looked through for the first; of a term with more, the documents are asked in their order. Up
to the second number of statements, only those are asked that use it."""


class Example(NamedTuple):
    """A statement that uses a term: its subject and its object by name, each a link, and where it is said."""

    subject: Markup
    value: Markup
    source: Markup


class Aligned(NamedTuple):
    """A term that is published besides, and the way there where that is more than the term itself."""

    term: Term
    path: str


class ShownFact(NamedTuple):
    """A fact of a rule, its values as terms."""

    name: str
    values: list[Term]


class ShownRule(NamedTuple):
    """A rule in one language. `counted` is the key of the words for how many values there are, and their number."""

    path: list[tuple[bool, Term]]
    counted: tuple[str, int]
    some: bool
    facts: list[ShownFact]
    message: Literal
    severity: str


class ShownShape(NamedTuple):
    """A shape in one language."""

    name: str
    iri: str
    targets: list[Term]
    rules: list[ShownRule]


class Vocabulary:
    """What is shown of the ontology of one site. The statements chosen as examples are the same in all languages."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def values(self, edition: Edition, root: str) -> dict[str, Any]:
        """What the template gets: `examples` and `aligned` by the IRI of a term, and `shapes`."""
        terms = edition.terms
        return {
            "examples": self.changing(edition, root),
            "aligned": {
                iri: [Aligned(Resource(one.term, root, terms), _written(one, iri)) for one in those]
                for iri, those in alignments().items()
            },
            "shapes": [shown_shape(shape, edition, root) for shape in shapes()],
        }

    def changing(self, edition: Edition, root: str) -> dict[str, Example]:
        """The examples by the IRI of a term: of all that is shown, what changes with the data."""
        return {iri: self._example(triple, edition, root) for iri, triple in self._uses.items()}

    # -- examples --------------------------------------------------------------------------------------------------

    @cached_property
    def _uses(self) -> dict[str, ox.Triple]:
        """The first statement that uses each term of ours; none for a term without use."""
        own = ox.NamedNode(self._site.ontology)
        defined = {iri_of(quad.subject) for quad in self._site.store.quads_for_pattern(None, _DEFINED_BY, own)}
        found = {iri: self._use(ox.NamedNode(iri)) for iri in sorted(defined)}
        return {iri: triple for iri, triple in found.items() if triple}

    def _use(self, term: Any) -> ox.Triple | None:
        pattern, graphs = self._pattern(term), self._graphs
        for graph in graphs[:2]:
            if first := self._first(self._site.store.quads_for_pattern(*pattern, graph)):
                return first
        places = self._places(pattern)
        if len(places) < _FEW:
            return self._first(self._site.store.quads_for_pattern(*pattern))
        using = set(places) if len(places) < _MANY else set(graphs)
        asked = (self._site.store.quads_for_pattern(*pattern, graph) for graph in graphs if graph in using)
        return next(filter(None, map(self._first, asked)), None)

    def _places(self, pattern: tuple[None, Any, Any]) -> list[Any]:
        """The graph of each statement of a pattern, up to many: a store tells that without fetching the statements."""
        terms = [str(term) if term else variable for term, variable in zip(pattern, ("?s", "?p", "?o"), strict=True)]
        asked = f"SELECT ?g WHERE {{ GRAPH ?g {{ {' '.join(terms)} }} }} LIMIT {_MANY}"
        answers: Any = self._site.store.query(asked)
        return [graph for (graph,) in answers]

    @cached_property
    def _graphs(self) -> Sequence[Any]:
        """The graphs of the publication, that of the registry second."""
        registry = self._site.mint("RegistryGraph")
        names = sorted(graph.value for graph in self._site.store.named_graphs() if isinstance(graph, ox.NamedNode))
        vocabulary = self._site.mint("VocabularyGraph")
        order = sorted(names, key=lambda name: (name == vocabulary, name))
        documents = [name for name in order if name != registry]
        return [ox.NamedNode(name) for name in (*documents[:1], registry, *documents[1:])]

    def _pattern(self, term: Any) -> tuple[None, Any, Any]:
        """What matches the statements with a predicate, or that something is of a class, or has an individual."""
        type_ = ox.NamedNode(RDF_TYPE)
        kinds = {iri_of(quad.object) for quad in self._site.store.quads_for_pattern(term, type_, None)}
        if _CLASS in kinds:
            return None, type_, term
        return (None, None, term) if _INDIVIDUAL in kinds else (None, term, None)

    def _first(self, quads: Iterable[ox.Quad]) -> ox.Triple | None:
        """The first in the order of their texts: of those, if there are any, that are about no person."""
        return min((quad.triple for quad in quads), key=self._rank, default=None)

    def _rank(self, triple: ox.Triple) -> tuple[bool, str, str]:
        # A page that everybody reads to learn what a word means is no place to name somebody whom it is used of.
        view = self._site.views.get(iri_of(triple.object))
        return view is not None and _PERSON in view.classes, str(triple.subject), str(triple.object)

    def _example(self, triple: ox.Triple, edition: Edition, root: str) -> Example:
        subject, own = iri_of(triple.subject), f"{self._site.ontology}#"
        return Example(
            named(triple.subject, edition, root),
            Markup() if triple.predicate.value == RDF_TYPE else named(triple.object, edition, root),
            Markup() if subject.startswith(own) else source_of(triple.subject, edition, root),
        )


def named(term: Any, edition: Edition, root: str) -> Markup:
    """A term as a link: what has no label is named by its place."""
    iri = iri_of(term)
    if not iri:
        return edition.terms.term(term, root).html
    label = edition.terms.label(iri)
    return edition.terms.named(
        iri, f"#{iri.partition('#')[2]}" if "#" in iri and label == compact_iri(iri) else label, root
    )


def source_of(term: Any, edition: Edition, root: str) -> Markup:
    """A link to what something is a part of, by its fragment; nothing for what is no part."""
    entity, _, fragment = iri_of(term).partition("#")
    return edition.terms.link(entity, root) if fragment else Markup()


def _written(alignment: Alignment, of: str) -> str:
    """The path of an alignment as SPARQL writes it; empty where it is just the term."""
    return "" if alignment.path in ((), (Step(of, False),)) else "/".join(map(_step, alignment.path))


def _step(step: Step) -> str:
    return ("^" if step.back else "") + compact_iri(step.predicate)


# -- shapes --------------------------------------------------------------------------------------------------------


def shown_shape(shape: Shape, edition: Edition, root: str) -> ShownShape:
    """A shape in the language of an edition."""
    return ShownShape(
        shape.name,
        shape.iri,
        [Resource(iri, root, edition.terms) for iri in shape.targets],
        [_shown_rule(rule, edition, root) for rule in shape.rules],
    )


def _shown_rule(rule: Rule, edition: Edition, root: str) -> ShownRule:
    return ShownRule(
        [(step.back, Resource(step.predicate, root, edition.terms)) for step in rule.path],
        _count(*rule.counted),
        rule.some,
        [ShownFact(fact.name, [edition.terms.term(value, root) for value in fact.values]) for fact in rule.facts],
        in_language(rule.messages, edition.words.language),
        rule.severity,
    )


def _count(least: int | None, most: int | None) -> tuple[str, int]:
    if most == 0:
        return "none", 0
    if least and least == most:
        return "exactly", least
    if least:
        return "least", least
    return ("most", most) if most else ("any", 0)


def in_language(texts: Mapping[str, str], language: str) -> Literal:
    """A text in a language, or else in English and marked so."""
    if language in texts:
        return Literal(texts[language])
    return Literal(texts["en"], "en") if "en" in texts else ABSENT
