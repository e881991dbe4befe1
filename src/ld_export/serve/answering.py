"""A question to an answer within limits: whole, or a problem with its name, and never the beginning of one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

import msgspec
import pyoxigraph as ox

from ld_export.errors import UsageProblem
from ld_export.graph import Shape, prefixes, refuse_other_data, shape_of
from ld_export.serve.formats import BY_NAME, ResultFormat
from ld_export.serve.messages import Order, Question, Reply
from ld_export.serve.working import Answered


class _Refused(Exception):
    """A question that gets no answer: the name of the problem, and what there is to say."""

    def __init__(self, problem: str, detail: str) -> None:
        super().__init__(problem, detail)
        self.reply = Reply(problem=problem, detail=detail)


def answer(store: ox.Store, question: Question, order: Order) -> Answered:
    """The answer to a question. Raises `MemoryError` where it needs more memory than there is."""
    try:
        shape = _guarded(question)
        result = _asked(store, question)
        chosen, content = _written(result, question, order)
    except _Refused as refused:
        return Answered(refused.reply)
    except SyntaxError as error:
        return Answered(_syntax(str(error.msg)))
    except (ValueError, RuntimeError, OSError) as error:  # solutions are computed while they are written
        return Answered(Reply(problem="failed", detail=f"the query cannot be answered: {error}"))
    return Answered(Reply(format=chosen.name, repeatable=shape.repeatable), content)


def _guarded(question: Question) -> Shape:
    chosen = bool(question.default_graphs or question.named_graphs)
    try:
        shape = shape_of(question.text)
        refuse_other_data(question.text, chosen=chosen)
    except UsageProblem as problem:
        raise _Refused("refused", str(problem)) from None
    return shape


def _asked(store: ox.Store, question: Question) -> Any:
    known = prefixes()
    if not (question.default_graphs or question.named_graphs):
        return store.query(question.text, use_default_graph_as_union=True, prefixes=known)
    return store.query(
        question.text,
        default_graph=_graphs(store, question.default_graphs),
        named_graphs=_graphs(store, question.named_graphs),
        prefixes=known,
    )


def _graphs(store: ox.Store, names: Iterable[str]) -> list[Any]:
    graphs: list[Any] = []
    for name in names:
        try:
            graph = ox.NamedNode(name)
        except ValueError:
            raise _Refused("dataset", f"{name!r} is no IRI") from None
        if not store.contains_named_graph(graph):
            raise _Refused("dataset", f"there is no graph <{name}> here, and nothing is fetched")
        graphs.append(graph)
    return graphs


# -- writing -----------------------------------------------------------------------------------------------------------


class _Bounded(io.RawIOBase):
    """A file in memory that refuses to grow over a size."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.parts: list[bytes] = []
        self._left = size

    def write(self, part: Any) -> int:
        """Take some bytes; `_Refused` where they are too many."""
        self._left -= len(part)
        if self._left < 0:
            raise _Refused("too-large", "the answer has more bytes than are sent")
        self.parts.append(bytes(part))
        return len(part)


def _written(result: Any, question: Question, order: Order) -> tuple[ResultFormat, bytes]:
    target: Any = _Bounded(order.size)
    if isinstance(result, ox.QueryTriples):
        chosen = _chosen(question.graph, "a graph")
        _write_graph(result, chosen, target, order.rows)
        return chosen, b"".join(target.parts)
    chosen = _chosen(question.table, "a table")
    result.serialize(target, format=chosen.engine)
    content = b"".join(target.parts)
    if isinstance(result, ox.QuerySolutions):
        _refuse_rows(content, chosen, order.rows)
    return chosen, content


def _chosen(name: str, kind: str) -> ResultFormat:
    if not name:
        raise _Refused("unacceptable", f"the answer to this query is {kind}, which cannot be had in what is accepted")
    return BY_NAME[name]


def _write_graph(triples: Iterable[Any], chosen: ResultFormat, target: Any, most: int) -> None:
    found = list(islice(triples, most + 1))
    if len(found) > most:
        raise _too_many(most, "statements")
    # Sorted, so that what belongs together stands together; a graph has no statement twice.
    ox.serialize(sorted(set(found), key=str), target, format=chosen.engine, prefixes=prefixes())


# A row takes two bytes at least, so that short answers need not be looked through.
_LEAST_ROW = 2


def _refuse_rows(content: bytes, chosen: ResultFormat, most: int) -> None:
    if len(content) > most * _LEAST_ROW and _ROWS[chosen.name](content) > most:
        raise _too_many(most, "rows")


def _too_many(most: int, what: str) -> _Refused:
    return _Refused("too-many-rows", f"the answer has more than {most:,} {what}: ask for less, or for parts with LIMIT")


class _Bindings(msgspec.Struct):
    bindings: list[msgspec.Raw]


class _Results(msgspec.Struct):
    results: _Bindings


_ROWS: Mapping[str, Callable[[bytes], int]] = {
    "json": lambda content: len(msgspec.json.decode(content, type=_Results).results.bindings),
    "xml": lambda content: content.count(b"<result>"),
    # What stands between quotes is no end of a line; the first line has the names.
    "csv": lambda content: sum(part.count(b"\n") for part in content.split(b'"')[::2]) - 1,
    "tsv": lambda content: content.count(b"\n") - 1,
}
"""How many rows an answer has, by its format."""

# -- what the parser says ----------------------------------------------------------------------------------------------

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_LETTERS = re.compile(r",? *(?<!\")\['?[^\[\]\"]*(?:'\]'[^\[\]\"]*)*\](?!\")", re.DOTALL)
_SAID = 400


def _syntax(message: str) -> Reply:
    """A parser's message as a problem with its place; without the ranges of letters, which tell nobody anything."""
    found = _PLACE.fullmatch(message)
    line, column, said = (int(found[1]), int(found[2]), found[3]) if found else (0, 0, message)
    detail = " ".join(_LETTERS.sub("", said).split())
    return Reply(problem="syntax", detail=detail[:_SAID], line=line, column=column)
