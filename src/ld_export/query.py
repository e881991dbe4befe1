"""Questions to a built publication: SPARQL over its store, the union of all graphs as default."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import UnreadableGraph, UsageProblem
from ld_export.graph import prefixes
from ld_export.resources import folder


class Answer(NamedTuple):
    """What a query gave: columns and rows of terms as text, or, of a CONSTRUCT or DESCRIBE, N-Triples."""

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    result: Any


_RESULT_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
FORMATS = ("table", *_RESULT_FORMATS, "turtle")


@cache
def named_queries() -> dict[str, str]:
    """The shipped queries by name; the first line of each says what it answers."""
    paths = sorted((folder("site") / "queries" / "named").glob("*.rq"))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def named_query(name: str) -> str:
    """The text of a shipped query; `UsageProblem` listing them all if there is none of that name."""
    if name not in named_queries():
        listing = "\n".join(
            f"  {known}: {text.splitlines()[0].lstrip('# ')}" for known, text in named_queries().items()
        )
        raise UsageProblem(f"there is no query {name!r}. There are:\n{listing}")
    return named_queries()[name]


def ask(store: ox.Store, text: str, output_format: str = "table") -> str | Answer:
    """The answer to a query in a format, or as an `Answer` for a table.

    The context's prefixes need no declaration. Raises `UnreadableGraph` with line and column.
    """
    try:
        result: Any = store.query(text, use_default_graph_as_union=True, prefixes=prefixes())
    except SyntaxError as error:
        raise UnreadableGraph(f"the query does not parse: {error.msg}", remedy="correct it") from None
    except (ValueError, RuntimeError) as error:
        raise UnreadableGraph(f"the query cannot be answered: {error}", remedy="correct it") from None
    if isinstance(result, ox.QueryTriples):
        return _graph(result, output_format)
    if output_format == "turtle":
        raise UsageProblem("a table has no Turtle form", remedy="use table, csv, json or xml, or a CONSTRUCT query")
    if output_format in _RESULT_FORMATS:
        made: bytes = result.serialize(format=_RESULT_FORMATS[output_format])
        return made.decode()
    if isinstance(result, ox.QueryBoolean):
        return Answer(("answer",), [("true" if result else "false",)], result)
    return Answer(tuple(variable.value for variable in result.variables), list(_rows(result)), result)


def _rows(result: Any) -> Iterator[tuple[str, ...]]:
    for solution in result:
        yield tuple("" if value is None else value.value for value in solution)


def _graph(result: Any, output_format: str) -> str:
    if output_format not in ("table", "turtle"):
        raise UsageProblem(f"a graph has no {output_format} form", remedy="use turtle")
    made = ox.serialize(sorted(result, key=str), format=ox.RdfFormat.TURTLE, prefixes=prefixes()) or b""
    return made.decode()


def find_store(places: list[Path]) -> Path:
    """The folder of the generation that one of these published folders shows; the first that is there."""
    for public in places:
        if (public / ".." / "store").is_dir():
            return public.resolve().parent
    shown = ", ".join(str(place) for place in places)
    raise UsageProblem(f"no built publication at {shown}", remedy="build it first: ld-export build")
