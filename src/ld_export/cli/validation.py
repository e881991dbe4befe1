"""Checking a graph against the shapes: validate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ld_export.cli.common import Publication, app, at_most_one, found, print_json, print_table
from ld_export.errors import UsageProblem

# Everything that loads an RDF library is imported where it is used, so that --help answers at once.
if TYPE_CHECKING:
    from ld_export.validate import Finding


class ReportFormat(StrEnum):
    """How findings are shown."""

    TABLE = "table"
    TEXT = "text"
    HTML = "html"
    TURTLE = "turtle"
    JSONLD = "jsonld"


class Engine(StrEnum):
    """What checks the shapes."""

    FAST = "shacl"
    REFEREE = "pyshacl"


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
        print_json([finding._asdict() for finding in findings])
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
        print_table(
            ("Where", "Property", "Value", "What is wrong"), [(f.focus, f.path, f.value, f.message) for f in broken]
        )
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
