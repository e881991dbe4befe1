"""Running the pure stages: in this process, in a pool of processes, or in any executor that a caller hands in."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from ld_export.errors import OutputProblem

Task = TypeVar("Task")
Result = TypeVar("Result")
Run = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
"""A function and its tasks to the results, in the order of the tasks."""

_CHUNK = 8
_OBJECTS = 100_000
# A pool of processes takes about this many tasks to pay for its start.
_WORTH_A_POOL = 32


@contextmanager
def workers(jobs: int, tasks: int, executor: Executor | None = None) -> Iterator[Run]:
    """A way to run `tasks` tasks: through the executor given, `jobs` processes, or this process alone."""
    with _garbage_looked_for_seldom():
        if executor is not None:
            yield _through(executor)
        elif jobs > 1 and tasks >= _WORTH_A_POOL:
            with ProcessPoolExecutor(jobs, get_context("forkserver"), initializer=_look_for_garbage_seldom) as pool:
                yield _through(pool)
        else:
            yield map


@contextmanager
def _garbage_looked_for_seldom() -> Iterator[None]:
    before = gc.get_threshold()
    _look_for_garbage_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _look_for_garbage_seldom() -> None:
    """Let many objects be made before cycles are looked for: a document makes thousands, and no cycle."""
    gc.set_threshold(_OBJECTS)


def _through(executor: Executor) -> Run:
    def run(function: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        # Windows of tasks, so that results which wait to be written do not pile up in memory.
        try:
            for start in range(0, len(tasks), _CHUNK * 16):
                yield from executor.map(function, tasks[start : start + _CHUNK * 16], chunksize=_CHUNK)
        except BrokenExecutor:
            raise OutputProblem(
                "a worker process died", remedy="nothing was published; try with fewer --jobs, or with more memory"
            ) from None

    return run
