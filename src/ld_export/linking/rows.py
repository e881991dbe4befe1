"""Rows to verdicts, in their order, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from ld_export.linking.asking import Candidate, Countries, Knows, Question
from ld_export.linking.judging import ACCEPTED, CORRECTED, NO_NAME, REFUSED, Verdict, judged
from ld_export.linking.review import Decision, Decisions
from ld_export.tabular import Row, Table, TableProblem, place_of

_AT_ONCE = 2_000


class Columns(NamedTuple):
    """Which columns say what, by name; `type` is that of all rows."""

    name: str
    country: str = ""
    role: str = ""
    type: str = ""


class Linked(NamedTuple):
    """A row, what was asked for it, and what becomes of it."""

    row: Row
    question: Question
    verdict: Verdict


class Reading:
    """Reads questions from rows. `countries` knows which words for countries were not understood."""

    def __init__(self, table: Table, columns: Columns) -> None:
        self.countries = Countries()
        self._type = columns.type
        self._name = place_of(table, columns.name)
        self._country, self._role = (place_of(table, one) if one else None for one in (columns.country, columns.role))

    def question(self, row: Row) -> Question:
        """What a row asks."""
        country = "" if self._country is None else self.countries.code(row.cells[self._country], row.place)
        role = "" if self._role is None else row.cells[self._role].strip()
        return Question(" ".join(row.cells[self._name].split()), self._type, country, role)


def linked(table: Table, reading: Reading, knows: Knows, decisions: Decisions | None = None) -> Iterator[Linked]:
    """What becomes of each row; what somebody decided stands over what is found.

    Raises `TableProblem` for a decision about another name than the row has, about a row that is not there, and for
    an address that nothing is known of.
    """
    open_ones = dict(decisions or {})
    rows = table.rows()
    while some := list(islice(rows, _AT_ONCE)):
        decided = {row.number: open_ones.pop(row.number) for row in some if row.number in open_ones}
        yield from _some(some, reading, knows, decided)
    for number, decision in sorted(open_ones.items()):
        raise TableProblem(f"there is no row {number} in {table.name}", decision.place, "is it about another table?")


def _some(rows: Iterable[Row], reading: Reading, knows: Knows, decisions: Decisions) -> Iterator[Linked]:
    told = [(row, reading.question(row), decisions.get(row.number)) for row in rows]
    asked = {row.number: _asked(question, decision) for row, question, decision in told}
    questions = list(dict.fromkeys(one for one in asked.values() if one))
    found = dict(zip(questions, knows.ask(questions), strict=True)) if questions else {}
    # Lists repeat names, and a reason takes as long as everything else.
    alone = {question: judged(question, candidates) for question, candidates in found.items()}
    for row, question, decision in told:
        own = asked[row.number]
        if decision:
            yield Linked(row, question, _decided(row, question, decision, found[own] if own else [], knows))
        else:
            yield Linked(row, question, alone[own] if own else NO_NAME)


def _asked(question: Question, decision: Decision | None) -> Question | None:
    """What is to be found out: who has the name, or what there is at the address that somebody decided for."""
    if decision:
        return Question(decision.uri) if decision.uri else None
    return question if question.name else None


def _decided(
    row: Row, question: Question, decision: Decision, candidates: Iterable[Candidate], knows: Knows
) -> Verdict:
    """What somebody decided, if it is about this row."""
    if " ".join(decision.name.split()) != question.name:
        raise TableProblem(
            f"it decides about {decision.name[:80]!r}, and row {row.number} has {question.name[:80]!r} ({row.place})",
            decision.place,
            "leave the columns `row` and `name` as they were, and link the same table",
        )
    if not decision.uri:
        return Verdict(REFUSED)
    status = CORRECTED if decision.given else ACCEPTED
    return Verdict(status, _at(decision, candidates, knows), None, "decided by a person")


def _at(decision: Decision, candidates: Iterable[Candidate], knows: Knows) -> Candidate:
    """Who is at an address, which may have been merged into another since."""
    known = next((one for one in candidates if one.told.get("id") or one.id == decision.uri), None)
    if known:
        return known
    if knows.complete or not decision.uri.startswith(knows.base):
        raise TableProblem(
            f"nothing is known of <{decision.uri}>", decision.place, "it may have been withdrawn; write another, or n"
        )
    return Candidate(decision.uri, "", 100.0)
