"""Columns, bars and grids say the numbers they are given, and no others."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.pages.pictures import Datum, Link, Row, bars, columns, grid, table
from ld_export.pages.pictures.lettering import shortened, width
from ld_export.pages.pictures.scales import labelled, shades, ticks
from tests.unit.pictures_support import CAPTION, classes, hrefs, read, said, words

counts = st.lists(st.integers(0, 10**6), max_size=60)


def years(*values: int) -> list[Datum]:
    return [Datum(str(2010 + at), value, f"y/{2010 + at}") for at, value in enumerate(values)]


def heights(values: list[int]) -> list[float]:
    made = columns(years(*values), CAPTION)
    return [float(mark.get("height", "")) for mark in read(made).iter("rect") if mark.get("class") == "pic-mark"]


# -- columns -----------------------------------------------------------------------------------------------------------


def test_columns_are_as_high_as_their_numbers() -> None:
    assert heights([5, 0, 10, 20]) == [50, 0, 100, 200]


def test_few_columns_print_their_numbers_also_the_zeros() -> None:
    printed = words(columns(years(3, 0, 12), CAPTION))
    assert [printed.count(word) for word in ("3", "12", "2010", "2011", "2012")] == [1, 1, 1, 1, 1]
    assert printed.count("0") == 2  # on the axis and above its year


def test_a_year_without_anything_has_no_column_but_a_link() -> None:
    made = columns(years(3, 0, 12), CAPTION)
    assert heights([3, 0, 12])[1] == 0
    assert "2011: 0" in said(made)
    assert "y/2011" in hrefs(made)


def test_many_years_are_labelled_by_the_round_ones() -> None:
    printed = words(columns([Datum(str(1949 + at), 100 + at) for at in range(78)], CAPTION))
    assert [word for word in printed if len(word) == 4] == [str(year) for year in range(1950, 2027, 10)]


@pytest.mark.parametrize("largest", [1, 2, 3, 4, 5, 7, 9, 10, 11, 26, 49, 51, 99, 101, 999, 123_456])
def test_ticks_are_few_round_and_reach_the_largest(largest: int) -> None:
    found = ticks(largest)
    assert found[0] == 0
    assert found[-2] < largest <= found[-1]
    assert 2 <= len(found) <= 6
    assert len({after - before for before, after in pairwise(found)}) == 1
    assert str(found[1]).rstrip("0") in {"1", "2", "5"}


def test_the_axis_of_nothing_has_only_its_zero() -> None:
    assert ticks(0) == (0,)
    assert words(columns([], CAPTION)) == ["0"]


def test_labels_that_are_no_years_are_counted() -> None:
    assert labelled(["a", "b", "c", "d", "e"], 10, 20) == {0, 2, 4}


# -- bars --------------------------------------------------------------------------------------------------------------


@given(counts)
@settings(deadline=None)
def test_bars_are_as_long_as_their_numbers(values: list[int]) -> None:
    made = bars([Datum(f"n{at}", value) for at, value in enumerate(values)], CAPTION)
    long = [float(mark.get("width", "")) for mark in read(made).iter("rect") if mark.get("class") == "pic-mark"]
    for value, length in zip(values, long, strict=True):
        assert length == pytest.approx(max(long) * value / max(*values, 1), abs=0.11)
    assert [word for word in words(made) if word.isdigit()] == [str(value) for value in values]


def test_short_names_stand_whole_beside_their_bars() -> None:
    made = bars([Datum("United Kingdom", 2, "gb"), Datum("Andorra", 1, "ad")], CAPTION)
    assert words(made) == ["United Kingdom", "2", "Andorra", "1"]


def test_a_name_that_is_too_long_is_cut_and_said_whole() -> None:
    long = "Representatives who do not belong to any of the political groups of the Assembly"
    made = bars([Datum(long, 2, "x")], CAPTION)
    assert words(made)[0].endswith("…")
    assert said(made) == [f"{long}: 2"]


@given(st.text(), st.floats(10, 300))
@settings(deadline=None)
def test_a_cut_name_fits_and_begins_as_the_whole_one(name: str, room: float) -> None:
    found = shortened(name, 15, room)
    assert found == name or (found.endswith("…") and name.startswith(found[:-1]))
    assert width(found, 15) <= room + 15


def test_no_letter_is_cut_from_its_accents() -> None:
    assert shortened("e\u0301" * 9, 10, 50) in {"e\u0301" * times + "…" for times in range(9)}


# -- grids -------------------------------------------------------------------------------------------------------------

HEADS = [Link("2019", "y/2019"), Link("2020")]


def test_a_grid_prints_and_links_every_number_and_its_heads() -> None:
    made = grid([Row(Link("Torture", "k/1"), [Datum("", 4, "c/1"), Datum("", 0, "c/2")])], HEADS, CAPTION)
    assert words(made) == ["2019", "2020", "Torture", "4", "0", "0", "4"]  # the last two are the legend
    assert hrefs(made) == ["y/2019", "k/1", "c/1", "c/2"]
    assert "Torture, 2019: 4" in said(made)


def test_an_empty_cell_is_not_zero() -> None:
    made = grid([Row(Link("Torture"), [None, Datum("", 0)])], HEADS, CAPTION, absent="no document")
    assert words(made) == ["2019", "2020", "Torture", "0", "no document", "0"]
    assert {"pic-absent", "pic-shade-0"} <= classes(made)


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="'Torture' has 1 cells for 2 columns"):
        grid([Row(Link("Torture"), [None])], HEADS, CAPTION)


def test_forty_years_make_a_grid_of_its_own_width() -> None:
    rows = [Row(Link("Torture"), [Datum("", at) for at in range(40)])]
    svg = read(grid(rows, [Link(str(1980 + at)) for at in range(40)], CAPTION))
    assert svg.get("class") == "pic pic-wide"
    assert float(svg.get("width", "")) > 40 * 36


# -- shades ------------------------------------------------------------------------------------------------------------


@given(counts)
@settings(deadline=None)
def test_classes_are_in_order_and_hold_every_number_but_zero(values: list[int]) -> None:
    found = shades(values)
    assert len(found.ranges) <= 5
    assert all(before[1] < after[0] and before[2] < after[2] for before, after in pairwise(found.ranges))
    assert all((found.of(value) == 0) == (value == 0) for value in values)
    assert all(least in values and greatest in values for least, greatest, _ in found.ranges)


def test_classes_hold_about_as_many_each() -> None:
    assert [found[:2] for found in shades(range(1, 51)).ranges] == [(1, 10), (11, 20), (21, 30), (31, 40), (41, 50)]


def test_one_common_number_does_not_eat_the_classes() -> None:
    assert len(shades([*[1] * 50, 2, 3, 4, 5, 6, 7]).ranges) == 5


def test_few_numbers_have_a_class_each() -> None:
    assert shades([7, 7, 9]).ranges == ((7, 7, 1), (9, 9, 5))
    assert shades([7]).ranges == ((7, 7, 5),)


# -- tables ------------------------------------------------------------------------------------------------------------


def test_a_table_says_what_the_picture_says() -> None:
    made = table(
        "Per <year>", ["Year", Link("Number", "n")], [["2019", Datum("", 4, "c/1")], [Link("2020", "y"), None]]
    )
    cells = ["".join(cell.itertext()) for cell in read(made).iter() if cell.tag in {"caption", "th", "td"}]
    assert cells == ["Per <year>", "Year", "Number", "2019", "4", "2020", ""]
    assert hrefs(made) == ["n", "c/1", "y"]
    assert [cell.get("scope") for cell in read(made).iter("th")] == ["col", "col", "row", "row"]
