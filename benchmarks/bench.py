"""Where a benchmark works, and how large it is."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from benchmarks.process import cores, run


class Bench(NamedTuple):
    """Where to write, by how much the numbers of documents are divided, and how often short work is repeated."""

    folder: Path
    divisor: int
    rounds: int

    def publication(self, documents: int) -> Path:
        """A new publication of so many documents, divided."""
        target = self.folder / f"publication-{documents}"
        run([sys.executable, "-m", "benchmarks.generate", target, str(documents // self.divisor)], cores())
        return target

    def place(self, name: str) -> Path:
        """A place where nothing is, nor was: where many files were removed, ext4 searches long for room for more."""
        return Path(mkdtemp(dir=self.folder)) / name
