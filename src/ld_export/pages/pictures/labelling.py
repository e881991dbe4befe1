"""Names beside their nodes, where there is room for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ld_export.pages.pictures.forces import Point
from ld_export.pages.pictures.lettering import width

_GAP = 3.0


class Label(NamedTuple):
    """Words with the place of their base line's start."""

    words: str
    x: float
    y: float


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def placed(
    words: Sequence[str], points: Sequence[Point], radii: Sequence[float], frame: Point, size: float
) -> list[Label | None]:
    """For each of the words, which belong to the first of the points, a place that covers no node and no other words.

    They are placed in the order given: to the right of the node if possible, to the left, below or above otherwise,
    and not at all (None) where all of these are taken.
    """
    taken = [_Box(x - r, y - r, x + r, y + r) for (x, y), r in zip(points, radii, strict=True)]
    found: list[Label | None] = []
    for at, label in enumerate(words):
        boxes = _around(points[at], radii[at], width(label, size), size)
        free = next((box for box in boxes if _within(box, frame) and not any(box.meets(one) for one in taken)), None)
        if free:
            taken.append(free)
        found.append(Label(label, free.left, free.bottom - size * 0.22) if free else None)
    return found


def _around(point: Point, radius: float, wide: float, size: float) -> list[_Box]:
    """Boxes for words beside a node, the best first: right, left, below, above, then the corners."""
    x, y = point
    off, near = radius + _GAP, radius * 0.7 + 1
    corners = [
        (x + off, y - size / 2),
        (x - off - wide, y - size / 2),
        (x - wide / 2, y + off),
        (x - wide / 2, y - off - size),
        (x + near, y + near),
        (x + near, y - near - size),
        (x - near - wide, y + near),
        (x - near - wide, y - near - size),
    ]
    return [_Box(left, top, left + wide, top + size) for left, top in corners]


def _within(box: _Box, frame: Point) -> bool:
    return box.left >= 0 and box.top >= 0 and box.right <= frame[0] and box.bottom <= frame[1]
