"""Stores as people run them, each with the default publication in it and a process of its own.

They are others than the stores that releases are pushed into: to empty one of those takes longer than to start it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.fixtures_built import Built
from tests.serve.running import serving
from tests.stores import servers
from tests.stores.conftest import needed
from tests.stores.servers import MOST_ROWS

__all__ = ["MOST_ROWS", "STORES"]


@contextmanager
def ours(built: Built, _: Path) -> Iterator[str]:
    """Our own server."""
    with serving(built.public) as server:
        yield f"http://127.0.0.1:{server.port}/sparql"


@contextmanager
def oxigraph(built: Built, folder: Path) -> Iterator[str]:
    """The Oxigraph server, on the store of the publication."""
    with servers.reading_oxigraph(folder, built.public.resolve().parent / "store") as store:
        yield f"{store.url}/query"


@contextmanager
def virtuoso(built: Built, folder: Path) -> Iterator[str]:
    """Virtuoso with the settings that it comes with."""
    needed("virtuoso")
    with servers.virtuoso(folder) as store:
        servers.fill_virtuoso(store, built.public / "dumps" / "dataset.nq")
        yield f"{store.url}/sparql"


STORES: Mapping[str, Callable[[Built, Path], AbstractContextManager[str]]] = {
    "ours": ours,
    "oxigraph": oxigraph,
    "virtuoso": virtuoso,
}
