"""Things with everything that is said of them, for a template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from markupsafe import Markup

from ld_export.pages.terms import ABSENT, Resource, Term

_CLASSES = ("Mention", "Claim", "Demand", "Figure")


class Item:
    """A thing on a page. `item.affects` are its values of a predicate by its local name, none where it has none.

    `extra` is what a query says beside the thing, `said` its predicates' IRIs and values.
    """

    def __init__(self, resource: Resource, extra: Mapping[str, Term], said: Iterable[tuple[str, Term]]) -> None:
        self.resource = resource
        self.class_ = ""
        """Which kind of excerpt it is."""
        self._values: dict[str, list[Term]] = {}
        self._extra = extra
        for predicate, value in said:
            name = _local(predicate)
            self._values.setdefault(name, []).append(value)
            if name == "type" and (of := _local(value.iri)) in _CLASSES:
                self.class_ = of

    def __getattr__(self, name: str) -> Sequence[Term]:
        if name.startswith("_"):  # so that copying and the like find what they look for
            raise AttributeError(name)
        return self._values.get(name, [])

    def extra(self, name: str) -> Term:
        """A variable of the query other than the thing."""
        return self._extra.get(name, ABSENT)

    def values(self) -> Iterable[Sequence[Term]]:
        """The values of every predicate."""
        return self._values.values()

    def has(self, name: str) -> bool:
        """Whether it has a value of a predicate."""
        return name in self._values

    def one(self, name: str) -> Term:
        """The first value of a predicate, or an empty one."""
        return next(iter(self._values.get(name, ())), ABSENT)

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

    def number(self, name: str) -> int:
        """The first value of a predicate as a number."""
        return int(self.one(name).label)


@cache
def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


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
