"""Making publications and publishing them: build, init."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ld_export import garbage
from ld_export.cli.common import Publication, app, at_most_one, found, print_json

# Everything that loads an RDF library is imported where it is used, so that --help answers at once.
if TYPE_CHECKING:
    from ld_export.pipeline.build import Summary
    from ld_export.pipeline.site import Progress


_LAST_SECOND = 253_402_300_799
"""The end of the year 9999."""


# The registry's files, and the summary as JSON, have them all.
_SHOWN = 20


@app.command()
def build(
    directory: Annotated[
        Path | None, typer.Argument(help="The publication; by default this folder or declarations/.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to publish; by default the publication's public/.")] = None,
    publication: Publication = None,
    frozen: Annotated[
        bool, typer.Option("--frozen", help="Refuse to add to the registry, and to release new addresses.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="How many processes work; by default one for each core, at most 8.")
    ] = None,
    layout: Annotated[str | None, typer.Option(help="Force this layout on every document.")] = None,
    epoch: Annotated[
        int | None,
        typer.Option(
            "--source-date-epoch",
            envvar="SOURCE_DATE_EPOCH",
            min=0,
            max=_LAST_SECOND,
            help="When the sources were last changed, in seconds since 1970; told of the data as a whole.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Make graph, dumps and pages, and publish them: wholly or, if anything is wrong, not at all."""
    at_most_one({"DIRECTORY": directory, "--publication": publication})
    with garbage.looked_for_seldom(), _progress() as progress:
        from ld_export.pipeline.build import build as run
        from ld_export.pipeline.workers import usual_jobs

        summary = run(
            found(directory or publication),
            out,
            frozen=frozen,
            jobs=jobs or usual_jobs(),
            layout=layout,
            modified=_day(epoch),
            progress=progress,
        )
    if as_json:
        print_json(summary)
    else:
        _print_summary(summary)


def _day(epoch: int | None) -> str:
    """The day of a second since 1970; nothing of none."""
    return "" if epoch is None else datetime.fromtimestamp(epoch, UTC).date().isoformat()


def _print_summary(summary: Summary) -> None:
    from ld_export.ledger import FILE_NAME

    for warning in summary.warnings:
        typer.echo(f"warning: {warning.place}: {warning.message}", err=True)
    if summary.added:
        more = len(summary.added) - _SHOWN
        rest = f" and {more} more" if more > 0 else ""
        typer.echo(f"added to the registry: {', '.join(summary.added[:_SHOWN])}{rest}", err=True)
    if summary.released:
        addresses = "1 new address" if summary.released == 1 else f"{summary.released} new addresses"
        typer.echo(f"{addresses} noted in {FILE_NAME}", err=True)
    if summary.suggested:
        items = "1 item is" if summary.suggested == 1 else f"{summary.suggested} items are"
        typer.echo(f"{items} only suggested, and not published: see audit", err=True)
    if summary.left_out:
        counted = ", ".join(f"{number} {why}" for why, number in summary.left_out.items())
        typer.echo(f"left out of the link sets of others: {counted}; see links check", err=True)
    if not summary.full_text:
        typer.echo("texts cannot be searched, only names: pagefind is missing (install ld-export[search])", err=True)
    if summary.unchanged:
        typer.echo(f"{summary.public} is up to date ({summary.documents} documents)")
        return
    typer.echo(
        f"{summary.public}: {summary.documents} documents ({summary.remade} made anew), "
        f"{summary.signatures} signatures, {summary.statements} statements, {summary.pages} pages"
    )


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar for each stage on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


@app.command()
def init(
    directory: Annotated[Path, typer.Argument(help="The folder to make.")],
    empty: Annotated[bool, typer.Option("--empty", help="Only a scaffold, without documents.")] = False,
) -> None:
    """Make a publication of your own: a copy of the one that ships with ld-export, or an empty one."""
    from ld_export.scaffold import init as make

    make(directory, empty=empty)
    typer.echo(f"made {directory}; next: ld-export build {directory}")
