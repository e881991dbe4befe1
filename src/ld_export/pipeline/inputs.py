"""What a build reads: settings, registry and document files, each with a digest that tells whether it changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import msgspec

from ld_export import full_text
from ld_export.csvfile import write_row
from ld_export.entity_rows import TABLES, Table
from ld_export.errors import (
    BuildLocked,
    CurationProblem,
    LdExportError,
    RegistryProblem,
    SettingsProblem,
    UnreadableDocument,
    WithheldLeak,
)
from ld_export.ledger import Ledger, read_ledger
from ld_export.outputs import replace_file
from ld_export.pipeline.files import ANNOTATIONS, DOCUMENTS, FileTask
from ld_export.pipeline.index import digest
from ld_export.pipeline.stage import parse_file
from ld_export.privacy import Withheld, nobody_named, public_registry, read_listed, unnamed, withheld_people
from ld_export.references import Additions
from ld_export.registry import Registry, read_registry
from ld_export.resources import code_digest
from ld_export.resources import digest as resource_digest
from ld_export.settings import FILE_NAME, DatasetSettings, Settings, read_settings
from ld_export.sources import read_source
from ld_export.theme import Theme, theme_of
from ld_export.validate import engines

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
    comparing within a build. `links` are the digests of link sets that others publish.
    """

    publication: Path
    settings: Settings
    withheld: Withheld
    registry: Registry
    registry_digest: str
    registry_file_digest: str
    files: dict[str, InputFile]
    theme: Theme
    ledger: Ledger
    common: str
    modified: str = ""
    links: tuple[str, ...] = ()

    def digest_with(self, registry_digest: str, ledger: Ledger) -> str:
        """The digest of everything, with another registry and ledger."""
        files = {name: file.digest for name, file in self.files.items()}
        told = (self.settings.dataset, self.modified, self.settings.links, self.links)
        return digest(self.common, registry_digest, ledger.digest, files, *told)

    @property
    def digest(self) -> str:
        """The digest of everything."""
        return self.digest_with(self.registry_digest, self.ledger)


def read_inputs(publication: Path, layout: str | None = None, modified: str = "") -> Inputs:
    """The inputs of the publication in a folder; `layout` forces one on every document.

    `modified` is the day on which the sources were last changed; empty where nobody says.
    """
    settings = read_settings(publication)
    paths = sorted((publication / DOCUMENTS).glob("*.txt"))
    if not paths:
        raise SettingsProblem("no document", str(publication / DOCUMENTS), "put texts into it as *.txt files")
    theme = theme_of(publication, settings.theme)
    annotated = _annotation_files(publication, {path.stem for path in paths})
    file_digest = registry_file_digest(publication)
    withheld, registry = read_people(publication, settings)
    with nobody_named(withheld):
        _refuse_names(settings, paths, withheld)
        return Inputs(
            publication=publication,
            settings=settings,
            withheld=withheld,
            registry=registry,
            registry_digest=registry_digest(registry),
            registry_file_digest=file_digest,
            files={
                path.name: _input_file(path, settings, layout, withheld, annotated.get(path.stem)) for path in paths
            },
            theme=theme,
            ledger=read_ledger(publication, settings.base_uri),
            common=_common_digest(settings, theme),
            modified=modified,
            links=tuple(_link_set(publication, one.file, withheld) for _, one in sorted(settings.links.items())),
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
    if not withheld.anybody:
        return
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


def _common_digest(settings: Settings, theme: Theme) -> str:
    return digest(
        # What is told of the data as a whole changes no page of an entity.
        msgspec.structs.replace(settings, documents={}, dataset=DatasetSettings(), links={}),
        code_digest(),
        resource_digest("ontology", "mappings", "shapes"),
        theme.digest,
        [*map(version, ("babel", "jinja2", "pyoxigraph")), list(engines()), full_text.version_installed()],
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


def _input_file(
    path: Path, settings: Settings, layout: str | None, withheld: Withheld, annotations: Path | None
) -> InputFile:
    own = settings.of(path.stem)
    task = FileTask(path, settings.size_limit, own, layout, withheld, annotations, settings.publish_suggestions)
    if not _is_text(path.name):
        shown = path.name.encode("utf-8", "backslashreplace").decode()
        raise UnreadableDocument(f"the file name {shown!r} is no text", remedy="rename the file")
    if not path.is_file():
        raise UnreadableDocument("no file", path.name, "only text files belong into documents/")
    # One that is too large is not read to find out whether it changed: parsing refuses it.
    content = [_content(one, settings.size_limit) for one in (path, annotations) if one]
    return InputFile(task, digest(_unnamed_content(task) or content, own, layout))


def _unnamed_content(task: FileTask) -> str | None:
    """What stands for the content of a file that may name somebody who is withheld: its record, which does not.

    A digest of the file itself would tell the name to whoever has the record and tries names.
    """
    if not task.withheld.anybody:
        return None
    try:
        beside = task.annotations.read_text(encoding="utf-8", errors="replace") if task.annotations else ""
        if not task.withheld.may_concern(f"{read_source(task.path, task.limit).text}\n{beside}"):
            return None
    except LdExportError:  # said by whoever parses the file
        return "unreadable"
    parsed = parse_file(task)
    return str(parsed) if isinstance(parsed, LdExportError) else digest(parsed)


def _content(path: Path, limit: int) -> str:
    """The digest of a file that is not too large to be read."""
    # Without a buffer, which costs more than a document's hash does.
    with path.open("rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        return hashlib.sha256(file.readall()).hexdigest() if size <= limit else f"{size} bytes"


def _link_set(publication: Path, file: str, withheld: Withheld) -> str:
    """The digest of a link set of others, without the names of people who are withheld."""
    try:
        content = (publication / file).read_bytes()
    except OSError as error:
        raise SettingsProblem(f"the link set cannot be read: {error.strerror}", file, "put the file there") from None
    if withheld.anybody:
        content = unnamed(content.decode(errors="replace"), withheld).encode()
    return hashlib.sha256(content).hexdigest()


def _is_text(name: str) -> bool:
    """Whether a file name is Unicode, and not bytes that the system could not read as such."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def registry_file_digest(publication: Path) -> str:
    """The digest of the registry's files."""
    paths = sorted(path for path in (publication / ENTITIES).glob("*.csv"))
    return digest([(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths])


def registry_digest(registry: Registry) -> str:
    """The digest of what the public may know of a registry."""
    _, *others = registry.rows()
    return digest([msgspec.structs.replace(person, note="") for person in registry.persons.values()], others)


def append_rows(inputs: Inputs, added: Additions) -> None:
    """Add rows to the registry, each file in one step that happens wholly or not at all.

    Raises `BuildLocked` where another build is adding rows, and `RegistryProblem` where the registry is no longer
    what this build read: an id would be given twice.
    """
    folder = inputs.publication / ENTITIES
    with only_one(folder):
        if registry_file_digest(inputs.publication) != inputs.registry_file_digest:
            raise RegistryProblem("changed during the build", str(folder), "nothing was published; build again")
        for table in TABLES:
            if rows := getattr(added, table.name):
                _append(folder / f"{table.name}.csv", table, "".join(table.row(row) for row in rows))


def _append(path: Path, table: Table, rows: str) -> None:
    before = path.read_bytes() if path.exists() else write_row(table.columns).encode()
    replace_file(path, (before if before.endswith(b"\n") else before + b"\n") + rows.encode())


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
