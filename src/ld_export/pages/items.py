"""Things with everything that is said of them, for a template: rows of subject, predicate, value, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ld_export.pages.terms import ABSENT, Literal, Resource, Term

_CLASSES = ("Mention", "Claim", "Demand", "Figure")


class Item:
    """A thing on a page. `item.affects` are its values of a predicate by its local name, none where it has none."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self._values: dict[str, list[Term]] = {}
        self._extra: dict[str, Term] = {}

    def add(self, predicate: Resource, value: Term) -> None:
        """Take one more value."""
        name = predicate.iri.replace("#", "/").rpartition("/")[2]
        self._values.setdefault(name, []).append(value)

    def note(self, extra: Mapping[str, Term]) -> None:
        """Take what a query says beside subject, predicate and value."""
        self._extra.update(extra)

    def __getattr__(self, name: str) -> Sequence[Term]:
        if name.startswith("_"):  # so that copying and the like find what they look for
            raise AttributeError(name)
        return self._values.get(name, [])

    def extra(self, name: str) -> Term:
        """A variable of the query other than subject, predicate and value."""
        return self._extra.get(name, ABSENT)

    def values(self) -> Iterable[Sequence[Term]]:
        """The values of every predicate."""
        return self._values.values()

    def one(self, name: str) -> Term:
        """The first value of a predicate, or an empty one."""
        return next(iter(self._values.get(name, ())), ABSENT)

    def is_a(self, name: str) -> bool:
        """Whether it is of a class, by its local name."""
        return any(isinstance(of, Resource) and of.iri.endswith((f"#{name}", f"/{name}")) for of in self.type)

    @property
    def class_(self) -> str:
        """Which kind of excerpt it is."""
        return next((name for name in _CLASSES if self.is_a(name)), "")

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


def own_sets(found: Iterable[Item], page: str) -> list[Resource]:
    """The sets of a document that its statements are about: they have no page, and so a place on the document's."""
    named = (term for item in found for terms in item.values() for term in terms)
    sets = {term.iri: term for term in named if isinstance(term, Resource) and term.iri.startswith(f"{page}#set-")}
    return [sets[iri] for iri in sorted(sets, key=lambda iri: int(iri.rpartition("-")[2]))]


def items(rows: Iterable[Mapping[str, Term]]) -> list[Item]:
    """Rows with `item`, `predicate` and `value` as items, in the order of the first row of each."""
    found: dict[str, Item] = {}
    for row in rows:
        subject, predicate = row["item"], row["predicate"]
        if isinstance(subject, Literal) or isinstance(predicate, Literal):
            continue
        item = found.get(subject.iri)
        if item is None:
            item = found[subject.iri] = Item(subject)
            item.note({name: term for name, term in row.items() if name not in {"item", "predicate", "value"}})
        item.add(predicate, row["value"])
    return list(found.values())
