"""Numbers of things that have names: a bar for each, the name before it and the number behind it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ld_export.pages.pictures.data import Caption, Datum
from ld_export.pages.pictures.lettering import shortened, width
from ld_export.pages.pictures.scales import counted
from ld_export.pages.pictures.svg import TEXT, area, element, line, mark, picture, text

_WIDTH = 384  # shown whole on the narrowest screen
_BAR = 16
_NAMES = 165.0
_GAP = 10


def bars(data: Sequence[Datum], caption: Caption) -> Markup:
    """Horizontal bars in the order given. If a name is too long to stand beside its bar, all stand above theirs.

    A name that is too long even so is cut; its mark still says it whole. Raises ValueError for a value below zero.
    """
    largest = counted(datum.value for datum in data)
    longest = max((width(datum.label, TEXT) for datum in data), default=0.0)
    above = longest > _NAMES
    left, row = (1.0, 48) if above else (longest + _GAP, 30)
    room = _WIDTH - left - width(str(largest), TEXT) - _GAP
    drawn = [
        _bar(datum, row * at, row, left, room * datum.value / largest if largest else 0.0)
        for at, datum in enumerate(data)
    ]
    bottom = row * max(len(data), 1)
    zero = [line(left, 0, left, bottom, "pic-axis")] if data and not above else []
    return picture(caption, _WIDTH, bottom, *drawn, *zero)


def _bar(datum: Datum, y: float, row: int, left: float, length: float) -> Markup:
    """The row of a bar, all of which leads to its page; the bar sits at its foot."""
    top = y + row - _BAR - 7
    room, base = (left - _GAP, top + 13) if left > 1 else (float(_WIDTH), top - 6)
    return mark(
        datum.said,
        datum.href,
        area(0, y, _WIDTH, row),
        element("rect", x=left, y=top, width=length, height=_BAR, class_="pic-mark"),
        printed=(
            text(shortened(datum.label, TEXT, room), 0, base, class_="pic-link" if datum.href else ""),
            text(str(datum.value), left + length + 6, top + 13),
        ),
    )
