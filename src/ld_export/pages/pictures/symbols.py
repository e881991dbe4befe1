"""The marks of a legend and of what it explains: told apart by shape as well as by colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from ld_export.pages.pictures.lettering import shortened, width
from ld_export.pages.pictures.svg import SMALL, element, hidden, text

_CORNERS = {
    # Of about the same area as the circle, so that none looks like more.
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)),
    "triangle": ((0.0, -1.3), (1.3, 0.95), (-1.3, 0.95)),
}
SHAPES = ("circle", *_CORNERS)


def symbol(shape: str, x: float, y: float, radius: float, class_: str) -> Markup:
    """A mark around a point; `tile` is the square of a map or grid, `pill` a stretch of time."""
    if shape == "circle":
        return element("circle", cx=x, cy=y, r=radius, class_=class_)
    if shape == "pill":
        return element("rect", x=x - 8, y=y - 5, width=16, height=10, rx=5, class_=class_)
    if shape == "tile":
        return element(
            "rect", x=x - radius, y=y - radius, width=2 * radius, height=2 * radius, rx=radius / 6, class_=class_
        )
    corners = " ".join(f"{x + across * radius:.1f},{y + down * radius:.1f}" for across, down in _CORNERS[shape])
    return element("polygon", points=corners, class_=class_)


class Key(NamedTuple):
    """An entry of a legend: a mark, and what it stands for."""

    shape: str
    class_: str
    label: str


_LINE = 26
_MARK = 24
_BETWEEN = 22


def legend(keys: Sequence[Key], x: float, y: float, room: float) -> tuple[Markup, float]:
    """The entries side by side in lines from `y` down, and the height they take.

    It is not heard: what it says by colour and shape, each mark says by its name.
    """
    parts: list[Markup] = []
    across, down = 0.0, 0
    for key in keys:
        label = shortened(key.label, SMALL, room - _MARK)
        needed = _MARK + width(label, SMALL)
        if across and across + needed > room:
            across, down = 0.0, down + _LINE
        middle = y + down + _LINE / 2
        parts.append(symbol(key.shape, x + across + 8, middle, 8 if key.shape == "tile" else 6, key.class_))
        parts.append(text(label, x + across + _MARK, middle + 5, size=SMALL, class_="pic-soft"))
        across += needed + _BETWEEN
    return (hidden(parts), down + _LINE) if parts else (Markup(), 0.0)
