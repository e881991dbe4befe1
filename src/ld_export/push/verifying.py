"""Whether what was sent is there: every graph by its size, and some statements by their exact terms."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

from ld_export.errors import EndpointProblem
from ld_export.push.held import sizes_of
from ld_export.push.literals import is_kept
from ld_export.push.release import Release
from ld_export.push.remote_store import RemoteStore

_SAMPLE = 100
_SHOWN = 3


def check_sizes(remote: RemoteStore, release: Release, targets: Mapping[str, str]) -> None:
    """Raise `EndpointProblem` where a graph of the release is not wholly in its target."""
    sizes = sizes_of(remote, release.names)
    wrong = [
        f"{graph} has {sizes.get(target, 0)} of {release.graphs[graph].size} statements"
        for graph, target in targets.items()
        if sizes.get(target, 0) != release.graphs[graph].size
    ]
    if wrong:
        more = f", and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise EndpointProblem(f"the store does not have what it took: {'; '.join(wrong[:_SHOWN])}{more}")


def check_sample(remote: RemoteStore, release: Release, targets: Mapping[str, str]) -> None:
    """Raise `EndpointProblem` where a statement of a sample is not in its target, in whichever way it is written."""
    for graph, statement in sample(release, targets):
        subject, predicate, value = statement.decode().split(" ", 2)
        query = f"SELECT ?o WHERE {{ GRAPH <{targets[graph]}> {{ {subject} {predicate} ?o }} }}"
        if not is_kept(value, (row["o"] for row in remote.select(query))):
            raise EndpointProblem(f"the store does not have what it took: {subject} {predicate} {value} in {graph}")


def sample(release: Release, graphs: Iterable[str], size: int = _SAMPLE) -> list[tuple[str, bytes]]:
    """About so many statements, the same of the same release: by their checksums, so that all have the same chance."""
    chosen: list[tuple[str, bytes]] = []
    mask = 0
    for one in release.statements(graphs):
        if not zlib.crc32(one[1]) & mask:
            chosen.append(one)
            while len(chosen) > size:
                mask = mask * 2 + 1
                chosen = [other for other in chosen if not zlib.crc32(other[1]) & mask]
    return chosen
