"""Builds that are killed: after each, what is served must be one generation whole.

Fifteen documents, of which one is changed before every build, so that each build has something to publish. The delay is
drawn anew each time, up to a quarter more than a build takes; seeded, so that a run can be repeated.
"""

from __future__ import annotations

import hashlib
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.process import ROOT
from ld_export.pipeline.generation import read_manifest

_SEED = 22


class Killed(NamedTuple):
    """How many builds were killed before their end, and after how many of all the site was not whole."""

    killed: int
    broken: int


def kill_builds(publication: Path, trials: int) -> Killed:
    """Start that many builds and kill each at some moment. The last one is left alone, and must succeed."""
    file = sorted((publication / "documents").glob("*.txt"))[0]
    text = file.read_text(encoding="utf-8").rstrip()
    _build(publication, None)
    started = time.perf_counter()
    file.write_text(f"{text} Nobody answered.\n", encoding="utf-8")
    _build(publication, None)
    longest = (time.perf_counter() - started) * 1.25
    dice = random.Random(_SEED)
    killed = broken = 0
    for trial in range(trials):
        file.write_text(f"{text} Nobody answered, {trial} times.\n", encoding="utf-8")
        killed += _build(publication, dice.uniform(0, longest)) == -signal.SIGKILL
        broken += not is_whole(publication / "public")
    file.write_text(f"{text} Nobody answered at all.\n", encoding="utf-8")
    if _build(publication, None) or not is_whole(publication / "public"):
        raise RuntimeError("the build after the last kill failed")
    return Killed(killed, broken)


def _build(publication: Path, seconds: float | None) -> int:
    """Build, but not for longer than so many seconds; the exit code, negative for a signal."""
    command = [sys.executable, "-c", "from ld_export.cli import main; main()", "build", str(publication)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


def is_whole(public: Path) -> bool:
    """Whether a served site has just the files of its manifest, each with the content that the manifest says."""
    site = public.resolve()
    expected = read_manifest(site.parent)
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return (
        bool(expected)
        and found == expected.keys()
        and all(hashlib.sha256((site / name).read_bytes()).hexdigest() == digest for name, digest in expected.items())
    )
