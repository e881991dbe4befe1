"""Where a benchmark works, and how large it is."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
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
        """A place where nothing is."""
        target = self.folder / name
        shutil.rmtree(target, ignore_errors=True)
        return target
