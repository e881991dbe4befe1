"""The life of a process that answers: it is told what to open, is confined, and answers until the server is gone.

It reads orders and questions from its standard input and writes replies to it. Whatever happens to it happens to one
question: the server ends it at the deadline and starts another.
"""

from __future__ import annotations

import math
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from ld_export.serve import messages
from ld_export.serve.messages import Order, Question, Reply
from ld_export.serve.sandbox import confine

_PIPE = 0
_STACK = 128 * 1024 * 1024
"""Queries that are deep all the same, by a thousand of something in a row, end in a stack that is deep enough."""

_GRACE = 2
"""How many seconds after the deadline a process ends itself, should the server that would end it be stuck."""


class Answered(NamedTuple):
    """A reply and its content, which is empty where there is a problem."""

    reply: Reply
    content: bytes = b""


Answering = Callable[[Question], Answered]


def work(opened: Callable[[Order], Answering]) -> None:
    """Open what is ordered, and answer questions with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server that was interrupted ends it
    order = msgspec.msgpack.decode(messages.read(_PIPE), type=Order)
    confine(order.memory)
    if os.getppid() != order.server:  # it went before that could be noticed
        return
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_serve, args=(order, opened))
    thread.start()
    thread.join()


def _serve(order: Order, opened: Callable[[Order], Answering]) -> None:
    answering = opened(order)
    messages.write(_PIPE, Reply())
    while True:
        try:
            question = msgspec.msgpack.decode(messages.read(_PIPE), type=Question)
        except EOFError:
            return
        _reply(answering, question, order)


def _reply(answering: Answering, question: Question, order: Order) -> None:
    signal.alarm(math.ceil(order.deadline) + _GRACE)
    try:
        answered = answering(question)
        messages.write(_PIPE, answered.reply, answered.content)
    except MemoryError:
        messages.write(_PIPE, Reply(problem="memory", detail="the query needs more memory than it is given"))
        sys.stderr.flush()
        os._exit(0)  # what is left of the memory is in pieces
    finally:
        signal.alarm(0)
