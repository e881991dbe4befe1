"""Sharing work among copies of this process: what it holds in memory, they hold, and nothing has to be sent to them.

Pages are made from a store that takes a second to fill. A pool of fresh processes would fill one for each.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from ld_export.errors import OutputProblem

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, ForkProcess

Task = TypeVar("Task")
Result = TypeVar("Result")

# A copy is made in some milliseconds, and then fills caches of its own.
_WORTH_A_FORK = 200
_CHUNK = 8
_OFTEN = 0.1

Told = Callable[[int], None]
"""Told how many tasks have been begun."""

_Answer = tuple[Any, Exception | None]
"""A result, or what was raised instead."""


class _Share(NamedTuple, Generic[Task, Result]):
    """The tasks, what is made of those that one process draws, and how many have been drawn by all."""

    tasks: Sequence[Task]
    work: Callable[[Iterator[Task]], Result]
    drawn: Any


def shared(
    tasks: Sequence[Task], work: Callable[[Iterator[Task]], Result], jobs: int, told: Told = lambda _: None
) -> list[Result]:
    """What `work` makes of the tasks, each drawn by one of `jobs` processes: a result for each process.

    Few tasks are done in this process. What a copy raises is raised here; `OutputProblem` where one dies.
    """
    if jobs < 2 or len(tasks) < _WORTH_A_FORK:
        return [work(_one_after_another(tasks, told))]
    import multiprocessing  # noqa: PLC0415 - slow to import

    if "fork" not in multiprocessing.get_all_start_methods():
        return [work(_one_after_another(tasks, told))]
    context = multiprocessing.get_context("fork")
    share = _Share(tasks, work, context.Value("Q", 0))
    copies: list[ForkProcess] = []
    try:
        receivers = [_copy(context, share, copies) for _ in range(jobs)]
        return list(_results(receivers, share, told))
    finally:
        for process in copies:
            process.kill()
            process.join()


def _one_after_another(tasks: Sequence[Task], told: Told) -> Iterator[Task]:
    for number, task in enumerate(tasks, start=1):
        told(number)
        yield task


def _copy(context: ForkContext, share: _Share[Any, Any], copies: list[ForkProcess]) -> Connection:
    """Start one more copy; what its answer comes by."""
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_in_copy, args=(share, sender, os.getpid()), daemon=True)
    process.start()
    copies.append(process)
    sender.close()  # so that the pipe ends with the copy
    return receiver


def _in_copy(share: _Share[Any, Any], sender: Connection, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted build kills its copies itself
    gc.freeze()  # what was there before is not looked through, and so not copied
    with suppress(BrokenPipeError):  # nobody waits for it any longer
        sender.send(_answer(share, parent))


def _answer(share: _Share[Any, Any], parent: int) -> _Answer:
    try:
        return share.work(_drawn(share, parent)), None
    except Exception as error:
        return None, error


def _drawn(share: _Share[Task, Any], parent: int) -> Iterator[Task]:
    """Tasks that no other copy has drawn. When the build that wanted them has been killed, so is this copy."""
    while True:
        with share.drawn.get_lock():
            start = share.drawn.value
            share.drawn.value = start + _CHUNK
        if start >= len(share.tasks):
            return
        for task in share.tasks[start : start + _CHUNK]:
            if os.getppid() != parent:
                os._exit(1)
            yield task


def _results(waiting: list[Connection], share: _Share[Any, Result], told: Told) -> Iterator[Result]:
    from multiprocessing.connection import wait  # noqa: PLC0415 - as above

    while waiting:
        ready = wait(waiting, timeout=_OFTEN)
        for receiver in [one for one in waiting if one in ready]:
            waiting.remove(receiver)
            result, error = _received(receiver)
            if error:
                raise error
            yield result
        # Without its lock, which a copy may hold that has been killed.
        told(min(share.drawn.get_obj().value, len(share.tasks)))


def _received(receiver: Connection) -> _Answer:
    try:
        with receiver:
            answer: _Answer = receiver.recv()
    except EOFError:
        raise OutputProblem(
            "a process that makes pages died",
            remedy="nothing was published; try with fewer --jobs, or with more memory",
        ) from None
    return answer
