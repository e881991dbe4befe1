"""Withholding people: before anything was published of them, and after."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ld_export.errors import RegistryProblem, UsageProblem, WithheldProblem
from ld_export.ledger import read_ledger
from ld_export.model import Person
from ld_export.pipeline.curate.edits import Edit, Publication, edit, read
from ld_export.privacy import Listed, is_name, withheld_people
from ld_export.registry import Registry


def withhold(publication: Path, who: str, since: str = "", published: Path | None = None) -> Edit:
    """The edit after which nobody learns of a person (a name, or the id of a row), whatever was published before.

    Rows of the person say nothing more: a number that the `published` site lacks is reserved, any other one becomes a
    tombstone, and so does one that the ledger of released addresses has. Raises `RegistryProblem` for an id that is no
    row or is withdrawn, and for a name that several people of the registry have; `WithheldProblem` for whoever is
    withheld already.
    """
    if not who.isdigit() and not is_name(who):
        raise UsageProblem("a name without letters", remedy="give the whole name, or an id")
    old = read(publication)
    if who.isdigit():
        return _withheld_row(old, old.in_use(int(who)), since, published)
    listed = Listed(name=" ".join(who.split()), since=since)
    (person, *_) = withheld_people([listed], old.registry).people
    ends = {old.registry.resolved(id_) for id_ in person.ids}
    if len(ends) > 1:
        shown = ", ".join(map(str, sorted(ends)))
        raise RegistryProblem(f"several people have that name: {shown}", str(old.persons_path), "say which, by the id")
    if ends:
        (end,) = ends
        return _withheld_row(old, old.in_use(end), since, published, listed.name)
    if any(one.is_called(listed.name) for one in withheld_people(old.listed, Registry()).people):
        raise WithheldProblem("that name is withheld already", str(old.list_path), "nothing is to do")
    return edit(old, {}, listed=listed)


def withdraw(publication: Path, id_: int, since: str = "") -> Edit:
    """The edit that makes a person's row a tombstone, and withholds the name, or the next build would add it again.

    Raises `RegistryProblem` for an id that is no row, or not in use.
    """
    old = read(publication)
    return _withheld_row(old, old.in_use(id_), since, None)


def _withheld_row(
    old: Publication, person: Person, since: str, published: Path | None, name: str | None = None
) -> Edit:
    registry = old.registry
    own = [one for one in registry.persons.values() if registry.resolved(one.id) == person.id]
    spellings = dict.fromkeys(
        spelling for one in (person, *own) for spelling in (name, one.name, *one.also_written) if spelling
    )
    first, *others = spellings
    listed = Listed(
        name=first,
        also_written=tuple(others),
        family_name=person.family_name or "",
        countries=tuple(dict.fromkeys(code for one in own for code in one.countries)),
        id=person.id,
        since=since,
    )
    released = read_ledger(old.folder, old.settings.base_uri).names()
    rows = {one.id: blank(one, _status(one, published, released)) for one in own}
    return edit(old, rows, listed=listed)


def _status(person: Person, published: Path | None, released: Collection[str]) -> str:
    """What a row becomes about which nothing is said any more."""
    if person.status != "active":
        return person.status
    page = f"person/{person.id}"
    never = published is not None and page not in released and not (published / f"{page}.html").exists()
    return "reserved" if never else "withdrawn"


def blank(person: Person, status: str) -> Person:
    """A row that says nothing but what became of it."""
    return Person(id=person.id, name="", status=status)
