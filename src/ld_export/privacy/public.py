"""The registry as the public may know it."""

from __future__ import annotations

from ld_export.model import Person
from ld_export.privacy.people import Withheld
from ld_export.registry import Registry


def public_registry(registry: Registry, withheld: Withheld) -> Registry:
    """A registry in which the rows of those who are withheld say nothing.

    A row that may have been published becomes a tombstone; one that never was (`reserved`) stays what it is, so that
    its number is not used again. What was merged into such a row is a tombstone without a trace of it.
    """
    hidden = withheld.ids
    rows = [_row(person, registry, hidden) for person in registry.persons.values()]
    return Registry(rows, registry.organizations.values(), registry.families.values(), registry.cited.values())


def _row(person: Person, registry: Registry, hidden: frozenset[int]) -> Person:
    end = registry.persons[registry.resolved(person.id)]
    if end.status == "reserved" and person.id != end.id:
        return Person(id=person.id, name="", status="withdrawn")
    if person.id not in hidden:
        return person
    return Person(id=person.id, name="", status="withdrawn" if person.status == "active" else person.status)
