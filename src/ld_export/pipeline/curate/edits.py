"""Edits of a publication's registry and of its list of withheld people: what they show, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ld_export.candidates.answers import forget
from ld_export.csvfile import with_rows
from ld_export.entity_rows import person_row
from ld_export.errors import RegistryProblem, WithheldProblem
from ld_export.model import Person
from ld_export.outputs import replace_file
from ld_export.pipeline.files import Source, read_files
from ld_export.pipeline.inputs import ENTITIES, PERSONS, only_one
from ld_export.pipeline.preview import differences, view_of
from ld_export.privacy import Listed, listed_row, public_registry, read_listed, withheld_people
from ld_export.registry import Registry, read_registry
from ld_export.settings import Settings, read_settings

MERGED = "merged-into:"


class Edit(NamedTuple):
    """Files that are to change: what they hold now and then, in the order in which they are written.

    `shown` says what changes in public, a line each. One that `hides` somebody removes what is kept of other endpoints,
    where the name may stand.
    """

    folder: Path
    before: Mapping[Path, bytes]
    after: Mapping[Path, bytes]
    shown: list[str]
    hides: bool = False


class Publication(NamedTuple):
    """A publication as its curators see it, names and all."""

    folder: Path
    settings: Settings
    listed: tuple[Listed, ...]
    registry: Registry
    sources: list[Source]

    @property
    def list_path(self) -> Path:
        """The list of withheld people."""
        return self.folder / self.settings.withheld

    @property
    def persons_path(self) -> Path:
        """The registry's persons."""
        return self.folder / ENTITIES / PERSONS

    def person(self, id_: int) -> Person:
        """A person's row; `RegistryProblem` where there is none."""
        if id_ not in self.registry.persons:
            raise RegistryProblem(
                f"there is no person {id_}", str(self.persons_path), "look the id up on the person's page"
            )
        return self.registry.persons[id_]

    def in_use(self, id_: int) -> Person:
        """A person whose row is in use; `RegistryProblem` otherwise."""
        person = self.person(id_)
        if person.status.startswith(MERGED):
            end = self.registry.resolved(id_)
            raise RegistryProblem(f"person {id_} is merged into {end}", str(self.persons_path), f"name {end} instead")
        if person.status != "active":
            raise RegistryProblem(f"person {id_} is {person.status} already", str(self.persons_path), "leave it so")
        return person

    def public(self, id_: int) -> Person:
        """A person whose row is in use and who is not withheld; `RegistryProblem` or `WithheldProblem` otherwise."""
        person = self.in_use(id_)
        if id_ in withheld_people(self.listed, self.registry).ids:
            raise WithheldProblem(f"person {id_} is withheld", str(self.list_path), f"ld-export withdraw {id_}")
        return person


def read(publication: Path) -> Publication:
    """A publication with its documents; raises what is wrong with any file of it."""
    settings = read_settings(publication)
    return Publication(
        publication,
        settings,
        read_listed(publication / settings.withheld),
        read_registry(publication / ENTITIES),
        list(read_files(publication, settings)),
    )


def edit(
    old: Publication, rows: Mapping[int, Person], added: Sequence[Person] = (), listed: Listed | None = None
) -> Edit:
    """The edit that changes some rows of the registry, adds some, and adds one to the list of the withheld."""
    persons = {**old.registry.persons, **rows, **{person.id: person for person in added}}
    new = old._replace(
        listed=(*old.listed, listed) if listed else old.listed,
        registry=Registry(persons.values(), old.registry.organizations.values()),  # people are all that is asked for
    )
    views = []
    for one in (old, new):
        withheld = withheld_people(one.listed, one.registry)
        views.append(view_of(one.sources, withheld, public_registry(one.registry, withheld)))
    before = {path: path.read_bytes() for path in (old.list_path, old.persons_path)}
    # The list first: if the second file cannot be written, nobody is named who should not be.
    after = {
        old.list_path: with_rows(before[old.list_path], {}, [listed_row(listed)] if listed else []),
        old.persons_path: with_rows(
            before[old.persons_path],
            {str(id_): person_row(person) for id_, person in rows.items()},
            [person_row(person) for person in added],
        ),
    }
    return Edit(old.folder, before, after, list(differences(*views)), hides=listed is not None)


def apply(edit: Edit) -> None:
    """Write what was shown.

    Raises `BuildLocked` where a build is adding rows, and `RegistryProblem` where a file is no longer as it was when
    the edit was made.
    """
    with only_one(edit.folder / ENTITIES):
        for path, content in edit.before.items():
            if path.read_bytes() != content:
                raise RegistryProblem("changed meanwhile", str(path), "nothing was written; begin again")
        for path, content in edit.after.items():
            if content != edit.before[path]:
                replace_file(path, content)
        if edit.hides:
            forget(edit.folder)
