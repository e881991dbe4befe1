"""The server's side of one process that runs queries: how it is started, asked and ended."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from typing import NamedTuple

import msgspec

from ld_export.serve import messages
from ld_export.serve.limits import Limits
from ld_export.serve.messages import Order, Question, Reply

_COMMAND = (sys.executable, "-P", "-m")
_OFTEN = 0.01
_START = 30.0
"""How many seconds a process may take to open its store."""


class Died(Exception):
    """A process ended while it was needed; `signal` is by what, or none."""

    def __init__(self, number: int) -> None:
        super().__init__(f"a process ended with {number}")
        self.signal = -number if number < 0 else 0


class Work(NamedTuple):
    """What a process is for: the module that it runs, and where the store and the list of names lie that it opens."""

    module: str
    store: str
    names: str = ""


class Answer(NamedTuple):
    """What a process replied, and the content that came with it."""

    reply: Reply
    content: bytes


class Process:
    """A process that has one store open. Ask it one question at a time."""

    def __init__(self, program: subprocess.Popen[bytes], pipe: socket.socket) -> None:
        self._program = program
        self._pipe = pipe
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    @property
    def number(self) -> int:
        """What the system knows it by."""
        return self._program.pid

    @property
    def has_ended(self) -> bool:
        """Whether it is gone."""
        return self._program.poll() is not None

    @classmethod
    async def start(cls, does: Work, limits: Limits) -> Process:
        """A process that is ready for questions. Raises `Died` where it cannot open the store."""
        ours, theirs = socket.socketpair()
        # A fresh program, not a copy of this one: it shares no locks and no open files. With more arenas, a process
        # that uses threads would take address space that it has no use for.
        with theirs:
            program = subprocess.Popen(  # noqa: S603 - this program itself, and nothing that anybody said
                (*_COMMAND, does.module),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env={**os.environ, "MALLOC_ARENA_MAX": "2"},
            )
        process = cls(program, ours)
        try:
            process._reader, process._writer = await asyncio.open_connection(sock=ours)
            given = (limits.deadline, limits.rows, limits.size, limits.memory)
            order = Order(os.getpid(), does.store, *given, names=does.names)
            async with asyncio.timeout(_START):
                await process._say(order)
        except BaseException:
            await process.end()
            raise
        return process

    async def ask(self, question: Question) -> Answer:
        """What it answers. Raises `Died` where it ends instead; whoever stops waiting has to `end` it."""
        return await self._say(question)

    async def _say(self, message: msgspec.Struct) -> Answer:
        try:
            self._writer.writelines(messages.framed(message))
            await self._writer.drain()
            reply, content = messages.lengths(await self._reader.readexactly(messages.HEAD))
            said = msgspec.msgpack.decode(await self._reader.readexactly(reply), type=Reply)
            return Answer(said, await self._reader.readexactly(content))
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Died(await self.end()) from None

    async def end(self) -> int:
        """End it, whatever it does, and wait until it is gone; what it ended with."""
        if hasattr(self, "_writer"):
            self._writer.close()
        else:
            self._pipe.close()
        # One that has closed its pipe is about to end by itself, and its own reason is worth knowing.
        await self._gone(tries=20)
        if self._program.returncode is None:
            self._program.send_signal(signal.SIGKILL)
            await self._gone(tries=1000)
        return self._program.returncode or 0

    async def kill(self) -> None:
        """End it at once: it is in the middle of something that nobody waits for."""
        self._program.send_signal(signal.SIGKILL)
        await self.end()

    async def _gone(self, tries: int) -> None:
        for _ in range(tries):
            if self._program.poll() is not None:
                return
            await asyncio.sleep(_OFTEN)
