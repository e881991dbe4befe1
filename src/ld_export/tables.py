"""Records to tables, for people with spreadsheets: one CSV row per signature, document and entity.

Each table comes twice: canonical, with every cell exactly as it is, and for spreadsheet programs, where a cell that
such a program would take for a formula is made plain text (CWE-1236).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ld_export.codes import kinds
from ld_export.csvfile import SEPARATOR, write_row
from ld_export.iris import Minter
from ld_export.model import CitedDocument, Country, Document, Family, Group, Organization, Person
from ld_export.registry import other_spellings

Cells = Sequence[str]

_BYTE_ORDER_MARK = "\ufeff"
# As OWASP lists them (CSV injection), the full-width forms included, which some programs fold.
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


class Table(NamedTuple):
    """A table: the name of its file and its columns."""

    name: str
    columns: tuple[str, ...]


SIGNATURES = Table(
    "signatures",
    (
        *("document", "document_key", "date", "position", "signature", "person", "honorific", "name_as_printed"),
        *("country", "country_as_printed", "group", "group_as_printed"),
    ),
)
DOCUMENTS = Table(
    "documents",
    (
        *("document", "key", "kind", "number", "document_number", "date", "title_en", "title_fr", "publisher"),
        *("languages", "signatures", "rights", "source"),
    ),
)
ENTITIES = Table("entities", ("entity", "kind", "name", "also_written", "same_as"))


class Variant(NamedTuple):
    """One way of writing a table: what the file's name ends in, what stands first, how a row is written."""

    ending: str
    head: str
    row: Callable[[Cells], Cells]


def neutral(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell[:1] in _FORMULA_STARTS else cell


def _exact(row: Cells) -> Cells:
    return row


def _neutral_row(row: Cells) -> Cells:
    return [neutral(cell) for cell in row]


VARIANTS = (Variant(".csv", "", _exact), Variant("-spreadsheet.csv", _BYTE_ORDER_MARK, _neutral_row))


def heads() -> Iterator[tuple[str, str]]:
    """Every table file with its first line."""
    for table in (SIGNATURES, DOCUMENTS, ENTITIES):
        for variant in VARIANTS:
            yield table.name + variant.ending, variant.head + write_row(table.columns)


def written(table: Table, rows: Iterable[Cells]) -> Iterator[tuple[str, str]]:
    """Rows of a table for each of its files."""
    rows = list(rows)
    exact = "".join([write_row(row) for row in rows])
    # Few rows hold a cell that looks like a formula: asking costs less than writing each of them again.
    suspect = any(cell[:1] in _FORMULA_STARTS for row in rows for cell in row)
    for variant in VARIANTS:
        same = variant.row is _exact or not suspect
        yield table.name + variant.ending, exact if same else "".join([write_row(variant.row(row)) for row in rows])


def document_tables(document: Document, mint: Minter) -> dict[str, str]:
    """What a document adds to each table file."""
    return dict(
        written(SIGNATURES, _in_order([*_signature_rows(document, mint), *_withheld_rows(document, mint)]))
    ) | dict(written(DOCUMENTS, [_document_row(document, mint)]))


def _first(words: Mapping[str, str]) -> str:
    return next(iter(words.values()), "")


def _signature_rows(document: Document, mint: Minter) -> Iterator[Cells]:
    iri = mint("Document", document=document.key)
    countries = {id_: mint("Country", id=id_) for id_ in {signature.country for signature in document.signatures}}
    groups = {id_: mint("Group", id=id_) for id_ in {signature.group for signature in document.signatures} if id_}
    for signature in document.signatures:
        yield (
            *(iri, document.key, document.date or "", str(signature.position)),
            mint("Signature", document=document.key, signature=signature.key),
            mint("Person", id=signature.signatory) if signature.signatory else "",
            _first(signature.honorific_as_printed),
            signature.name_as_printed,
            countries[signature.country],
            _first(signature.country_as_printed),
            groups[signature.group] if signature.group else "",
            _first(signature.group_as_printed),
        )


def _withheld_rows(document: Document, mint: Minter) -> Iterator[Cells]:
    iri = mint("Document", document=document.key)
    for signature in document.withheld:
        yield (
            *(iri, document.key, document.date or "", str(signature.position)),
            mint("Signature", document=document.key, signature=signature.key),
            *("", "", "name withheld", "", "", "", ""),
        )


def _in_order(rows: list[Cells]) -> list[Cells]:
    """Signatures by their position."""
    return sorted(rows, key=lambda row: int(row[SIGNATURES.columns.index("position")]))


def _document_row(document: Document, mint: Minter) -> Cells:
    titles = {version.language: version.title for version in document.versions}
    return (
        *(mint("Document", document=document.key), document.key, kinds()[document.kind]["en"]),
        *(document.number or "", document.document_number or "", document.date or ""),
        *(titles.get("en", ""), titles.get("fr", ""), mint("Organization", id=document.publisher)),
        *(SEPARATOR.join(titles), str(len(document.signatures) + len(document.withheld)), document.rights),
        SEPARATOR.join(version.url for version in document.versions if version.url),
    )


Entity = Person | Organization | Family | Group | Country | CitedDocument


def entity_tables(entities: Iterable[Entity], mint: Minter) -> dict[str, str]:
    """What the registry adds to each table file."""
    return dict(written(ENTITIES, (_entity_row(entity, mint) for entity in entities)))


def _entity_row(entity: Entity, mint: Minter) -> Cells:
    if isinstance(entity, CitedDocument):
        return (mint("Document", document=entity.key), "cited document", entity.title, "", entity.url or "")
    kind = type(entity).__name__
    links = () if isinstance(entity, Group | Family) else entity.links
    codes = entity.codes if isinstance(entity, Group) else ()
    spellings = other_spellings(entity) if isinstance(entity, Person) else entity.also_written
    return (
        *(mint(kind, id=entity.id), kind.lower(), entity.name),
        SEPARATOR.join([*codes, *spellings]),
        SEPARATOR.join(link.target for link in links if link.certainty == "certain"),
    )
