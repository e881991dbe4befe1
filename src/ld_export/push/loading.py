"""Statements into graphs of a store, in requests as large as the store takes: one that is refused is sent by halves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter

from ld_export.errors import LdExportError
from ld_export.push.release import Release
from ld_export.push.remote_store import Refusal, RemoteStore, refused
from ld_export.push.stores import Way

Statement = tuple[str, bytes]
"""The graph that a statement goes into, and the statement as N-Triples write it, without the end of the line."""


class Loader:
    """Loads a store in one way. `told` hears how many statements have been taken, from time to time."""

    def __init__(self, remote: RemoteStore, way: Way, told: Callable[[int], None] = lambda _: None) -> None:
        self._remote = remote
        self._way = way
        self._told = told
        store = remote.store
        self._most = store.update_batch if way is Way.UPDATE else store.batch
        self.sent = 0

    def load(self, release: Release, targets: Mapping[str, str]) -> None:
        """Send the graphs of a release that are named, each into its target.

        Statements that are there already do no harm, so that this may be repeated. Raises `EndpointProblem` for what
        the store does not take however little is sent at once: then the message has the statement.
        """
        self.add((targets[graph], statement) for graph, statement in release.statements(targets))

    def add(self, statements: Iterable[Statement]) -> None:
        """Send statements, those of one graph together."""
        runs = groupby(statements, itemgetter(0)) if self._way is Way.GRAPHS else [("", statements)]
        for _, run in runs:
            rest = iter(run)
            while batch := list(islice(rest, self._most)):
                self._send(batch)

    def _send(self, batch: Sequence[Statement]) -> None:
        while batch:
            part = batch[: self._most]
            refusal = _SENDING[self._way](self._remote, part)
            if refusal is None:
                batch = batch[len(part) :]
                self.sent += len(part)
                self._told(self.sent)
            elif refusal.is_final or len(part) == 1:
                raise self._refused(refusal, part)
            else:
                self._most = (len(part) + 1) // 2

    def _refused(self, refusal: Refusal, part: Sequence[Statement]) -> LdExportError:
        endpoints = self._remote.endpoints
        what = "statements" if refusal.is_final else f"the statement {part[0][1].decode()}"
        return refused(endpoints.update if self._way is Way.UPDATE else endpoints.data, refusal, what)


def _quads(remote: RemoteStore, batch: Sequence[Statement]) -> Refusal | None:
    ends: dict[str, bytes] = {}
    lines: list[bytes] = []
    for graph, statement in batch:
        if graph not in ends:
            ends[graph] = f" <{graph}> .\n".encode()
        lines += (statement, ends[graph])
    return remote.try_body(b"".join(lines), "application/n-quads", None)


def _graph(remote: RemoteStore, batch: Sequence[Statement]) -> Refusal | None:
    body = b"".join([statement + b" .\n" for _, statement in batch])
    # Every N-Triples document is one in Turtle, and that is what all stores know.
    return remote.try_body(body, "text/turtle", batch[0][0])


def _update(remote: RemoteStore, batch: Sequence[Statement]) -> Refusal | None:
    return remote.try_update(insert_data(batch), repeatable=True)


def insert_data(statements: Iterable[Statement]) -> str:
    """The update that adds some statements."""
    return "INSERT DATA {\n" + "".join(_graph_blocks(statements)) + "}"


def delete_data(statements: Iterable[Statement]) -> str:
    """The update that takes some statements away."""
    return "DELETE DATA {\n" + "".join(_graph_blocks(statements)) + "}"


def _graph_blocks(statements: Iterable[Statement]) -> Iterator[str]:
    for graph, run in groupby(statements, itemgetter(0)):
        lines = b" .\n".join(statement for _, statement in run).decode()
        yield f"GRAPH <{graph}> {{\n{lines} .\n}}\n"


_SENDING: dict[Way, Callable[[RemoteStore, Sequence[Statement]], Refusal | None]] = {
    Way.QUADS: _quads,
    Way.GRAPHS: _graph,
    Way.UPDATE: _update,
}
