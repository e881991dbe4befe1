"""What stores say when they refuse: each in its own way, told with the place in the query that was given."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from ld_export.errors import EndpointProblem, EndpointRefused, LdExportError
from ld_export.graph import Bound
from ld_export.remote.answer import Answer

_LONGEST = 400
_REFUSALS: Mapping[int, str] = {
    400: "correct the query",
    401: "set LD_EXPORT_USER and LD_EXPORT_PASSWORD, or name the host in ~/.netrc",
    403: "ask whoever runs it for leave",
    404: "check the address: it is that of the endpoint, often ending in /sparql or /query",
    405: "check the address: it is that of the endpoint, often ending in /sparql or /query",
    406: "ask for another --format",
    413: "write a shorter query",
    414: "write a shorter query",
    422: "ask for less, or by pages: --page-size",
    429: "ask less often",
}
"""What to do about a status that says that the request is at fault; of any other the server is."""

_PLACES = (
    re.compile(
        r"(?:parse )?error at (?P<line>\d+):(?P<column>\d+): (?P<said>.*)", re.DOTALL | re.IGNORECASE
    ),  # Oxigraph
    re.compile(r"SPARQL compiler, line (?P<line>\d+): (?P<said>.*?)(?:\n\nSPARQL query:.*|\Z)", re.DOTALL),  # Virtuoso
    # Jena, RDF4J, GraphDB and Blazegraph have parsers made by JavaCC.
    re.compile(
        r"(?P<said>(?:Encountered|Lexical error|Unresolved prefixed name|Undefined prefix).*?"
        r"(?:at|at:|\[)? ?line:? (?P<line>\d+), col(?:umn)?:? (?P<column>\d+).*?)(?:\n\s*at .*|\Z)",
        re.DOTALL,
    ),
    re.compile(
        r"line:? (?P<line>\d+),? col(?:umn)?:? (?P<column>\d+)[:,\])]* *(?P<said>.*)", re.DOTALL | re.IGNORECASE
    ),
)
"""How stores say where a query is wrong, and in which words; the first that fits."""

_MEMBERS = ("detail", "exception", "detailedMessage", "message", "error", "title")
"""Under which name a JSON document has the words: ours and RFC 9457, QLever, Neptune, others."""

_ECHO = "\n\nSPARQL query:\n"


class Said(NamedTuple):
    """What a store says, and where in the query (0 where it does not say)."""

    words: str
    line: int = 0
    column: int = 0


def refusal(answer: Answer, query: Bound) -> LdExportError:
    """The error for an answer that is none: `EndpointRefused` for what the asker can mend, else `EndpointProblem`."""
    said = said_in(answer.words(), answer.headers.get_content_type(), query)
    origin = answer.address.origin
    if said.line and answer.status < 600:
        where = f"line {said.line}" + (f", column {said.column}" if said.column else "")
        return EndpointRefused(f"the query is wrong in {where}: {said.words}", origin, _REFUSALS[400])
    words = f"status {answer.status}" + (f": {said.words}" if said.words else "")
    if answer.status in _REFUSALS:
        return EndpointRefused(words, origin, _REFUSALS[answer.status])
    return EndpointProblem(words, origin, "try again later, or ask for less")


def said_in(content: bytes, media_type: str, query: Bound) -> Said:
    """What an answer says in words, in one line; columns are those of the query as it was given."""
    text = content.decode("utf-8", "replace")
    if media_type.endswith("json"):
        return _in_json(text, query)
    if media_type.endswith("html") or text.lstrip()[:1] == "<":
        return Said(_line(html.unescape(_of_page(text))))
    return _in_text(text, query)


def _in_json(text: str, query: Bound) -> Said:
    try:
        said: Any = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return Said(_line(text))
    if not isinstance(said, dict):
        return Said(_line(text))
    words = next((str(said[name]) for name in _MEMBERS if said.get(name)), "")
    metadata = said.get("metadata")
    place: dict[str, Any] = metadata if isinstance(metadata, dict) else said
    line, column = place.get("line"), place.get("column", place.get("positionInLine", -1) + 1)
    if isinstance(line, int) and isinstance(column, int):
        return Said(_line(words), *query.place(line, column))
    return _in_text(words, query)


def _in_text(text: str, query: Bound) -> Said:
    found = next(filter(None, (pattern.search(text) for pattern in _PLACES)), None)
    if found is None:
        return Said(_line(text.partition(_ECHO)[0]))
    groups = found.groupdict()
    line, column = int(groups["line"]) - _lines_before(text, query), int(groups.get("column") or 0)
    if column:
        line, column = query.place(line, column)
    return Said(_line(groups["said"]), max(1, line), column)


def _lines_before(text: str, query: Bound) -> int:
    """How many lines a store has put before the query: Virtuoso does, and repeats all of it below what is wrong."""
    echo = text.partition(_ECHO)[2]
    begin = query.text.split("\n", 1)[0].strip()
    return next((number for number, line in enumerate(echo.split("\n")) if line.strip() == begin), 0) if begin else 0


def _of_page(text: str) -> str:
    title = _TITLE.search(text)
    return title[1] if title and title[1].strip() else _MARKUP.sub(" ", text)


_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def _line(text: str) -> str:
    """Words in one line, and no more than anybody reads; nothing in them can act on a terminal."""
    words = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return words if len(words) <= _LONGEST else words[:_LONGEST] + " …"
