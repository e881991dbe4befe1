"""Asking an endpoint: SPARQLWrapper forms the request, a session sends it, and the answer is read as it comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper

from ld_export.errors import EndpointProblem
from ld_export.graph import Bound, Term, bound, shape_of
from ld_export.remote.paging import Pages, probe
from ld_export.remote.results import Result, Row, Rows, Statements, Truth, cut, result_of
from ld_export.remote.session import Session
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

        With a `page_size`, a SELECT is asked for by so many rows at a time. Without one, an answer of which the
        endpoint cuts the end off is an error, at the latest when its last row has been read.

        Raises `UsageProblem` for what cannot be asked, `EndpointRefused` for what the endpoint finds wrong, with line
        and column as far as it says, and `EndpointProblem` where there is no whole answer.
        """
        form = shape_of(text).form or "SELECT"
        query = bound(text, parameters or {}, declared=True)
        if page_size:
            return Pages(query, page_size, lambda page: self._rows(page, form)).rows()
        result = self._result(query, form)
        if not isinstance(result, Rows):
            return result
        return _truth_in(result) if form == "ASK" else result._replace(rows=self._whole(query, form, result))

    def _result(self, query: Bound, form: str) -> Result:
        client = _Client(self._url, self._session)
        client.setQuery(query.text)
        client.queryType = form  # the library looks for it with a pattern that comments can mislead
        client.setReturnFormat(N3 if form in _GRAPHS else JSON)
        answer: Any = client.query().response
        if answer.status not in _GOOD:
            with answer:
                raise refusal(answer, query)
        return result_of(answer, query, is_graph=form in _GRAPHS)

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
        return Statements(_and_close(result.triples, session))
    session.close()
    return result


def _and_close(items: Iterator[Any], session: Session) -> Iterator[Any]:
    with session:
        yield from items


def _truth_in(rows: Rows) -> Truth:
    """What an ASK was answered with by a store that has a table for it, as Virtuoso does: one cell, 1 or 0."""
    return Truth(any(getattr(term, "value", "") in ("1", "true") for row in rows.rows for term in row))
