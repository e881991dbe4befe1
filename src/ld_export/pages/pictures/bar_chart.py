"""Numbers of things that have names: a bar for each, the name before it and the number behind it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ld_export.pages.pictures.data import Caption, Datum
from ld_export.pages.pictures.lettering import shortened, width
from ld_export.pages.pictures.scales import counted
from ld_export.pages.pictures.svg import TEXT, area, element, line, mark, picture, text

_WIDTH = 480
_ROW, _BAR = 30, 16
_LABEL = 200.0


def bars(data: Sequence[Datum], caption: Caption) -> Markup:
    """Horizontal bars in the order given. A name too long for its place is cut, its mark still says it whole.

    Raises ValueError for a value below zero.
    """
    largest = counted(datum.value for datum in data)
    left = min(max((width(datum.label, TEXT) for datum in data), default=0.0), _LABEL) + 12
    room = _WIDTH - left - width(str(largest), TEXT) - 8
    rows = [
        _bar(datum, _ROW * at, left, room * datum.value / largest if largest else 0.0) for at, datum in enumerate(data)
    ]
    bottom = max(_ROW * len(data), _ROW)
    return picture(caption, _WIDTH, bottom, *rows, line(left, 0, left, bottom, "pic-axis"))


def _bar(datum: Datum, y: float, left: float, length: float) -> Markup:
    words = shortened(datum.label, TEXT, left - 12)
    base = y + _ROW / 2 + 5
    return mark(
        datum.said,
        datum.href,
        area(0, y, _WIDTH, _ROW),
        text(words, 0, base, class_="pic-link" if datum.href else ""),
        element("rect", x=left, y=y + (_ROW - _BAR) / 2, width=length, height=_BAR, class_="pic-mark"),
        text(str(datum.value), left + length + 6, base),
    )
