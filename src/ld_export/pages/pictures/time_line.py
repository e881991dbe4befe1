"""A life in documents: a line of years, and a mark for each document above its day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from ld_export.pages.pictures.data import Caption, Event
from ld_export.pages.pictures.lettering import width
from ld_export.pages.pictures.scales import labelled
from ld_export.pages.pictures.svg import SMALL, area, element, hidden, line, mark, picture, text
from ld_export.pages.pictures.symbols import SHAPES, Key, legend, symbol

_WIDTH = 640
_EDGE = 14.0
_RADIUS, _LEVEL = 7.0, 19
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


class _Span(NamedTuple):
    """From when to when something was, in years and parts of years; `exact` when the day is known."""

    begin: float
    end: float
    exact: bool


def timeline(events: Sequence[Event], caption: Caption, *, kinds: Mapping[str, str], inexact: str = "") -> Markup:
    """Events above a line of years, those near each other stacked.

    A day is a mark; a month or a year, of which the day is not known, is a hollow bar as long as it lasts. `kinds` goes
    by the events' kinds and gives the words of the legend; the first four have shapes and colours of their own.
    `inexact` is what the legend calls the hollow bars. Raises ValueError for a date that is none.
    """
    spans = [_span(event.date) for event in events]
    first = int(min((span.begin for span in spans), default=0))
    last = max((_last_year(span) for span in spans), default=first)
    scale = (_WIDTH - 2 * _EDGE) / (last - first + 1)
    order = sorted(range(len(events)), key=lambda at: (spans[at].begin, events[at]))
    boxes = [_box(spans[at], first, scale) for at in order]
    levels = _levels(boxes)
    base = (max(levels, default=0) + 1) * _LEVEL + 6
    known = list(kinds)
    marks = [
        _mark(events[at], spans[at].exact, box, base - _LEVEL * (level + 0.5) - 3, known)
        for at, box, level in zip(order, boxes, levels, strict=True)
    ]
    keys = _keys(kinds, {event.kind for event in events})
    if inexact and not all(span.exact for span in spans):
        keys.append(Key("pill", "pic-ring-other", inexact))
    key, height = legend(keys, 0, base + 34, _WIDTH)
    axis = hidden(_axis(first, last, scale, base) if events else [])
    return picture(caption, _WIDTH, base + 34 + height, axis, *marks, key)


def _span(date: str) -> _Span:
    """When a date is, in years. Raises ValueError for what is no date."""
    found = _DATE.fullmatch(date)
    if not found:
        raise ValueError(f"{date!r} is no date like 2018, 2018-03 or 2018-03-14")
    year, month, day = (int(part) if part else 1 for part in found.groups())
    begin = _part(dt.date(year, month, day))
    if found[3]:
        return _Span(begin, begin, True)
    return _Span(begin, begin + 30 / 366, False) if found[2] else _Span(float(year), year + 1.0, False)


def _part(day: dt.date) -> float:
    """A day as a year and its part: every year is drawn 366 days long, so that all are of the same length."""
    return day.year + (day.toordinal() - dt.date(day.year, 1, 1).toordinal() + 0.5) / 366


def _last_year(span: _Span) -> int:
    return int(span.begin)


def _box(span: _Span, first: int, scale: float) -> tuple[float, float]:
    """Where a mark begins and ends across; it is never too small to be seen."""
    begin, end = (_EDGE + (when - first) * scale for when in (span.begin, span.end))
    if end - begin < 2 * _RADIUS:
        middle = (begin + end) / 2
        return middle - _RADIUS, middle + _RADIUS
    return begin + 1, end - 1


def _levels(boxes: Sequence[tuple[float, float]]) -> list[int]:
    """For each mark, given from left to right, the lowest level on which it touches none before it."""
    ends: list[float] = []
    levels = []
    for begin, end in boxes:
        level = next((at for at, taken in enumerate(ends) if taken + 2 <= begin), len(ends))
        ends[level : level + 1] = [end]
        levels.append(level)
    return levels


def _mark(event: Event, exact: bool, box: tuple[float, float], y: float, known: Sequence[str]) -> Markup:
    at = known.index(event.kind) if event.kind in known else len(SHAPES)
    name = _class(at)
    begin, end = box
    if exact:
        shown = symbol(SHAPES[at % len(SHAPES)], (begin + end) / 2, y, _RADIUS, name)
    else:
        shown = element(
            "rect", x=begin, y=y - 5, width=end - begin, height=10, rx=5, class_=name.replace("pic-group", "pic-ring")
        )
    around = area(begin - 1, y - _LEVEL / 2, end - begin + 2, _LEVEL)
    return mark(event.said, event.href, around, shown)


def _class(at: int) -> str:
    return f"pic-group-{at + 1}" if at < len(SHAPES) else "pic-group-other"


def _keys(kinds: Mapping[str, str], used: set[str]) -> list[Key]:
    return [
        Key(SHAPES[at % len(SHAPES)], _class(at), words)
        for at, (kind, words) in enumerate(kinds.items())
        if kind in used
    ]


def _axis(first: int, last: int, scale: float, base: float) -> list[Markup]:
    """The line, a tick where each year begins, and the years in the middle of theirs."""
    labels = [str(year) for year in range(first, last + 1)]
    shown = labelled(labels, scale, width("0000", SMALL) + 8)
    parts = [line(_EDGE, base, _WIDTH - _EDGE, base, "pic-axis")]
    every = 1 if scale >= _RADIUS else len(labels)  # of centuries only the ends, or the ticks would be a wall
    begins = (_EDGE + at * scale for at in range(0, len(labels) + 1, every))
    parts.extend(line(x, base, x, base + 6, "pic-axis") for x in begins)
    for at in sorted(shown):
        x = _EDGE + (at + 0.5) * scale
        parts.append(text(labels[at], x, base + 21, size=SMALL, class_="pic-soft", anchor="middle"))
    return parts
