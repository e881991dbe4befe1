"""One piece of work in a fresh process on stated cores: how long it took, how much memory it had at most."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Ran(NamedTuple):
    """A finished process: seconds on the clock and of its processors, the most memory in MiB, what it printed.

    Memory is that of the largest of its processes; seconds of processors are those of all.
    """

    wall: float
    cpu: float
    peak: float
    output: str

    @property
    def measured(self) -> dict[str, float]:
        """What a stage measured; see `benchmarks.stages`."""
        said: dict[str, float] = json.loads(self.output.splitlines()[-1])
        return said


def cores() -> tuple[int, ...]:
    """The numbers of the processors that this process may use."""
    return tuple(sorted(os.sched_getaffinity(0)))


def run(command: Sequence[str | Path], on: Collection[int]) -> Ran:
    """Run a command on some processors; `RuntimeError` with what it said if it fails."""
    started = time.perf_counter()
    with (
        _pinned(on),
        subprocess.Popen(command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, text=True) as process,
    ):
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}: {output[-2000:]}")
    return Ran(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


@cache
def _environment() -> dict[str, str]:
    """This process's environment, in which modules are compiled once, as those of an installed package are.

    Where nothing may be written beside them, they are compiled into a folder that lasts as long as this process.
    """
    inherited = dict(os.environ)
    if inherited.pop("PYTHONDONTWRITEBYTECODE", ""):
        inherited["PYTHONPYCACHEPREFIX"] = _folder().name
    return inherited


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="ld-export-compiled-")


@contextmanager
def _pinned(on: Collection[int]) -> Iterator[None]:
    """Processes started inside the block keep to these processors."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, on)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def stage(name: str, *arguments: str | Path, on: Collection[int]) -> Ran:
    """Run one stage of `benchmarks.stages`."""
    return run([sys.executable, "-m", "benchmarks.stages", name, *arguments], on)


def command(*arguments: str | Path, on: Collection[int]) -> Ran:
    """Run the toolkit's command line."""
    return run([sys.executable, "-c", "from ld_export.cli import main; main()", *arguments], on)


def median(numbers: Sequence[float]) -> float:
    """The middle one of some numbers (of an even count the lower of the two)."""
    return sorted(numbers)[(len(numbers) - 1) // 2]
