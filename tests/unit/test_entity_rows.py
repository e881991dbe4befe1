"""Rows of the registry's smaller files: what is read, what is refused with its line, and what is written reads back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_export.csvfile import write_row
from ld_export.entity_rows import CITED as CITED_TABLE
from ld_export.entity_rows import (
    CITED_COLUMNS,
    FAMILIES,
    FAMILY_COLUMNS,
    cited_row,
    family_row,
    read_table,
)
from ld_export.errors import RegistryProblem
from ld_export.model import CitedDocument, Family
from tests.records import CITED, FAMILY


def families(folder: Path, *rows: str) -> dict[int, Family]:
    (folder / "families.csv").write_text(write_row(FAMILY_COLUMNS) + "".join(rows), encoding="utf-8")
    return read_table(folder, FAMILIES)


def cited(folder: Path, *rows: str) -> dict[str, CitedDocument]:
    (folder / "cited.csv").write_text(write_row(CITED_COLUMNS) + "".join(rows), encoding="utf-8")
    return read_table(folder, CITED_TABLE)


def cited_line(**cells: str) -> str:
    row = {"key": "pace-wd-900", "class": "schema:CreativeWork", "title": "No. 900", "status": "active"} | cells
    return write_row([row.get(column, "") for column in CITED_COLUMNS])


def test_no_file_is_no_row(tmp_path: Path) -> None:
    assert read_table(tmp_path, FAMILIES) == {}
    assert read_table(tmp_path, CITED_TABLE) == {}


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    assert families(tmp_path, family_row(FAMILY)) == {1: FAMILY}
    assert cited(tmp_path, cited_row(CITED)) == {CITED.key: CITED}
    bare = CitedDocument(key="x", title="X")
    assert cited(tmp_path, cited_row(bare)) == {"x": bare}


cells = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="|"), min_size=1, max_size=8)


@given(cells, st.lists(cells, max_size=2), cells)
def test_any_words_are_read_back(name: str, others: list[str], source: str) -> None:
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as scratch:
        family = Family(id=3, name=name, also_written=tuple(others))
        assert families(Path(scratch), family_row(family)) == {3: family}
        document = CitedDocument(key="x", title=name, translated={"fr": source}, source=source)
        assert cited(Path(scratch), cited_row(document)) == {"x": document}


@pytest.mark.parametrize(
    "row",
    [
        "0,the Testaris,,active\n",
        "-1,the Testaris,,active\n",
        "01,the Testaris,,active\n",
        "x,the Testaris,,active\n",
        "9999999999,the Testaris,,active\n",
        "2,,,active\n",
        "2,the Testaris,,\n",
        "2,the Testaris,,reserved\n",
        "2,the Testaris,,merged-into:x\n",
        "1,the Others,,active\n",
        "2,the Testaris\n",
    ],
)
def test_a_family_that_is_wrong_is_named_with_its_line(row: str, tmp_path: Path) -> None:
    with pytest.raises(RegistryProblem, match=r"families.csv, line 3|families.csv:3"):
        families(tmp_path, family_row(FAMILY), row)


@pytest.mark.parametrize("status", ["withdrawn", "merged-into:1"])
def test_a_family_may_be_withdrawn_or_merged(status: str, tmp_path: Path) -> None:
    assert families(tmp_path, family_row(FAMILY), f"2,,,{status}\n" if status == "withdrawn" else f"2,x,,{status}\n")[2]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(("key", value) for value in ("", "index", "No. 900", "../x", "a" * 121, "con")),
        *(("class", value) for value in ("", "schema:Person", "CreativeWork")),
        ("title", ""),
        *(("date", value) for value in ("2019-02-30", "2019", "11.4.2019", "0000-01-01")),
        *(("url", value) for value in ("javascript:alert(1)", "ftp://x", "https://a b", "www.example.org")),
        *(("status", value) for value in ("", "withdrawn", "gone")),
    ],
)
def test_row_09_and_16_a_cited_document_that_is_wrong_is_named_with_its_line(
    cell: str, value: str, tmp_path: Path
) -> None:
    with pytest.raises(RegistryProblem, match=r"cited.csv, line 2|cited.csv:2"):
        cited(tmp_path, cited_line(**{cell: value}))


def test_a_key_stands_once(tmp_path: Path) -> None:
    with pytest.raises(RegistryProblem, match="the key pace-wd-900 stands twice"):
        cited(tmp_path, cited_line(), cited_line(title="again"))
