"""What a store makes of values, asked before anything is loaded: a few go into a graph of their own and come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ld_export.errors import EndpointProblem
from ld_export.graph import expanded
from ld_export.push.literals import TRAPS, is_kept, kind_of
from ld_export.push.loading import Loader, Statement
from ld_export.push.release import Release
from ld_export.push.remote_store import RemoteStore

_VALUE = expanded("rdf:value")


class Rewritten(NamedTuple):
    """A value, and how the store gives it back. `ours` says that the release has values of its kind."""

    value: str
    returned: str
    ours: bool


def probe(remote: RemoteStore, loader: Loader, release: Release) -> list[Rewritten]:
    """The values that a store rewrites. The graph that they were in is gone afterwards.

    Raises `EndpointProblem` where a value of the release comes back as another value, or not at all: then a store
    does not keep what it is given.
    """
    graph = release.names.probe
    drop = f"DROP SILENT GRAPH <{graph}>"
    values = list(dict.fromkeys([*release.values.values(), *TRAPS]))
    remote.update(drop)
    try:
        loader.add(_statements(graph, values))
        found: dict[str, list[str]] = {}
        for row in remote.select(f"SELECT ?s ?o WHERE {{ GRAPH <{graph}> {{ ?s <{_VALUE}> ?o }} }}"):
            found.setdefault(row["s"], []).append(row["o"])
    finally:
        remote.update(drop)
    kinds = {kind_of(value) for value in release.values.values()}
    rewritten = []
    for position, value in enumerate(values):
        returned = found.get(f"<{graph}-{position}>", [])
        ours = kind_of(value) in kinds
        if value in release.values.values() and not is_kept(value, returned):
            raise EndpointProblem(
                f"the store does not keep {value}, but {', '.join(returned) or 'nothing'}",
                remote.endpoints.query,
                "nothing was changed; use another store, or check its settings",
            )
        if returned != [value]:
            rewritten.append(Rewritten(value, ", ".join(returned) or "nothing", ours))
    return rewritten


def _statements(graph: str, values: list[str]) -> Iterator[Statement]:
    for position, value in enumerate(values):
        yield graph, f"<{graph}-{position}> <{_VALUE}> {value}".encode()
