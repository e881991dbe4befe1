"""The map: every state one square, at its place among its neighbours, none dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from ld_export.codes import countries
from ld_export.errors import LdExportError
from ld_export.pages.pictures import Datum, Place, read_places, tiles
from tests.unit.pictures_support import CAPTION, EUROPE, classes, hrefs, read, said, words

COUNCIL = """
al ad am at az be ba bg hr cy cz dk ee fi fr ge de gr hu is ie it lv li lt lu mt md mc me nl mk no pl pt ro
sm rs sk si es se ch tr ua gb
"""
OTHERS = "ru by xk va kz kg uz tj tm il ma jo ps ca mx"
NEIGHBOURS = """
pt-es es-ad ad-fr fr-mc mc-it fr-be be-nl be-lu lu-de nl-de de-dk de-pl de-cz de-ch de-at ch-li li-at
ch-it it-sm it-si sm-va at-si at-hu si-hr hr-hu hr-ba hr-rs cz-sk cz-pl sk-pl sk-ua sk-hu hu-ro hu-rs ro-rs ro-md md-ua
ro-bg bg-rs rs-xk rs-ba xk-mk xk-me me-ba me-al al-gr mk-gr mk-bg bg-tr tr-am am-az am-ge ge-tr ge-az ua-by by-lt by-ru
lt-lv lv-ee ee-ru lv-ru lt-pl no-se se-fi fi-ee gb-ie tr-cy kz-uz uz-kg kg-tj uz-tm uz-tj kz-kg il-ps ps-jo
"""
NORTH_TO_SOUTH = ["fi ee lv lt", "no dk de at si", "se pl cz at hr", "by ua ro bg", "it sm va mt", "es ma", "kz uz tm"]
WEST_TO_EAST = [
    "ie gb nl de pl ua",
    "pt es it gr tr am az",
    "fr ch li at hu ro",
    "is no se fi ru",
    "mx ie",
    "ca is",
    "tm tj",
]


def place(code: str) -> Place:
    return next(found for found in EUROPE if found.code == code)


def test_every_member_past_and_present_and_the_neighbours_have_a_square() -> None:
    assert len(COUNCIL.split()) == 46
    expected = {*COUNCIL.split(), *OTHERS.split()}
    assert {found.code for found in EUROPE} == expected


def test_no_two_states_share_a_square() -> None:
    assert len({found[1:] for found in EUROPE}) == len(EUROPE)


def test_the_codes_are_those_of_the_code_tables() -> None:
    assert {found.code for found in EUROPE} <= {code.lower() for code in countries()}


@pytest.mark.parametrize("pair", NEIGHBOURS.split())
def test_neighbours_touch(pair: str) -> None:
    one, other = (place(code) for code in pair.split("-"))
    assert max(abs(one.column - other.column), abs(one.row - other.row)) == 1


@pytest.mark.parametrize("line", NORTH_TO_SOUTH)
def test_north_is_up(line: str) -> None:
    rows = [place(code).row for code in line.split()]
    assert rows == sorted(set(rows))


@pytest.mark.parametrize("line", WEST_TO_EAST)
def test_west_is_left(line: str) -> None:
    found = [place(code).column for code in line.split()]
    assert found == sorted(set(found))


def test_microstates_are_as_large_as_any() -> None:
    made = tiles({"sm": Datum("San Marino", 1), "ru": Datum("Russia", 900)}, CAPTION, absent="none", places=EUROPE)
    squares = [
        mark for mark in read(made).iter("rect") if "pic-tile" in mark.get("class", "") and mark.get("rx") == "3"
    ]
    assert len({(mark.get("width"), mark.get("height")) for mark in squares}) == 1


def test_a_square_prints_code_and_number_and_leads_to_its_country() -> None:
    made = tiles(
        {"sm": Datum("San Marino", 7, "country/sm", "San Marino: 7 signatures")}, CAPTION, absent="none", places=EUROPE
    )
    assert hrefs(made) == ["country/sm"]
    assert said(made) == ["San Marino: 7 signatures"]
    assert {"SM", "7", "none"} <= set(words(made))


def test_a_country_that_is_not_on_the_map_stands_below_it() -> None:
    codes = [f"z{letter}" for letter in "abcdefghijklmnop"]
    made = tiles({code: Datum(code, 1, code) for code in reversed(codes)}, CAPTION, absent="none", places=EUROPE)
    assert hrefs(made) == codes
    tops = {float(mark.get("y", "")) for link in read(made).iter("a") for mark in link.iter("rect")}
    assert len(tops) == 2  # thirteen in a row, then the next row
    assert min(tops) > 49 * (max(found.row for found in EUROPE) + 1)


def test_zero_is_another_thing_than_no_data() -> None:
    made = tiles({"sm": Datum("San Marino", 0)}, CAPTION, absent="no data", places=EUROPE)
    assert {"pic-shade-0", "pic-absent"} <= classes(made)
    assert "no data" in words(made)
    whole = tiles({"sm": Datum("San Marino", 0)}, CAPTION, absent="no data", places=[Place("sm", 0, 0)])
    assert "no data" not in words(whole)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("sm,0,0\nsm,0,1\n", "europe.csv:3: 'sm' or its square is given twice"),
        ("sm,0,0\nva,0,0\n", "europe.csv:3: 'va' or its square is given twice"),
        ("sm,-1,0\n", "europe.csv:2: column and row are no whole numbers"),
    ],
)
def test_a_mistake_in_the_table_is_named_where_it_stands(rows: str, message: str, tmp_path: Path) -> None:
    table = tmp_path / "europe.csv"
    table.write_text("code,column,row\n" + rows, encoding="utf-8")
    with pytest.raises(LdExportError, match=message):
        read_places(table)
