"""The processes that have one generation's store open, and the queue before them."""

from __future__ import annotations

import asyncio
import logging
import signal

from ld_export.serve.limits import Limits
from ld_export.serve.messages import Question, Reply
from ld_export.serve.process import Answer, Died, Process, Work
from ld_export.serve.tasks import Tasks

_LOG = logging.getLogger("ld_export.serve")
_AGAIN = 1.0
"""How many seconds to wait before a process is started that could not be started."""


class Pool:
    """So many processes as the limits say; one that ends is replaced. `open` it before, `close` it after."""

    def __init__(self, does: Work, limits: Limits) -> None:
        self._does = does
        self._limits = limits
        self._free: asyncio.Queue[Process] = asyncio.Queue()
        self._all: set[Process] = set()
        self._waiting = 0
        self._busy = 0
        self._closed = False
        self._tasks = Tasks()

    async def open(self) -> None:
        """Start all processes. Raises `Died` where the store cannot be opened."""
        first = await Process.start(self._does, self._limits)
        self._add(first)
        for _ in range(self._limits.workers - 1):
            self._tasks.begin(self._replace())

    @property
    def processes(self) -> list[int]:
        """The numbers of the processes there are."""
        return sorted(process.number for process in self._all)

    @property
    def busy(self) -> int:
        """How many queries run."""
        return self._busy

    @property
    def waiting(self) -> int:
        """How many queries wait for a process."""
        return self._waiting

    async def ask(self, question: Question) -> Answer:
        """An answer, or a problem: that it takes too long, needs too much, or that too many wait."""
        try:
            return await self._ask(question)
        except Died as died:
            if died.signal != signal.SIGKILL:
                return _problem("broken", "the query ended the process that ran it: it is too long or too much")
        # Somebody else ended the process, be it the system that was short of memory: this was not the query's doing.
        try:
            return await self._ask(question)
        except Died:
            return _problem("broken", "the process that ran the query was ended, twice")

    async def _ask(self, question: Question) -> Answer:
        process = await self._next()
        if process is None:
            return _problem("busy", "all processes are busy, and as many queries wait as may")
        self._busy += 1
        try:
            async with asyncio.timeout(self._limits.deadline):
                answer = await process.ask(question)
        except TimeoutError:
            self._replaced(process)
            return _problem("time-out", f"the query ran for {self._limits.deadline:g} seconds without an end")
        except BaseException:
            self._replaced(process)
            raise
        finally:
            self._busy -= 1
        if answer.reply.problem == "memory" or self._closed:
            self._replaced(process)
        else:
            self._free.put_nowait(process)
        return answer

    async def _next(self) -> Process | None:
        """A process that is free; none where too many wait for one, or this one has waited for too long."""
        if self._free.empty() and self._waiting >= self._limits.queue:
            return None
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.patience):
                process = await self._free.get()
                while process not in self._all or process.has_ended:
                    self._replaced(process)
                    process = await self._free.get()
                return process
        except TimeoutError:
            return None
        finally:
            self._waiting -= 1

    def tend(self) -> None:
        """Replace processes that somebody has ended while they had nothing to do."""
        for process in [process for process in self._all if process.has_ended]:
            self._replaced(process)

    def _add(self, process: Process) -> None:
        self._all.add(process)
        self._free.put_nowait(process)

    def _replaced(self, process: Process) -> None:
        """End a process and start another in its place, once, without waiting for either."""
        if process not in self._all:
            return
        self._all.remove(process)
        self._tasks.begin(process.kill())
        if not self._closed:
            self._tasks.begin(self._replace())

    async def _replace(self) -> None:
        while not self._closed:
            try:
                process = await Process.start(self._does, self._limits)
            except (Died, OSError, TimeoutError) as error:
                _LOG.error("a process for queries cannot be started: %s", error)
                await asyncio.sleep(_AGAIN)
            else:
                return self._add(process) if not self._closed else await process.kill()
        return None

    async def retire(self) -> None:
        """Take no more questions than have been asked already, and end when these are answered."""
        while self._busy or self._waiting:
            await asyncio.sleep(0.05)
        await self.close()

    async def close(self) -> None:
        """End all processes at once."""
        self._closed = True
        await asyncio.gather(*(process.kill() for process in self._all))
        self._all.clear()
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)


def _problem(name: str, detail: str) -> Answer:
    return Answer(Reply(problem=name, detail=detail), b"")
