"""Kinds over time: a row for each kind, a column for each year, in every cell its number and its shade."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ld_export.pages.pictures.data import Caption, Datum, Link, Row
from ld_export.pages.pictures.lettering import shortened, width
from ld_export.pages.pictures.scales import Shades, counted, shades
from ld_export.pages.pictures.shade_keys import shade_keys
from ld_export.pages.pictures.svg import SMALL, TEXT, WIDTHS, area, element, mark, picture, text
from ld_export.pages.pictures.symbols import legend

_LABEL = 250.0
_CELL, _BROADEST, _HIGH = 40.0, 60.0, 30
_HEAD = 28


def grid(rows: Sequence[Row], columns: Sequence[Link], caption: Caption, *, absent: str = "") -> Markup:
    """A heat grid. A cell that is None stays empty (and `absent` says so in the legend), one of 0 says 0.

    Raises ValueError for a value below zero, and for a row with another number of cells than there are columns.
    """
    data = [cell for row in rows for cell in row.cells if cell is not None]
    counted(datum.value for datum in data)
    classes = shades(datum.value for datum in data)
    left = min(max((width(row.head.label, TEXT) for row in rows), default=0.0), _LABEL) + 10
    total, step = _widths(left, len(columns))
    heads = [_column_head(head, left + step * at, step) for at, head in enumerate(columns)]
    drawn: list[Markup] = []
    for at, row in enumerate(rows):
        if len(row.cells) != len(columns):
            raise ValueError(f"{row.head.label!r} has {len(row.cells)} cells for {len(columns)} columns")
        drawn.extend(_row(row, columns, (left, _HEAD + at * _HIGH, step), classes))
    bottom = _HEAD + _HIGH * max(len(rows), 1) + 8
    empty = len(data) < len(rows) * len(columns)
    key, height = legend(shade_keys(classes, data, absent if empty else ""), 0, bottom, total)
    return picture(caption, total, bottom + height, *heads, *drawn, key)


def _widths(left: float, count: int) -> tuple[float, float]:
    """The width of the picture, one of the usual if it can be, and that of a column."""
    needed = left + _CELL * count
    total = next((width for width in WIDTHS if width >= needed), needed)
    return total, min((total - left) / max(count, 1), _BROADEST)


def _column_head(head: Link, x: float, step: float) -> Markup:
    words = text(
        shortened(head.label, SMALL, step),
        x + step / 2,
        _HEAD - 10,
        size=SMALL,
        class_="pic-link" if head.href else "pic-soft",
        anchor="middle",
    )
    return mark(head.label, head.href, area(x, 0, step, _HEAD), printed=(words,))


def _row(row: Row, columns: Sequence[Link], corner: tuple[float, float, float], classes: Shades) -> list[Markup]:
    left, y, step = corner
    words = text(shortened(row.head.label, TEXT, left - 10), 0, y + 20, class_="pic-link" if row.head.href else "")
    parts = [mark(row.head.label, row.head.href, area(0, y, left, _HIGH), printed=(words,))]
    for at, cell in enumerate(row.cells):
        box = (left + step * at + 1, y + 1, step - 2)
        parts.append(
            _square(box, "pic-absent")
            if cell is None
            else _cell(cell, f"{row.head.label}, {columns[at].label}", box, classes)
        )
    return parts


def _cell(cell: Datum, where: str, box: tuple[float, float, float], classes: Shades) -> Markup:
    x, y, wide = box
    shade = classes.of(cell.value)
    written = str(cell.value)
    size = min(float(TEXT), (wide - 2) / width(written, 1.0))
    return mark(
        cell.note or f"{where}: {cell.value}",
        cell.href,
        _square(box, f"pic-tile pic-shade-{shade}"),
        printed=(text(written, x + wide / 2, y + 19, size=size, class_=f"pic-on-{shade}", anchor="middle"),),
    )


def _square(box: tuple[float, float, float], class_: str) -> Markup:
    x, y, wide = box
    return element("rect", x=x + 0.5, y=y + 0.5, width=wide - 1, height=_HIGH - 3, rx=2, class_=class_)
