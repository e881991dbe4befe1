"""What a build reads: settings, registry and document files, each with a digest that tells whether it changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import jinja2
import msgspec
import pyoxigraph

from ld_export.errors import BuildLocked, RegistryProblem, SettingsProblem, UnreadableDocument
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
    if not _is_text(path.name):
        shown = path.name.encode("utf-8", "backslashreplace").decode()
        raise UnreadableDocument(f"the file name {shown!r} is no text", remedy="rename the file")
    if not path.is_file():
        raise UnreadableDocument("no file", path.name, "only text files belong into documents/")
    # One that is too large is not read to find out whether it changed: parsing refuses it.
    size = path.stat().st_size
    content = hashlib.sha256(path.read_bytes()).hexdigest() if size <= settings.size_limit else f"{size} bytes"
    return InputFile(task, digest(content, own, layout))


def _is_text(name: str) -> bool:
    """Whether a file name is Unicode, and not bytes that the system could not read as such."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def registry_digest(publication: Path) -> str:
    """The digest of the registry's files."""
    paths = sorted((publication / ENTITIES).glob("*.csv"))
    return digest([(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths])


def append_persons(inputs: Inputs, added: Iterable[Person]) -> None:
    """Add rows to the registry's persons, in one step that happens wholly or not at all.

    Raises `BuildLocked` where another build is adding rows, and `RegistryProblem` where the registry is no longer
    what this build read: an id would be given twice.
    """
    path = inputs.publication / ENTITIES / PERSONS
    with _only_one(path.parent):
        if registry_digest(inputs.publication) != inputs.registry_digest:
            raise RegistryProblem("changed during the build", str(path), "nothing was published; build again")
        before = path.read_bytes()
        rows = "".join(person_row(person) for person in added)
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
