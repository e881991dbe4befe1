"""What a store holds of a publication: its graphs with their sizes, which release they are of, and who is at work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ld_export.errors import EndpointProblem
from ld_export.graph import expanded
from ld_export.graph.terms import iri_in, literal_in, literal_term
from ld_export.push.loading import Statement, insert_data
from ld_export.push.names import Names
from ld_export.push.release import Release
from ld_export.push.remote_store import RemoteStore, Row

IDENTIFIER, PUSHER, KIND = (f"<{expanded(f'dcterms:{term}')}>" for term in ("identifier", "creator", "type"))
IN_PLACE, STAGED = "in place", "staged"
_SHA256 = "sha256:"
# Rows of one answer. Virtuoso gives 10,000 at most, and neither says that there are more nor sorts more.
_PAGE = 9_000
# No store is known that gives fewer rows than this while there are more.
_FEWEST = 500


class Lock(NamedTuple):
    """Who pushes which release, and whether it goes where nothing was before."""

    pusher: str
    release: str
    kind: str


class Held(NamedTuple):
    """The sizes of the publication's graphs, of graphs that wait, and the digests that the last push left.

    `release` is the digest of the dump that is there as a whole; empty where none is, or one is half there.
    """

    graphs: dict[str, int]
    waiting: dict[str, int]
    release: str
    digests: dict[str, str]
    lock: Lock | None

    def has(self, graph: str, digest: str, size: int) -> bool:
        """Whether a graph is there as a push left it, so far as its size tells."""
        return self.digests.get(graph) == digest and self.graphs.get(graph) == size


def look(remote: RemoteStore, names: Names) -> Held:
    """What a store holds now. `EndpointProblem` or `EndpointRefused` where it does not say."""
    sizes = sizes_of(remote, names)
    marked = {iri_in(row["s"]): literal_in(row["o"]).words.removeprefix(_SHA256) for row in _marked(remote, names)}
    return Held(
        {graph: size for graph, size in sizes.items() if names.owns(graph) or graph == names.vocabulary},
        {graph: size for graph, size in sizes.items() if names.is_staging(graph)},
        marked.pop(names.marker, ""),
        marked,
        read_lock(remote, names),
    )


def sizes_of(remote: RemoteStore, names: Names) -> dict[str, int]:
    """How many statements each graph has whose name begins with the publication's base, and the vocabulary's."""
    # Whose a graph is, is asked of every graph and not of every statement.
    query = (
        "SELECT ?g ?n WHERE { { SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g } "
        f'FILTER((STRSTARTS(STR(?g), "{names.base}") || ?g = <{names.vocabulary}>)'
        "%s) } ORDER BY ?g LIMIT %d"
    )
    return {iri_in(row["g"]): int(literal_in(row["n"]).words) for row in _all_rows(remote, query, "g")}


def _marked(remote: RemoteStore, names: Names) -> Iterator[Row]:
    query = (
        f"SELECT ?s ?o WHERE {{ GRAPH <{names.marker}> {{ ?s {IDENTIFIER} ?o }} FILTER(isIRI(?s)%s) }} "
        "ORDER BY ?s LIMIT %d"
    )
    return _all_rows(remote, query, "s")


def _all_rows(remote: RemoteStore, query: str, key: str) -> Iterator[Row]:
    """Every row, page by page. A store that gives fewer rows than it has does not say so."""
    after, last = "", ""
    while rows := remote.select(query % (after, _PAGE)):
        yield from rows
        if len(rows) < _FEWEST:
            return
        if (found := iri_in(rows[-1][key])) <= last:
            raise EndpointProblem(
                "the store gives the same rows again", remote.endpoints.query, "check the kind of store: --store"
            )
        last = found
        after = f' && STR(?{key}) > "{last}"'


def read_lock(remote: RemoteStore, names: Names) -> Lock | None:
    """Who pushes now; nothing where nobody does."""
    rows = remote.select(f"SELECT ?p ?o WHERE {{ GRAPH <{names.lock}> {{ <{names.data}> ?p ?o }} }}")
    said: dict[str, list[str]] = {}
    for row in rows:
        said.setdefault(row["p"], []).append(literal_in(row["o"]).words)
    if not said:
        return None
    # Two who took it at the same moment stand here together: then it is nobody's.
    pusher, release, kind = (" ".join(sorted(said.get(term, ()))) for term in (PUSHER, IDENTIFIER, KIND))
    return Lock(pusher, release.removeprefix(_SHA256), kind)


def locking(names: Names, lock: Lock) -> str:
    """The update that says who pushes."""
    said = {PUSHER: lock.pusher, IDENTIFIER: _SHA256 + lock.release, KIND: lock.kind}
    return insert_data((names.lock, _said(names.data, term, words)) for term, words in said.items())


def marks(release: Release) -> list[Statement]:
    """The statements that say which release a store holds: its digest, and that of each graph."""
    names = release.names
    digests = {names.marker: release.digest} | {name: graph.digest for name, graph in release.graphs.items()}
    return [mark(names, subject, digest) for subject, digest in digests.items()]


def mark(names: Names, subject: str, digest: str) -> Statement:
    """The statement of one digest."""
    return names.marker, _said(subject, IDENTIFIER, _SHA256 + digest)


def _said(subject: str, predicate: str, words: str) -> bytes:
    return f"<{subject}> {predicate} {literal_term(words)}".encode()
