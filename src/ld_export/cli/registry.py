"""What curators do to the people of a publication. Each command shows what would change in public, and asks."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ld_export.cli.common import Publication, app, found
from ld_export.errors import UsageProblem

if TYPE_CHECKING:
    from ld_export.pipeline.curate import Edit

Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
Public = Annotated[Path | None, typer.Option(help="The built site; by default the publication's, or ./public.")]


@app.command()
def withhold(
    who: Annotated[
        str | None,
        typer.Argument(help="The name, or the id of a person; asked for unless given, so that no shell keeps it."),
    ] = None,
    publication: Publication = None,
    public: Public = None,
    yes: Yes = False,
) -> None:
    """Publish nothing of a person: the name goes onto the list of withheld people, and its rows are emptied."""
    from ld_export.pipeline.curate import withhold as make

    folder = found(publication)
    who = who or _asked_for_name()
    confirm(make(folder, who, _today(), _built(folder, public)), yes=yes)


@app.command()
def withdraw(
    person: Annotated[int, typer.Argument(help="The id of a person.")],
    publication: Publication = None,
    yes: Yes = False,
) -> None:
    """Make a person's page a tombstone, and withhold the name, or the next build would add it again."""
    from ld_export.pipeline.curate import withdraw as make

    confirm(make(found(publication), person, _today()), yes=yes)


@app.command()
def merge(
    person: Annotated[int, typer.Argument(help="The id of a person.")],
    into: Annotated[int, typer.Argument(help="The id of the person that this is.")],
    publication: Publication = None,
    yes: Yes = False,
) -> None:
    """Make one person of two: the first one's page redirects to the second one's, which takes over what was its own."""
    from ld_export.pipeline.curate import merge as make

    confirm(make(found(publication), person, into), yes=yes)


@app.command()
def split(
    person: Annotated[int, typer.Argument(help="The id of a person.")],
    spellings: Annotated[list[str] | None, typer.Argument(help="The printed forms that are somebody else.")] = None,
    country: Annotated[
        list[str] | None, typer.Option(help="A country in which the name is somebody else; may be given several times.")
    ] = None,
    publication: Publication = None,
    yes: Yes = False,
) -> None:
    """Make two persons of one: some spellings, or those of some countries, get a new id."""
    from ld_export.pipeline.curate import split as make

    confirm(make(found(publication), person, spellings or [], country or []), yes=yes)


def _asked_for_name() -> str:
    if not sys.stdin.isatty():
        raise UsageProblem("nobody is named", remedy="give a name or an id, or use a terminal")
    name: str = typer.prompt("Name")
    return name


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _built(publication: Path, public: Path | None) -> Path | None:
    """The built site that tells what was published; nothing where there is none."""
    places = [public] if public else [publication / "public", Path("public")]
    return next((place for place in places if place.is_dir()), None)


def confirm(edit: Edit, *, yes: bool) -> None:
    """Show what would change, and change it if that is wanted."""
    from ld_export.pipeline.curate import apply

    typer.echo("What changes in public with the next build:")
    for line in edit.shown or ["nothing"]:
        typer.echo(f"  {line}")
    if not yes:
        if not sys.stdin.isatty():
            raise UsageProblem("nobody is there to ask", remedy="read what changes, then give --yes")
        typer.confirm("Change the files?", abort=True)
    apply(edit)
    for path in (path for path, content in edit.after.items() if content != edit.before[path]):
        typer.echo(f"changed {path}")
    typer.echo("next: ld-export build")
