"""A process that runs queries, one after another, until the server that started it is gone.

`python -m ld_export.serve.worker`: it reads orders and questions from its standard input and writes replies to it.
Whatever happens to it happens to one query: the server ends it at the deadline and starts another.
"""

from __future__ import annotations

import math
import os
import signal
import sys
import threading

import msgspec
import pyoxigraph as ox

from ld_export.serve import messages
from ld_export.serve.answering import answer
from ld_export.serve.messages import Order, Question, Reply
from ld_export.serve.sandbox import confine

_PIPE = 0
_STACK = 128 * 1024 * 1024
"""Queries that are deep all the same, by a thousand of something in a row, end in a stack that is deep enough."""

_GRACE = 2
"""How many seconds after the deadline a process ends itself, should the server that would end it be stuck."""


def main() -> None:
    """Serve queries."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server that was interrupted ends it
    order = msgspec.msgpack.decode(messages.read(_PIPE), type=Order)
    confine(order.memory)
    if os.getppid() != order.server:  # it went before that could be noticed
        return
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_serve, args=(order,))
    thread.start()
    thread.join()


def _serve(order: Order) -> None:
    store = ox.Store.read_only(order.store)
    messages.write(_PIPE, Reply())
    while True:
        try:
            question = msgspec.msgpack.decode(messages.read(_PIPE), type=Question)
        except EOFError:
            return
        _reply(store, question, order)


def _reply(store: ox.Store, question: Question, order: Order) -> None:
    signal.alarm(math.ceil(order.deadline) + _GRACE)
    try:
        answered = answer(store, question, order)
        messages.write(_PIPE, answered.reply, answered.content)
    except MemoryError:
        messages.write(_PIPE, Reply(problem="memory", detail="the query needs more memory than it is given"))
        sys.stderr.flush()
        os._exit(0)  # what is left of the memory is in pieces
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    main()
