"""The files of the registry row by row: what a line means, what is refused with its place, what a record is written as.

Persons and organisations are always there; a publication may do without families, and without cited documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from ld_export.codes import countries
from ld_export.csvfile import SEPARATOR, Row, read_rows, write_row
from ld_export.dates import datatype_of
from ld_export.errors import RegistryProblem
from ld_export.iris import allows, is_web_address
from ld_export.model import CitedDocument, Family, Link, Organization, Person

PERSON_COLUMNS = (
    *("id", "name", "given_name", "family_name", "countries", "also_written"),
    *("same_as", "certainty", "link_source", "status", "note"),
)
ORGANIZATION_COLUMNS = (
    *("id", "name", "name_fr", "also_written", "parent", "same_as", "certainty", "link_source", "status"),
)
FAMILY_COLUMNS = ("id", "name", "also_written", "status")
CITED_COLUMNS = (
    *("key", "class", "title", "title_fr", "number", "document_number", "date", "publisher", "url", "source", "status"),
)
# The one class that a document has of which nothing is known but that it is cited.
_CITED_CLASS = "schema:CreativeWork"
_NUMBER = "[1-9][0-9]{0,8}"
_WORDS = "[a-z0-9]+(?:-[a-z0-9]+)*"
_CERTAINTIES = ("certain", "probable")
_LINK_FIELDS = ("target", "certainty", "source")


class Table(NamedTuple):
    """A file of the registry: its name without ending, its columns, and how a row becomes a record and a record a row.

    The first column is what a row is known by; `optional` is a file that need not be there.
    """

    name: str
    columns: tuple[str, ...]
    record: Callable[[Row], Any]
    row: Callable[[Any], str]
    optional: bool = False


def read_table(folder: Path, table: Table) -> dict[Any, Any]:
    """The records of a file of the registry by their ids; `RegistryProblem` names file and line."""
    path, id_ = folder / f"{table.name}.csv", table.columns[0]
    found: dict[Any, Any] = {}
    if table.optional and not path.exists():
        return found
    for row in read_rows(path, table.columns):
        record = table.record(row)
        if found.setdefault(getattr(record, id_), record) is not record:
            raise RegistryProblem(
                f"the {id_} {row[id_]} stands twice", row.place, "none is used again: give the later row its own"
            )
    return found


# -- persons -----------------------------------------------------------------------------------------------------------


def _person(row: Row) -> Person:
    id_ = _number(row)
    _check_status(row, "active", "withdrawn", "reserved", merged=_NUMBER)
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
        id=id_,
        name=row["name"],
        given_name=row["given_name"] or None,
        family_name=row["family_name"] or None,
        countries=row.several("countries"),
        also_written=row.several("also_written"),
        links=_links(row),
        status=row["status"],
        note=row["note"],
    )


def person_row(person: Person) -> str:
    """A person as a line of `persons.csv`."""
    several = SEPARATOR.join
    return write_row(
        [
            *(str(person.id), person.name, person.given_name or "", person.family_name or ""),
            *(several(person.countries), several(person.also_written), *_link_cells(person.links)),
            *(person.status, person.note),
        ]
    )


# -- organisations -----------------------------------------------------------------------------------------------------


def _organization(row: Row) -> Organization:
    if not allows("id", row["id"]) or not row["name"]:
        raise RegistryProblem(
            "an organisation needs an id and a name", row.place, "ids are a-z, 0-9 and hyphens, at most 120 in all"
        )
    _check_status(row, "active", "withdrawn", merged=_WORDS)
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
    return write_row(
        [
            *(organization.id, organization.name, organization.translated.get("fr", "")),
            *(SEPARATOR.join(organization.also_written), organization.parent or ""),
            *(*_link_cells(organization.links), organization.status),
        ]
    )


# -- families ----------------------------------------------------------------------------------------------------------


def _family(row: Row) -> Family:
    id_ = _number(row)
    if not row["name"] and row["status"] != "withdrawn":
        raise RegistryProblem("a family without a name", row.place, "give the name, or set the status to withdrawn")
    _check_status(row, "active", "withdrawn", merged=_NUMBER)
    return Family(id=id_, name=row["name"], also_written=row.several("also_written"), status=row["status"])


def family_row(family: Family) -> str:
    """A family as a line of `families.csv`."""
    return write_row([str(family.id), family.name, SEPARATOR.join(family.also_written), family.status])


# -- cited documents ---------------------------------------------------------------------------------------------------


def _cited(row: Row) -> CitedDocument:
    for wrong, what, remedy in (
        (not allows("document", row["key"]), f"the key {row['key'][:80]!r}", "write it as pace-wd-630"),
        (row["class"] != _CITED_CLASS, f"the class {row['class'][:80]!r}", f"it is {_CITED_CLASS}"),
        (not row["title"], "no title", "write what it is called, or the words by which it is cited"),
        (row["date"] and datatype_of(row["date"]) != "date", f"the date {row['date'][:40]!r}", "write 2019-04-11"),
        (row["url"] and not is_web_address(row["url"]), f"the address {row['url'][:80]!r}", "write https://…"),
    ):
        if wrong:
            raise RegistryProblem(what, row.place, remedy)
    _check_status(row, "active")
    return CitedDocument(
        key=row["key"],
        title=row["title"],
        translated={"fr": row["title_fr"]} if row["title_fr"] else {},
        number=row["number"] or None,
        document_number=row["document_number"] or None,
        date=row["date"] or None,
        publisher=row["publisher"] or None,
        url=row["url"] or None,
        source=row["source"],
    )


def cited_row(cited: CitedDocument) -> str:
    """A cited document as a line of `cited.csv`."""
    return write_row(
        [
            *(cited.key, _CITED_CLASS, cited.title, cited.translated.get("fr", ""), cited.number or ""),
            *(cited.document_number or "", cited.date or "", cited.publisher or "", cited.url or ""),
            *(cited.source, cited.status),
        ]
    )


# -- what rows of several files have -----------------------------------------------------------------------------------


def _number(row: Row) -> int:
    if not re.fullmatch(_NUMBER, row["id"]):
        raise RegistryProblem(f"the id {row['id']!r} is no number", row.place, "ids count up from 1")
    return int(row["id"])


def _check_status(row: Row, *known: str, merged: str = "") -> None:
    """Raise for another status than those known, and `merged-into:` an id of the form `merged`."""
    status = row["status"]
    if status in known or (merged and re.fullmatch(f"merged-into:{merged}", status)):
        return
    shown = [*known, "merged-into:ID"] if merged else known
    raise RegistryProblem(f"the status {status[:80]!r} is unknown", row.place, f"it is {' or '.join(shown)}")


def _links(row: Row) -> tuple[Link, ...]:
    targets, certainties, sources = (row.several(column) for column in ("same_as", "certainty", "link_source"))
    if not len(targets) == len(certainties) == len(sources):
        raise RegistryProblem(
            "each link in same_as needs its certainty and its link_source", row.place, "separate several with ' | '"
        )
    for target, certainty in zip(targets, certainties, strict=True):
        if certainty not in _CERTAINTIES or not is_web_address(target):
            raise RegistryProblem(
                f"the link {target!r} ({certainty})", row.place, "a link is a web address, certain or probable"
            )
    return tuple(Link(target=t, certainty=c, source=s) for t, c, s in zip(targets, certainties, sources, strict=True))


def _link_cells(links: tuple[Link, ...]) -> list[str]:
    return [SEPARATOR.join(getattr(link, field) for link in links) for field in _LINK_FIELDS]


PERSONS = Table("persons", PERSON_COLUMNS, _person, person_row)
ORGANIZATIONS = Table("organizations", ORGANIZATION_COLUMNS, _organization, organization_row)
FAMILIES = Table("families", FAMILY_COLUMNS, _family, family_row, optional=True)
CITED = Table("cited", CITED_COLUMNS, _cited, cited_row, optional=True)
TABLES = (PERSONS, ORGANIZATIONS, FAMILIES, CITED)
"""The files of the registry, in the order in which they are written."""
