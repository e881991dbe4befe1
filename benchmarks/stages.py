"""What is measured: each function is one piece of work of the toolkit, or its naive counterpart.

They are run by `python -m benchmarks.stages NAME ARGUMENT …`, one in a fresh process, which prints what it measured
inside the process as a line of JSON. Reading code is not counted: every module is imported before the clock starts.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import jinja2
import pyoxigraph as ox

from ld_export.dumps import document_order
from ld_export.graph import prefixes
from ld_export.pages import Renderer
from ld_export.pipeline.build import _Build
from ld_export.pipeline.generation import SITE, Output
from ld_export.pipeline.index import EMPTY
from ld_export.pipeline.inputs import read_inputs
from ld_export.pipeline.plan import make_plan, parse_files
from ld_export.pipeline.stage import make_document
from ld_export.pipeline.store import memory_store
from ld_export.pipeline.workers import Run, workers

Measured = dict[str, float]
"""What a stage says of itself: `wall` and `cpu` in seconds, and what else it counted."""


@contextmanager
def clock(measured: Measured, name: str = "") -> Iterator[None]:
    """Add the time that a block takes, under `wall` and `cpu` or under `NAME-wall` and `NAME-cpu`."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    prefix = f"{name}-" if name else ""
    for key, value in (("wall", time.perf_counter() - wall), ("cpu", time.process_time() - cpu)):
        measured[prefix + key] = measured.get(prefix + key, 0) + value


# ---- text to validated dumps -------------------------------------------------------------------------------------


def dumps(publication: Path, target: Path, run: Run = map) -> None:
    """Everything that a build does from the texts to the checksums of the dumps, without store and pages."""
    _write_dumps(publication, target, run)


def _write_dumps(publication: Path, target: Path, run: Run) -> tuple[_Build, Mapping[str, object]]:
    inputs = read_inputs(publication)
    plan = make_plan(inputs, EMPTY, parse_files(inputs, EMPTY, run), frozen=False)
    (target / SITE).mkdir(parents=True)
    building = _Build(Output(target / "public"), None, inputs, EMPTY, plan, target, lambda *_: None)
    entries, _ = building._write_dumps(run)
    return building, entries
