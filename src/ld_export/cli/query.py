"""Asking what was published: query."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ld_export.cli.common import Publication, app, at_most_one, found, print_table
from ld_export.errors import UsageProblem

# Everything that loads an RDF library is imported where it is used, so that --help answers at once.
if TYPE_CHECKING:
    from ld_export.query import Answer
    from ld_export.theme import Theme


class ResultFormat(StrEnum):
    """How answers are shown."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"


@app.command()
def query(
    text: Annotated[str | None, typer.Argument(help="A SPARQL query; the prefixes of the context are known.")] = None,
    file: Annotated[Path | None, typer.Option(help="A file with a query.")] = None,
    name: Annotated[str | None, typer.Option(help="One of the shipped queries; a wrong name lists them.")] = None,
    result: Annotated[ResultFormat, typer.Option("--format", help="How to show the answer.")] = ResultFormat.TABLE,
    publication: Publication = None,
    public: Annotated[
        Path | None, typer.Option(help="The built site; by default the publication's, or ./public.")
    ] = None,
) -> None:
    """Ask the built publication a SPARQL question."""
    from ld_export.pipeline.store import open_store
    from ld_export.query import ask, find_store

    at_most_one({"--public": public, "--publication": publication})
    asked = _asked(text, file, name, publication, public)
    places = [public] if public else [found(publication) / "public", Path("public")]
    answer = ask(open_store(find_store(places)), asked, result.value)
    if isinstance(answer, str):
        typer.echo(answer, nl=not answer.endswith("\n"))
    else:
        _print_answer(answer)


def _asked(text: str | None, file: Path | None, name: str | None, publication: Path | None, public: Path | None) -> str:
    if sum(one is not None for one in (text, file, name)) != 1:
        raise UsageProblem("give one of: a query, --file, --name")
    if name is not None:
        from ld_export.query import named_query

        return named_query(name, None if public else _theme(found(publication)))
    if file is not None:
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageProblem(f"the query cannot be read: {error}", str(file)) from None
    return text or ""


def _theme(publication: Path) -> Theme:
    """The theme of a publication, which may have questions of its own."""
    from ld_export.settings import read_settings
    from ld_export.theme import theme_of

    return theme_of(publication, read_settings(publication).theme)


def _print_answer(answer: Answer) -> None:
    print_table(answer.columns, answer.rows)
    if sys.stderr.isatty():
        typer.echo(f"{len(answer.rows)} rows", err=True)
