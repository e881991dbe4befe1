"""What helps a curator with annotations: suggest, audit, and annotations from and for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ld_export.cli.common import Publication, app, found
from ld_export.errors import UsageProblem

if TYPE_CHECKING:
    from ld_export.pipeline.review import Audited, Said

exchange = typer.Typer(help="Annotations from other tools, and for them.", no_args_is_help=True)
app.add_typer(exchange, name="annotations")


@app.command()
def suggest(
    document: Annotated[str, typer.Argument(help="A file of the publication's documents/, by its name.")],
    publication: Publication = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write the draft; - prints it. By default annotations/NAME.yaml.")
    ] = None,
    spacy: Annotated[
        str | None, typer.Option(help="An installed spaCy pipeline, as a second opinion on names.")
    ] = None,
) -> None:
    """Write a draft annotation file: people, bodies, citations, figures, demands, violations, each with its rule."""
    from ld_export.pipeline.review import suggestion

    made = suggestion(found(publication), document, spacy)
    remark = "a draft. Review it, take `status: suggested` away, then audit and build."
    _deliver(made.text, out or made.path, remark)


@exchange.command()
def export(
    document: Annotated[str, typer.Argument(help="A file of the publication's documents/, by its name.")],
    publication: Publication = None,
    out: Annotated[Path | None, typer.Option(help="Where to write; printed unless given.")] = None,
) -> None:
    """Write a document's annotation file as W3C Web Annotations (JSON-LD): with all notes, so not for publication."""
    from ld_export.pipeline.exchange import exported

    text = exported(found(publication), document)
    _deliver(text, out, "written.")


@exchange.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="W3C Web Annotations, or what the Hypothesis API answers.")],
    document: Annotated[str, typer.Argument(help="The file of documents/ whose words they are of, by its name.")],
    publication: Publication = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write the file; - prints it. By default annotations/NAME.yaml.")
    ] = None,
) -> None:
    """Make an annotation file of annotations from other tools; all that are not understood are named."""
    from ld_export.pipeline.exchange import imported

    made = imported(found(publication), file, document)
    _deliver(made.text, out or made.path, "written. Review what is `suggested` in it, then audit and build.")


def _deliver(text: str, target: Path | None, remark: str) -> None:
    """Write a new file and say so, or print the text (`-`); a file that is there is somebody's work."""
    if target is None or str(target) == "-":
        typer.echo(text, nl=False)
        return
    if target.exists():
        raise UsageProblem(f"{target} is there already", remedy="name another file with --out, or print it: --out -")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    typer.echo(f"{target}: {remark}")


@app.command()
def audit(
    documents: Annotated[list[str] | None, typer.Argument(help="Files of documents/, by name; by default all.")] = None,
    publication: Publication = None,
    person: Annotated[
        int | None, typer.Option(help="Tell instead what a build would publish about the person of this id.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show also what is accounted for.")] = False,
) -> None:
    """Account for every name, number, quotation and cited document: annotated, signed off, or open (exit code 1)."""
    from ld_export.pipeline.review import audit as run
    from ld_export.pipeline.review import said_of

    folder = found(publication)
    if person is not None:
        if documents:
            raise UsageProblem("--person asks of all documents", remedy="leave the names of documents out")
        _print_said(said_of(folder, person))
        return
    audited = run(folder, documents or ())
    for one in audited:
        _print_audited(one, everything=everything)
    if any(one.open for one in audited):
        raise typer.Exit(1)


def _print_audited(one: Audited, *, everything: bool) -> None:
    unread = f", {one.suggested} items only suggested" if one.suggested else ""
    typer.echo(f"{one.document}: {len(one.accounts)} found, {len(one.open)} open{unread}")
    for account in one.accounts if everything else one.open:
        reason = f" ({account.reason})" if account.reason else ""
        typer.echo(
            f"  {account.state.value}: {account.found.kind} {account.found.words!r}, passage {account.found.passage}, "
            f"characters {account.found.start} to {account.found.end}{reason}"
        )


def _print_said(said: list[Said]) -> None:
    for one in said:
        words = f" “{one.words}”" if one.words else " (words not published)"
        typer.echo(f"{one.date or 'undated'} {one.document}{one.address}: {one.what}:{words}")
    typer.echo(f"{len(said)} entries")
