"""Annotation files of a publication for other tools, and from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import msgspec

from ld_export.curation import (
    Frame,
    Imported,
    from_web_annotations,
    placed,
    read_annotations,
    read_json,
    read_notes,
    to_web_annotations,
)
from ld_export.documents import document_key
from ld_export.errors import LdExportError, UsageProblem, raise_all
from ld_export.iris import Minter
from ld_export.model import Annotations
from ld_export.parse import parse
from ld_export.pipeline.inputs import ANNOTATIONS, DOCUMENTS, ENTITIES
from ld_export.references import References
from ld_export.registry import read_registry
from ld_export.settings import Settings, read_settings
from ld_export.sources import read_source

_SECTIONS = ("sets", "mentions", "citations", "claims", "demands", "figures")


class Draft(NamedTuple):
    """An annotation file that is made, and the file of the publication that it is for."""

    path: Path
    text: str


class _Chosen(NamedTuple):
    """A document that was named by its file: the file's stem, the settings, its text with the publication."""

    stem: str
    settings: Settings
    frame: Frame


def exported(publication: Path, document: str) -> str:
    """The annotation file of a document as W3C Web Annotations, in JSON-LD."""
    chosen = _chosen(publication, document)
    path = publication / ANNOTATIONS / f"{chosen.stem}.yaml"
    if not path.is_file():
        raise UsageProblem(f"there is no {ANNOTATIONS}/{path.name}", remedy="write it, or draft it with suggest")
    annotations = read_annotations(path, chosen.frame.text, chosen.frame.key, chosen.settings.size_limit)
    page = to_web_annotations(annotations, chosen.frame, read_notes(path, chosen.settings.size_limit))
    return json.dumps(page, ensure_ascii=False, indent=2) + "\n"


def imported(publication: Path, file: Path, document: str) -> Draft:
    """An annotation file for a document from Web Annotations; new items are numbered on from the file that is there."""
    chosen = _chosen(publication, document)
    limit, path = chosen.settings.size_limit, publication / ANNOTATIONS / f"{chosen.stem}.yaml"
    there = read_annotations(path, chosen.frame.text, chosen.frame.key, limit) if path.is_file() else None
    made = from_web_annotations(read_json(file, limit), file.name, chosen.frame, _taken(there))
    _check(made, publication)
    return Draft(path, made.text)


def _chosen(publication: Path, document: str) -> _Chosen:
    settings = read_settings(publication)
    stem = Path(document).name.removesuffix(".txt")
    path = publication / DOCUMENTS / f"{stem}.txt"
    if not path.is_file():
        raise UsageProblem(f"there is no document {stem}.txt", remedy=f"put it into {publication / DOCUMENTS}")
    own = settings.of(stem)
    text = parse(read_source(path, settings.size_limit), own.layout, own.language)
    mint = Minter(settings.base_uri)
    return _Chosen(stem, settings, Frame(text, document_key(text, own), mint, settings.languages[0], settings.site))


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
