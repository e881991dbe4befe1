"""The folders that travel with the code: in the wheel under `_resources`, in a checkout at the top level."""

from __future__ import annotations

import hashlib
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
        root = folder(name)
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


@cache
def code_digest() -> str:
    """SHA-256 over the package's own modules: the code's version, to the byte."""
    total = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        total.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()
