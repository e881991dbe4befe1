"""The two runs over a table: one that finds links and asks about the doubtful ones, one that applies what was said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ld_export.errors import UsageProblem
from ld_export.linking.asking import Knows, Remembering
from ld_export.linking.columns import ADDED, added
from ld_export.linking.judging import CERTAIN, DOUBTFUL
from ld_export.linking.links import (
    UNSPECIFIED,
    Naming,
    SetTold,
    link_of,
    sssom_head,
    sssom_line,
    turtle_head,
    turtle_line,
)
from ld_export.linking.review import Decisions, review_head, review_line
from ld_export.linking.rows import Columns, Reading, linked
from ld_export.linking.subjects import local_names
from ld_export.outputs import outputs
from ld_export.tables import neutral
from ld_export.tabular import Row, Table, TableProblem, open_table

_SIGNED_NUMBER = re.compile(r"[+-][0-9]+(?:[.,][0-9]+)?")


class Done(NamedTuple):
    """How many rows became what, which files were written, and by word where an unknown country stood first."""

    counts: Mapping[str, int]
    written: tuple[Path, ...]
    unknown_countries: Mapping[str, str]


class Cells(NamedTuple):
    """What becomes of the cells that were given: `exact` leaves those, too, that a spreadsheet takes for formulas."""

    exact: bool = False

    def of(self, row: Row) -> Row:
        """A row with what becomes of its cells."""
        return row if self.exact else row._replace(cells=[neutral_but_numbers(cell) for cell in row.cells])


class Subjects(NamedTuple):
    """What links lead from: the column of ids, if there is one, and what their addresses begin with."""

    base: str = ""
    id_column: str = ""


class Wish(NamedTuple):
    """What links are to say: which version made them, under which licence, and `owl:sameAs` where that may be."""

    version: str
    licence: str = UNSPECIFIED
    same_as: bool = False


def find_links(
    path: Path, columns: Columns, knows: Knows, out: Path, review: Path, *, cells: Cells, everything: bool = False
) -> Done:
    """Write the table with what was found beside each name, and the doubtful rows for somebody to decide.

    With `everything` the certain ones are to be decided, too. Raises `TableProblem` with file and line; then no file
    is written.
    """
    table, reading = _opened(path, columns)
    _refuse_same(path, out, review)
    asked = {CERTAIN, DOUBTFUL} if everything else {DOUBTFUL}
    counts: Counter[str] = Counter()
    with outputs() as files:
        whole, doubtful = files.open(out), files.open(review)
        whole.write(_head(table, cells))
        doubtful.write(review_head())
        for one in linked(table, reading, Remembering(knows)):
            counts[one.verdict.status] += 1
            whole.write(table.written(cells.of(one.row), added(one.verdict)))
            if one.verdict.status in asked:
                doubtful.write(review_line(*one))
    return Done(counts, (out, review), reading.countries.unknown)


def apply_decisions(
    path: Path, columns: Columns, knows: Knows, decisions: Decisions, out: Path,
    *, cells: Cells, subjects: Subjects, wish: Wish,
) -> Done:  # fmt: skip
    """Write the table with its links, the same as SSSOM, and as RDF where rows have addresses.

    Raises `TableProblem` with file and line; then no file is written.
    """
    table, reading = _opened(path, columns)
    sssom, turtle = (out.with_name(f"{out.stem}{ending}") for ending in (".sssom.tsv", ".ttl"))
    _refuse_same(path, out, sssom, turtle)
    naming = Naming(subjects.base, knows.base)
    local = local_names(table, subjects.base, subjects.id_column) if subjects.base else None
    counts: Counter[str] = Counter()
    with outputs() as files:
        whole, mappings = files.open(out), files.open(sssom)
        statements = files.open(turtle) if local else None
        whole.write(_head(table, cells))
        seed = f"{knows.base} {path.name} {sorted((row, one.uri) for row, one in decisions.items())}"
        mappings.write(sssom_head(naming, SetTold(sssom.name, wish.version, wish.licence), seed))
        if statements:
            statements.write(turtle_head())
        for one in linked(table, reading, Remembering(knows), decisions):
            counts[one.verdict.status] += 1
            whole.write(table.written(cells.of(one.row), added(one.verdict)))
            link = link_of(one, local(one.row) if local else "", same_as=wish.same_as)
            if link:
                mappings.write(sssom_line(link, naming))
            if link and statements:
                statements.write(turtle_line(link, naming))
    return Done(counts, (out, sssom, *([turtle] if local else [])), reading.countries.unknown)


def _opened(path: Path, columns: Columns) -> tuple[Table, Reading]:
    table = open_table(path, columns.name)
    if twice := [name for name in ADDED if name in table.columns]:
        raise TableProblem(
            f"there is a column {twice[0]!r} already", f"{table.name}:1", "link the table that you began with"
        )
    return table, Reading(table, columns)


def _refuse_same(path: Path, *targets: Path) -> None:
    if path.resolve() in {target.resolve() for target in targets}:
        raise UsageProblem("this would be written over the table itself", str(path), "name another file: --out")
    if len({target.resolve() for target in targets}) < len(targets):
        raise UsageProblem("two results would be one file", str(targets[0]), "name them differently: --out, --review")


def _head(table: Table, cells: Cells) -> str:
    return table.head([*cells.of(Row(0, "", table.columns)).cells, *ADDED])


def neutral_but_numbers(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; a number with a sign is none."""
    return cell if _SIGNED_NUMBER.fullmatch(cell) else neutral(cell)
