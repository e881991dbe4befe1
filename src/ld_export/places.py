"""Where the dumps of a publication are, by what somebody names."""

from __future__ import annotations

from pathlib import Path

from ld_export.errors import UsageProblem

_FOLDERS = ("dumps", ".", "public/dumps")
"""Where a folder has its dumps: a built site, its `dumps/`, a publication."""


def dump_at(path: Path, name: str, remedy: str) -> Path:
    """The file that is meant by a path: that file, or of a folder the dump with a name.

    Raises `UsageProblem` where there is none, with the `remedy` where there is nothing at all.
    """
    if path.is_dir():
        found = next((file for folder in _FOLDERS if (file := path / folder / name).is_file()), None)
        if found is None:
            raise UsageProblem(f"no {name} in this folder", str(path), "build it first: ld-export build")
        return found
    if not path.exists():
        raise UsageProblem("no such file or folder", str(path), remedy)
    return path
