"""What a build reads: settings, registry and document files, each with a digest that tells whether it changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import jinja2
import msgspec
import pyoxigraph

from ld_export.errors import SettingsProblem
from ld_export.model import Person
from ld_export.pipeline.index import digest
from ld_export.pipeline.stage import FileTask
from ld_export.registry import Registry, person_row, read_registry
from ld_export.resources import code_digest
from ld_export.resources import digest as resource_digest
from ld_export.settings import Settings, read_settings
from ld_export.validate import engines

DOCUMENTS = "documents"
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
    return Inputs(
        publication=publication,
        settings=settings,
        registry=read_registry(publication / ENTITIES),
        registry_digest=registry_digest(publication),
        files={path.name: _input_file(path, settings, layout) for path in paths},
        common=_common_digest(settings),
    )


def _common_digest(settings: Settings) -> str:
    return digest(
        msgspec.structs.replace(settings, documents={}),
        code_digest(),
        resource_digest("ontology", "mappings", "shapes", "site"),
        [jinja2.__version__, pyoxigraph.__version__, list(engines())],
    )


def _input_file(path: Path, settings: Settings, layout: str | None) -> InputFile:
    own = settings.of(path.stem)
    task = FileTask(path, settings.size_limit, own, layout)
    # One that is too large is not read to find out whether it changed: parsing refuses it.
    size = path.stat().st_size
    content = hashlib.sha256(path.read_bytes()).hexdigest() if size <= settings.size_limit else f"{size} bytes"
    return InputFile(task, digest(content, own, layout))


def registry_digest(publication: Path) -> str:
    """The digest of the registry's files."""
    paths = sorted((publication / ENTITIES).glob("*.csv"))
    return digest([(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths])


def append_persons(publication: Path, added: Iterable[Person]) -> None:
    """Add rows to the registry's persons, in one step that happens wholly or not at all."""
    path = publication / ENTITIES / PERSONS
    before = path.read_text(encoding="utf-8")
    rows = "".join(person_row(person) for person in added)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("x", encoding="utf-8", newline="") as file:
            file.write(before if before.endswith("\n") else before + "\n")
            file.write(rows)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
