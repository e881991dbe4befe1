"""What pictures are made of: plain values, with every word and every link given by the caller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Caption(NamedTuple):
    """What a picture is called. `id` is unique on the page: the ids of its title and description begin with it."""

    id: str
    title: str
    description: str


class Link(NamedTuple):
    """Words, and the page they lead to; a link without `href` is only words."""

    label: str
    href: str = ""


class Datum(NamedTuple):
    """A number of something (zero or more), and the page that shows what was counted.

    `note` is what the mark is called for who hovers over it or hears it ("Germany: 12 signatures").
    """

    label: str
    value: int
    href: str = ""
    note: str = ""

    @property
    def said(self) -> str:
        """The accessible name of the datum's mark."""
        return self.note or f"{self.label}: {self.value}"


class Place(NamedTuple):
    """The square of a state on the map: lower-case ISO 3166 code, column from the west and row from the north."""

    code: str
    column: int
    row: int


class Row(NamedTuple):
    """A row of a grid: what it is about, and a cell for each column; None where there is nothing to count."""

    head: Link
    cells: Sequence[Datum | None]


class Node(NamedTuple):
    """Someone in a network: `value` gives the size, `group` (a key of the legend) the colour and the shape."""

    key: str
    label: str
    value: int
    href: str = ""
    group: str = ""
    note: str = ""

    @property
    def said(self) -> str:
        """The accessible name of the node's mark."""
        return self.note or f"{self.label}: {self.value}"


class Tie(NamedTuple):
    """What two nodes, named by their keys, have in common: `strength` is a number above zero."""

    one: str
    other: str
    strength: int


class Event(NamedTuple):
    """Something on a day, in a month or in a year: `date` is `2018-03-14`, `2018-03` or `2018`, as precise as known."""

    date: str
    label: str
    href: str = ""
    kind: str = ""

    @property
    def said(self) -> str:
        """The accessible name of the event's mark."""
        return f"{self.date}: {self.label}"
