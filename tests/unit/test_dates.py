"""Dates keep the precision in which they are stated, and are days of the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_export.dates import datatype_of


@pytest.mark.parametrize(
    ("when", "datatype"),
    [
        ("2018-03-14", "date"),
        ("2018-03", "gYearMonth"),
        ("2018", "gYear"),
        ("--03-14", "gMonthDay"),
        ("--03", "gMonth"),
        ("2024-02-29", "date"),
        ("--02-29", "gMonthDay"),
        ("0001-01-01", "date"),
    ],
)
def test_each_precision_has_its_type(when: str, datatype: str) -> None:
    assert datatype_of(when) == datatype


@pytest.mark.parametrize(
    "when",
    [
        *("2024-02-30", "2023-02-29", "2018-00", "2018-13", "2018-04-31", "--02-30", "--00", "--13", "--13-01", "0000"),
        *(
            "",
            "18",
            "2018-3",
            "2018-3-4",
            "20180314",
            "2018-03-14T00:00",
            "2018-03-14Z",
            "2018-03-14\n",
            " 2018",
            "-2018",
        ),
        *("March 2018", "---14", "--3", "12018", "٢٠١٨", "2018-03-14-01", "2018-W10"),
    ],
)
def test_row_09_what_is_no_date_of_the_calendar_has_none(when: str) -> None:
    assert datatype_of(when) == ""


@given(st.dates())
def test_every_day_has_all_its_precisions(day: date) -> None:
    whole = day.isoformat()
    forms = (whole, whole[:7], whole[:4], f"-{whole[4:]}", f"-{whole[4:7]}")
    assert [datatype_of(form) for form in forms] == ["date", "gYearMonth", "gYear", "gMonthDay", "gMonth"]


@given(st.text())
def test_any_text_has_a_type_or_none(text: str) -> None:
    assert datatype_of(text) in {"", "date", "gYearMonth", "gYear", "gMonthDay", "gMonth"}
