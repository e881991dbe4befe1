"""The same data as a table, to stand beside its picture."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from ld_export.pages.pictures.data import Datum, Link
from ld_export.pages.pictures.svg import element, escaped

Cell = Link | Datum | str | int | None


def table(title: str, heads: Sequence[str | Link], rows: Sequence[Sequence[Cell]]) -> Markup:
    """An HTML table. The first cell of a row is its head; a Datum shows its number, None stays empty."""
    head = element("tr", *(element("th", _shown(cell), scope="col") for cell in heads))
    body = [_row(tuple(row)) for row in rows]
    caption = element("caption", escaped(title))
    return element(
        "table",
        caption,
        element("thead", head),
        element("tbody", *(body or [Markup()])),
        class_="pic-table",
    )


# Of a year with so many documents there are few.
@lru_cache(maxsize=20_000)
def _row(cells: tuple[Cell, ...]) -> Markup:
    return element("tr", *[_cell(cell, at) for at, cell in enumerate(cells)])


def _cell(cell: Cell, at: int) -> Markup:
    if at == 0:
        return element("th", _shown(cell), scope="row")
    return element("td", _shown(cell), class_="pic-number" if isinstance(cell, int | Datum) else "")


def _shown(cell: Cell) -> Markup:
    if cell is None:
        return Markup()
    if isinstance(cell, Datum):
        return _linked(str(cell.value), cell.href)
    if isinstance(cell, Link):
        return _linked(cell.label, cell.href)
    return escaped(str(cell))


def _linked(words: str, href: str) -> Markup:
    inside = escaped(words)
    return element("a", inside, href=href) if href else inside
