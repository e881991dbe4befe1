"""Files that are written together: all of them whole, or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO


class Outputs:
    """Opens files for writing beside where they belong; see `outputs`."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.made: dict[Path, Path] = {}

    def open(self, path: Path) -> TextIO:
        """A file that will be at a path when all are written."""
        aside = path.with_name(f".{path.name}.new")
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
