"""What is known of stores that people run, one row each: their addresses, how they take data, and their limits."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from ld_export.errors import UsageProblem


class Way(StrEnum):
    """How statements are sent: many graphs in one body, one graph in a body, or `INSERT DATA`."""

    QUADS = "quads"
    GRAPHS = "graphs"
    UPDATE = "update"


class Store(NamedTuple):
    """A kind of store. The addresses are what stands behind the one that is given.

    `data` takes a graph (`?graph=`) or, where `way` is quads, N-Quads with many. `batch` is how many statements go in
    one request, `update_batch` how many by `INSERT DATA`. `swap` is how many statements are put in place by one update
    request; `atomic` says that readers see such a request wholly or not at all. `form` is for stores that take updates
    only as a field of a form, and `copy` makes a graph equal to another one.
    """

    query: str
    update: str
    data: str
    way: Way
    batch: int
    update_batch: int
    swap: int
    atomic: bool
    form: bool = False
    copy: str = "COPY GRAPH <{source}> TO GRAPH <{target}>"


_BY_PATTERN = (
    "DROP SILENT GRAPH <{target}> ;\n"
    "INSERT {{ GRAPH <{target}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{source}> {{ ?s ?p ?o }} }}"
)

STORES = {
    # `no_transaction` is its own way to load much: what is written may be half there after a fault. It is only ever
    # used for graphs that nobody reads yet, and these are counted.
    "oxigraph": Store("/query", "/update", "/store?no_transaction", Way.QUADS, 100_000, 20_000, 1_000_000, atomic=True),
    # Every graph operation of a request is a transaction of its own. INSERT DATA becomes one SQL statement, and the
    # SQL compiler ends at 10,000 lines.
    "virtuoso": Store(
        "/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth", Way.GRAPHS, 20_000, 1_000, 100_000, False, form=True
    ),
    # Debian's Jena refuses COPY, MOVE and ADD; what it takes instead, all releases of Jena take.
    "fuseki": Store("/query", "/update", "/data", Way.QUADS, 100_000, 20_000, 1_000_000, atomic=True, copy=_BY_PATTERN),
    # GraphDB and other stores behind the REST interface of RDF4J.
    "graphdb": Store("", "/statements", "/statements", Way.QUADS, 100_000, 20_000, 1_000_000, atomic=True),
    # Only what the standards say, for which one address is enough.
    "generic": Store("", "", "", Way.UPDATE, 10_000, 5_000, 100_000, atomic=False),
}


class Endpoints(NamedTuple):
    """Where one store is asked, changed and loaded, and what is known of its kind."""

    store: Store
    query: str
    update: str
    data: str


def endpoints_of(kind: str, url: str, update_url: str | None = None, data_url: str | None = None) -> Endpoints:
    """The addresses of a store. A given Graph Store address is for one graph a request, whatever the kind.

    Raises `UsageProblem` for a kind that is not known.
    """
    if kind not in STORES:
        raise UsageProblem(f"no kind of store is called {kind!r}", remedy=f"use one of {', '.join(STORES)}")
    store = STORES[kind]
    root = url.rstrip("/")
    if data_url is not None:
        store = store._replace(way=Way.GRAPHS)
    return Endpoints(
        store,
        root + store.query if store.query else url,
        update_url or (root + store.update if store.update else url),
        data_url or (root + store.data if store.data else ""),
    )
