"""Each picture from its data, for the tests that hold for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree import ElementTree as ET

from markupsafe import Markup

from ld_export.pages.pictures import (
    Caption,
    Datum,
    Event,
    Link,
    Node,
    Row,
    Tie,
    bars,
    columns,
    grid,
    network,
    read_places,
    tiles,
    timeline,
)
from ld_export.resources import folder

CAPTION = Caption("p", "Title", "What it shows.")
EUROPE = read_places(folder("site") / "pictures" / "europe.csv")


def read(picture: Markup) -> ET.Element:
    """The picture as XML: it must be well-formed."""
    return ET.fromstring(picture)


def words(picture: Markup) -> list[str]:
    """Every text that is printed, in the order of the file."""
    return ["".join(found.itertext()) for found in read(picture).iter("text")]


def hrefs(picture: Markup) -> list[str]:
    return [link.get("href", "") for link in read(picture).iter("a")]


def said(picture: Markup) -> list[str]:
    """The accessible names of all marks."""
    return [found.get("aria-label", "") for found in read(picture).iter() if found.get("aria-label")]


def classes(picture: Markup) -> set[str]:
    return {name for found in read(picture).iter() for name in found.get("class", "").split()}


def numbers(picture: Markup) -> list[float]:
    """Every number in an attribute that says where something is."""
    places = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "points")
    found = (mark.get(name, "") for mark in read(picture).iter() for name in places)
    return [float(number) for text in found for number in re.split("[ ,]", text) if number]


def _columns(data: Sequence[Datum]) -> Markup:
    return columns(data, CAPTION, unit="Unit")


def _bars(data: Sequence[Datum]) -> Markup:
    return bars(data, CAPTION)


def _tiles(data: Sequence[Datum]) -> Markup:
    return tiles({f"q{at}": datum for at, datum in enumerate(data)}, CAPTION, absent="none", places=EUROPE)


def _grid(data: Sequence[Datum]) -> Markup:
    rows = [Row(Link(datum.label), [datum, None]) for datum in data]
    return grid(rows, [Link("2019"), Link("2020")], CAPTION, absent="none")


def _network(data: Sequence[Datum]) -> Markup:
    nodes = [
        Node(str(at), datum.label, datum.value, datum.href, datum.label[:1], datum.note)
        for at, datum in enumerate(data[:200])
    ]
    ties = [Tie(str(at - 1), str(at), at) for at in range(1, len(nodes))]
    return network(nodes, ties, CAPTION, groups={"a": "A"}, other="other", seed=1)


def _timeline(data: Sequence[Datum]) -> Markup:
    dates = ("2019-04-01", "2019-04", "2020")
    events = [Event(dates[at % 3], datum.label, datum.href, datum.label[:1]) for at, datum in enumerate(data)]
    return timeline(events, CAPTION, kinds={"a": "A", "b": "B"}, inexact="about")


PICTURES: dict[str, Callable[[Sequence[Datum]], Markup]] = {
    "columns": _columns,
    "bars": _bars,
    "tiles": _tiles,
    "grid": _grid,
    "network": _network,
    "timeline": _timeline,
}
