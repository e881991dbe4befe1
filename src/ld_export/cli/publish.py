"""Publishing and looking: build, validate, query, init."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ld_export.cli.common import Publication, app, at_most_one, found
from ld_export.errors import UsageProblem

# Everything that loads an RDF library is imported where it is used, so that --help answers at once.
if TYPE_CHECKING:
    from ld_export.pipeline.build import Summary
    from ld_export.pipeline.site import Progress
    from ld_export.query import Answer
    from ld_export.theme import Theme
    from ld_export.validate import Finding


_LAST_SECOND = 253_402_300_799
"""The end of the year 9999."""


class ReportFormat(StrEnum):
    """How findings are shown."""

    TABLE = "table"
    TEXT = "text"
    HTML = "html"
    TURTLE = "turtle"
    JSONLD = "jsonld"


class ResultFormat(StrEnum):
    """How answers are shown."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"


class Engine(StrEnum):
    """What checks the shapes."""

    FAST = "shacl"
    REFEREE = "pyshacl"


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
    from ld_export.pipeline.build import build as run
    from ld_export.pipeline.workers import usual_jobs

    at_most_one({"DIRECTORY": directory, "--publication": publication})
    with _progress() as progress:
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
        _print_json(summary)
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
    if not summary.full_text:
        typer.echo("texts cannot be searched, only names: pagefind is missing (install ld-export[search])", err=True)
    if summary.unchanged:
        typer.echo(f"{summary.public} is up to date ({summary.documents} documents)")
        return
    typer.echo(
        f"{summary.public}: {summary.documents} documents ({summary.remade} made anew), "
        f"{summary.signatures} signatures, {summary.statements} statements, {summary.pages} pages"
    )


def _print_json(value: Any) -> None:
    import msgspec

    typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


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
def validate(
    file: Annotated[Path | None, typer.Argument(help="An RDF file; by default the graph of the publication.")] = None,
    report: Annotated[
        ReportFormat,
        typer.Option("--format", help="How to show what is found; html is a page, turtle and jsonld are by pySHACL."),
    ] = ReportFormat.TABLE,
    engine: Annotated[
        Engine | None, typer.Option(help="Which engine; by default the fast one where installed.")
    ] = None,
    publication: Publication = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check a graph against the shapes. Exits with 1 if a rule is broken; warnings and notes are only shown."""
    from ld_export.pipeline.check import file_lines, publication_lines
    from ld_export.validate import engines, report_as, violations
    from ld_export.validate import validate as check

    standard = report in (ReportFormat.TURTLE, ReportFormat.JSONLD)
    at_most_one({"FILE": file, "--publication": publication})
    at_most_one(
        {f"--format {report}": standard, "--json": as_json, "--engine shacl": standard and engine is Engine.FAST}
    )
    if engine and engine.value not in engines():
        raise UsageProblem(f"the engine {engine.value} is not installed", remedy="pip install 'ld-export[fast]'")
    lines = file_lines(file) if file else publication_lines(found(publication))
    if standard:
        unbroken, text = report_as(lines, report.value)
        typer.echo(text)
        raise typer.Exit(0 if unbroken else 1)
    by = engine.value if engine else next(iter(engines()))
    findings = check(lines, by)
    if as_json:
        _print_json([finding._asdict() for finding in findings])
    elif report is ReportFormat.HTML:
        typer.echo(_findings_page(findings, by, lines, file or found(publication)), nl=False)
    else:
        _REPORTS[report](findings)
    raise typer.Exit(1 if violations(findings) else 0)


def _findings_page(findings: Sequence[Finding], engine: str, lines: Sequence[str], of: Path) -> str:
    from ld_export.pages.report import Report, report_page
    from ld_export.validate import checked, concept_lines, types_in_lines

    # The concepts are there to check values against; they are not what was to be checked.
    own = set(lines).difference(concept_lines())
    return report_page(Report(engine, checked(types_in_lines(own)), findings), of.absolute().name, lines)


def _findings_table(findings: Sequence[Finding]) -> None:
    from ld_export.validate import violations

    broken = violations(findings)
    if broken:
        _table(("Where", "Property", "Value", "What is wrong"), [(f.focus, f.path, f.value, f.message) for f in broken])
    lesser: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        if finding not in broken:
            lesser.setdefault((finding.severity, finding.message), []).append(finding.focus)
    for (severity, message), places in sorted(lesser.items(), reverse=True):
        typer.echo("\n  ".join([f"{severity}: {message}", *places]))
    if not broken:
        typer.echo("conforms: no rule is broken" if findings else "conforms: nothing found")


def _findings_text(findings: Sequence[Finding]) -> None:
    for finding in findings:
        parts = [part for part in (finding.focus, finding.path, finding.value) if part]
        typer.echo(f"{finding.severity}: {' '.join(parts)}: {finding.message}")
    typer.echo(_counted(findings) if findings else "conforms: nothing found")


def _counted(findings: Sequence[Finding]) -> str:
    from ld_export.validate import violations

    broken = len(violations(findings))
    return f"{len(findings)} findings" + ("" if broken else "; conforms: no rule is broken")


_REPORTS: dict[ReportFormat, Callable[[Sequence[Finding]], None]] = {
    ReportFormat.TABLE: _findings_table,
    ReportFormat.TEXT: _findings_text,
}


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    table = Table(*(Column(name, overflow="fold") for name in columns))  # a long value is wrapped, never cut
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # as Text, so that brackets in data are no markup
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    console.print(table)


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
    _table(answer.columns, answer.rows)
    if sys.stderr.isatty():
        typer.echo(f"{len(answer.rows)} rows", err=True)


@app.command()
def init(
    directory: Annotated[Path, typer.Argument(help="The folder to make.")],
    empty: Annotated[bool, typer.Option("--empty", help="Only a scaffold, without documents.")] = False,
) -> None:
    """Make a publication of your own: a copy of the one that ships with ld-export, or an empty one."""
    from ld_export.scaffold import init as make

    make(directory, empty=empty)
    typer.echo(f"made {directory}; next: ld-export build {directory}")
