"""The table for whoever decides about doubtful rows: written for a spreadsheet, and read back from one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from ld_export.iris import is_web_address
from ld_export.linking.asking import Question
from ld_export.linking.columns import score_of
from ld_export.linking.judging import Verdict
from ld_export.tables import neutral
from ld_export.tabular import Row, TableProblem, delimited_line, open_table, place_of

_BYTE_ORDER_MARK = "\ufeff"
_ACCEPT, _ROW, _NAME, _URI = "accept", "row", "name", "uri"

_COLUMNS: Mapping[str, Callable[[Row, Question, Verdict], str]] = {
    _ROW: lambda row, _, __: str(row.number),
    _ACCEPT: lambda _, __, ___: "",
    _NAME: lambda _, question, __: question.name,
    "country": lambda _, question, __: question.country,
    "role": lambda _, question, __: question.role,
    _URI: lambda _, __, verdict: verdict.best.id if verdict.best else "",
    "label": lambda _, __, verdict: verdict.best.name if verdict.best else "",
    "description": lambda _, __, verdict: verdict.best.description if verdict.best else "",
    "score": lambda _, __, verdict: score_of(verdict.best),
    "reason": lambda _, __, verdict: verdict.reason,
    "next_uri": lambda _, __, verdict: verdict.following.id if verdict.following else "",
    "next_label": lambda _, __, verdict: verdict.following.name if verdict.following else "",
    "next_description": lambda _, __, verdict: verdict.following.description if verdict.following else "",
    "next_score": lambda _, __, verdict: score_of(verdict.following),
}

_YES = frozenset(("y", "yes", "o", "oui", "x", "1", "true"))
_NO = frozenset(("n", "no", "non", "0", "false"))


class Decision(NamedTuple):
    """What somebody decided about a row: an address, or none of them. `given` where they wrote it themselves."""

    place: str
    name: str
    uri: str
    given: bool = False


Decisions = Mapping[int, Decision]
"""Decisions by the number of the row."""


def review_head() -> str:
    """The first line of the table."""
    return _BYTE_ORDER_MARK + delimited_line(_COLUMNS)


def review_line(row: Row, question: Question, verdict: Verdict) -> str:
    """The line of a row, in which no cell is taken for a formula."""
    return delimited_line(neutral(cell(row, question, verdict)) for cell in _COLUMNS.values())


def read_decisions(path: Path) -> dict[int, Decision]:
    """What is decided in a table, which may have got more columns, or been sorted or saved in another format.

    A row whose `accept` is empty is not decided. Raises `TableProblem` with file and line for what cannot be meant.
    """
    table = open_table(path, _ACCEPT)
    at = {name: place_of(table, name) for name in (_ROW, _ACCEPT, _NAME, _URI)}
    decisions: dict[int, Decision] = {}
    for row in table.rows():
        told = {name: row.cells[place].strip() for name, place in at.items()}
        if not told[_ACCEPT]:
            continue
        if not told[_ROW].isdecimal():
            raise TableProblem(f"{told[_ROW]!r} is no number of a row", row.place, "leave this column as it was")
        if int(told[_ROW]) in decisions:
            raise TableProblem(f"row {told[_ROW]} is decided twice", row.place, "keep one of the two")
        decisions[int(told[_ROW])] = _decision(row.place, told)
    return decisions


def _decision(place: str, told: Mapping[str, str]) -> Decision:
    said, name = told[_ACCEPT].casefold(), without_mark(told[_NAME])
    if said in _NO:
        return Decision(place, name, "")
    if said in _YES:
        if not is_web_address(told[_URI]):
            raise TableProblem("accepted, and no address under `uri`", place, "write the address under `accept`")
        return Decision(place, name, told[_URI])
    if is_web_address(told[_ACCEPT]):
        return Decision(place, name, told[_ACCEPT], given=told[_ACCEPT] != told[_URI])
    raise TableProblem(f"{told[_ACCEPT][:80]!r} under `accept`", place, "write y, n, or the address that is right")


def without_mark(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and neutral(cell[1:]) == cell else cell
