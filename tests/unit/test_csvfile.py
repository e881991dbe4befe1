"""CSV that curators edit: read strictly, written canonically."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ld_export.csvfile import Row, read_rows, write_row
from ld_export.errors import RegistryProblem, SettingsProblem
from tests.support import examples

COLUMNS = ("id", "name", "note")


def table(folder: Path, *lines: str) -> Path:
    path = folder / "table.csv"
    path.write_text("".join(f"{line}\n" for line in ("id,name,note", *lines)), encoding="utf-8", newline="")
    return path


def rows(folder: Path, *lines: str) -> list[Row]:
    return list(read_rows(table(folder, *lines), COLUMNS))


def test_a_row_has_its_cells_by_column_without_the_spaces_around_them(tmp_path: Path) -> None:
    assert rows(tmp_path, '1, Testari ,"a, ""b"""') == [{"id": "1", "name": "Testari", "note": 'a, "b"'}]


def test_a_row_knows_the_line_it_begins_on(tmp_path: Path) -> None:
    found = rows(tmp_path, '1,"two\nlines",', "", "2,x,")
    assert [row.place for row in found] == ["table.csv:2", "table.csv:5"]


def test_a_cell_may_hold_several_values(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "1,a | b|c | |,")
    assert row.several("name") == ("a", "b", "c")
    assert row.several("note") == ()


@pytest.mark.parametrize("header", ["id,name", "id,note,name", "id,name,note,", "ID,name,note", ""])
def test_another_header_is_refused(header: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(header + "\n", encoding="utf-8")
    with pytest.raises(RegistryProblem, match=r"^table\.csv:1: the columns are .*; they must be id,name,note$"):
        list(read_rows(path, COLUMNS))


def test_a_missing_file_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(RegistryProblem, match=r"^table\.csv: cannot be read: No such file"):
        list(read_rows(tmp_path / "table.csv", COLUMNS))


def test_the_caller_says_what_kind_of_problem_it_is(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match=r"table\.csv:2: 1 cells"):
        list(read_rows(table(tmp_path, "1"), COLUMNS, SettingsProblem))


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["1", "x", ""], "1,x,\n"),
        (["1", "a,b", 'c"d'], '1,"a,b","c""d"\n'),
        (["1", "two\nlines", "\r"], '1,"two\nlines","\r"\n'),
        (["1", "=1+1", "@x"], "1,=1+1,@x\n"),
    ],
)
def test_a_row_is_written_with_the_quotes_that_it_needs_only(cells: list[str], line: str) -> None:
    assert write_row(cells) == line


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20).map(str.strip)


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_what_is_written_is_read_back(cells: list[tuple[str, str, str]], tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("".join(map(write_row, (COLUMNS, *cells))), encoding="utf-8", newline="")
    assert [tuple(row.values()) for row in read_rows(path, COLUMNS)] == cells
