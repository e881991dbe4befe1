"""A process that runs queries: `python -m ld_export.serve.worker`. See `working`."""

from __future__ import annotations

from functools import partial

import pyoxigraph as ox

from ld_export.serve.answering import answer
from ld_export.serve.messages import Order
from ld_export.serve.working import Answering, work


def _opened(order: Order) -> Answering:
    return partial(answer, ox.Store.read_only(order.store), order=order)


if __name__ == "__main__":
    work(_opened)
