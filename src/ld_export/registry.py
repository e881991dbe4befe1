"""The entity registry: who a printed name is. It works like a lock file: rows are added, never changed or reordered.

One CSV file per kind in the publication's `entities/` folder. A printed name and country that match a row are that
person; one that matches none becomes a new row, unless the registry is frozen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ld_export.entity_rows import TABLES, read_table
from ld_export.errors import RegistryProblem
from ld_export.model import CitedDocument, Doubt, Family, Organization, Person, Signatory
from ld_export.names import display_form, has_unseen, matching_key, twin_key

_MERGED = "merged-into:"


class Match(NamedTuple):
    """The row that a signatory matched (`key`), and the person it stands for after merges."""

    key: int
    person: int


class Registry:
    """The rows of a publication, in their order."""

    def __init__(
        self,
        persons: Iterable[Person] = (),
        organizations: Iterable[Organization] = (),
        families: Iterable[Family] = (),
        cited: Iterable[CitedDocument] = (),
    ) -> None:
        self.persons = {person.id: person for person in persons}
        self.organizations = {organization.id: organization for organization in organizations}
        self.families = {family.id: family for family in families}
        self.cited = {document.key: document for document in cited}
        self._by_name: dict[tuple[str, str], int] = {}
        self._twins: dict[tuple[str, str], int] = {}
        self._countries_of_name: dict[str, int] = {}
        for person in self.persons.values():
            self._index(person)
        self._check_merges()

    def rows(self) -> list[list[Any]]:
        """Everything that the registry holds."""
        return [list(one.values()) for one in (self.persons, self.organizations, self.families, self.cited)]

    def match(self, signatory: Signatory) -> Match | None:
        """The person whom a signatory's printed name and country are, if the registry knows."""
        key = self._by_name.get((matching_key(spoken_name(signatory)), signatory.country))
        return None if key is None else Match(key, self.resolved(key))

    def resolved(self, key: int) -> int:
        """The id at the end of a chain of merges."""
        while into := _merged_into(self.persons[key].status):
            key = int(into)
        return key

    def with_new(self, signatories: Iterable[tuple[str, Signatory]]) -> tuple[Registry, list[Person], list[Doubt]]:
        """This registry with a row for every signatory (and where it is printed) that it does not know.

        New rows are numbered in the order given. A name without a given name is left for a curator. A name that
        looks like a known one and is not, or that is known in another country, becomes a row of its own and a
        warning: only a curator merges.
        """
        grown = self.with_rows()
        last = max(grown.persons, default=0)
        added: list[Person] = []
        warnings: list[Doubt] = []
        for place, signatory in signatories:
            if signatory.given_name is None or grown.match(signatory):
                continue
            last += 1
            person = _new_person(last, signatory)
            warnings += grown._doubts(place, signatory, person)
            grown.persons[person.id] = person
            grown._index(person)
            added.append(person)
        return grown, added, warnings

    def with_rows(
        self,
        persons: Iterable[Person] = (),
        organizations: Iterable[Organization] = (),
        families: Iterable[Family] = (),
        cited: Iterable[CitedDocument] = (),
    ) -> Registry:
        """This registry and some rows more."""
        return Registry(
            [*self.persons.values(), *persons],
            [*self.organizations.values(), *organizations],
            [*self.families.values(), *families],
            [*self.cited.values(), *cited],
        )

    def _doubts(self, place: str, signatory: Signatory, person: Person) -> Iterator[Doubt]:
        name, row = spoken_name(signatory), f"person {person.id}"
        elsewhere = self._countries_of_name.get(matching_key(name))
        # Whoever is only mentioned has no country, and may be from any.
        twins = (self._twins.get((twin_key(name), country)) for country in (signatory.country, ""))
        twin = next((one for one in twins if one not in (None, elsewhere)), None)
        yield from doubts_of_name(place, row, name, None if twin is None else f"person {twin}")
        if elsewhere is not None:
            where = "from another country" if self.persons[elsewhere].countries else "whose country is not known"
            yield Doubt(place=place, message=f"{row} has the name of person {elsewhere}, {where}")

    def _index(self, person: Person) -> None:
        for spelling in filter(None, (person.name, *person.also_written)):  # withdrawn: nothing is left to match
            self._countries_of_name.setdefault(matching_key(spelling), person.id)
            for country in person.countries:
                key = (matching_key(spelling), country)
                other = self._by_name.setdefault(key, person.id)
                if other != person.id:
                    raise RegistryProblem(
                        f"persons {other} and {person.id} are both written {spelling!r} in {country}",
                        f"persons.csv, id {person.id}",
                        "tell them apart, or merge one into the other",
                    )
            for country in person.countries or ("",):
                self._twins.setdefault((twin_key(spelling), country), person.id)

    def _check_merges(self) -> None:
        for kind, file, rows in (
            ("person", "persons.csv", self.persons),
            ("organization", "organizations.csv", self.organizations),
            ("family", "families.csv", self.families),
        ):
            ids = {str(id_) for id_ in rows}
            merged = {str(id_): _merged_into(row.status) for id_, row in rows.items() if _merged_into(row.status)}
            for id_ in merged:
                if problem := _wrong_merge(id_, merged, ids):
                    raise RegistryProblem(f"{kind} {id_} {problem}", file, "correct its status")


def _merged_into(status: str) -> str:
    """The id that a status says, empty where it says none."""
    return status.removeprefix(_MERGED) if status.startswith(_MERGED) else ""


def _wrong_merge(id_: str, merged: Mapping[str, str], ids: Collection[str]) -> str:
    """What is wrong with the chain of merges that begins at an id; empty where it ends in a row."""
    seen, at = {id_}, id_
    while at := merged.get(at, ""):
        if at in seen:
            return "merges in a circle"
        if at not in ids:
            return f"is merged into {at}, which is no row"
        seen.add(at)
    return ""


def doubts_of_name(place: str, row: str, name: str, twin: str | None) -> Iterator[Doubt]:
    """What a curator should look at in the name of a new row (`person 12`): unseen characters, and a `twin` row.

    Only a curator says whether names that a reader cannot tell apart are one person's.
    """
    if has_unseen(name):
        yield Doubt(place=place, message=f"{row}: the printed name holds unseen characters")
    if twin is not None:
        yield Doubt(place=place, message=f"{row} looks like {twin} but is spelt otherwise")


def spoken_name(signatory: Signatory) -> str:
    """The printed name in its usual order: `FALSKI, Jan` is `Jan FALSKI`, under which later lists print him."""
    return f"{signatory.given_name} {signatory.family_name}" if signatory.given_name else signatory.name_as_printed


def _new_person(number: int, signatory: Signatory) -> Person:
    spoken = spoken_name(signatory)
    return Person(
        id=number,
        name=display_form(spoken),
        given_name=display_form(signatory.given_name) if signatory.given_name else None,
        family_name=display_form(signatory.family_name),
        countries=(signatory.country,),
        # The printed form is the one that lists are matched by, whatever a curator makes of the name.
        also_written=(spoken,),
    )


def other_spellings(person: Person) -> tuple[str, ...]:
    """The printed forms that are more than the name in capitals."""
    name = matching_key(person.name)
    return tuple(spelling for spelling in person.also_written if matching_key(spelling) != name)


def read_registry(folder: Path) -> Registry:
    """The registry in a publication's `entities/` folder; `RegistryProblem` names file and line."""
    persons, organizations, families, cited = (read_table(folder, table).values() for table in TABLES)
    _refuse_unknown_parents(organizations)
    return Registry(persons, organizations, families, cited)


def _refuse_unknown_parents(organizations: Iterable[Organization]) -> None:
    active = {organization.id for organization in organizations if organization.status == "active"}
    for organization in organizations:
        # Of a body that was withdrawn or merged nothing more is said than that, so nothing can be a part of it.
        if organization.parent and organization.status == "active" and organization.parent not in active:
            raise RegistryProblem(
                f"the parent {organization.parent!r} of {organization.id} is no active row",
                "organizations.csv",
                "add it, or name the body that it was merged into",
            )
