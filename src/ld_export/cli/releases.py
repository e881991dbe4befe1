"""What changed from one release to another: diff."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ld_export.cli.common import app, print_json, print_table
from ld_export.errors import UsageProblem
from ld_export.outputs import Outputs, outputs

# Everything that loads an RDF library is imported where it is used, so that --help answers at once.
if TYPE_CHECKING:
    from ld_export.difference import Difference


class DifferenceFormat(StrEnum):
    """How a difference is shown."""

    TABLE = "table"
    JSON = "json"
    NQUADS = "nquads"
    PATCH = "patch"


@app.command()
def diff(
    first: Annotated[Path, typer.Argument(help="A dump or another RDF file, also as .gz, or a built folder.")],
    second: Annotated[Path, typer.Argument(help="What it is compared with: another one of these.")],
    result: Annotated[
        DifferenceFormat,
        typer.Option("--format", help="How to show what changed; patch is RDF Patch, nquads are two files."),
    ] = DifferenceFormat.TABLE,
    out: Annotated[
        str | None,
        typer.Option(help="What the files' names begin with: OUT.added.nq and OUT.removed.nq, or OUT.rdfp."),
    ] = None,
) -> None:
    """Compare two releases: statements, entities and URIs more and fewer. Exits with 1 if there is a difference."""
    from ld_export.difference import compare, side_of

    if out and result not in (DifferenceFormat.NQUADS, DifferenceFormat.PATCH):
        raise UsageProblem(f"--format {result} is printed", remedy="leave --out out, or ask for nquads or patch")
    if not out and result is DifferenceFormat.NQUADS:
        raise UsageProblem("nquads are two files", remedy="say what their names begin with: --out PREFIX")
    sides = side_of(first), side_of(second)
    # What was taken out of a publication may be a secret now: the folder is its owner's alone, and goes away.
    with tempfile.TemporaryDirectory(prefix="ld-export-diff-") as folder:
        made = compare(*sides, Path(folder))
        if not made.graphs:
            typer.echo("one of them names no graphs: compared without", err=True)
        _SHOWN[result](made, out)
    raise typer.Exit(1 if made else 0)


_MOST_ROWS = 40


def _table(made: Difference, _: str | None) -> None:
    summary = made.summary
    if not made:
        typer.echo("no difference")
        return
    _counts("Class", summary.classes)
    _counts("Graph", summary.graphs)
    rows = [
        (
            one.state.value,
            one.iri + (f" → {one.merged_into}" if one.merged_into else ""),
            f"+{one.added} −{one.removed}",
        )
        for one in summary.entities
    ]
    _some(("Entity", "IRI", "Statements"), rows)
    typer.echo(f"{len(summary.iris_added):,} URIs more, {len(summary.iris_removed):,} fewer")
    typer.echo(f"{summary.added:,} statements more, {summary.removed:,} fewer")


def _counts(name: str, counts: dict[str, tuple[int, int]]) -> None:
    _some((name, "More", "Fewer"), [(key or "(none)", str(more), str(fewer)) for key, (more, fewer) in counts.items()])


def _some(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if rows:
        print_table(columns, rows[:_MOST_ROWS])
    if len(rows) > _MOST_ROWS:
        typer.echo(f"and {len(rows) - _MOST_ROWS:,} others: --format json has all")


def _json(made: Difference, _: str | None) -> None:
    summary = made.summary
    print_json(
        {
            "graphs_compared": made.graphs,
            "statements": _more_and_fewer((summary.added, summary.removed)),
            "graphs": {name: _more_and_fewer(counts) for name, counts in summary.graphs.items()},
            "classes": {name: _more_and_fewer(counts) for name, counts in summary.classes.items()},
            "entities": [one._asdict() for one in summary.entities],
            "uris": {"added": summary.iris_added, "removed": summary.iris_removed},
        }
    )


def _more_and_fewer(counts: tuple[int, int]) -> dict[str, int]:
    return {"added": counts[0], "removed": counts[1]}


def _nquads(made: Difference, out: str | None) -> None:
    with outputs() as files:
        for path in (made.added, made.removed):
            with path.open(encoding="utf-8", newline="\n") as lines:
                files.open(Path(f"{out}.{path.name}")).writelines(lines)
    _tell_written(files)


def _patch(made: Difference, out: str | None) -> None:
    from ld_export.difference import patch_lines

    if not out:
        sys.stdout.writelines(patch_lines(made))
        return
    with outputs() as files:
        files.open(Path(f"{out}.rdfp")).writelines(patch_lines(made))
    _tell_written(files)


def _tell_written(files: Outputs) -> None:
    for path in files.made:
        typer.echo(f"wrote {path}")


_SHOWN: dict[DifferenceFormat, Callable[[Difference, str | None], None]] = {
    DifferenceFormat.TABLE: _table,
    DifferenceFormat.JSON: _json,
    DifferenceFormat.NQUADS: _nquads,
    DifferenceFormat.PATCH: _patch,
}
