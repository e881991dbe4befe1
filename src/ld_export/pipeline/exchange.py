"""Annotation files of a publication for other tools, and from them."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from ld_export.curation import (
    Frame,
    Imported,
    from_web_annotations,
    placed,
    read_json,
    read_notes,
    to_web_annotations,
)
from ld_export.errors import LdExportError, UsageProblem, raise_all
from ld_export.iris import Minter
from ld_export.model import Annotations, Text
from ld_export.pipeline.files import ANNOTATIONS, Draft, chosen, read_file
from ld_export.pipeline.inputs import ENTITIES
from ld_export.references import References
from ld_export.registry import read_registry
from ld_export.settings import Settings

_SECTIONS = ("sets", "mentions", "citations", "claims", "demands", "figures")


def exported(publication: Path, document: str) -> str:
    """The annotation file of a document as W3C Web Annotations, in JSON-LD."""
    settings, task, beside = chosen(publication, document)
    key, _, text, annotations = read_file(task)
    if annotations is None:
        raise UsageProblem(f"there is no {ANNOTATIONS}/{beside.name}", remedy="write it, or draft it with suggest")
    page = to_web_annotations(annotations, _frame(text, key, settings), read_notes(beside, task.limit))
    return json.dumps(page, ensure_ascii=False, indent=2) + "\n"


def imported(publication: Path, file: Path, document: str) -> Draft:
    """An annotation file for a document from Web Annotations; new items are numbered on from the file that is there."""
    settings, task, beside = chosen(publication, document)
    key, _, text, there = read_file(task)
    frame = _frame(text, key, settings)
    made = from_web_annotations(read_json(file, task.limit), file.name, frame, _taken(there))
    _check(made, publication)
    return Draft(beside, made.text)


def _frame(text: Text, key: str, settings: Settings) -> Frame:
    return Frame(text, key, Minter(settings.base_uri), settings.languages[0], settings.site)


def _taken(annotations: Annotations | None) -> dict[str, int]:
    """The highest number of each section."""
    if annotations is None:
        return {}
    return {name: max((one.number for one in getattr(annotations, name)), default=0) for name in _SECTIONS}


def _check(made: Imported, publication: Path) -> None:
    """Raise where the registry lacks what is referred to. A name that is to be looked up may be new."""
    sure = tuple(one for one in made.annotations.references if "/?" not in one.target)
    try:
        References(read_registry(publication / ENTITIES)).targets(
            msgspec.structs.replace(made.annotations, references=sure)
        )
    except LdExportError as problem:
        raise_all(placed(problem, made.names))
