"""What becomes of rows: certain, doubtful or neither, with reasons; and nothing that a spreadsheet would run."""

from __future__ import annotations

from pathlib import Path

import pytest

from ld_export.linking import Columns, Here, Question
from ld_export.linking.asking import Candidate, Knows, Remembering
from ld_export.matching import KINDS
from tests.linking.tables import AUTHORITY, BASE, Outcome, link

ALL = Columns("name", country="country", role="role")


def table(folder: Path, *rows: str, head: str = "name,country,role") -> Path:
    path = folder / "t.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def one(folder: Path, row: str) -> tuple[str, str, str]:
    (found,) = link(table(folder, row), ALL).rows
    return found["link_status"], found["link_uri"].removeprefix(BASE), found["link_reason"]


def test_every_kind_of_reason_has_its_words() -> None:
    told = {kind.told for kind in KINDS.values()}
    assert len(told) == len(KINDS)
    assert all(told)


@pytest.mark.parametrize(
    ("row", "status", "uri", "reason"),
    [
        ("Zhanar Tulegenova,,", "certain", "person/1", "Zhanar Tulegenova: the same"),
        ("Тулегенова Жанар,,", "certain", "person/1", "the words in another order"),
        ("Djanar Toulegenova,,", "certain", "person/1", "toulegenova = tulegenova: another spelling"),
        ("Zhanar Tulegenova,Kazakhstan,", "certain", "person/1", "country KZ agrees"),
        ("Zhanar Tulegenova,KAZ,", "certain", "person/1", "country KZ agrees"),
        ("Zhanar Tulegenova,Allemagne,", "doubtful", "", "another country: Zhanar Tulegenova: the same"),
        ("Zhanar Tulegenova,Kazakhstan,Militant ou militante", "certain", "person/1", "role"),
        ("Tulegenova,,", "doubtful", "", "one word alone tells nobody apart"),
        ("House of Letters,,", "certain", "organization/house", "House of Letters: the same"),
        ("Marat Iskakov,,", "certain", "person/2", "Marat Iskakov: the same"),
        ("M. Iskakov,,", "doubtful", "", "the next fits nearly as well"),
        (f"{BASE}person/2,,", "certain", "person/2", "the cell has its address"),
        (f"{BASE}person/9,,", "certain", "person/1", "the cell has its address"),  # merged
        (f"{BASE}person/8,,", "none", "", ""),  # withdrawn
        ("Somebody Else,,", "none", "", ""),
        (" ,KZ,", "no name", "", ""),
    ],
)
def test_a_row_becomes_what_its_name_and_the_rest_of_it_say(
    tmp_path: Path, row: str, status: str, uri: str, reason: str
) -> None:
    found = one(tmp_path, row)
    assert found[:2] == (status, uri)
    assert reason in found[2]


def test_only_what_is_certain_has_a_link_and_the_doubtful_are_to_be_decided(tmp_path: Path) -> None:
    done = link(table(tmp_path, "Zhanar Tulegenova,,", "M. Iskakov,,", "Somebody Else,,"), ALL)
    assert dict(done.done.counts) == {"certain": 1, "doubtful": 1, "none": 1}
    assert [bool(row["link_uri"]) for row in done.rows] == [True, False, False]
    (doubtful,) = done.doubtful
    assert (doubtful["row"], doubtful["accept"], doubtful["name"]) == ("2", "", "M. Iskakov")
    assert {doubtful["uri"], doubtful["next_uri"]} == {f"{BASE}person/2", f"{BASE}person/3"}
    assert float(doubtful["score"]) == float(done.rows[1]["link_score"]) >= 0.8


def test_all_rows_with_a_candidate_can_be_decided(tmp_path: Path) -> None:
    path = table(tmp_path, "Zhanar Tulegenova,,", "M. Iskakov,,", "Somebody Else,,")
    assert [row["row"] for row in link(path, ALL, everything=True).doubtful] == ["1", "2"]


def test_a_type_leaves_others_out(tmp_path: Path) -> None:
    path = table(tmp_path, "House of Letters,,")
    assert link(path, Columns("name", type="person")).rows[0]["link_status"] == "none"


def test_countries_that_are_not_understood_are_told_and_ask_nothing(tmp_path: Path) -> None:
    done = link(table(tmp_path, "Zhanar Tulegenova,Wakanda,", "Zhanar Tulegenova,wakanda,"), ALL)
    assert done.done.unknown_countries == {"Wakanda": "t.csv:2", "wakanda": "t.csv:3"}
    assert [row["link_status"] for row in done.rows] == ["certain", "certain"]


def test_columns_and_rows_stay_in_their_order_with_every_cell(tmp_path: Path) -> None:
    path = table(tmp_path, "2,Nobody,a", "1,Zhanar Tulegenova,b", "2,Nobody,a", head="z,name,a")
    rows = link(path).rows
    assert [list(row.items())[:3] for row in rows] == [
        [("z", "2"), ("name", "Nobody"), ("a", "a")],
        [("z", "1"), ("name", "Zhanar Tulegenova"), ("a", "b")],
        [("z", "2"), ("name", "Nobody"), ("a", "a")],
    ]


# -- spreadsheets ------------------------------------------------------------------------------------------------------

FORMULAS = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "＝1"]


def test_no_cell_is_taken_for_a_formula_and_numbers_stay(tmp_path: Path) -> None:
    path = table(
        tmp_path, *(f'Zhanar Tulegenova,"{cell}"' for cell in (*FORMULAS, "-5", "+3,2", "-0.5")), head="name,x"
    )
    assert [row["x"] for row in link(path).rows] == [*(f"'{cell}" for cell in FORMULAS), "-5", "+3,2", "-0.5"]
    assert [row["x"] for row in link(path, exact=True).rows] == [*FORMULAS, "-5", "+3,2", "-0.5"]


class Evil:
    """A service that answers with what a spreadsheet would run."""

    base, complete = BASE, False

    def ask(self, questions: list[Question]) -> list[list[Candidate]]:
        return [[Candidate("=HYPERLINK(0)", "@label", 85.0, description="+x")] for _ in questions]


def test_what_a_service_says_is_never_a_formula(tmp_path: Path) -> None:
    done: Outcome = link(table(tmp_path, "=A B,,"), ALL, Evil(), exact=True)  # type: ignore[arg-type]
    assert done.rows[0]["link_best"] == "'=HYPERLINK(0)"
    assert done.rows[0]["link_label"] == "'@label"
    (doubtful,) = done.doubtful
    assert (doubtful["name"], doubtful["uri"], doubtful["label"]) == ("'=A B", "'=HYPERLINK(0)", "'@label")
    assert doubtful["description"] == "'+x"


# -- memory ------------------------------------------------------------------------------------------------------------


class Counting:
    """Knows the names above, and counts what it is asked."""

    base, complete = BASE, True

    def __init__(self) -> None:
        self.asked = 0
        self._here: Knows = Here(AUTHORITY)

    def ask(self, questions: list[Question]) -> list[list[Candidate]]:
        self.asked += len(questions)
        return self._here.ask(questions)


def test_a_name_is_asked_once_and_no_more_are_remembered_than_allowed() -> None:
    counting = Counting()
    remembering = Remembering(counting, most=2)  # type: ignore[arg-type]
    first, second, third = (Question(name) for name in ("A B", "C D", "E F"))
    remembering.ask([first, first, second, first])
    assert counting.asked == 2
    remembering.ask([first, third])  # second is forgotten
    remembering.ask([first, third])
    assert counting.asked == 3
    remembering.ask([second])
    assert counting.asked == 4
