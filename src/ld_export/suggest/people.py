"""Who a name in a text is: a row of the registry, somebody new, or nobody that can be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ld_export.model import Person
from ld_export.names import display_form, matching_key
from ld_export.recognise import Found
from ld_export.registry import Registry
from ld_export.suggest.spelling import skeleton, skeletons


class Identity(NamedTuple):
    """Who a mention is: a row of the registry or a new one (`new`), or nobody who can be told. `rule` says how."""

    person: Person | None
    rule: str
    new: bool = False


class Identities:
    """Decides who a document's names are; new people are numbered behind the registry's rows, in the text's order."""

    def __init__(self, registry: Registry) -> None:
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._by_skeleton: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._by_family: dict[str, set[int]] = defaultdict(set)
        self._registry = registry
        self._next = max(registry.persons, default=0) + 1
        self.added: list[Person] = []
        for person in registry.persons.values():
            if person.name and person.status != "withdrawn":
                self._index(registry, person)

    def _index(self, registry: Registry, person: Person) -> None:
        number = registry.resolved(person.id)
        for spelling in (person.name, *person.also_written):
            self._by_name[matching_key(spelling)].add(number)
            self._by_skeleton[skeletons(spelling)].add(number)
        family = person.family_name or person.name.split()[-1]
        self._by_family[skeleton(family)].add(number)

    def of_document(self, people: Sequence[Found]) -> dict[Found, Identity]:
        """Who each name is. A family name alone resolves to who is named in full here, else to a single row."""
        full = [one for one in people if len(one.words.split()) > 1]
        result: dict[Found, Identity] = {}
        named: dict[tuple[str, ...], Identity] = {}
        for one in full:
            key = skeletons(one.words)
            if key not in named:
                named[key] = self._in_full(one.words)
            result[one] = named[key]
        for one in people:
            if one not in result:
                result[one] = self._alone(one.words, named)
        return result

    def _in_full(self, printed: str) -> Identity:
        for found, rule in (
            (self._by_name.get(matching_key(printed)), "registry-name"),
            (self._by_skeleton.get(skeletons(printed)), "registry-other-spelling"),
        ):
            if found:
                return self._known(found, rule)
        return Identity(self._new(printed), "new-person", new=True)

    def _known(self, numbers: set[int], rule: str) -> Identity:
        if len(numbers) > 1:
            return Identity(
                None, "several-in-the-registry: " + ", ".join(f"person/{number}" for number in sorted(numbers))
            )
        return Identity(self._registry.persons[next(iter(numbers))], rule)

    def _new(self, printed: str) -> Person:
        name = display_form(printed)
        given, _, family = name.rpartition(" ")
        also = (printed,) if matching_key(printed) != matching_key(name) else ()
        person = Person(id=self._next, name=name, given_name=given or None, family_name=family, also_written=also)
        self._next += 1
        self.added.append(person)
        return person

    def _alone(self, printed: str, named: dict[tuple[str, ...], Identity]) -> Identity:
        alone = skeleton(printed)
        here = {key: identity for key, identity in named.items() if alone in key}
        if len(here) == 1:
            identity = next(iter(here.values()))
            return identity._replace(rule="named-in-full-in-the-document") if identity.person else identity
        if here:
            return Identity(None, "several-of-this-name-in-the-document")
        found = self._by_family.get(alone)
        return self._known(found, "family-name-of-one-registry-row") if found else Identity(None, "family-name-only")


def families(registry: Registry) -> Iterable[str]:
    """Family names of the registry, by which a single word is told to be a name."""
    for person in registry.persons.values():
        if person.family_name and person.status != "withdrawn":
            yield person.family_name
