"""Who is who: two rows that are one person, and one row that is two."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ld_export.errors import RegistryProblem
from ld_export.model import Person
from ld_export.names import display_form, matching_key
from ld_export.pipeline.curate.edits import MERGED, Edit, edit, read
from ld_export.pipeline.curate.withholding import blank


def merge(publication: Path, id_: int, into: int) -> Edit:
    """The edit that makes one row a redirect to another; what it was printed as goes on matching.

    Raises `RegistryProblem` for an id that is no row or not in use, and for a circle.
    """
    old = read(publication)
    if id_ == into or (into in old.registry.persons and old.registry.resolved(into) == id_):
        raise RegistryProblem(f"person {into} would be merged into itself", str(old.persons_path), "name two people")
    person, kept = old.public(id_), old.public(into)
    return edit(old, {id_: msgspec.structs.replace(person, status=f"{MERGED}{kept.id}")})


def split(publication: Path, id_: int, spellings: Sequence[str], countries: Sequence[str] = ()) -> Edit:
    """The edit that gives some spellings of a row, or it in some countries, to a new person with a new id.

    A row that was merged can be taken out of its merge so: its URI stays a redirect. Raises `RegistryProblem` for a
    spelling or a country that is not the row's, and where nothing would be left of it.
    """
    old = read(publication)
    person = old.person(id_)
    if not person.name and not person.also_written:
        raise RegistryProblem(f"of person {id_} nothing is left to split", str(old.persons_path), "look the id up")
    merged = person.status.startswith(MERGED)
    old.public(old.registry.resolved(id_))
    if not spellings and not countries:
        raise RegistryProblem("nothing to split off", str(old.persons_path), "name spellings, or countries")
    place = str(old.persons_path)
    goes = _spellings_that_go(person, spellings, place, keep_name=not (merged or countries))
    moved = _countries_that_go(person, countries, place)
    new = _new_person(max(old.registry.persons) + 1, person, goes, moved)
    rest = _rest(person, goes if spellings else (), moved, nameless=merged)
    return edit(old, {id_: rest}, [new])


def _spellings_that_go(person: Person, spellings: Sequence[str], place: str, *, keep_name: bool) -> tuple[str, ...]:
    own = dict.fromkeys((*person.also_written, person.name))
    by_key = {matching_key(spelling): spelling for spelling in reversed([*own])}
    for spelling in spellings:
        if matching_key(spelling) not in by_key:
            raise RegistryProblem(
                f"person {person.id} is not written {spelling!r}", place, f"these are: {' | '.join(own)}"
            )
    wanted = {matching_key(spelling) for spelling in spellings or own}
    if keep_name and matching_key(person.name) in wanted:
        raise RegistryProblem(
            f"{person.name!r} is the name of person {person.id}",
            place,
            "split the others off, or correct the name first",
        )
    return tuple(spelling for spelling in own if matching_key(spelling) in wanted)


def _countries_that_go(person: Person, countries: Sequence[str], place: str) -> tuple[str, ...]:
    for code in countries:
        if code not in person.countries:
            raise RegistryProblem(
                f"person {person.id} has no country {code!r}", place, f"these are: {' | '.join(person.countries)}"
            )
    if countries and set(countries) == set(person.countries):
        raise RegistryProblem(f"person {person.id} would be left without a country", place, "split fewer off")
    return tuple(countries)


def _new_person(id_: int, person: Person, spellings: tuple[str, ...], countries: tuple[str, ...]) -> Person:
    """A new person; given and family name are known where it is called as the first was."""
    name = display_form(spellings[0])
    same = matching_key(name) == matching_key(person.name)
    return Person(
        id=id_,
        name=name,
        given_name=person.given_name if same else None,
        family_name=person.family_name if same else None,
        countries=countries or person.countries,
        also_written=spellings,
        note=f"split from {person.id}",
    )


def _rest(person: Person, spellings: Sequence[str], countries: Sequence[str], *, nameless: bool) -> Person:
    """What is left of a row. One that stays a redirect only needs no name."""
    if countries:
        return msgspec.structs.replace(
            person, countries=tuple(code for code in person.countries if code not in countries)
        )
    gone = {matching_key(spelling) for spelling in spellings}
    left = tuple(spelling for spelling in person.also_written if matching_key(spelling) not in gone)
    if nameless and not left:
        return blank(person, person.status)
    name = "" if matching_key(person.name) in gone else person.name
    return msgspec.structs.replace(person, name=name, also_written=left)
