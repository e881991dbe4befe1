"""Points into a frame, and circles off one another."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ld_export.pages.pictures.forces import Point

ROUNDS = 40
_STRETCH = 1.6  # a thin network is not blown up to fill the frame: one direction by at most this much more


def fitted(points: Sequence[Point], width: float, height: float, most: float) -> list[Point]:
    """The points spread over a frame that begins at 0, 0, by `most` times at most: a few need not fill it."""
    if not points:
        return []
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    by_x, by_y = (
        room / extent if extent else math.inf for room, extent in ((width, right - left), (height, bottom - top))
    )
    by_x, by_y = min(by_x, by_y * _STRETCH, most), min(by_y, by_x * _STRETCH, most)
    across, down = width / 2, height / 2
    return [
        (
            across + (x - (left + right) / 2) * by_x if right > left else across,
            down + (y - (top + bottom) / 2) * by_y if bottom > top else down,
        )
        for x, y in points
    ]


def apart(points: Sequence[Point], radii: Sequence[float], width: float, height: float, gap: float) -> list[Point]:
    """The points moved until circles around them are `gap` apart and within the frame, or the rounds are over."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    for _ in range(ROUNDS):
        for at, radius in enumerate(radii):
            xs[at] = min(max(xs[at], radius), width - radius)
            ys[at] = min(max(ys[at], radius), height - radius)
        if not _pushed(xs, ys, radii, gap):
            break
    return list(zip(xs, ys, strict=True))


def _pushed(xs: list[float], ys: list[float], radii: Sequence[float], gap: float) -> bool:
    """Push every two circles that are too near away from each other, each by half; whether there were any."""
    any_pushed = False
    for one in range(len(xs)):
        x, y, reach = xs[one], ys[one], radii[one] + gap
        for other in range(one):
            across, down, wanted = x - xs[other], y - ys[other], reach + radii[other]
            there = across * across + down * down
            if there >= wanted * wanted:
                continue
            any_pushed = True
            if there == 0:
                across = there = 0.01
            there = math.sqrt(there)
            shift = (wanted - there) / (2 * there)
            x, y = x + across * shift, y + down * shift
            xs[other] -= across * shift
            ys[other] -= down * shift
        xs[one], ys[one] = x, y
    return any_pushed
