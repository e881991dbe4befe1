"""Asking what was published, here or at an endpoint: query."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ld_export.cli.common import Publication, app, at_most_one, found, near, print_table, tell_at_terminal
from ld_export.cli.elsewhere import session
from ld_export.errors import UsageProblem

# Everything that loads an RDF library is imported where it is used, so that --help answers at once.
if TYPE_CHECKING:
    from ld_export.graph import Term
    from ld_export.query import Answer
    from ld_export.remote.results import Result
    from ld_export.theme import Theme


class ResultFormat(StrEnum):
    """How answers are shown."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"


@app.command()
def query(
    text: Annotated[str | None, typer.Argument(help="A SPARQL query; the prefixes of the context are known.")] = None,
    file: Annotated[Path | None, typer.Option(help="A file with a query.")] = None,
    name: Annotated[str | None, typer.Option(help="One of the shipped queries; a wrong name lists them.")] = None,
    names: Annotated[bool, typer.Option("--names", help="List the shipped queries and what they answer.")] = False,
    param: Annotated[
        list[str] | None,
        typer.Option(
            help='NAME=VALUE gives a variable a value: <https://…>, "text"@en, "5"^^xsd:integer, or bare text. '
            "May be given several times."
        ),
    ] = None,
    result: Annotated[ResultFormat, typer.Option("--format", help="How to show the answer.")] = ResultFormat.TABLE,
    publication: Publication = None,
    public: Annotated[
        Path | None, typer.Option(help="The built site; by default the publication's, or ./public.")
    ] = None,
    endpoint: Annotated[
        str | None, typer.Option(help="The address of a SPARQL endpoint to ask instead, without credentials in it.")
    ] = None,
    timeout: Annotated[
        float | None, typer.Option(min=0.1, help="How many seconds to wait for the endpoint; 60 unless stated.")
    ] = None,
    retries: Annotated[
        int | None, typer.Option(min=0, help="How often to ask a busy endpoint again; 3 times unless stated.")
    ] = None,
    page_size: Annotated[
        int | None, typer.Option(min=1, help="Ask the endpoint for so many rows at a time, in an order.")
    ] = None,
) -> None:
    """Ask the built publication, or any endpoint, a SPARQL question."""
    from ld_export.graph import parameters_from

    at_most_one({"--public": public, "--publication": publication})
    at_most_one({"--public": public, "--endpoint": endpoint})
    if names:
        _list(publication)
        return
    asked = _asked(text, file, name, publication, public or endpoint)
    parameters = parameters_from(param or ())
    if endpoint is not None:
        from ld_export.remote.endpoint import Endpoint

        with session(publication, timeout, retries, tell_at_terminal) as asking:
            _print_result(Endpoint(endpoint, asking).ask(asked, parameters, page_size), result.value)
        return
    remote = {"--timeout": timeout, "--retries": retries, "--page-size": page_size}
    if given := next((one for one, value in remote.items() if value is not None), None):
        raise UsageProblem(f"{given} is for endpoints", remedy="name one: --endpoint URL")
    _ask_here(asked, parameters, result.value, [public] if public else [found(publication) / "public", Path("public")])


def _ask_here(asked: str, parameters: Mapping[str, Term], result: str, places: list[Path]) -> None:
    from ld_export.pipeline.store import open_store
    from ld_export.query import ask, find_store

    answer = ask(open_store(find_store(places)), asked, result, parameters)
    if isinstance(answer, str):
        typer.echo(answer, nl=not answer.endswith("\n"))
    else:
        _print_answer(answer)


def _asked(
    text: str | None, file: Path | None, name: str | None, publication: Path | None, elsewhere: object | None
) -> str:
    if sum(one is not None for one in (text, file, name)) != 1:
        raise UsageProblem("give one of: a query, --file, --name")
    if name is not None:
        from ld_export.query import named_query

        return named_query(name, None if elsewhere and publication is None else _theme(found(publication)))
    if file is not None:
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageProblem(f"the query cannot be read: {error}", str(file)) from None
    return text or ""


def _list(publication: Path | None) -> None:
    from ld_export.questions import questions

    whose = publication or near()
    for name, question in questions(_theme(whose) if whose else None).items():
        typer.echo(f"{name}: {question.title}")


def _theme(publication: Path) -> Theme:
    """The theme of a publication, which may have questions of its own."""
    from ld_export.settings import read_settings
    from ld_export.theme import theme_of

    return theme_of(publication, read_settings(publication).theme)


def _print_result(result: Result, output_format: str) -> None:
    """Print an endpoint's answer: as it comes where the format allows it."""
    from ld_export.query import GRAPH_FORMATS, Answer, no_graph, no_table, written_graph
    from ld_export.remote.results import Statements, Truth
    from ld_export.remote.writing import TRUTHS, WRITERS, text_of

    if isinstance(result, Statements):
        if output_format not in ("table", *GRAPH_FORMATS):
            raise no_graph(output_format)
        if output_format == "ntriples":
            sys.stdout.writelines(f"{triple} .\n" for triple in result.triples)
        else:
            typer.echo(written_graph(result.triples, output_format), nl=False)
        return
    if output_format in GRAPH_FORMATS:
        raise no_table(output_format)
    if isinstance(result, Truth):
        value = "true" if result.value else "false"
        if output_format == "table":
            _print_answer(Answer(("answer",), [(value,)]))
        else:
            typer.echo(TRUTHS[output_format].format(value), nl=False)
    elif output_format == "table":
        _print_answer(Answer(result.columns, [tuple(map(text_of, row)) for row in result.rows]))
    else:
        sys.stdout.writelines(WRITERS[output_format](result))


def _print_answer(answer: Answer) -> None:
    print_table(answer.columns, answer.rows)
    tell_at_terminal(f"{len(answer.rows)} rows")
