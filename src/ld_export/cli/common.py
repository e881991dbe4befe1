"""What every command shares: the application, options, and how problems are told."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.main import get_command_name
from typer.models import CommandInfo

from ld_export import __version__, garbage
from ld_export.errors import LdExportError, OutputProblem, UsageProblem

app = typer.Typer(
    name="ld-export",
    help="Turns human-rights declarations into linked data that other databases can cite.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Publication = Annotated[
    Path | None,
    typer.Option("--publication", "-p", help="The folder with ld-export.toml; by default this one or declarations/."),
]


def main() -> None:
    """Run the command line; every problem that a user can mend is one message and an exit code."""
    garbage.none_at_the_end()
    try:
        with _alone(sys.argv[1:2]):
            app()
    except LdExportError as problem:
        _fail(problem)
    except OSError as error:
        _fail(OutputProblem(error.strerror or str(error), str(error.filename or ""), "mend the file or its place"))


@contextmanager
def _alone(named: Sequence[str]) -> Iterator[None]:
    """Inside the block, a command that is named is the only one: Typer makes options of all before it looks for one."""
    commands, groups = app.registered_commands, app.registered_groups
    wanted = [one for one in commands if (one.name or get_command_name(_called(one))) in named]
    if wanted:
        app.registered_commands, app.registered_groups = wanted, []
    try:
        yield
    finally:
        app.registered_commands, app.registered_groups = commands, groups


def _called(command: CommandInfo) -> str:
    return command.callback.__name__ if command.callback else ""


def _fail(problem: LdExportError) -> NoReturn:
    typer.echo(f"ld-export: {problem}", err=True)
    sys.exit(problem.exit_code)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ld-export {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def at_most_one(given: Mapping[str, object]) -> None:
    """Refuse two answers to one question, by name: one of them would be passed over in silence."""
    named = [name for name, value in given.items() if value]
    if len(named) > 1:
        raise UsageProblem(f"{' and '.join(named)} do not go together", remedy="give one of them")


def found(publication: Path | None) -> Path:
    """The publication that was named, or the one that is near."""
    if publication is not None:
        return publication
    for near in (Path(), Path("declarations")):
        if (near / "ld-export.toml").is_file():
            return near
    raise UsageProblem(
        "no publication here: neither ld-export.toml nor declarations/ld-export.toml",
        remedy="name one, or make one: ld-export init DIR",
    )


def near() -> Path | None:
    """The publication that is near, if there is one."""
    try:
        return found(None)
    except UsageProblem:
        return None


def built(publication: Path) -> Path:
    """Where a publication's site lies: as for `query`, in it, or here, which is where `make site` puts it."""
    own = publication / "public"
    return own if own.exists() or not Path("public").exists() else Path("public")


def tell(what: str) -> None:
    """Say something beside the answer."""
    typer.echo(what, err=True)


def tell_at_terminal(what: str) -> None:
    """Say what only somebody wants to know who sits there and waits."""
    if sys.stderr.isatty():
        tell(what)


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    import msgspec

    typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table for people to read."""
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    table = Table(*(Column(name, overflow="fold") for name in columns))  # a long value is wrapped, never cut
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # as Text, so that brackets in data are no markup
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    console.print(table)
