"""What a build remembers for the next one: which inputs made which blocks, so that only what changed is made again.

The index lies beside the site in its generation, not in it: it is never served.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from ld_export.dumps import Piece
from ld_export.pipeline.stage import ParsedFile
from ld_export.remembered import Memory
from ld_export.validate import Finding

FILE_NAME = "index.msgpack"


class FileEntry(msgspec.Struct, frozen=True, array_like=True):
    """One source file: the digest of its bytes and of how it is read, and what was read."""

    digest: str
    parsed: ParsedFile


class SourceEntry(msgspec.Struct, frozen=True, array_like=True):
    """One source of the dumps.

    `files` is the digest of the files behind it, `rows` that of the registry rows it matched, `names` are the
    entities it names beside persons (`country/de`), `pieces` its blocks by dump file, `signatures` and `statements`
    how many it has, `suggested` how many items of its annotations are left out. `checked` says how many nodes of which
    class the shapes saw, `notes` are what they found that stops nothing.
    """

    files: str
    rows: str
    names: tuple[str, ...]
    pieces: dict[str, list[Piece]]
    signatures: int = 0
    statements: int = 0
    suggested: int = 0
    checked: dict[str, int] = {}
    notes: tuple[Finding, ...] = ()


class Index(msgspec.Struct, frozen=True):
    """Everything that one build remembers.

    `inputs` is the digest of all inputs together, `common` that of what every document depends on (code,
    mappings, shapes, settings), `registry` that of the registry after the build. `forgetful`: nothing in the
    generation, be it the store's own leavings, is of an earlier one, because somebody is withheld. `extras` are digests
    of what the pages of some entities show of the whole, `tallies` what was counted in the sources of each kind,
    `memory` what was made of tables; see `remembered`.
    """

    inputs: str
    common: str
    registry: str
    files: dict[str, FileEntry]
    sources: dict[str, SourceEntry]
    forgetful: bool = False
    extras: dict[str, str] = {}
    tallies: dict[str, dict[str, int]] = {}
    memory: Memory = {}


EMPTY = Index(inputs="", common="", registry="", files={}, sources={})


def read_index(generation: Path | None) -> Index:
    """The index of a generation; an empty one where there is none or where another version wrote it."""
    if generation is None:
        return EMPTY
    try:
        return msgspec.msgpack.decode((generation / FILE_NAME).read_bytes(), type=Index)
    except (OSError, msgspec.DecodeError):
        return EMPTY  # nothing is lost: everything is made again


def write_index(index: Index, generation: Path) -> None:
    """Write the index into a generation that is being staged."""
    (generation / FILE_NAME).write_bytes(msgspec.msgpack.encode(index))


def digest(*parts: object) -> str:
    """SHA-256 of some values in a canonical form."""
    return hashlib.sha256(msgspec.json.encode(parts, order="sorted")).hexdigest()
