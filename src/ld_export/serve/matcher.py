"""A process that compares names: `python -m ld_export.serve.matcher`. See `working`.

It has the list of names in memory, and the store open for the values of properties.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec
import pyoxigraph as ox

from ld_export.authority import read_authority
from ld_export.reconciliation import Asked, Service, Unanswered
from ld_export.serve.messages import Order, Question, Reply
from ld_export.serve.working import Answered, Answering, work


def answer(service: Service, question: Question) -> Answered:
    """The answer to a request, which comes as the text of a question."""
    try:
        content = service.answer(msgspec.json.decode(question.text, type=Asked))
    except Unanswered as unanswered:
        return Answered(Reply(problem=unanswered.problem, detail=unanswered.detail))
    return Answered(Reply(format="json", repeatable=True), content)


def _opened(order: Order) -> Answering:
    names = Path(order.names)
    return partial(answer, Service(read_authority(names.read_bytes(), str(names)), ox.Store.read_only(order.store)))


if __name__ == "__main__":
    work(_opened)
