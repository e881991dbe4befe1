"""Runs the benchmarks: `make bench`, or `python benchmarks/run.py [--quick] [--only NAME] [--write]`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# A file that is started by its path cannot import its own package, so it starts the package instead.
sys.exit(subprocess.call([sys.executable, "-m", "benchmarks", *sys.argv[1:]], cwd=Path(__file__).parents[1]))
