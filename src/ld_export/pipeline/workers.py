"""Running the pure stages: in this process, in a pool of processes, or in any executor that a caller hands in."""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any, NamedTuple, TypeVar

from ld_export import garbage
from ld_export.errors import OutputProblem
from ld_export.pipeline.generation import STAGING

Task = TypeVar("Task")
Result = TypeVar("Result")
Run = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
"""A function and its tasks to the results, in the order of the tasks."""

# Tasks go out in chunks: large, for each costs something, but so many that workers end at about the same time.
_LARGEST_CHUNK = 16
_CHUNKS = 256
# So many are under way or wait to be taken: enough that no worker waits, and no more than should lie about.
_AHEAD = 16
_MOST = 8
# A pool of processes takes about this many tasks to pay for its start.
_WORTH_A_POOL = 32


def usual_jobs() -> int:
    """As many processes as there are cores that this one may use, but no more than work gets faster by."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST)


class _Transport(NamedTuple):
    """How results come back: what a worker answers to a chunk of tasks, and what this process reads in the answer."""

    answer: Callable[[Callable[[Any], Any], Sequence[Any]], Any]
    results: Callable[[Any], Iterable[Any]]


@contextmanager
def workers(jobs: int, executor: Executor | None = None, room: Path | None = None) -> Iterator[Run]:
    """A way to run tasks: through the executor given, `jobs` processes, or this process alone.

    Processes put their results into a folder in `room`, by default that of the system for temporary files. In that
    of an `Output` the next build removes what a killed one leaves.
    """
    with garbage.looked_for_seldom():
        if executor is not None:
            yield _through(executor, _Transport(_by_value, iter))
        elif jobs > 1:
            with _processes(jobs, room) as run:
                yield run
        else:
            yield map


@contextmanager
def _processes(jobs: int, room: Path | None) -> Iterator[Run]:
    """A way to run many tasks through `jobs` processes, started for the first of them, and few tasks here."""
    with ExitStack() as started:

        @cache
        def through_pool() -> Run:
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - slow to import, as the next
            from multiprocessing import get_context  # noqa: PLC0415

            context, prepare = get_context("forkserver"), garbage.look_seldom
            folder = started.enter_context(TemporaryDirectory(prefix=STAGING, dir=room))
            pool = started.enter_context(ProcessPoolExecutor(jobs, context, initializer=prepare))
            return _through(pool, _Transport(partial(_by_file, folder), _in_file))

        def run(function: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
            return (through_pool() if len(tasks) >= _WORTH_A_POOL else map)(function, tasks)

        yield run


def _through(executor: Executor, transport: _Transport) -> Run:
    def run(function: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        size = min(len(tasks) // _CHUNKS + 1, _LARGEST_CHUNK)
        chunks = (tasks[start : start + size] for start in range(0, len(tasks), size))
        futures = (executor.submit(transport.answer, function, chunk) for chunk in chunks)
        under_way: deque[Future[Any]] = deque(islice(futures, _AHEAD))
        try:
            while under_way:
                answer = under_way.popleft().result()
                under_way.extend(islice(futures, 1))
                yield from transport.results(answer)
        except BrokenExecutor:
            raise OutputProblem(
                "a worker process died", remedy="nothing was published; try with fewer --jobs, or with more memory"
            ) from None
        finally:
            for future in under_way:
                future.cancel()

    return run


def _by_value(function: Callable[[Task], Result], tasks: Sequence[Task]) -> list[Result]:
    return [function(task) for task in tasks]


# The pipe between two processes holds 64 kB: to send a document's 270 kB through it costs a tenth of making them.
def _by_file(folder: str, function: Callable[[Task], Result], tasks: Sequence[Task]) -> str:
    """Write each result to a file as soon as it is there; the file's name."""
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        for task in tasks:
            pickle.dump(function(task), file, protocol=pickle.HIGHEST_PROTOCOL)
    return file.name


def _in_file(name: str) -> Iterator[Any]:
    """The results in a file, which is gone as soon as it is open."""
    path = Path(name)
    with path.open("rb") as file:
        path.unlink()
        while file.peek(1):
            yield pickle.load(file)  # noqa: S301 - written by a worker of ours, in a folder that only we can read
