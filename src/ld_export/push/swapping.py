"""The updates that put a release in its place: as few as the store can take, and each graph wholly in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ld_export.push.held import Held, mark, marks
from ld_export.push.loading import delete_data, insert_data
from ld_export.push.release import Release
from ld_export.push.stores import Store

_SOME = 500
"""So many marks are taken away or made by one operation."""


def swaps(release: Release, targets: Mapping[str, str], gone: Iterable[str], held: Held, store: Store) -> Iterator[str]:
    """The updates, each for at most as many statements as the store takes, unless one graph has more.

    The first takes away the marks of what changes, and the graphs that are gone: whatever happens then, nobody takes
    an old graph for a new one, and what was withdrawn is away first. A graph is copied and not moved: so it still
    waits if the store has done only half, and doing it again is no harm.
    """
    first = [*_unmarked(release, targets, gone, held), *(f"DROP SILENT GRAPH <{graph}>" for graph in gone)]
    operations, size = first, 0
    for graph, target in targets.items():
        if graph == target:
            continue
        size += release.graphs[graph].size
        if size > store.swap and len(operations) > 1:
            yield " ;\n".join(operations)
            operations, size = [], release.graphs[graph].size
        operations.append(store.copy.format(source=target, target=graph))
    if operations:
        yield " ;\n".join(operations)


def marking(release: Release, waiting: Iterable[str]) -> Iterator[str]:
    """The updates at the end: what is there is said to be, what waited goes, and so does the lock, at last."""
    said = marks(release)
    # The statement of the whole release comes last: without it, the release is not there as a whole.
    said.append(said.pop(0))
    yield f"DROP SILENT GRAPH <{release.names.marker}>"
    for start in range(0, len(said), _SOME):
        yield insert_data(said[start : start + _SOME])
    yield from dropping([*waiting, release.names.lock])


def dropping(graphs: Iterable[str]) -> Iterator[str]:
    """The updates that drop some graphs."""
    names = list(graphs)
    for start in range(0, len(names), _SOME):
        yield " ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in names[start : start + _SOME])


def _unmarked(release: Release, targets: Iterable[str], gone: Iterable[str], held: Held) -> Iterator[str]:
    names = release.names
    old = [mark(names, graph, held.digests[graph]) for graph in [*targets, *gone] if graph in held.digests]
    if held.release:
        old.insert(0, mark(names, names.marker, held.release))
    for start in range(0, len(old), _SOME):
        yield delete_data(old[start : start + _SOME])
