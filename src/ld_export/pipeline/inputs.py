"""What a build reads: settings, registry and document files, each with a digest that tells whether it changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import msgspec
import pyoxigraph

from ld_export.csvfile import write_row
from ld_export.entity_rows import CITED_COLUMNS, FAMILY_COLUMNS, cited_row, family_row
from ld_export.errors import BuildLocked, CurationProblem, RegistryProblem, SettingsProblem, UnreadableDocument
from ld_export.pipeline.index import digest
from ld_export.pipeline.stage import FileTask
from ld_export.references import Additions
from ld_export.registry import (
    ORGANIZATION_COLUMNS,
    PERSON_COLUMNS,
    Registry,
    organization_row,
    person_row,
    read_registry,
)
from ld_export.resources import code_digest
from ld_export.resources import digest as resource_digest
from ld_export.settings import Settings, read_settings
from ld_export.validate import engines

DOCUMENTS = "documents"
ANNOTATIONS = "annotations"
ENTITIES = "entities"
PERSONS = "persons.csv"


class InputFile(NamedTuple):
    """A document file: how it is to be read, and the digest of its bytes and of that."""

    task: FileTask
    digest: str


class Inputs(NamedTuple):
    """All inputs of a build. `common` is the digest of what every document depends on; see `Index`."""

    publication: Path
    settings: Settings
    registry: Registry
    registry_digest: str
    files: dict[str, InputFile]
    common: str

    @property
    def digest(self) -> str:
        """The digest of everything."""
        return digest(self.common, self.registry_digest, {name: file.digest for name, file in self.files.items()})


def read_inputs(publication: Path, layout: str | None = None) -> Inputs:
    """The inputs of the publication in a folder; `layout` forces one on every document."""
    settings = read_settings(publication)
    paths = sorted((publication / DOCUMENTS).glob("*.txt"))
    if not paths:
        raise SettingsProblem("no document", str(publication / DOCUMENTS), "put texts into it as *.txt files")
    annotated = _annotation_files(publication, {path.stem for path in paths})
    return Inputs(
        publication=publication,
        settings=settings,
        registry=read_registry(publication / ENTITIES),
        registry_digest=registry_digest(publication),
        files={path.name: _input_file(path, settings, layout, annotated.get(path.stem)) for path in paths},
        common=_common_digest(settings),
    )


def _common_digest(settings: Settings) -> str:
    return digest(
        msgspec.structs.replace(settings, documents={}),
        code_digest(),
        resource_digest("ontology", "mappings", "shapes", "site"),
        [jinja2.__version__, pyoxigraph.__version__, list(engines())],
    )


def _annotation_files(publication: Path, stems: Collection[str]) -> dict[str, Path]:
    """The annotation files by stem; each must lie beside a document of its name, or it would be ignored in silence."""
    paths = sorted(path for path in (publication / ANNOTATIONS).glob("*") if path.name[:1] != ".")
    for path in paths:
        if path.suffix != ".yaml" or path.stem not in stems:
            raise CurationProblem(
                "annotates no document", f"{ANNOTATIONS}/{path.name}", "name it after its document's file: NAME.yaml"
            )
    return {path.stem: path for path in paths}


def _input_file(path: Path, settings: Settings, layout: str | None, annotations: Path | None) -> InputFile:
    own = settings.of(path.stem)
    task = FileTask(path, settings.size_limit, own, layout, annotations)
    if not _is_text(path.name):
        shown = path.name.encode("utf-8", "backslashreplace").decode()
        raise UnreadableDocument(f"the file name {shown!r} is no text", remedy="rename the file")
    if not path.is_file():
        raise UnreadableDocument("no file", path.name, "only text files belong into documents/")
    # One that is too large is not read to find out whether it changed: parsing refuses it.
    content = [_content(one, settings.size_limit) for one in (path, annotations) if one]
    return InputFile(task, digest(content, own, layout))


def _content(path: Path, limit: int) -> str:
    """The digest of a file that is not too large to be read."""
    size = path.stat().st_size
    return hashlib.sha256(path.read_bytes()).hexdigest() if size <= limit else f"{size} bytes"


def _is_text(name: str) -> bool:
    """Whether a file name is Unicode, and not bytes that the system could not read as such."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def registry_digest(publication: Path) -> str:
    """The digest of the registry's files."""
    paths = sorted((publication / ENTITIES).glob("*.csv"))
    return digest([(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths])


def append_rows(inputs: Inputs, added: Additions) -> None:
    """Add rows to the registry, each file in one step that happens wholly or not at all.

    Raises `BuildLocked` where another build is adding rows, and `RegistryProblem` where the registry is no longer
    what this build read: an id would be given twice.
    """
    folder = inputs.publication / ENTITIES
    with _only_one(folder):
        if registry_digest(inputs.publication) != inputs.registry_digest:
            raise RegistryProblem("changed during the build", str(folder), "nothing was published; build again")
        for table in _TABLES:
            if rows := getattr(added, table.name):
                _append(folder / f"{table.name}.csv", table, "".join(table.row(row) for row in rows))


class _Table(NamedTuple):
    """A file of the registry: the field of `Additions` that it takes, its columns, how a record becomes a line."""

    name: str
    columns: tuple[str, ...]
    row: Callable[[Any], str]


_TABLES = (
    _Table("persons", PERSON_COLUMNS, person_row),
    _Table("organizations", ORGANIZATION_COLUMNS, organization_row),
    _Table("families", FAMILY_COLUMNS, family_row),
    _Table("cited", CITED_COLUMNS, cited_row),
)


def _append(path: Path, table: _Table, rows: str) -> None:
    before = path.read_bytes() if path.exists() else write_row(table.columns).encode()
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)  # left by a build that was killed
    with aside.open("xb") as file:
        file.write(before if before.endswith(b"\n") else before + b"\n")
        file.write(rows.encode())
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Hold a lock on a folder; the system lets go of it when the process ends, however it ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BuildLocked("another build is adding to the registry", str(folder), "wait for it to end") from None
    finally:
        os.close(handle)
