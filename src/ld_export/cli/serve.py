"""Serving what was built: serve."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ld_export.cli.common import Publication, app, at_most_one, built, found
from ld_export.serve.limits import MEBIBYTE, Limits

_USUAL = Limits()


@app.command()
def serve(
    directory: Annotated[
        Path | None, typer.Argument(help="The publication; by default this folder or declarations/.")
    ] = None,
    publication: Publication = None,
    public: Annotated[Path | None, typer.Option(help="The built site; by default the publication's public/.")] = None,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port to listen at; 0 takes a free one.")] = 8000,
    deadline: Annotated[float, typer.Option(min=0.1, help="How many seconds a query may run.")] = _USUAL.deadline,
    rows: Annotated[int, typer.Option(min=1, help="How many rows or statements an answer may have.")] = _USUAL.rows,
    size: Annotated[int, typer.Option(min=1, help="How many MiB an answer may have.")] = _USUAL.size // MEBIBYTE,
    memory: Annotated[
        int, typer.Option(min=512, help="How many MiB of address space a process for queries has.")
    ] = _USUAL.memory // MEBIBYTE,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many queries run at once; by default one for each core, at least 2.")
    ] = None,
    matchers: Annotated[
        int, typer.Option(min=1, help="How many processes compare names for /reconcile.")
    ] = _USUAL.matchers,
    queue: Annotated[int, typer.Option(min=0, help="How many queries may wait.")] = _USUAL.queue,
    patience: Annotated[float, typer.Option(min=0.1, help="How many seconds a query may wait.")] = _USUAL.patience,
    body: Annotated[int, typer.Option(min=1, help="How many bytes a request may have.")] = _USUAL.body,
    headers: Annotated[
        float, typer.Option(min=0.1, help="How many seconds a client has to send its headers, its body, or to read on.")
    ] = _USUAL.headers,
    connections: Annotated[
        int, typer.Option(min=1, help="How many connections are open at once.")
    ] = _USUAL.connections,
    cache: Annotated[
        int, typer.Option(min=0, help="How many MiB of answers are kept to be given again.")
    ] = _USUAL.cache // MEBIBYTE,
) -> None:
    """Serve the built site, with negotiation, and SPARQL at /sparql, names at /reconcile. Builds are picked up."""
    from ld_export.serve.server import run

    at_most_one({"DIRECTORY": directory, "--publication": publication, "--public": public})
    limits = Limits(
        deadline=deadline,
        rows=rows,
        size=size * MEBIBYTE,
        memory=memory * MEBIBYTE,
        workers=workers or _USUAL.workers,
        matchers=matchers,
        queue=queue,
        patience=patience,
        body=body,
        headers=headers,
        connections=connections,
        cache=cache * MEBIBYTE,
    )
    run(public or built(found(directory or publication)), host, port, limits)
