"""The benchmarks: each runs its stages in fresh processes and returns figures. A docstring says what is measured."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.bench import Bench
from benchmarks.building import annotated, dumps, kills, pages, rebuild, scale, start, workers
from benchmarks.report import Figure
from benchmarks.using import browser, names, push, reconcile, serve

CASES: dict[str, Callable[[Bench], list[Figure]]] = {
    case.__name__: case
    for case in (dumps, pages, scale, annotated, workers, rebuild, start, kills, browser, serve, push, reconcile, names)
}
