"""Where each state stands on the map: the table `pictures/europe.csv` of a theme."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ld_export.csvfile import read_rows
from ld_export.errors import PageProblem
from ld_export.pages.pictures.data import Place


def read_places(path: Path) -> tuple[Place, ...]:
    """The places of a table. Raises PageProblem for a square or a state given twice, and for what is no number."""
    places: list[Place] = []
    for row in read_rows(path, Place._fields, PageProblem):
        if not (row["column"].isdecimal() and row["row"].isdecimal()):
            raise PageProblem("column and row are no whole numbers", row.place, "count them from 0")
        place = Place(row["code"], int(row["column"]), int(row["row"]))
        if any(place.code == other.code or place[1:] == other[1:] for other in places):
            raise PageProblem(
                f"{place.code!r} or its square is given twice", row.place, "give each a square of its own"
            )
        places.append(place)
    return tuple(places)


def with_others(places: Iterable[Place], codes: Iterable[str]) -> tuple[Place, ...]:
    """The places, and below them, after an empty row, a square for every code that has none."""
    known = tuple(places)
    others = sorted(set(codes) - {place.code for place in known})
    across = max((place.column for place in known), default=12) + 1
    first = max((place.row for place in known), default=-2) + 2
    return known + tuple(Place(code, at % across, first + at // across) for at, code in enumerate(others))
