"""What a push has to do: which graphs go where, which are removed, and what an earlier push has left."""

from __future__ import annotations

from typing import NamedTuple

from ld_export.push.held import IN_PLACE, STAGED, Held
from ld_export.push.release import Release


class Plan(NamedTuple):
    """The target of each graph that changes, and those of them that are not there yet; the graphs that are gone.

    `stale` wait for nothing any more. `kind` tells whether the release goes where nothing was before, so that there
    is nothing which readers could miss.
    """

    targets: dict[str, str]
    to_load: dict[str, str]
    gone: tuple[str, ...]
    stale: tuple[str, ...]
    kind: str

    @property
    def waiting(self) -> dict[str, str]:
        """The graphs that are put in their place only when all are there, by name, each with where it waits."""
        return {graph: target for graph, target in self.targets.items() if graph != target}

    @property
    def direct(self) -> dict[str, str]:
        """The graphs that go into their place at once."""
        return {graph: target for graph, target in self.targets.items() if graph == target}


def is_there(release: Release, held: Held) -> bool:
    """Whether a store holds just this release, and nothing else of the publication or of a push."""
    own = {graph for graph in held.graphs if release.names.owns(graph)}
    return (
        held.lock is None
        and not held.waiting
        and held.release == release.digest
        and own <= release.graphs.keys()
        and all(held.has(name, graph.digest, graph.size) for name, graph in release.graphs.items())
    )


def planned(release: Release, held: Held, *, staged: bool) -> Plan:
    """The plan. With `staged`, all graphs wait, even where there was nothing before."""
    names = release.names
    own = sorted(graph for graph in held.graphs if names.owns(graph))
    begun = held.lock is not None and (held.lock.kind, held.lock.release) == (IN_PLACE, release.digest)
    first = not staged and (not own or begun)
    targets = {}
    for position, (name, graph) in enumerate(release.graphs.items(), start=1):
        if not held.has(name, graph.digest, graph.size):
            at_once = first and (names.owns(name) or name not in held.graphs)
            targets[name] = name if at_once else names.staging(release.digest, position)
    there = held.graphs | held.waiting
    to_load = {name: target for name, target in targets.items() if there.get(target) != release.graphs[name].size}
    kept = set(targets.values()) - set(to_load.values())
    return Plan(
        targets,
        to_load,
        tuple(graph for graph in own if graph not in release.graphs),
        tuple(sorted(held.waiting.keys() - kept)),
        IN_PLACE if first else STAGED,
    )
