"""Answers to queries, read as they come: rows of terms, statements, or yes and no."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import EndpointProblem, LdExportError
from ld_export.graph import Bound
from ld_export.remote.answer import Answer
from ld_export.remote.words import said_in

Row = tuple[Any, ...]
"""A term, or nothing, for each column."""


class Rows(NamedTuple):
    """The answer to a SELECT: its columns, and its rows as they come. Reading them raises what reading may raise.

    `limit` is after how many rows the endpoint says that it stops, 0 where it says nothing.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row]
    limit: int = 0


class Truth(NamedTuple):
    """The answer to an ASK."""

    value: bool


class Statements(NamedTuple):
    """The answer to a CONSTRUCT or a DESCRIBE: triples as they come.

    `may_be_cut` is whether the endpoint is one that gives a part of a graph as if it were the whole.
    """

    triples: Iterator[Any]
    may_be_cut: bool = False


Result = Rows | Truth | Statements

_TABLES: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "text/javascript": ox.QueryResultsFormat.JSON,
    "application/javascript": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_GRAPHS: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "text/n3": ox.RdfFormat.N3,
    "text/rdf+n3": ox.RdfFormat.N3,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/ntriples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
"""What is understood of what stores send, by the name that they have for it."""

# Virtuoso tells so where it stopped at its limit of rows, or of time, though the status is that of a whole answer.
_MOST_ROWS, _ANYTIME = "X-SPARQL-MaxRows", "X-SPARQL-Anytime"
# Of a graph it does not, and makes it of so many solutions as it gives rows.
_SILENT = "virtuoso"
_PARTIAL = 206


def result_of(answer: Answer, query: Bound, *, is_graph: bool) -> Result:
    """What an answer with a good status has to say.

    Raises `EndpointProblem` for one that cannot be read, or of which the endpoint says that it is not whole; so does
    reading on.
    """
    _refuse_part(answer)
    if is_graph:
        return _statements(answer, query)
    media_type = answer.headers.get_content_type()
    if media_type not in _TABLES:
        raise _unreadable(answer, query)
    read = _reading(answer, media_type)
    found: Any = read(lambda: ox.parse_query_results(io.BufferedReader(answer), format=_TABLES[media_type]))
    if isinstance(found, ox.QueryBoolean):
        return Truth(bool(found))
    return Rows(tuple(one.value for one in found.variables), _rows(answer, found, read), _limit(answer))


def limit_of(answer: Answer) -> int:
    """After how many rows the endpoint says that it stopped, 0 where it says nothing: all that is looked at here."""
    with answer:
        _refuse_part(answer)
        return _limit(answer)


def _refuse_part(answer: Answer) -> None:
    if answer.status == _PARTIAL or _ANYTIME in answer.headers:
        raise _problem(answer, "the endpoint ran out of time and gives only a part of the answer", "ask for less")


def _rows(answer: Answer, found: Any, read: Callable[[Callable[[], Any]], Any]) -> Iterator[Row]:
    with answer:
        while (solution := read(lambda: next(found, None))) is not None:
            yield tuple(solution)
        # The parser is content with the end of the document; that of the answer must be there, too.
        answer.rest()


def _statements(answer: Answer, query: Bound) -> Statements:
    media_type = answer.headers.get_content_type()
    if media_type not in _GRAPHS:
        raise _unreadable(answer, query)
    read = _reading(answer, media_type)
    base = str(answer.address)
    found: Any = read(lambda: ox.parse(io.BufferedReader(answer), format=_GRAPHS[media_type], base_iri=base))
    return Statements(_triples(answer, found, read), _SILENT in answer.headers.get("Server", "").lower())


def _triples(answer: Answer, found: Any, read: Callable[[Callable[[], Any]], Any]) -> Iterator[Any]:
    if _limit(answer):
        raise cut(answer.address.origin, 0)
    with answer:
        while (quad := read(lambda: next(found, None))) is not None:
            yield quad.triple
        answer.rest()


def _limit(answer: Answer) -> int:
    said = answer.headers.get(_MOST_ROWS, "")
    return int(said) if said.isdecimal() else 0


def cut(origin: str, rows: int) -> EndpointProblem:
    """What to say of an answer that is only the beginning of one."""
    what = f"the endpoint stopped after {rows:,} rows" if rows else "the endpoint gives only the first statements"
    return EndpointProblem(f"{what}, and there are more", origin, "ask by pages (--page-size), or for less")


def _reading(answer: Answer, media_type: str) -> Callable[[Callable[[], Any]], Any]:
    """What runs a parser: an answer that does not parse to its end is an error of the endpoint's."""

    def read(step: Callable[[], Any]) -> Any:
        try:
            return step()
        except LdExportError:
            raise
        except (SyntaxError, ValueError) as error:
            said = error.msg if isinstance(error, SyntaxError) else str(error)
            raise _problem(
                answer, f"the answer breaks off or is no {media_type}: {said}", "try again, or ask for less"
            ) from None

    return read


def _unreadable(answer: Answer, query: Bound) -> EndpointProblem:
    media_type = answer.headers.get_content_type()
    said = said_in(answer.words(), media_type, query).words
    return _problem(
        answer,
        f"the answer is {media_type}, which is no answer to such a query" + (f": {said}" if said else ""),
        "check that the address is that of a SPARQL endpoint",
    )


def _problem(answer: Answer, message: str, remedy: str) -> EndpointProblem:
    answer.close()
    return EndpointProblem(message, answer.address.origin, remedy)
