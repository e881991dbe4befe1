"""Lists on pages: what queries answer, as rows of a table or as terms, split over several pages where it is long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from markupsafe import Markup

from ld_export.pages.entity import Row
from ld_export.pages.tables import columns_of, rows_html
from ld_export.pages.terms import ABSENT, Terms


@dataclass(frozen=True, slots=True)
class Part:
    """One page's share of a list: its rows, which part it is, and the rows of all parts.

    `hrefs` are the addresses of all parts, beside one another; the first is that of the page which the list is on.
    To a template it is false where it is empty, and a sequence of rows with a term for each variable.
    """

    name: str
    rows: Sequence[Row]
    number: int
    every: Sequence[Row]
    hrefs: tuple[str, ...]
    terms: Terms
    root: str

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __iter__(self) -> Iterator[SimpleNamespace]:
        for row in self.rows:
            yield SimpleNamespace(
                **{name: self.terms.term(value, self.root) if value else ABSENT for name, value in row.items()}
            )

    @property
    def total(self) -> int:
        """How many rows there are in all."""
        return len(self.every)

    @property
    def parts(self) -> int:
        """How many pages the list is on."""
        return len(self.hrefs)

    def path_from(self, first: str) -> str:
        """The path of its page (without an ending), from that of the page which the list begins on."""
        return _part_path(first, self.name, self.number)

    @property
    def columns(self) -> list[str]:
        """The columns of the list as a table."""
        return columns_of(self.rows[0])

    @property
    def table(self) -> Markup:
        """The rows of the list as a table."""
        return rows_html(self.rows, self.columns, self.terms, self.root)

    def words(self, name: str) -> list[str]:
        """The different texts that stand for a variable in all parts, in the order of their first."""
        return list(dict.fromkeys(row[name].value for row in self.every if row[name]))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list stands: on the page of that file name (without its ending), in that language."""

    page: str
    suffix: str
    terms: Terms
    root: str


def split(name: str, rows: Sequence[Row], size: int, place: Place) -> list[Part]:
    """A list in parts of at most `size` rows; one of them, if it is empty."""
    count = max(1, -(-len(rows) // size))
    page, suffix = place.page, place.suffix
    hrefs = tuple(_part_path(page, name, number) + suffix for number in range(1, count + 1))
    return [
        Part(name, rows[at * size : (at + 1) * size], at + 1, rows, hrefs, place.terms, place.root)
        for at in range(count)
    ]


def _part_path(first: str, name: str, number: int) -> str:
    return first if number == 1 else f"{first}.{name}-{number}"
