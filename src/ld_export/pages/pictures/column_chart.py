"""Numbers over time: a column for each year."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from ld_export.pages.pictures.data import Caption, Datum
from ld_export.pages.pictures.lettering import width
from ld_export.pages.pictures.scales import counted, labelled, ticks
from ld_export.pages.pictures.svg import SMALL, area, element, hidden, line, mark, number, picture, text

_WIDTH, _WIDTH_OF_FEW, _FEW = 640, 480, 12
_TOP, _PLOT, _FOOT = 34, 200, 26
_BASE = _TOP + _PLOT
_WIDEST, _NARROWEST = 44.0, 6.5


def columns(data: Sequence[Datum], caption: Caption, *, unit: str = "") -> Markup:
    """Vertical columns over time. The labels are consecutive years, and a year without anything has the value 0.

    `unit` is what the axis counts, printed above it. Raises ValueError for a value below zero.
    """
    scale = ticks(counted(datum.value for datum in data))
    left = width(str(scale[-1]), SMALL) + 10
    usual = _WIDTH if len(data) > _FEW else _WIDTH_OF_FEW
    step = max((usual - left) / max(len(data), 1), _NARROWEST)
    total = left + step * len(data) if step == _NARROWEST else usual
    heights = [_PLOT * datum.value / scale[-1] if scale[-1] else 0.0 for datum in data]
    marks = [_column(datum, left + step * at, step, heights[at]) for at, datum in enumerate(data)]
    axis = [*_value_axis(scale, left, total, unit), *_years([datum.label for datum in data], left, step)]
    if all(width(str(datum.value), SMALL) + 4 <= step for datum in data):
        axis.extend(_values(data, left, step, heights))
    return picture(caption, total, _BASE + _FOOT, hidden(axis), *marks, _base_line(left, total))


# Who signs in the same years has the same few columns.
@lru_cache(maxsize=20_000)
def _column(datum: Datum, x: float, step: float, height: float) -> Markup:
    """The column; all the height above and below it can be pointed at."""
    thick = min(step * 0.72, _WIDEST)
    middle = x + step / 2
    shown = element("rect", x=middle - thick / 2, y=_BASE - height, width=thick, height=height, class_="pic-mark")
    return mark(datum.said, datum.href, area(x, _TOP - 14, step, _PLOT + 14 + _FOOT), shown)


def _value_axis(scale: Sequence[int], left: float, right: float, unit: str) -> list[Markup]:
    parts = [text(unit, 0, 14, size=SMALL, class_="pic-soft")] if unit else []
    for value in scale:
        y = _BASE - (_PLOT * value / scale[-1] if scale[-1] else 0.0)
        parts.append(text(number(value), left - 8, y + 5, size=SMALL, class_="pic-soft", anchor="end"))
        if value:
            parts.append(line(left, y, right, y, "pic-rule"))
    return parts


def _base_line(left: float, right: float) -> Markup:
    """The line of zero, drawn last, so that it is whole."""
    return line(left, _BASE, right, _BASE, "pic-axis")


def _years(labels: Sequence[str], left: float, step: float) -> list[Markup]:
    room = max((width(label, SMALL) for label in labels), default=0.0) + 6
    return [
        text(labels[at], left + step * (at + 0.5), _BASE + 20, size=SMALL, class_="pic-soft", anchor="middle")
        for at in sorted(labelled(labels, step, room))
    ]


def _values(data: Sequence[Datum], left: float, step: float, heights: Sequence[float]) -> list[Markup]:
    """Every number above its column, where there is room for all: also the zeros."""
    return [
        text(
            str(datum.value),
            left + step * (at + 0.5),
            _BASE - heights[at] - 6,
            size=SMALL,
            class_="pic-halo",
            anchor="middle",
        )
        for at, datum in enumerate(data)
    ]
