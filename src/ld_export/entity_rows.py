"""Rows of the registry's smaller files: families, and documents that are cited and not in the publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ld_export.csvfile import SEPARATOR, Row, read_rows, write_row
from ld_export.dates import datatype_of
from ld_export.errors import RegistryProblem
from ld_export.iris import allows
from ld_export.model import CitedDocument, Family

FAMILY_COLUMNS = ("id", "name", "also_written", "status")
CITED_COLUMNS = (
    *("key", "class", "title", "title_fr", "number", "document_number", "date", "publisher", "url", "source", "status"),
)
# The one class that a document has of which nothing is known but that it is cited.
_CITED_CLASS = "schema:CreativeWork"
_STATUS = re.compile(r"active|withdrawn|merged-into:[1-9][0-9]*")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def read_families(folder: Path) -> dict[int, Family]:
    """The families by id; none where there is no such file. `RegistryProblem` names file and line."""
    families: dict[int, Family] = {}
    for row in _rows(folder / "families.csv", FAMILY_COLUMNS):
        family = _family(row)
        if family.id in families:
            raise RegistryProblem(f"the id {family.id} stands twice", row.place, "an id is never used again")
        families[family.id] = family
    return families


def read_cited(folder: Path) -> dict[str, CitedDocument]:
    """The cited documents by key; none where there is no such file. `RegistryProblem` names file and line."""
    cited: dict[str, CitedDocument] = {}
    for row in _rows(folder / "cited.csv", CITED_COLUMNS):
        document = _cited(row)
        if document.key in cited:
            raise RegistryProblem(f"the key {document.key} stands twice", row.place, "keep one row")
        cited[document.key] = document
    return cited


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    return read_rows(path, columns) if path.exists() else iter(())


def _family(row: Row) -> Family:
    if not re.fullmatch("[1-9][0-9]{0,8}", row["id"]) or not (row["name"] or row["status"] == "withdrawn"):
        raise RegistryProblem("a family needs a number and a name", row.place, "ids count up from 1")
    if not _STATUS.fullmatch(row["status"]):
        raise RegistryProblem(
            f"the status {row['status']!r} is unknown", row.place, "it is active, withdrawn or merged-into:ID"
        )
    return Family(id=int(row["id"]), name=row["name"], also_written=row.several("also_written"), status=row["status"])


def _cited(row: Row) -> CitedDocument:
    for wrong, what, remedy in (
        (not allows("document", row["key"]), f"the key {row['key'][:80]!r}", "write it as pace-wd-630"),
        (row["class"] != _CITED_CLASS, f"the class {row['class'][:80]!r}", f"it is {_CITED_CLASS}"),
        (not row["title"], "no title", "write what it is called, or the words by which it is cited"),
        (row["date"] and datatype_of(row["date"]) != "date", f"the date {row['date'][:40]!r}", "write 2019-04-11"),
        (row["url"] and not _ADDRESS.fullmatch(row["url"]), f"the address {row['url'][:80]!r}", "write https://…"),
        (row["status"] != "active", f"the status {row['status'][:40]!r}", "it is active"),
    ):
        if wrong:
            raise RegistryProblem(what, row.place, remedy)
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


def family_row(family: Family) -> str:
    """A family as a line of `families.csv`."""
    return write_row([str(family.id), family.name, SEPARATOR.join(family.also_written), family.status])


def cited_row(cited: CitedDocument) -> str:
    """A cited document as a line of `cited.csv`."""
    return write_row(
        [
            *(cited.key, _CITED_CLASS, cited.title, cited.translated.get("fr", ""), cited.number or ""),
            *(cited.document_number or "", cited.date or "", cited.publisher or "", cited.url or ""),
            *(cited.source, cited.status),
        ]
    )
