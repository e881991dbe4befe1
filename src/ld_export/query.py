"""Questions to a built publication: SPARQL over its store, the union of all graphs as default."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import UnreadableGraph, UsageProblem
from ld_export.graph import Bound, Term, bound, prefixes, refuse_other_data
from ld_export.questions import questions
from ld_export.theme import Theme


class Answer(NamedTuple):
    """What a SELECT or an ASK gave, for a table: columns, and rows of terms as text."""

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


_RESULT_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


def named_queries(theme: Theme | None = None) -> dict[str, str]:
    """The queries that a theme has by name, or else those that ship; the first line of each says what it answers."""
    return {name: question.text for name, question in questions(theme).items()}


def named_query(name: str, theme: Theme | None = None) -> str:
    """The text of a query by its name; `UsageProblem` listing them all if there is none of that name."""
    known = questions(theme)
    if name not in known:
        listing = "\n".join(f"  {other}: {question.title}" for other, question in known.items())
        raise UsageProblem(f"there is no query {name!r}. There are:\n{listing}")
    return known[name].text


def ask(
    store: ox.Store, text: str, output_format: str = "table", parameters: Mapping[str, Term] | None = None
) -> str | Answer:
    """The answer to a query in a format (`csv`, `tsv`, `json`, `xml`, `turtle`, `ntriples`), or as an `Answer`.

    The context's prefixes need no declaration, and the default graph is all graphs together. Nothing is fetched.
    Variables named in `parameters` have those values. Raises `UnreadableGraph` for a query that does not parse, with
    line and column, or that cannot be answered, and `UsageProblem` for one that names other data or whose answer has no
    such format.
    """
    refuse_other_data(text)
    query = bound(text, parameters or {})
    try:
        result = store.query(query.text, use_default_graph_as_union=True, prefixes=prefixes())
        if isinstance(result, ox.QueryTriples):
            return written_graph(result, output_format)
        return _table(result, output_format)
    except SyntaxError as error:
        raise UnreadableGraph(
            f"the query does not parse: {_placed(str(error.msg), query)}", remedy="correct it"
        ) from None
    except (ValueError, RuntimeError, OSError) as error:  # solutions are computed while they are read
        raise UnreadableGraph(f"the query cannot be answered: {error}", remedy="correct it") from None


def _placed(message: str, query: Bound) -> str:
    """A parser's message with the place in the query as it was given."""
    return _PLACE.sub(lambda found: "error at {}:{}".format(*query.place(int(found[1]), int(found[2]))), message)


_PLACE = re.compile(r"^error at (\d+):(\d+)")


def _table(result: ox.QuerySolutions | ox.QueryBoolean, output_format: str) -> str | Answer:
    if output_format in GRAPH_FORMATS:
        raise no_table(output_format)
    if output_format in _RESULT_FORMATS:
        made = result.serialize(format=_RESULT_FORMATS[output_format]) or b""
        return made.decode()
    if isinstance(result, ox.QueryBoolean):
        return Answer(("answer",), [("true" if result else "false",)])
    return Answer(tuple(variable.value for variable in result.variables), list(_rows(result)))


def _rows(result: Any) -> Iterator[tuple[str, ...]]:
    for solution in result:
        yield tuple("" if value is None else value.value for value in solution)


GRAPH_FORMATS = ("turtle", "ntriples")
"""What a graph can be written in, and a table cannot."""


def no_table(output_format: str) -> UsageProblem:
    """What to say where a table is wanted in a format of graphs."""
    return UsageProblem(
        f"a table has no {output_format} form", remedy="use table, csv, tsv, json or xml, or a CONSTRUCT query"
    )


def no_graph(output_format: str) -> UsageProblem:
    """What to say where a graph is wanted in a format of tables."""
    return UsageProblem(f"a graph has no {output_format} form", remedy="use turtle or ntriples")


def written_graph(triples: Iterable[ox.Triple], output_format: str) -> str:
    """A graph in `turtle`, which also stands for a `table`, or in `ntriples`; sorted, each statement once."""
    if output_format not in ("table", *GRAPH_FORMATS):
        raise no_graph(output_format)
    ordered = sorted(set(triples), key=str)
    if output_format == "ntriples":
        return "".join(f"{triple} .\n" for triple in ordered)
    known = prefixes()
    made = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=known) or b""
    lines = made.decode().splitlines(keepends=True)
    # The serialiser writes the prefixes first, in no stable order.
    return "".join([*sorted(lines[: len(known)]), *lines[len(known) :]])


def find_store(places: list[Path]) -> Path:
    """The folder of the generation that one of these published folders shows; the first that is there."""
    for public in places:
        if (public / ".." / "store").is_dir():
            return public.resolve().parent
    shown = ", ".join(dict.fromkeys(map(str, places)))
    raise UsageProblem(f"no built publication at {shown}", remedy="build it first: ld-export build")
