"""The list of people who are withheld: `withheld.csv`, read strictly. No message repeats a word of it."""

from __future__ import annotations

import csv
import io
import re
from difflib import get_close_matches
from pathlib import Path

from ld_export.codes import countries
from ld_export.csvfile import SEPARATOR, Row, read_rows, write_row
from ld_export.errors import WithheldProblem
from ld_export.model import Record
from ld_export.names import folded_text

COLUMNS = ("name", "also_written", "family_name", "surname_alone", "countries", "id", "since", "note")
_YES_OR_NOT = {"": False, "no": False, "yes": True}


class Listed(Record, frozen=True):
    """One row of the list.

    `countries` are codes of the delegations as whose member the person is withheld; none: of any. `id` is the number
    of the person's row in the registry. `surname_alone`: the family name says who it is even where the full name
    does not occur. `since` and `note` are for curators, `place` is where the row stands.
    """

    name: str
    also_written: tuple[str, ...] = ()
    family_name: str = ""
    surname_alone: bool = False
    countries: tuple[str, ...] = ()
    id: int | None = None
    since: str = ""
    note: str = ""
    place: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every spelling that the row gives."""
        return tuple(spelling for spelling in (self.name, *self.also_written) if spelling)


def list_head() -> str:
    """A list of nobody: the line of columns."""
    return write_row(COLUMNS)


def read_listed(path: Path) -> tuple[Listed, ...]:
    """The rows of a list.

    Raises `WithheldProblem` where it is missing (with the name of a file that may be meant) or anything in it is not
    as it must be: nothing is published by a list that says something else than its author thinks.
    """
    if not path.exists():
        raise WithheldProblem("the list of withheld people is missing", str(path), _remedy(path))
    if not path.is_file():
        raise WithheldProblem("the list of withheld people is no file", str(path), "put the file in its place")
    _check_head(path)
    return tuple(_listed(row) for row in read_rows(path, COLUMNS, WithheldProblem))


def _remedy(path: Path) -> str:
    near = get_close_matches(path.name, _neighbours(path.parent), n=1, cutoff=0.6)
    if near:
        return f"rename {near[0]} if that is the list"
    return f"put it back; where nobody is withheld, it is the line {list_head().strip()}"


def _neighbours(folder: Path) -> list[str]:
    try:
        return [neighbour.name for neighbour in folder.iterdir()]
    except OSError:
        return []


def _check_head(path: Path) -> None:
    """Raise for other columns here, where no word of the file is shown: it may have no head but begin with a name."""
    try:
        head = next(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig")), strict=True), [])
    except (OSError, UnicodeDecodeError, csv.Error):
        return  # said by whoever reads the rows
    if head != list(COLUMNS):
        raise WithheldProblem("the columns are other ones", f"{path.name}:1", f"they must be {','.join(COLUMNS)}")


def _listed(row: Row) -> Listed:
    if row["surname_alone"] not in _YES_OR_NOT:
        raise WithheldProblem("surname_alone is neither yes nor no", row.place, "write yes, or leave it empty")
    if not re.fullmatch("(?:[1-9][0-9]{0,8})?", row["id"]):
        raise WithheldProblem("the id is no number", row.place, "write the number of a row of persons.csv, or nothing")
    if not all(code in countries() for code in row.several("countries")):
        raise WithheldProblem(
            "a country is unknown", row.place, "write codes of mappings/codes/countries.csv, such as it"
        )
    listed = Listed(
        name=row["name"],
        also_written=row.several("also_written"),
        family_name=row["family_name"],
        surname_alone=_YES_OR_NOT[row["surname_alone"]],
        countries=row.several("countries"),
        id=int(row["id"]) if row["id"] else None,
        since=row["since"],
        note=row["note"],
        place=row.place,
    )
    if not listed.spellings and listed.id is None:
        raise WithheldProblem("a row without a name", row.place, "give the name, or the id of a row of persons.csv")
    if not all(map(is_name, listed.spellings)):
        raise WithheldProblem("a spelling without letters", row.place, "give the whole name")
    return listed


def is_name(spelling: str) -> bool:
    """Whether some words may be a name: without two letters in a row they would be found everywhere or nowhere."""
    return re.search(r"[^\W\d_]{2}", folded_text(spelling)) is not None


def listed_row(listed: Listed) -> str:
    """A row of the list as a line of the file."""
    several = SEPARATOR.join
    alone = "yes" if listed.surname_alone else ""
    number = "" if listed.id is None else str(listed.id)
    return write_row(
        [
            *(listed.name, several(listed.also_written), listed.family_name, alone),
            *(several(listed.countries), number, listed.since, listed.note),
        ]
    )
