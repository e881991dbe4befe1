"""The document files of a publication: found by name, read, parsed, with what is annotated in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ld_export.concepts import nearest
from ld_export.documents import document_key
from ld_export.errors import UsageProblem
from ld_export.model import Annotations, SourceText, Text
from ld_export.parse import parse
from ld_export.privacy import NOBODY, Withheld
from ld_export.settings import DocumentSettings, Settings, read_settings
from ld_export.sources import read_source

DOCUMENTS = "documents"
ANNOTATIONS = "annotations"


class FileTask(NamedTuple):
    """A file to parse.

    `layout` is the one that the command line forces, `withheld` are people who are not named, `annotations` is the file
    beside it. What a machine suggested in that counts only with `suggestions`.
    """

    path: Path
    limit: int
    settings: DocumentSettings
    layout: str | None = None
    withheld: Withheld = NOBODY
    annotations: Path | None = None
    suggestions: bool = False


class Source(NamedTuple):
    """A document file: the key of its document, its clean text, its record as it is, and what is annotated in it."""

    key: str
    source: SourceText
    text: Text
    annotations: Annotations | None


class Chosen(NamedTuple):
    """A document that somebody named: how its file is read, and where its annotations are, or would be."""

    settings: Settings
    task: FileTask
    beside: Path


class Draft(NamedTuple):
    """An annotation file that is made, and the file of the publication that it is for."""

    path: Path
    text: str


def read_file(task: FileTask) -> Source:
    """What a file says, names and all; raises what is wrong with it."""
    own = task.settings
    source = read_source(task.path, task.limit)
    text = parse(source, task.layout or own.layout, own.language)
    key = document_key(text, own)
    return Source(key, source, text, _annotations(task.annotations, text, key, task.limit))


def _annotations(path: Path | None, text: Text, key: str, limit: int) -> Annotations | None:
    if path is None:
        return None
    from ld_export.curation import read_annotations  # noqa: PLC0415 - with its format and YAML, slow to import

    return read_annotations(path, text, key, limit)


def read_files(publication: Path, settings: Settings, *, annotated: bool = True) -> Iterator[Source]:
    """Every document file of a publication, in the order of their names; raises what is wrong with one."""
    for path in sorted((publication / DOCUMENTS).glob("*.txt")):
        task = _task(path, settings, _beside(publication, path))
        yield read_file(task if annotated else task._replace(annotations=None))


def chosen(publication: Path, document: str) -> Chosen:
    """The document of a publication that somebody named by its file; see `file_named`."""
    settings, path = read_settings(publication), file_named(publication, document)
    beside = _beside(publication, path)
    return Chosen(settings, _task(path, settings, beside), beside)


def file_named(publication: Path, document: str) -> Path:
    """A document file by its name, with or without its ending, wherever that is said to lie.

    Raises `UsageProblem` where the publication has no such file.
    """
    folder = publication / DOCUMENTS
    path = folder / f"{Path(document).name.removesuffix('.txt')}.txt"
    if not path.is_file():
        known = [one.name for one in folder.glob("*.txt")]
        raise UsageProblem(
            f"there is no document {path.name}", remedy=f"{nearest(path.name, known)}Documents lie in {folder}"
        )
    return path


def _task(path: Path, settings: Settings, beside: Path) -> FileTask:
    annotations = beside if beside.exists() else None
    return FileTask(path, settings.size_limit, settings.of(path.stem), annotations=annotations)


def _beside(publication: Path, path: Path) -> Path:
    return publication / ANNOTATIONS / f"{path.stem}.yaml"
