"""Bringing what was published into a store elsewhere: push."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ld_export.cli.common import Publication, app, at_most_one, built, found, tell
from ld_export.cli.elsewhere import session
from ld_export.errors import UsageProblem

# Everything that loads an RDF library is imported where it is used, so that --help answers at once.
if TYPE_CHECKING:
    from ld_export.push import Endpoints, Pushed, Way

_DUMP = Path("dumps") / "dataset.nq"


class Kind(StrEnum):
    """Stores of which something is known."""

    GENERIC = "generic"
    OXIGRAPH = "oxigraph"
    VIRTUOSO = "virtuoso"
    FUSEKI = "fuseki"
    GRAPHDB = "graphdb"


class By(StrEnum):
    """How statements are sent."""

    GRAPH_STORE = "graph-store"
    UPDATE = "update"


@app.command()
def push(
    url: Annotated[
        str, typer.Argument(help="The store: its root, or for a generic one its endpoint. Without credentials in it.")
    ],
    store: Annotated[Kind, typer.Option(help="What kind of store it is; docs/stores.md tells more.")] = Kind.GENERIC,
    publication: Publication = None,
    public: Annotated[Path | None, typer.Option(help="The built site; by default the publication's public/.")] = None,
    dump: Annotated[
        Path | None, typer.Option(help="A dataset.nq or dataset.nq.gz to push instead of a built site.")
    ] = None,
    by: Annotated[
        By | None,
        typer.Option(help="By Graph Store Protocol or by SPARQL Update; by default what the store does best."),
    ] = None,
    update_url: Annotated[str | None, typer.Option(help="Where the store takes updates, if elsewhere.")] = None,
    graph_store_url: Annotated[
        str | None, typer.Option(help="Where the store takes graphs by ?graph=, if elsewhere.")
    ] = None,
    base: Annotated[str | None, typer.Option(help="The publication's base; by default the dump tells it.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Take over from a push that did not come to its end.")
    ] = False,
    staged: Annotated[
        bool, typer.Option("--staged", help="Put a release in its place at the end even where nothing was before.")
    ] = False,
    vocabulary: Annotated[
        bool, typer.Option("--vocabulary/--no-vocabulary", help="Whether the vocabulary's graph goes along.")
    ] = True,
    timeout: Annotated[float, typer.Option(min=0.1, help="How many seconds an answer may take to begin.")] = 600,
    retries: Annotated[int, typer.Option(min=0, help="How often a busy store is asked again.")] = 3,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Tell only what was done, and not how or what the store rewrites.")
    ] = False,
) -> None:
    """Bring a release into a triple store: what changed is sent, verified, and then put in its place."""
    import secrets

    from ld_export.push import Choices, RemoteStore, endpoints_of, read_release
    from ld_export.push import push as run

    at_most_one({"--dump": dump, "--public": public, "--publication": publication})
    endpoints = endpoints_of(store.value, url, update_url, graph_store_url)
    way = _way(by, endpoints)
    source = dump or (public or built(found(publication))) / _DUMP
    asking = session(publication, timeout, retries, tell)
    with tempfile.TemporaryDirectory(prefix="ld-export-push-") as folder, asking:
        release = read_release(source, Path(folder), base=base, vocabulary=vocabulary)
        choices = Choices(secrets.token_hex(8), way, resume=resume, staged=staged)
        pushed = run(release, RemoteStore(endpoints, asking), choices, _silent if quiet else tell)
    _print(pushed, release.size, quiet=quiet)


def _way(by: By | None, endpoints: Endpoints) -> Way:
    from ld_export.push import Way

    if by is By.UPDATE or (by is None and endpoints.store.way is Way.UPDATE):
        return Way.UPDATE
    if not endpoints.data:
        raise UsageProblem("where the store takes graphs is not known", remedy="give --graph-store-url, or --store")
    return endpoints.store.way


def _silent(_: str) -> None:
    pass


def _print(pushed: Pushed, size: int, *, quiet: bool) -> None:
    for one in pushed.rewritten if not quiet else ():
        whose = "values of this kind are in the release" if one.ours else "the release has no values of this kind"
        tell(f"the store writes {one.value} as {one.returned}; {whose}")
    if not pushed.changed and not pushed.removed:
        typer.echo(f"the store holds this release already: {size} statements")
        return
    how = f"put in its place by {pushed.swaps} updates" if pushed.swaps else "where there was nothing before"
    typer.echo(
        f"pushed: {len(pushed.changed)} graphs changed, {len(pushed.removed)} removed, {pushed.sent} statements sent, "
        f"{how}; the store holds {size} statements"
    )
