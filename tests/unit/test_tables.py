"""Tables: exact in the canonical files, harmless in those for spreadsheet programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ld_export.iris import Minter
from ld_export.tables import document_tables, entity_tables, heads
from tests import fixtures_built
from tests.fixtures_built import Built
from tests.records import COUNTRY, DOCUMENT, GROUP, ORGANIZATION, PERSON, SIGNATURE, UNMATCHED
from tests.support import BASE, examples

built = fixtures_built.built

MINT = Minter(BASE)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A1", "=", "-"]
PLAIN = ["", "1", "'=1", " =1", "a=b", "’", '"quoted"', "a,b", "a\nb", "a\rb", "a\r\nb", "x | y", "Å", "\u200f"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def rows(text: str) -> list[list[str]]:
    """What Python's own reader makes of a table, as any program would open it."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def changed(record: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(record, **fields)


def cell_of_a_signature(cell: str) -> tuple[str, str]:
    """A cell through both variants of the signatures: canonical, and for spreadsheet programs."""
    document = changed(DOCUMENT, signatures=(changed(SIGNATURE, name_as_printed=cell),))
    tables = document_tables(document, MINT)
    (canonical,), (spreadsheet,) = rows(tables["signatures.csv"]), rows(tables["signatures-spreadsheet.csv"])
    return canonical[7], spreadsheet[7]


@pytest.mark.parametrize("cell", FORMULAS, ids=repr)
def test_a_cell_that_is_a_formula_elsewhere_is_exact_in_one_file_and_neutral_in_the_other(cell: str) -> None:
    canonical, spreadsheet = cell_of_a_signature(cell)
    assert canonical == cell
    assert spreadsheet == f"'{cell}"


@pytest.mark.parametrize("cell", PLAIN, ids=repr)
def test_any_other_cell_is_the_same_in_both_files(cell: str) -> None:
    assert cell_of_a_signature(cell) == (cell, cell)


@settings(max_examples=examples(200), deadline=None)
@given(TEXTS)
@example("\r")
def test_any_text_survives_both_files_and_no_cell_begins_like_a_formula(cell: str) -> None:
    canonical, spreadsheet = cell_of_a_signature(cell)
    assert canonical == cell
    assert spreadsheet.removeprefix("'" if spreadsheet != cell else "") == cell
    assert not spreadsheet.startswith(tuple("=+-@\t\r\n＝＋－＠"))


def test_every_column_of_every_table_is_neutral_not_the_names_alone() -> None:
    titles = tuple(changed(version, title="=title", url="=url") for version in DOCUMENT.versions)
    document = changed(DOCUMENT, versions=titles, number="=n", document_number="+d", date="-date")
    entities = [changed(PERSON, name="=n", also_written=("=a",), links=()), changed(GROUP, name="@g", codes=("=c",))]
    tables = document_tables(document, MINT) | entity_tables(entities, MINT)
    found = [cell for row in rows(tables["documents-spreadsheet.csv"]) for cell in row]
    found += [cell for row in rows(tables["entities-spreadsheet.csv"]) for cell in row]
    assert {cell for cell in found if cell.startswith("'")} == {
        *("'=n", "'+d", "'-date", "'=title", "'=url | =url", "'=a", "'@g", "'=c | The New Ones"),
    }
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in found)


def test_the_rows_of_signatures_are_the_records() -> None:
    doc = f"{BASE}declaration/pace-wd-901"
    assert rows(document_tables(DOCUMENT, MINT)["signatures.csv"]) == [
        [
            *(doc, "pace-wd-901", "2031-05-03", "1", f"{doc}#signature-17", f"{BASE}person/17", "Mr", "Aldo TESTARI"),
            *(f"{BASE}country/it", "Italy", f"{BASE}group/pace-soc", "SOC"),
        ],
        [
            *(doc, "pace-wd-901", "2031-05-03", "2", f"{doc}#signature-{UNMATCHED.key}", "", "", "ESEMPIO"),
            *(f"{BASE}country/sm", "San Marino", "", ""),
        ],
    ]


def test_the_row_of_a_document_is_its_record() -> None:
    one, two = DOCUMENT.versions
    assert rows(document_tables(DOCUMENT, MINT)["documents.csv"]) == [
        [
            *(f"{BASE}declaration/pace-wd-901", "pace-wd-901", "Written declaration", "901", "90901", "2031-05-03"),
            *(one.title, two.title, f"{BASE}organization/pace", "en | fr", "2", "full", f"{one.url} | {two.url}"),
        ]
    ]


def test_the_rows_of_entities_are_the_records_without_what_is_not_published() -> None:
    made = entity_tables([PERSON, ORGANIZATION, GROUP, COUNTRY], MINT)["entities.csv"]
    assert rows(made) == [
        [f"{BASE}person/17", "person", "Aldo Testari", "A. TESTARI | Aldo TESTARY", PERSON.links[0].target],
        [f"{BASE}organization/example-times", "organization", "Example Times", "ET", ORGANIZATION.links[0].target],
        [f"{BASE}group/pace-new", "group", "New Group", "NG | GN | The New Ones", ""],
        [f"{BASE}country/it", "country", "Italy", "Italian Republic", COUNTRY.links[0].target],
    ]


def test_only_the_files_for_spreadsheet_programs_open_with_a_byte_order_mark() -> None:
    for name, head in heads():
        assert head.startswith("\ufeff") == name.endswith("-spreadsheet.csv")


# -- the published tables ----------------------------------------------------------------------------------------------


def table(built: Built, name: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(built.dump(name).decode(encoding), newline=""), strict=True))


@pytest.mark.parametrize("name", ["signatures", "documents", "entities"])
def test_both_files_of_a_published_table_have_the_same_rows(built: Built, name: str) -> None:
    canonical = table(built, f"{name}.csv")
    spreadsheet = table(built, f"{name}-spreadsheet.csv", "utf-8-sig")
    assert canonical
    assert [{key: value.removeprefix("'") for key, value in row.items()} for row in spreadsheet] == [
        {key: value.removeprefix("'") for key, value in row.items()} for row in canonical
    ]


def test_the_published_signatures_are_those_of_the_graph(built: Built) -> None:
    lines = built.dump("dataset.nt").decode().splitlines()
    printed = {
        line.split(" ", 1)[0][1:-1] for line in lines if " <https://w3id.org/hrd/ontology#nameAsPrinted> " in line
    }
    listed = table(built, "signatures.csv")
    assert len(listed) == built.summary.signatures
    assert {row["signature"] for row in listed} == printed
    assert positions(listed) == {key: list(range(1, len(found) + 1)) for key, found in positions(listed).items()}


def positions(listed: list[dict[str, str]]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in listed:
        found.setdefault(row["document_key"], []).append(int(row["position"]))
    return found


def addresses(built: Built) -> Iterator[str]:
    for name in ("signatures", "documents", "entities"):
        for row in table(built, f"{name}.csv"):
            yield from (cell for cell in row.values() if cell.startswith("https://w3id.org/hrd/"))


def test_every_address_of_our_own_in_the_published_tables_is_described_in_the_graph(built: Built) -> None:
    described = {line.split(" ", 1)[0][1:-1] for line in built.dump("dataset.nt").decode().splitlines()}
    assert set(addresses(built)) <= described
