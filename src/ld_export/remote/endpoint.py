"""Asking an endpoint: SPARQLWrapper forms the request, a session sends it, and the answer is read as it comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper

from ld_export.errors import EndpointProblem
from ld_export.graph import Bound, Term, bound, shape_of
from ld_export.remote.answer import Answer
from ld_export.remote.filling import statements_by
from ld_export.remote.paging import Pages, is_short, probe
from ld_export.remote.results import Result, Row, Rows, Statements, Truth, cut, limit_of, result_of
from ld_export.remote.session import Session
from ld_export.remote.template import Template, construct_of
from ld_export.remote.words import refusal

_GOOD = (200, 206)
_GRAPHS = frozenset({"CONSTRUCT", "DESCRIBE"})


class _Client(SPARQLWrapper):
    """The library's client with our way of sending: it opens no connection itself."""

    def __init__(self, url: str, session: Session) -> None:
        super().__init__(url, agent=session.agent)
        self._session = session
        self.setMethod(POST)  # a query may be longer than servers let an address be
        self.setOnlyConneg(True)

    def _query(self) -> tuple[Any, str]:
        request = self._createRequest()
        headers = {name.title(): value for name, value in request.header_items()}
        body: Any = request.data
        answer = self._session.send(request.get_method(), request.full_url, headers, body, repeatable=True, follow=True)
        return answer, self.returnFormat


class Endpoint:
    """A SPARQL endpoint at an address. It is only read: an update is refused before anything is sent."""

    def __init__(self, url: str, session: Session) -> None:
        self._url = url
        self._session = session

    def ask(self, text: str, parameters: Mapping[str, Term] | None = None, page_size: int | None = None) -> Result:
        """The answer to a query whose variables are bound to `parameters`; prefixes of the context may be left out.

        With a `page_size`, a SELECT is asked for by so many rows at a time, and a CONSTRUCT by so many solutions.
        Without one, an answer of which the endpoint cuts the end off is an error, at the latest when its last row or
        statement has been read.

        Raises `UsageProblem` for what cannot be asked, `EndpointRefused` for what the endpoint finds wrong, with line
        and column as far as it says, and `EndpointProblem` where there is no whole answer.
        """
        form = shape_of(text).form or "SELECT"
        query = bound(text, parameters or {}, declared=True)
        if page_size:
            return self._by_pages(query, form, page_size)
        result = self._result(query, form)
        if isinstance(result, Statements):
            is_known = form != "CONSTRUCT" or not result.may_be_cut
            return result if is_known else result._replace(triples=self._whole_graph(query, result))
        if isinstance(result, Truth):
            return result
        return _truth_in(result) if form == "ASK" else result._replace(rows=self._whole(query, form, result))

    def _by_pages(self, query: Bound, form: str, size: int) -> Rows | Statements:
        if form != "CONSTRUCT":
            return Pages(query, size, lambda page: self._rows(page, form)).rows()
        construct = construct_of(query)
        template = Template(construct)  # before anything is sent: it may be wrong
        pages = Pages(construct.solutions, size, lambda page: self._rows(page, "SELECT"))
        return statements_by(pages, template, self._url)

    def _result(self, query: Bound, form: str) -> Result:
        return result_of(self._answer(query, form), query, is_graph=form in _GRAPHS)

    def _answer(self, query: Bound, form: str) -> Answer:
        client = _Client(self._url, self._session)
        client.setQuery(query.text)
        client.queryType = form  # the library looks for it with a pattern that comments can mislead
        client.setReturnFormat(N3 if form in _GRAPHS else JSON)
        answer = cast("Answer", client.query().response)
        if answer.status not in _GOOD:
            with answer:
                raise refusal(answer, query)
        return answer

    def _rows(self, query: Bound, form: str) -> Rows:
        result = self._result(query, form)
        if not isinstance(result, Rows):
            kind = "statements" if isinstance(result, Statements) else "yes or no"
            raise EndpointProblem(f"a SELECT was answered with {kind}", self._url, "check the endpoint")
        return result

    def _whole(self, query: Bound, form: str, result: Rows) -> Iterator[Row]:
        """The rows, and then a look whether there are more, where so many came as limits of stores are."""
        count = 0
        for row in result.rows:
            yield row
            count += 1
        more = probe(query, count, result.limit)
        if more and any(True for _ in self._rows(more, form).rows):
            raise cut(self._url, count)

    def _whole_graph(self, query: Bound, result: Statements) -> Iterator[Any]:
        """The triples, and then a look whether the store has more solutions than it makes a graph of.

        How many triples there are says nothing: thousands of solutions may make the same one. So the solutions are
        asked for as rows, of which a store says where it stopped.
        """
        yield from result.triples
        solutions = construct_of(query).solutions
        if is_short(solutions):
            return
        most = limit_of(self._answer(solutions, "SELECT"))
        more = probe(solutions, most, most) if most else None
        if more and any(True for _ in self._rows(more, "SELECT").rows):
            raise cut(self._url, 0)


def ask_once(
    url: str, session: Session, text: str, parameters: Mapping[str, Term], page_size: int | None = None
) -> Result:
    """The answer of an endpoint by a session that is closed once the answer has been read, or is given up."""
    try:
        result = Endpoint(url, session).ask(text, parameters, page_size)
    except BaseException:
        session.close()
        raise
    if isinstance(result, Rows):
        return result._replace(rows=_and_close(result.rows, session))
    if isinstance(result, Statements):
        return result._replace(triples=_and_close(result.triples, session))
    session.close()
    return result


def _and_close(items: Iterator[Any], session: Session) -> Iterator[Any]:
    with session:
        yield from items


def _truth_in(rows: Rows) -> Truth:
    """What an ASK was answered with by a store that has a table for it, as Virtuoso does: one cell, 1 or 0."""
    return Truth(any(getattr(term, "value", "") in ("1", "true") for row in rows.rows for term in row))
