"""Files that are written wholly or not at all: one of a publication, or several that belong together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

_NEW = 0o666  # less what the umask takes away


def replace_file(link: Path, content: bytes) -> None:
    """Write a file anew, or a new one. Who may read it stays, and a link goes on leading to it."""
    path = link.resolve()
    aside = _aside(path)
    aside.unlink(missing_ok=True)  # left by one that was killed
    mode = path.stat().st_mode & 0o777 if path.exists() else _NEW
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(handle, "wb") as file:  # noqa: PTH123 - a handle, not a path
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


class Outputs:
    """Opens files for writing beside where they belong; see `outputs`."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.made: dict[Path, Path] = {}

    def open(self, path: Path) -> TextIO:
        """A file that will be at a path when all are written."""
        aside = _aside(path)
        file = self._stack.enter_context(aside.open("w", encoding="utf-8", newline=""))
        self.made[path] = aside
        return file


@contextmanager
def outputs() -> Iterator[Outputs]:
    """Files that come to their places at the end, if nothing went wrong before; what was there is replaced."""
    opened: Outputs | None = None
    try:
        with ExitStack() as stack:
            opened = Outputs(stack)
            yield opened
        for path, aside in opened.made.items():
            aside.replace(path)
    finally:
        for aside in opened.made.values() if opened else ():
            aside.unlink(missing_ok=True)


def _aside(path: Path) -> Path:
    """Where a file is written first: beside its place, because only there a rename is one step."""
    return path.with_name(f".{path.name}.new")
