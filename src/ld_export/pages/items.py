"""Things with everything that is said of them, for a template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from markupsafe import Markup

from ld_export.mapping import Node
from ld_export.pages.nodes import local_name
from ld_export.pages.terms import ABSENT, Resource, Term

_CLASSES = ("Mention", "Claim", "Demand", "Figure")


class Item:
    """A thing on a page. `item.affects` are its values of a predicate by its local name, none where it has none.

    `extra` is what a query says beside the thing, `said` the local names of its predicates and their values.
    """

    def __init__(self, resource: Resource, extra: Mapping[str, Term], said: Mapping[str, Sequence[Term]]) -> None:
        self.resource = resource
        self._said = said
        self._extra = extra

    @cached_property
    def class_(self) -> str:
        """Which kind of excerpt it is; empty for what is none."""
        types = (local_name(of.iri) for of in self._said.get("type", ()))
        return next((name for name in types if name in _CLASSES), "")

    def __getattr__(self, name: str) -> Sequence[Term]:
        if name.startswith("_"):  # so that copying and the like find what they look for
            raise AttributeError(name)
        return self._said.get(name, ())

    def extra(self, name: str) -> Term:
        """A variable of the query other than the thing."""
        return self._extra.get(name, ABSENT)

    def values(self) -> Iterable[Sequence[Term]]:
        """The values of every predicate."""
        return self._said.values()

    def has(self, name: str) -> bool:
        """Whether it has a value of a predicate."""
        return name in self._said

    def one(self, name: str) -> Term:
        """The first value of a predicate, or an empty one."""
        return next(iter(self._said.get(name, ())), ABSENT)

    @property
    def passage(self) -> str:
        """The IRI of the passage that it stands in."""
        place = self.one("inPassage")
        return place.iri

    @property
    def fragment(self) -> str:
        """The part of its IRI after `#`."""
        return self.resource.fragment

    @property
    def href(self) -> str:
        """The address of its place on its page."""
        return self.resource.href

    def integer(self, name: str) -> int:
        """The first value of a predicate as a number."""
        return int(self.one(name).label)


class Parts(Mapping[str, list[Item]]):
    """The parts of an entity by the local names of their classes, made of its nodes when a template asks for them."""

    def __init__(self, nodes: Mapping[str, Sequence[Node]], make: Callable[[Node], Item]) -> None:
        self._nodes = nodes
        self._make = make
        self._known: dict[str, list[Item]] = {}

    def __getitem__(self, name: str) -> list[Item]:
        if name not in self._known:
            self._known[name] = [self._make(node) for node in self._nodes[name]]
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)


def linked(terms: Iterable[Term]) -> Markup:
    """Some terms as links, one after another."""
    return Markup(", ").join([term.html for term in terms])


def by_passage(found: Iterable[Item]) -> dict[str, list[Item]]:
    """Items by the IRI of the passage that they stand in."""
    places: dict[str, list[Item]] = defaultdict(list)
    for item in found:
        places[item.passage].append(item)
    return places


def own_sets(found: Iterable[Item], page: str) -> list[Resource]:
    """The sets of a document that its statements are about: they have no page, and so a place on the document's."""
    named = (term for item in found for terms in item.values() for term in terms)
    sets = {term.iri: term for term in named if isinstance(term, Resource) and term.iri.startswith(f"{page}#set-")}
    return [sets[iri] for iri in sorted(sets, key=lambda iri: int(iri.rpartition("-")[2]))]


def excerpts(parts: Mapping[str, list[Item]]) -> list[Item]:
    """The excerpts of a document in the order of its text, wider ones first."""
    places = {passage.resource.iri: number for number, passage in enumerate(parts.get("Passage", ()))}
    found = [item for name in _CLASSES for item in parts.get(name, ())]
    return sorted(found, key=lambda item: _place(item, places))


def _place(item: Item, places: Mapping[str, int]) -> tuple[int, str, int, int, int]:
    passage = item.passage
    number = int(item.fragment.rpartition("-")[2])
    # Of a document whose text is not published, the passages have numbers and nothing else.
    return places.get(passage, len(places)), passage, item.integer("start"), -item.integer("end"), number
