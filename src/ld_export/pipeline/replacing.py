"""Writing a file of a publication in one step that happens wholly or not at all."""

from __future__ import annotations

import os
from pathlib import Path

_NEW = 0o666  # less what the umask takes away


def replace_file(link: Path, content: bytes) -> None:
    """Write a file anew, or a new one. Who may read it stays, and a link goes on leading to it."""
    path = link.resolve()
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)  # left by one that was killed
    mode = path.stat().st_mode & 0o777 if path.exists() else _NEW
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(handle, "wb") as file:  # noqa: PTH123 - a handle, not a path
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
