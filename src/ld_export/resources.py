"""The folders that travel with the code: in the wheel under `_resources`, in a checkout at the top level."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDERS = ("ontology", "mappings", "shapes", "site", "declarations")

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parents[1]


@cache
def folder(name: str) -> Path:
    """The path of one of `FOLDERS`, wherever this installation keeps it."""
    for root in (_PACKAGE / "_resources", _CHECKOUT):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(f"the installation lacks its folder {name!r}: reinstall ld-export")


@cache
def concept_files() -> tuple[Path, ...]:
    """The files of the concept schemes, one for each, in the order of their names."""
    return tuple(sorted((folder("ontology") / "concepts").glob("*.ttl")))


@cache
def digest(*names: str) -> str:
    """SHA-256 over every file of the named folders: when it differs, what was made with them is stale."""
    total = hashlib.sha256()
    for name in names:
        for part in _told(folder(name)):
            total.update(part)
    return total.hexdigest()


@cache
def code_digest() -> str:
    """SHA-256 over the package's own modules: the code's version, to the byte."""
    total = hashlib.sha256()
    for part in _told(_PACKAGE, ".py"):
        total.update(part)
    return total.hexdigest()


def _told(root: Path, ending: str = "") -> Iterator[bytes]:
    """Every file below a folder whose name ends so: what it is called, and what it holds."""
    inside = len(f"{root}/")
    found = sorted(f"{above}/{name}" for above, _, names in os.walk(root) for name in names if name.endswith(ending))
    for path in map(Path, found):
        if path.is_file():
            with path.open("rb", buffering=0) as file:  # a buffer would cost more than most of them are long
                yield path.as_posix()[inside:].encode() + b"\0" + file.readall() + b"\0"
