"""What the server and the processes that run its queries say to one another, and how that is written to a pipe."""

from __future__ import annotations

import os
import struct

import msgspec

_LENGTHS = struct.Struct(">IQ")
HEAD = _LENGTHS.size
"""How many bytes say how long the two parts of a message are."""


class Order(msgspec.Struct, frozen=True, array_like=True):
    """What a process is told when it starts: who starts it, where the store lies, and what one query may have.

    `names` is where the list of names lies, for those that need it.
    """

    server: int
    store: str
    deadline: float
    rows: int
    size: int
    memory: int
    names: str = ""


class Question(msgspec.Struct, frozen=True, array_like=True):
    """A query, the graphs that the request chose (none: all of them), and the formats that the client would have.

    `table` is for SELECT and ASK, `graph` for CONSTRUCT and DESCRIBE; empty where the client can read none.
    """

    text: str
    table: str
    graph: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class Reply(msgspec.Struct, frozen=True, array_like=True):
    """An answer, or what is wrong: the name of a problem, and where in the query it is.

    `format` names that of the answer. What is not `repeatable` may be another answer the next time.
    """

    format: str = ""
    repeatable: bool = False
    problem: str = ""
    detail: str = ""
    line: int = 0
    column: int = 0


def lengths(head: bytes) -> tuple[int, int]:
    """How long the message and the content behind it are."""
    message, content = _LENGTHS.unpack(head)
    return message, content


def framed(message: msgspec.Struct, content: bytes = b"") -> list[bytes]:
    """What goes over the pipe, in parts: a large content is not copied."""
    encoded = msgspec.msgpack.encode(message)
    return [_LENGTHS.pack(len(encoded), len(content)) + encoded, content]


def write(pipe: int, message: msgspec.Struct, content: bytes = b"") -> None:
    """Write a message and wait until all of it is taken."""
    for part in framed(message, content):
        left = memoryview(part)
        while left:
            left = left[os.write(pipe, left) :]


def read(pipe: int) -> bytes:
    """The next message without its content; `EOFError` where the other side is gone."""
    message, _ = lengths(_exactly(pipe, HEAD))
    return _exactly(pipe, message)


def _exactly(pipe: int, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = os.read(pipe, size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
