"""What a build reads: settings, registry and document files, each with a digest that tells whether it changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import jinja2
import msgspec
import pyoxigraph

from ld_export.errors import (
    BuildLocked,
    LdExportError,
    RegistryProblem,
    SettingsProblem,
    UnreadableDocument,
    WithheldLeak,
)
from ld_export.model import Person
from ld_export.pipeline.index import digest
from ld_export.pipeline.stage import FileTask, parse_file
from ld_export.privacy import Withheld, nobody_named, public_registry, read_listed, unnamed, withheld_people
from ld_export.registry import Registry, person_row, read_registry
from ld_export.resources import code_digest
from ld_export.resources import digest as resource_digest
from ld_export.settings import FILE_NAME, Settings, read_settings
from ld_export.sources import read_source
from ld_export.validate import engines

DOCUMENTS = "documents"
ENTITIES = "entities"
PERSONS = "persons.csv"


class InputFile(NamedTuple):
    """A document file: how it is to be read, and the digest of its bytes and of that."""

    task: FileTask
    digest: str


class Inputs(NamedTuple):
    """All inputs of a build. `common` is the digest of what every document depends on; see `Index`.

    `registry` says nothing of people who are `withheld`, and no digest that a build remembers is of anything that does:
    a name can be guessed, and the guess be tried. `registry_file_digest` is of the files as they are; it is for
    comparing within a build.
    """

    publication: Path
    settings: Settings
    withheld: Withheld
    registry: Registry
    registry_digest: str
    registry_file_digest: str
    files: dict[str, InputFile]
    common: str

    def digest_with(self, registry_digest: str) -> str:
        """The digest of everything, with another registry."""
        return digest(self.common, registry_digest, {name: file.digest for name, file in self.files.items()})

    @property
    def digest(self) -> str:
        """The digest of everything."""
        return self.digest_with(self.registry_digest)


def read_inputs(publication: Path, layout: str | None = None) -> Inputs:
    """The inputs of the publication in a folder; `layout` forces one on every document."""
    settings = read_settings(publication)
    paths = sorted((publication / DOCUMENTS).glob("*.txt"))
    if not paths:
        raise SettingsProblem("no document", str(publication / DOCUMENTS), "put texts into it as *.txt files")
    file_digest = registry_file_digest(publication)
    withheld, registry = read_people(publication, settings)
    with nobody_named(withheld):
        _refuse_names(settings, paths, withheld)
        return Inputs(
            publication=publication,
            settings=settings,
            withheld=withheld,
            registry=registry,
            registry_digest=registry_digest(publication, registry),
            registry_file_digest=file_digest,
            files={path.name: _input_file(path, settings, layout, withheld) for path in paths},
            common=_common_digest(settings),
        )


def read_people(publication: Path, settings: Settings) -> tuple[Withheld, Registry]:
    """Who is withheld, and the registry without them."""
    rows = read_listed(publication / settings.withheld)
    by_name = [msgspec.structs.replace(row, id=None) for row in rows if row.spellings]
    with nobody_named(withheld_people(by_name, Registry())):
        registry = read_registry(publication / ENTITIES)
    withheld = withheld_people(rows, registry)
    return withheld, public_registry(registry, withheld)


def _refuse_names(settings: Settings, paths: Iterable[Path], withheld: Withheld) -> None:
    """Raise where a name stands in what is published as it is: files are named in messages, addresses on pages."""
    for number, path in enumerate(paths, start=1):
        if unnamed(path.stem, withheld) != path.stem:
            raise WithheldLeak(
                f"the name of the file that is number {number} by name is that of a withheld person",
                DOCUMENTS,
                "rename the file, and what ld-export.toml says of it",
            )
    own = msgspec.structs.replace(settings, documents={}, withheld="-")
    said = {"": own} | {f", [documents.{stem}]": one for stem, one in settings.documents.items()}
    for section, table in said.items():
        words = unquote(" ".join(_texts(msgspec.to_builtins(table))) + section)
        if unnamed(words, withheld) != words:
            raise WithheldLeak("a withheld person is named", f"{FILE_NAME}{section}", "take the name out")


def _texts(value: object) -> Iterator[str]:
    """Every text in some settings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _common_digest(settings: Settings) -> str:
    return digest(
        msgspec.structs.replace(settings, documents={}),
        code_digest(),
        resource_digest("ontology", "mappings", "shapes", "site"),
        [jinja2.__version__, pyoxigraph.__version__, list(engines())],
    )


def _input_file(path: Path, settings: Settings, layout: str | None, withheld: Withheld) -> InputFile:
    own = settings.of(path.stem)
    task = FileTask(path, settings.size_limit, own, layout, withheld)
    if not _is_text(path.name):
        shown = path.name.encode("utf-8", "backslashreplace").decode()
        raise UnreadableDocument(f"the file name {shown!r} is no text", remedy="rename the file")
    if not path.is_file():
        raise UnreadableDocument("no file", path.name, "only text files belong into documents/")
    # One that is too large is not read to find out whether it changed: parsing refuses it.
    size = path.stat().st_size
    content = hashlib.sha256(path.read_bytes()).hexdigest() if size <= settings.size_limit else f"{size} bytes"
    return InputFile(task, digest(_unnamed_content(task) or content, own, layout))


def _unnamed_content(task: FileTask) -> str | None:
    """What stands for the content of a file that may name somebody who is withheld: its record, which does not.

    A digest of the file itself would tell the name to whoever has the record and tries names.
    """
    if not task.withheld.anybody:
        return None
    try:
        if not task.withheld.may_concern(read_source(task.path, task.limit).text):
            return None
    except LdExportError:  # said by whoever parses the file
        return "unreadable"
    parsed = parse_file(task)
    return str(parsed) if isinstance(parsed, LdExportError) else digest(parsed)


def _is_text(name: str) -> bool:
    """Whether a file name is Unicode, and not bytes that the system could not read as such."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def registry_file_digest(publication: Path, *, but: Collection[str] = ()) -> str:
    """The digest of the registry's files."""
    paths = sorted(path for path in (publication / ENTITIES).glob("*.csv") if path.name not in but)
    return digest([(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths])


def registry_digest(publication: Path, registry: Registry) -> str:
    """The digest of what the public may know of a registry: of its other files, and of its persons."""
    persons = [msgspec.structs.replace(person, note="") for person in registry.persons.values()]
    return digest(registry_file_digest(publication, but=[PERSONS]), persons)


def append_persons(inputs: Inputs, added: Iterable[Person]) -> None:
    """Add rows to the registry's persons, in one step that happens wholly or not at all.

    Raises `BuildLocked` where another build is adding rows, and `RegistryProblem` where the registry is no longer
    what this build read: an id would be given twice.
    """
    path = inputs.publication / ENTITIES / PERSONS
    with only_one(path.parent):
        if registry_file_digest(inputs.publication) != inputs.registry_file_digest:
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
def only_one(folder: Path) -> Iterator[None]:
    """Hold a lock on a folder; the system lets go of it when the process ends, however it ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BuildLocked("another build is adding to the registry", str(folder), "wait for it to end") from None
    finally:
        os.close(handle)
