"""The entity registry: who a printed name is. It works like a lock file: rows are added, never changed or reordered.

One CSV file per kind in the publication's `entities/` folder. A printed name and country that match a row are that
person; one that matches none becomes a new row, unless the registry is frozen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ld_export.codes import countries
from ld_export.csvfile import SEPARATOR, Row, read_rows, write_row
from ld_export.entity_rows import read_cited, read_families
from ld_export.errors import RegistryProblem
from ld_export.iris import allows
from ld_export.model import CitedDocument, Doubt, Family, Link, Organization, Person, Signatory
from ld_export.names import display_form, has_unseen, matching_key, twin_key

PERSON_COLUMNS = (
    *("id", "name", "given_name", "family_name", "countries", "also_written"),
    *("same_as", "certainty", "link_source", "status", "note"),
)
ORGANIZATION_COLUMNS = (
    *("id", "name", "name_fr", "also_written", "parent", "same_as", "certainty", "link_source", "status"),
)
_STATUS = re.compile(r"active|withdrawn|reserved|merged-into:[1-9][0-9]*")
_STATUS_OF_BODY = re.compile(r"active|withdrawn|merged-into:[a-z0-9]+(?:-[a-z0-9]+)*")
_CERTAINTIES = ("certain", "probable")
_LINK_FIELDS = ("target", "certainty", "source")


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
        while (status := self.persons[key].status).startswith("merged-into:"):
            key = int(status.removeprefix("merged-into:"))
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
        name = spoken_name(signatory)
        twin = self._twins.get((twin_key(name), signatory.country))
        elsewhere = self._countries_of_name.get(matching_key(name))
        if has_unseen(name):
            yield Doubt(place=place, message=f"person {person.id}: the printed name holds unseen characters")
        if twin is not None:
            yield Doubt(place=place, message=f"person {person.id} looks like person {twin} but is spelt otherwise")
        if elsewhere is not None:
            yield Doubt(
                place=place, message=f"person {person.id} has the name of person {elsewhere}, from another country"
            )

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
                self._twins.setdefault((twin_key(spelling), country), person.id)

    def _check_merges(self) -> None:
        for person in self.persons.values():
            seen, key = {person.id}, person.id
            while (status := self.persons[key].status).startswith("merged-into:"):
                key = int(status.removeprefix("merged-into:"))
                if key in seen or key not in self.persons:
                    reason = "merges in a circle" if key in seen else f"is merged into {key}, which is no row"
                    raise RegistryProblem(f"person {person.id} {reason}", "persons.csv", "correct its status")
                seen.add(key)


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
    persons = [_person(row) for row in read_rows(folder / "persons.csv", PERSON_COLUMNS)]
    organizations = [_organization(row) for row in read_rows(folder / "organizations.csv", ORGANIZATION_COLUMNS)]
    _refuse_doubles([str(person.id) for person in persons], "persons.csv")
    _refuse_doubles([organization.id for organization in organizations], "organizations.csv")
    _refuse_unknown_parents(organizations)
    return Registry(persons, organizations, read_families(folder).values(), read_cited(folder).values())


def _refuse_doubles(ids: list[str], file: str) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise RegistryProblem(f"the id {one} stands twice", file, "an id is never used again: number the later one")
        seen.add(one)


def _refuse_unknown_parents(organizations: list[Organization]) -> None:
    ids = {organization.id for organization in organizations}
    for organization in organizations:
        if organization.parent and organization.parent not in ids:
            raise RegistryProblem(
                f"the parent {organization.parent!r} of {organization.id} is no row", "organizations.csv", "add it"
            )


def _person(row: Row) -> Person:
    if not re.fullmatch("[1-9][0-9]{0,8}", row["id"]):
        raise RegistryProblem(f"the id {row['id']!r} is no number", row.place, "ids count up from 1")
    _check_status(row, _STATUS)
    for code in row.several("countries"):
        if code not in countries():
            raise RegistryProblem(
                f"the country {code!r} is unknown",
                row.place,
                "write a code of mappings/codes/countries.csv, such as it",
            )
    if not row["name"] and row["status"] == "active":
        raise RegistryProblem("a person without a name", row.place, "give the name, or set the status to withdrawn")
    return Person(
        id=int(row["id"]),
        name=row["name"],
        given_name=row["given_name"] or None,
        family_name=row["family_name"] or None,
        countries=row.several("countries"),
        also_written=row.several("also_written"),
        links=_links(row),
        status=row["status"],
        note=row["note"],
    )


def _check_status(row: Row, known: re.Pattern[str]) -> None:
    if not known.fullmatch(row["status"]):
        raise RegistryProblem(
            f"the status {row['status']!r} is unknown", row.place, "it is active, withdrawn, reserved or merged-into:ID"
        )


def _organization(row: Row) -> Organization:
    if not allows("id", row["id"]) or not row["name"]:
        raise RegistryProblem(
            "an organisation needs an id and a name", row.place, "ids are a-z, 0-9 and hyphens, at most 120 in all"
        )
    _check_status(row, _STATUS_OF_BODY)
    return Organization(
        id=row["id"],
        name=row["name"],
        translated={"fr": row["name_fr"]} if row["name_fr"] else {},
        also_written=row.several("also_written"),
        parent=row["parent"] or None,
        links=_links(row),
        status=row["status"],
    )


def organization_row(organization: Organization) -> str:
    """A body as a line of `organizations.csv`."""
    links = [SEPARATOR.join(getattr(link, field) for link in organization.links) for field in _LINK_FIELDS]
    return write_row(
        [
            *(organization.id, organization.name, organization.translated.get("fr", "")),
            *(SEPARATOR.join(organization.also_written), organization.parent or "", *links, organization.status),
        ]
    )


def _links(row: Row) -> tuple[Link, ...]:
    targets, certainties, sources = (row.several(column) for column in ("same_as", "certainty", "link_source"))
    if not len(targets) == len(certainties) == len(sources):
        raise RegistryProblem(
            "each link in same_as needs its certainty and its link_source", row.place, "separate several with ' | '"
        )
    for target, certainty in zip(targets, certainties, strict=True):
        if certainty not in _CERTAINTIES or not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", target):
            raise RegistryProblem(
                f"the link {target!r} ({certainty})", row.place, "a link is a web address, certain or probable"
            )
    return tuple(Link(target=t, certainty=c, source=s) for t, c, s in zip(targets, certainties, sources, strict=True))


def person_row(person: Person) -> str:
    """A person as a line of `persons.csv`."""
    several = SEPARATOR.join
    return write_row(
        [
            *(str(person.id), person.name, person.given_name or "", person.family_name or ""),
            *(several(person.countries), several(person.also_written)),
            *(several([getattr(link, field) for link in person.links]) for field in _LINK_FIELDS),
            *(person.status, person.note),
        ]
    )
