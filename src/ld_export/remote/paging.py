"""Answers by pages: in an order that gives every row its place, each page beginning where the one before ended.

`LIMIT` and `OFFSET` say nothing without an order, so the query's own is completed by all its columns. That pages fit is
seen from the row that they share: where the data change meanwhile, or the order does not hold, that is an error. A
store that gives fewer rows than it is asked for is asked for the rest, and only a page without new rows is the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from ld_export.errors import EndpointProblem, EndpointRefused, UsageProblem
from ld_export.graph import TOKEN, Bound, outline
from ld_export.remote.results import Row, Rows

_NUMBER = re.compile(r"(?:\s|#[^\r\n]*[\r\n])*(\d+)")
# Virtuoso sorts no more rows than its limit where LIMIT and ORDER BY stand together, but pages through a sub-query.
_CANNOT_SORT = "SR353"
_LEAST_LIMIT = 500


class _Select(NamedTuple):
    """A SELECT taken apart: what stands before it, itself up to its order, that order, and what stands behind.

    `limit` and `offset` are its own; `columns` are what its rows are ordered by in the end.
    """

    prologue: str
    body: str
    is_ordered: bool
    columns: tuple[str, ...]
    limit: int | None
    offset: int
    values: str

    def page(self, limit: int, offset: int, *, nested: bool) -> str:
        """The text that asks for some rows."""
        columns = " ".join(f"?{name}" for name in self.columns)
        order = columns if self.is_ordered else f"ORDER BY {columns}" if columns else ""
        part = f"LIMIT {limit} OFFSET {offset}"
        if nested:
            whole = f"{{ {{ {self.body}\n{order}\n{self.values} }} }}"
            return f"{self.prologue}SELECT {columns} WHERE {whole} {part}"
        return f"{self.prologue}{self.body}\n{order} {part}\n{self.values}"


class Pages:
    """A query that is asked for by pages; `ask` asks for one."""

    def __init__(self, query: Bound, size: int, ask: Callable[[Bound], Rows]) -> None:
        self._select = _taken_apart(query.text)
        self._query = query
        self._size = size
        self._ask = ask
        self._nested = False
        self.number = 0
        """How many pages have been asked for: of which one a row is that has just come."""

    def rows(self) -> Rows:
        """All rows. The first page is asked for at once, each other when it is needed."""
        first = self._page(self._wanted(0), 0)
        return Rows(first.columns, self._all(first.rows))

    def _wanted(self, done: int) -> int:
        limit = self._select.limit
        return self._size if limit is None else min(self._size, limit - done)

    def _all(self, page: Iterator[Row]) -> Iterator[Row]:
        last: Row | None = None
        done = new = 0
        while True:
            if done:
                self._check(last, next(page, None), done)
            for row in page:
                yield row
                last, new = row, new + 1
            done += new
            if not new or self._wanted(done) <= 0:
                return
            new = 0
            page = self._page(self._wanted(done) + 1, done - 1).rows

    def _page(self, limit: int, offset: int) -> Rows:
        try:
            return self._asked(limit, offset)
        except EndpointRefused as refused:
            if self._nested or _CANNOT_SORT not in refused.message:
                raise
        except EndpointProblem as problem:
            if self._nested or _CANNOT_SORT not in problem.message:
                raise
        self._nested = True
        return self._asked(limit, offset)

    def _asked(self, limit: int, offset: int) -> Rows:
        self.number += 1
        text = self._select.page(limit, self._select.offset + offset, nested=self._nested)
        return self._ask(self._query._replace(text=text))

    @staticmethod
    def _check(last: Row | None, first: Row | None, done: int) -> None:
        if _named(last) != _named(first):
            raise EndpointProblem(
                f"the page after row {done:,} does not go on where the one before ended",
                remedy="the data changed meanwhile, or the endpoint keeps no order: ask again, or in one piece",
            )


def probe(query: Bound, count: int, said: int) -> Bound | None:
    """A query for one row more than came, where that may be missing; nothing elsewhere.

    It may be at the limit that a store tells (`said`, 0 for none), or at any round number, where stores have theirs,
    unless the query asks for no more itself.
    """
    if not (said and count >= said) and (count < _LEAST_LIMIT or count % 100):
        return None
    try:
        select = _taken_apart(query.text)
    except UsageProblem:
        return None
    if select.limit is not None and count >= select.limit:
        return None
    unordered = select._replace(columns=())
    return query._replace(text=unordered.page(1, select.offset + count, nested=False))


def is_short(query: Bound) -> bool:
    """Whether a SELECT asks itself for fewer rows than any store's limit is."""
    limit = _taken_apart(query.text).limit
    return limit is not None and limit < _LEAST_LIMIT


def _named(row: Row | None) -> Row | None:
    """A row without its blank nodes, which have other names in every answer."""
    return row and tuple(None if isinstance(term, ox.BlankNode) else term for term in row)


def _taken_apart(text: str) -> _Select:
    """A SELECT taken apart. Raises `UsageProblem` for another query."""
    found = outline(text)
    tokens = [one for one in TOKEN.finditer(text) if one.lastgroup != "skipped"]
    begin = next((one.start() for one in tokens if one.group().upper() == "SELECT" and one.lastgroup == "word"), None)
    form = next(
        (one.group().upper() for one in tokens if one.group().upper() in _FORMS and one.lastgroup == "word"), ""
    )
    if begin is None or form != "SELECT" or found.end is None:
        raise UsageProblem("only a SELECT or a CONSTRUCT is asked for by pages", remedy="leave --page-size out")
    tail = {
        one.group().upper(): one for one in reversed(tokens) if one.start() >= found.end and one.lastgroup == "word"
    }
    stops = [tail[word].start() for word in ("LIMIT", "OFFSET", "VALUES") if word in tail]
    return _Select(
        text[:begin],
        text[begin : min(stops, default=len(text))],
        "ORDER" in tail,
        _columns([one for one in tokens if begin < one.start() < found.end], found.variables),
        _number(text, tail.get("LIMIT")),
        _number(text, tail.get("OFFSET")) or 0,
        text[tail["VALUES"].start() :] if "VALUES" in tail else "",
    )


_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


def _columns(tokens: list[re.Match[str]], variables: frozenset[str]) -> tuple[str, ...]:
    """The columns of a SELECT, from what stands behind the word; of `*`, all variables, in whatever order."""
    depth, before, columns = 0, "", []
    for token in tokens:
        said = token.group()
        if said == "{" or said.upper() in ("WHERE", "FROM"):
            break
        depth += {"(": 1, ")": -1}.get(said, 0)
        if said == "*" and not depth:
            return tuple(sorted(variables))
        if said[0] in "?$" and (not depth or (depth == 1 and before == "AS")):
            columns.append(said[1:])
        before = said.upper()
    return tuple(columns)


def _number(text: str, word: re.Match[str] | None) -> int | None:
    found = _NUMBER.match(text, word.end()) if word else None
    return int(found[1]) if found else None
