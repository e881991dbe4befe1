"""Tables for tests, and what comes out of linking them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ld_export.authority import Authority, Named
from ld_export.linking import (
    Cells,
    Columns,
    Done,
    Here,
    Knows,
    Subjects,
    Wish,
    apply_decisions,
    find_links,
    read_decisions,
)

BASE = "https://example.org/data/"


def named(id_: str, *spellings: str, countries: tuple[str, ...] = (), roles: tuple[str, ...] = ()) -> Named:
    """An entity with its spellings; the first is the name that is preferred."""
    kind = id_.partition("/")[0]
    return Named(
        id=BASE + id_, kind=kind, name=spellings[0], spellings=spellings, countries=countries, roles=roles, documents=1
    )


AUTHORITY = Authority(
    base=BASE,
    merged={f"{BASE}person/9": f"{BASE}person/1"},
    withdrawn=(f"{BASE}person/8",),
    roles={"activist": ("Activist", "Militant ou militante")},
    entities=(
        named("person/1", "Zhanar Tulegenova", "Жанар Тулегенова", countries=("KZ",), roles=("activist",)),
        named("person/2", "Marat Iskakov", countries=("KZ",)),
        named("person/3", "Murat Iskakov", countries=("KG",)),
        named("organization/house", "House of Letters"),
        named("country/kz", "Kazakhstan", countries=("KZ",)),
    ),
)


class Outcome(NamedTuple):
    """What was done, the rows of the table by column, and those to be decided."""

    done: Done
    rows: list[dict[str, str]]
    doubtful: list[dict[str, str]]
    out: Path
    review: Path


def read(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a table by column."""
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def link(
    path: Path,
    columns: Columns = Columns("name"),  # noqa: B008 - a tuple
    knows: Knows | None = None,
    *,
    exact: bool = False,
    everything: bool = False,
    delimiter: str = ",",
) -> Outcome:
    """Find the links of a table among the names above, or who else knows some."""
    out, review = path.with_name(f"{path.stem}.linked.csv"), path.with_name(f"{path.stem}.review.csv")
    done = find_links(path, columns, knows or Here(AUTHORITY), out, review, cells=Cells(exact), everything=everything)
    rows = [] if path.suffix == ".jsonl" else read(out, delimiter)
    return Outcome(done, rows, read(review), out, review)


class Applied(NamedTuple):
    """What was done, the rows of the table, the SSSOM file and the statements."""

    done: Done
    rows: list[dict[str, str]]
    sssom: str
    turtle: str


def decide(review: Path, accepted: Mapping[int, str]) -> Path:
    """Write under `accept` what somebody decides about rows, as a spreadsheet would save it."""
    rows = read(review)
    path = review.with_name("decided.csv")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows([{**row, "accept": accepted.get(int(row["row"]), "")} for row in reversed(rows)])
    return path


def applied(
    path: Path,
    decided: Path,
    columns: Columns = Columns("name"),  # noqa: B008 - a tuple
    subjects: Subjects = Subjects(),  # noqa: B008 - a tuple
    *,
    same_as: bool = False,
) -> Applied:
    """Apply decisions to a table."""
    out = path.with_name(f"{path.stem}.links.csv")
    done = apply_decisions(
        path, columns, Here(AUTHORITY), read_decisions(decided), out,
        cells=Cells(), subjects=subjects, wish=Wish("1.2.3", same_as=same_as),
    )  # fmt: skip
    turtle = out.with_suffix(".ttl")
    return Applied(
        done,
        read(out),
        out.with_name(f"{out.stem}.sssom.tsv").read_text(encoding="utf-8"),
        turtle.read_text(encoding="utf-8") if turtle.exists() else "",
    )
