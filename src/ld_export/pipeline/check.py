"""Validation without publishing: of the publication in a folder, or of any RDF file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ld_export.errors import LdExportError, raise_all
from ld_export.graph import read_lines
from ld_export.iris import Minter
from ld_export.pipeline.index import EMPTY
from ld_export.pipeline.inputs import read_inputs
from ld_export.pipeline.plan import make_plan, names_in, parse_files
from ld_export.pipeline.registry_stage import described, registry_graph
from ld_export.pipeline.stage import DocumentTask, graph_of
from ld_export.validate import concept_lines


def publication_lines(publication: Path) -> list[str]:
    """Every statement that a build of the publication would publish, but for the ontology; nothing is written."""
    inputs = read_inputs(publication)
    todo = make_plan(inputs, EMPTY, parse_files(inputs, EMPTY, map), frozen=False)
    mint = Minter(inputs.settings.base_uri)
    lines = set(registry_graph(described(todo.registry, names_in(todo.entries.values())), mint).lines)
    lines.update(_document_lines(todo.tasks.values()))
    return sorted(lines.union(concept_lines()))


def _document_lines(tasks: Iterable[DocumentTask]) -> set[str]:
    lines: set[str] = set()
    problems: list[LdExportError] = []
    for task in tasks:
        try:
            lines.update(graph_of(task).lines)
        except LdExportError as problem:
            problems.append(problem)
    raise_all(problems)
    return lines


def file_lines(path: Path) -> list[str]:
    """The statements of an RDF file, with the concepts that its values are checked against."""
    return sorted({*read_lines(path), *concept_lines()})
