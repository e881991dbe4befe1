"""Tables as people have them: formats, encodings, delimiters, and what is wrong with some."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from ld_export.errors import LdExportError, UsageProblem
from ld_export.linking import Columns, TableProblem
from ld_export.tabular import open_table
from tests.linking.tables import link

CSV = "id,name,note\n1,Zhanar Tulegenova,“a; b”\n2,Nobody Here,\n"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def cells(path: Path) -> list[list[str]]:
    return [list(row.cells) for row in open_table(path, "name").rows()]


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_line_ends_and_marks_are_seen_by_themselves(
    tmp_path: Path, mark: str, end: str, delimiter: str
) -> None:
    text = mark + CSV.replace("“a; b”", '"a; b"').replace(",", delimiter).replace("\n", end)
    path = write(tmp_path, "t.csv", text)
    assert open_table(path, "name").columns == ["id", "name", "note"]
    assert cells(path) == [["1", "Zhanar Tulegenova", "a; b"], ["2", "Nobody Here", ""]]


def test_a_table_with_one_column_has_no_delimiter(tmp_path: Path) -> None:
    assert cells(write(tmp_path, "t.csv", "name\nA B\n\nC, D|E\n".replace(", ", " "))) == [["A B"], ["C D|E"]]


def test_cells_may_have_line_breaks_and_quotes_and_come_out_as_they_were(tmp_path: Path) -> None:
    text = 'name,note\nA B,"two\nlines, and ""quotes"""\n'
    out = link(write(tmp_path, "t.csv", text)).out.read_text(encoding="utf-8")
    assert 'A B,"two\nlines, and ""quotes""",none,' in out


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        ("name\nJosé\n".encode("latin-1"), "t.csv:2", "not UTF-8: byte 4 would be 'é' in Latin-1"),
        ("name\nA\n".encode("utf-16"), "t.csv:1", "UTF-16 and not UTF-8"),
        (b"name\nA\0B\n", "t.csv:2", "a NUL character"),
        (b"", "t.csv", "an empty file"),
        (b"id,name\n1,A,B\n", "t.csv:2", "3 cells where the head has 2"),
        (b"id,name\n1,A\n2\n", "t.csv:3", "1 cells where the head has 2"),
        (b'id,name\n1,"A\n2,B\n', "t.csv:2", "unexpected end of data"),
        (b'id,name\n1,"' + b"x" * 200_000 + b"\n", "t.csv:2", "field larger than field limit"),
        (b"id,name\n1," + b"x" * 5_000_000, "t.csv:2", "a line of over"),
        (b"id,nmae\n1,A\n", "t.csv:1", "there is no column 'name'; did you mean 'nmae'?"),
        (b"name,name\n1,A\n", "t.csv:1", "there are 2 columns 'name'"),
    ],
    ids=["Latin-1", "UTF-16", "NUL", "empty", "long", "short", "quote", "huge", "endless", "misspelt", "twice"],
)
def test_what_is_wrong_is_told_with_its_line_and_writes_nothing(
    tmp_path: Path, content: bytes, place: str, words: str
) -> None:
    path = write(tmp_path, "t.csv", content)
    with pytest.raises(TableProblem) as caught:
        link(path)
    assert caught.value.place == place
    assert words in str(caught.value)
    assert caught.value.remedy
    assert list(tmp_path.iterdir()) == [path]


def test_a_mistake_far_down_leaves_what_was_written_before_as_it_was(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", "id,name\n" + "1,Zhanar Tulegenova\n" * 5_000 + "1,A,B\n")
    (tmp_path / "t.linked.csv").write_text("earlier", encoding="utf-8")
    with pytest.raises(TableProblem, match=r"t\.csv:5002"):
        link(path)
    assert (tmp_path / "t.linked.csv").read_text(encoding="utf-8") == "earlier"
    assert {one.name for one in tmp_path.iterdir()} == {"t.csv", "t.linked.csv"}


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"\.ods is no table"):
        open_table(write(tmp_path, "t.ods", b""), "name")
    with pytest.raises(UsageProblem, match="no such file"):
        open_table(tmp_path / "none.csv", "name")
    with pytest.raises(LdExportError, match="no workbook"):
        open_table(write(tmp_path, "t.xlsx", b"PK"), "name")


# -- JSON lines --------------------------------------------------------------------------------------------------------


def test_json_lines_stay_as_they_are_written_and_get_keys(tmp_path: Path) -> None:
    lines = ['{"name": "Zhanar Tulegenova", "n": 1.50, "more": {"a": [1]}}', '{"n":2,"name":null}']
    path = write(tmp_path, "t.jsonl", "\n".join(lines))
    done = link(path).out.read_text(encoding="utf-8").splitlines()
    assert [line.startswith(given[:-1]) for line, given in zip(done, lines, strict=True)] == [True, True]
    assert json.loads(done[0])["link_uri"].endswith("/person/1")
    assert json.loads(done[1])["link_status"] == "no name"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('{"name": "A"}\n[1]\n', "t.jsonl:2", "no JSON object"),
        ('{"name": "A"}\n{"name": \n', "t.jsonl:2", "no JSON object"),
        ('{"name": "A"}\n{"nam": "B"}\n', "t.jsonl:2", "did you mean 'nam'?"),
        ('{"name": "A"}\n{"name": ["B"]}\n', "t.jsonl:2", "several values"),
        ('{"name": "A"}\n' + '{"name":' + "[" * 90_000, "t.jsonl:2", "no JSON object"),
    ],
)
def test_json_lines_that_are_none_are_told(tmp_path: Path, text: str, place: str, words: str) -> None:
    with pytest.raises(TableProblem) as caught:
        link(write(tmp_path, "t.jsonl", text))
    assert caught.value.place == place
    assert words in str(caught.value)


# -- workbooks ---------------------------------------------------------------------------------------------------------


def workbook(folder: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(folder / "t.xlsx")
    return folder / "t.xlsx"


def test_a_workbook_is_read_as_it_is_shown(tmp_path: Path) -> None:
    day, moment = datetime(2020, 1, 2), datetime(2020, 1, 2, 3, 4)
    path = workbook(
        tmp_path,
        ["id", "name", "n", "day", "moment", "yes", None],
        [1, "Zhanar Tulegenova", 1.5, day, moment, True],
        [],
        [2.0, "Жанар Тулегенова"],
    )
    assert cells(path) == [
        ["1", "Zhanar Tulegenova", "1.5", "2020-01-02", "2020-01-02T03:04:00", "TRUE"],
        ["2", "Жанар Тулегенова", "", "", "", ""],
    ]
    assert [row["link_status"] for row in link(path).rows] == ["certain", "certain"]


def test_a_formula_that_was_text_in_a_workbook_is_none_in_the_table(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["name", "note"], ["Zhanar Tulegenova", "@cmd"])
    assert link(path).rows[0]["note"] == "'@cmd"


def test_a_workbook_with_cells_outside_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableProblem, match=r"t\.xlsx:2: a cell behind column 'name'"):
        link(workbook(tmp_path, ["name"], ["A", "B"]))


def test_a_workbook_whose_texts_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file, file.open("xl/sharedStrings.xml", "w") as texts:
        for _ in range(260):
            texts.write(bytes(1024 * 1024))
    with pytest.raises(TableProblem, match="too many texts"):
        open_table(path, "name")


def test_columns_that_linking_adds_may_not_be_there(tmp_path: Path) -> None:
    once = link(write(tmp_path, "t.csv", CSV)).out
    with pytest.raises(TableProblem, match="there is a column 'link_status' already"):
        link(once)


def test_a_column_that_is_asked_for_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(TableProblem, match="no column 'land'; did you mean 'Land'"):
        link(write(tmp_path, "t.csv", "name,Land\nA,B\n"), Columns("name", country="land"))
