"""The time line: a day is a point, a month and a year are stretches, and nothing covers anything."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.pages.pictures import Event, timeline
from tests.unit.pictures_support import CAPTION, hrefs, read, said, words

KINDS = {"s": "signed", "n": "named in"}
dates = st.one_of(
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.dates().map(lambda day: str(day)[:4]),
)


def made(*dated: str, kind: str = "s") -> list[Event]:
    return [Event(date, f"e{at}", f"d/{at}", kind) for at, date in enumerate(dated)]


def test_events_are_linked_named_and_in_order() -> None:
    picture = timeline(made("2020-05-01", "2019-01-01"), CAPTION, kinds=KINDS)
    assert hrefs(picture) == ["d/1", "d/0"]
    assert said(picture) == ["2019-01-01: e1", "2020-05-01: e0"]
    assert words(picture) == ["2019", "2020", "signed"]


def test_days_lie_where_they_are_in_their_years() -> None:
    svg = read(timeline(made("2019-01-01", "2019-07-02", "2019-12-31"), CAPTION, kinds=KINDS))
    across = [float(mark.get("cx", "")) for link in svg.iter("a") for mark in link.iter("circle")]
    assert across == pytest.approx([14, 320, 625], abs=2)


def test_several_on_a_day_are_stacked() -> None:
    svg = read(timeline(made(*["2019-05-05"] * 4), CAPTION, kinds=KINDS))
    places = [(mark.get("cx"), mark.get("cy")) for link in svg.iter("a") for mark in link.iter("circle")]
    assert len({x for x, _ in places}) == 1
    assert len({y for _, y in places}) == 4


def test_a_year_is_as_long_as_a_year_and_said_to_be_inexact() -> None:
    picture = timeline(made("2019", "2020-05-05"), CAPTION, kinds=KINDS, inexact="day unknown")
    stretch = next(read(picture).iter("a"))[2]
    assert stretch.get("class") == "pic-ring-1"
    assert float(stretch.get("width", "")) == pytest.approx((640 - 28) / 2, abs=3)
    assert "day unknown" in words(picture)
    assert "day unknown" not in words(timeline(made("2019-05-05"), CAPTION, kinds=KINDS, inexact="day unknown"))


def test_kinds_have_shapes_and_the_unknown_one_is_grey() -> None:
    events = [Event("2019-01-01", "", "", "s"), Event("2019-03-01", "", "", "n"), Event("2019-05-01", "", "", "?")]
    svg = read(timeline(events, CAPTION, kinds=KINDS))
    marks = [group[2] for group in svg.iter("g") if group.get("role") == "img"]
    assert [(mark.tag, mark.get("class")) for mark in marks] == [
        ("circle", "pic-group-1"),
        ("polygon", "pic-group-2"),
        ("circle", "pic-group-other"),
    ]


@given(st.lists(dates, max_size=30))
@settings(deadline=None)
def test_no_mark_covers_another(dated: list[str]) -> None:
    svg = read(timeline(made(*dated), CAPTION, kinds=KINDS))
    boxes: list[tuple[float, float, float]] = []
    for link in svg.iter("a"):
        mark = link[2]
        if mark.tag == "circle":
            x, y = float(mark.get("cx", "")), float(mark.get("cy", ""))
            boxes.append((x - 7, x + 7, y))
        else:
            x, y = float(mark.get("x", "")), float(mark.get("y", "")) + 5
            boxes.append((x, x + float(mark.get("width", "")), y))
    assert len(boxes) == len(dated)
    for at, (left, right, y) in enumerate(boxes):
        assert not any(abs(y - there) < 12 and left < end and begin < right for begin, end, there in boxes[:at])


@pytest.mark.parametrize("date", ["", "19", "2019-13", "2019-02-30", "2019-5-5", "2019-05-05T00:00", "٢٠١٩", "0000"])
def test_what_is_no_date_is_refused(date: str) -> None:
    with pytest.raises(ValueError, match=r"no date|month must be|day is out of range|year 0"):
        timeline(made(date), CAPTION, kinds=KINDS)
