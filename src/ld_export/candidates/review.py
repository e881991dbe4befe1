"""The review file: a row for each candidate, in which a curator decides, and what was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ld_export.candidates.judging import Candidate
from ld_export.candidates.wanted import Wanted
from ld_export.csvfile import Row, read_rows, write_row
from ld_export.errors import CurationProblem
from ld_export.iris import is_web_address
from ld_export.tables import neutral

COLUMNS = (
    *("ours", "our_name", "theirs", "their_name", "description", "score", "reasons", "found"),
    *("accept", "by", "on"),
)
DECIDED = ("certain", "probable", "no", "")
"""What a curator may write into `accept`; an empty cell is undecided."""


class Decision(NamedTuple):
    """A row that says something: our entity and the other one, what was decided, by whom, when, and where it stands.

    `found` tells where and when the candidate was found.
    """

    ours: str
    theirs: str
    accept: str
    by: str
    on: str
    found: str
    place: str

    @property
    def accepted(self) -> bool:
        """Whether it is to be written into the registry."""
        return self.accept != "no"


def review_row(ours: Wanted, candidate: Candidate, found: str) -> list[str]:
    """The cells of a candidate, undecided. What others wrote is no formula in them."""
    theirs = candidate.description
    return [
        *(ours.iri, neutral(ours.name), theirs.iri, neutral(theirs.names[0]), neutral(theirs.description)),
        *(f"{candidate.score:.2f}", neutral("; ".join(candidate.reasons)), found),
        *("", "", ""),
    ]


def written(rows: Iterable[list[str]], before: Iterable[Row], looked_for: Collection[str]) -> str:
    """A review file of new rows and those that stood in it `before`.

    A row in which something was decided stays as it was, whatever was found now, and so do those of entities that were
    not among the `looked_for` this time.
    """
    lines = {(row[0], row[2]): row for row in rows}
    stay = (row for row in before if row["accept"] or row["ours"] not in looked_for)
    lines |= {(row["ours"], row["theirs"]): [row[column] for column in COLUMNS] for row in stay}
    return write_row(COLUMNS) + "".join(map(write_row, lines.values()))


def review_rows(path: Path) -> list[Row]:
    """The rows of a review file. Raises `CurationProblem`, with its line, where what was decided is none."""
    found: dict[tuple[str, str], Row] = {}
    for row in read_rows(path, COLUMNS, CurationProblem):
        _check(row)
        if found.setdefault((row["ours"], row["theirs"]), row) is not row:
            raise CurationProblem("the same two stand in an earlier row", row.place, "keep one of the rows")
    return [*found.values()]


def decisions(path: Path) -> list[Decision]:
    """What was decided in a review file, row by row. Raises `CurationProblem` as `review_rows` does."""
    fields = ("ours", "theirs", "accept", "by", "on", "found")
    decided = (row for row in review_rows(path) if row["accept"])
    return [Decision(**{field: row[field] for field in fields}, place=row.place) for row in decided]


def is_day(text: str) -> bool:
    """Whether a text is a whole date, as 2031-05-03."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check(row: Row) -> None:
    for wrong, message, remedy in (
        (row["accept"] not in DECIDED, f"accept is {row['accept'][:40]!r}", "write certain, probable, no or nothing"),
        (not is_web_address(row["theirs"]), f"{row['theirs'][:80]!r} is no web address", "write the whole address"),
        (row["on"] and not is_day(row["on"]), f"on is {row['on'][:40]!r}", "write a whole date as 2031-05-03"),
        ("|" in row["by"] + row["found"], "a cell holds |", "it parts values in the registry: write it otherwise"),
    ):
        if wrong:
            raise CurationProblem(message, row.place, remedy)
