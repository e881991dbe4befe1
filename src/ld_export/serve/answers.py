"""Answers of the generation that is published just now: from the processes that have it open, or from memory."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from ld_export.serve.limits import Limits
from ld_export.serve.messages import Question
from ld_export.serve.pool import Pool
from ld_export.serve.process import Answer, Died, Work
from ld_export.serve.published import Publication, Published
from ld_export.serve.tasks import Tasks

_LOG = logging.getLogger("ld_export.serve")
_LOOK = 1.0
"""How many seconds pass until a new generation is noticed that nobody has asked for."""

_NAMES = "dumps/names.json"

_OVERHEAD = 1_000
"""How many bytes an answer takes in memory beside its content."""


def querying(published: Published) -> Work:
    """What processes are for that run queries."""
    return Work("ld_export.serve.worker", published.store)


def matching(published: Published) -> Work:
    """What processes are for that compare names."""
    return Work("ld_export.serve.matcher", published.store, str(published.path(_NAMES)))


class Key(NamedTuple):
    """What an answer depends on: the generation, and the digest of the question."""

    generation: str
    question: bytes


class Answers:
    """Asks each question once of each generation, if it can remember the answer. `open` it before, `close` it after.

    `work` says what the processes of a generation are for.
    """

    def __init__(self, publication: Publication, limits: Limits, work: Callable[[Published], Work]) -> None:
        self._publication = publication
        self._limits = limits
        self._work = work
        self._pools: dict[str, Pool] = {}
        self._now = ""
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._size = 0
        self._asked: dict[Key, asyncio.Task[Answer]] = {}
        self._tasks = Tasks()
        self._turning = asyncio.Lock()

    async def open(self) -> None:
        """Start the processes, and begin to look after them, and for new generations."""
        await self._turn_to(self._publication.now())
        self._tasks.begin(self._look())

    @property
    def pool(self) -> Pool:
        """The processes of the generation that questions are answered from."""
        return self._pools[self._now]

    @property
    def generation(self) -> str:
        """The generation that questions are answered from."""
        return self._now

    async def of(self, question: Question) -> Answer:
        """The answer to a question. The same one is not asked twice at once."""
        key = Key(self._now, hashlib.sha256(msgspec.msgpack.encode(question)).digest())
        if kept := self._kept.get(key):
            self._kept.move_to_end(key)
            return kept
        task = self._asked.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._ask(key, question))
            self._asked[key] = task
            task.add_done_callback(lambda _: self._asked.pop(key, None))
        return await asyncio.shield(task)  # another client may wait for the same

    async def _ask(self, key: Key, question: Question) -> Answer:
        answer = await self._pools[key.generation].ask(question)
        if answer.reply.repeatable and key.generation == self._now:
            self._keep(key, answer)
        return answer

    def _keep(self, key: Key, answer: Answer) -> None:
        size = _size(answer)
        if size * 4 > self._limits.cache:  # it would push out too much else
            return
        self._kept[key] = answer
        self._size += size
        while self._size > self._limits.cache:
            _, oldest = self._kept.popitem(last=False)
            self._size -= _size(oldest)

    # -- a new generation ----------------------------------------------------------------------------------------------

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            self.pool.tend()
            published = self._publication.now()
            if published.name != self._now:
                try:
                    await self._turn_to(published)
                except (Died, OSError, TimeoutError) as error:
                    _LOG.error("the store of the new generation cannot be opened: %s", error)

    async def _turn_to(self, published: Published) -> None:
        """Answer from another generation from now on; what has been asked of the one before is still answered by it."""
        async with self._turning:
            pool = Pool(self._work(published), self._limits)
            await pool.open()
            before, self._now = self._now, published.name
            self._pools[published.name] = pool
            self._kept.clear()
            self._size = 0
        if before:
            self._tasks.begin(self._retire(before))

    async def _retire(self, generation: str) -> None:
        await self._pools[generation].retire()
        del self._pools[generation]

    async def close(self) -> None:
        """End everything."""
        for task in (*self._tasks, *self._asked.values()):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._asked.values(), return_exceptions=True)
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))


def _size(answer: Answer) -> int:
    return len(answer.content) + _OVERHEAD
