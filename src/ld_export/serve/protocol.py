"""Requests of the SPARQL 1.1 protocol: GET, a form by POST, a query by POST (section 2.1)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from ld_export.hosting.accept import Choice, media_choice
from ld_export.serve.accept import LONGEST, best
from ld_export.serve.formats import GRAPHS, TABLES, ResultFormat
from ld_export.serve.limits import Limits
from ld_export.serve.messages import Question
from ld_export.serve.problems import Trouble

_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATE = "application/sparql-update"
_FORMAT_NAMES = ("format", "output")
"""Parameters that clients have for the format, beside the header; of our own making, as on most endpoints."""

_MOST_PARAMETERS = 1_000


class Parameters(NamedTuple):
    """What a request says, by name, in the order said."""

    values: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str | None:
        """The value of something that can be said once."""
        found = self.values.get(name, ())
        if len(found) > 1:
            raise Trouble("request", f"{name} is given {len(found)} times: a request asks one thing")
        return found[0] if found else None

    def all(self, name: str) -> tuple[str, ...]:
        """All values of something, each once."""
        return tuple(dict.fromkeys(self.values.get(name, ())))


async def parameters_of(request: Request, limits: Limits) -> Parameters:
    """What a request says, in its address and its body. Raises `Trouble`."""
    if request.method in ("GET", "HEAD"):
        return _parsed(request.scope["query_string"])
    if request.method != "POST":
        raise Trouble("method", f"{request.method} is not taken: ask by GET or POST")
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    body = await _body(request, limits)
    if kind.strip().lower() == _FORM:
        return _parsed(body, request.scope["query_string"])
    if kind.strip().lower() == _QUERY:
        _refuse_charset(parameters)
        said = _parsed(request.scope["query_string"])
        return Parameters({**said.values, "query": [*said.values.get("query", ()), _text(body)]})
    if kind.strip().lower() == _UPDATE:
        raise Trouble("refused", "an update would change the data; they are only read here")
    raise Trouble("media-type", f"a query comes as {_QUERY}, or in a form as {_FORM}")


async def form_of(request: Request, limits: Limits) -> Parameters:
    """What a request says that is a form, in its address or its body. Raises `Trouble`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind != _FORM:
        raise Trouble("media-type", f"a request comes in a form as {_FORM}")
    return await parameters_of(request, limits)


def question_of(parameters: Parameters, accept: str) -> Question | None:
    """The question that a request asks; nothing where it asks none. Raises `Trouble`."""
    if "update" in parameters.values:
        raise Trouble("refused", "an update would change the data; they are only read here")
    text = parameters.one("query")
    if text is None:
        return None
    table, graph = _formats(parameters, accept)
    return Question(text, table, graph, parameters.all("default-graph-uri"), parameters.all("named-graph-uri"))


async def _body(request: Request, limits: Limits) -> bytes:
    too_large = Trouble("body", f"a request has at most {limits.body:,} bytes")
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limits.body:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(limits.headers):
            async for part in request.stream():
                body += part
                if len(body) > limits.body:
                    raise too_large
    except TimeoutError:
        raise Trouble("late", f"the body of a request has to come in {limits.headers:g} seconds") from None
    except ClientDisconnect:
        raise Trouble("late", "the request was broken off") from None
    return bytes(body)


def _parsed(*parts: bytes) -> Parameters:
    values: dict[str, list[str]] = {}
    try:
        for part in parts:
            for name, value in parse_qsl(
                _text(part), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
            ):
                values.setdefault(name, []).append(value)
    except UnicodeDecodeError:
        raise Trouble("request", "the request is not in UTF-8") from None
    except ValueError:
        raise Trouble("request", f"the request has more than {_MOST_PARAMETERS:,} parameters") from None
    return Parameters(values)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Trouble("request", f"the request is not in UTF-8, from byte {error.start + 1} on") from None


def _refuse_charset(parameters: str) -> None:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() == "charset" and value.strip('" ').lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Trouble("media-type", "a query comes in UTF-8")


# -- formats -----------------------------------------------------------------------------------------------------------


def _formats(parameters: Parameters, accept: str) -> tuple[str, str]:
    """The formats that a client would rather have a table and a graph in; empty where none is welcome."""
    named = [value.lower() for name in _FORMAT_NAMES for value in parameters.all(name)]
    if not named:
        return formats_of(accept)
    # Clients say the same in several words, so that every endpoint finds one that it knows.
    table, graph = (next(filter(None, (_named(one, formats) for one in named)), "") for formats in (TABLES, GRAPHS))
    if not table and not graph:
        known = ", ".join(one.name for one in (*TABLES, *GRAPHS))
        raise Trouble("unacceptable", f"there is no format {named[0][:80]!r}; there are {known}")
    return table, graph


def formats_of(accept: str) -> tuple[str, str]:
    """The formats of a table and of a graph that a header would rather have; empty where none is welcome."""
    return _formats_of(accept[:LONGEST])


# A program says the same with each of its requests.
@lru_cache(maxsize=256)
def _formats_of(accept: str) -> tuple[str, str]:
    table, graph = (best(_choices(formats), accept) for formats in (TABLES, GRAPHS))
    return table.name if table else "", graph.name if graph else ""


_OTHER_NAMES = {
    "turtle": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "json-ld": "jsonld",
    "rdfxml": "rdf",
    "rdf+xml": "rdf",
}
_WIDE = {"json": "jsonld", "xml": "rdf"}
"""Of a graph, the formats that are written in what these names mean of a table."""


def _named(name: str, formats: Sequence[ResultFormat]) -> str:
    name = _OTHER_NAMES.get(name, name)
    if formats is GRAPHS:
        name = _WIDE.get(name, name)
    return next((one.name for one in formats if name in (one.name, one.media_type, *one.aliases)), "")


@cache
def _choices(formats: tuple[ResultFormat, ...]) -> tuple[Choice, ...]:
    return tuple(media_choice(one.name, f".{one.name}", one.media_type, one.aliases) for one in formats)
