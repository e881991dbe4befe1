"""How much of everything a client may have: the defaults, and what is told of them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one server gives. Times are in seconds, sizes in bytes.

    `deadline` is how long a query may run, `rows` how many rows or statements and `size` how many bytes its answer may
    have, `memory` how much address space the process has that runs it, of which there are `workers`; `matchers` compare
    names, and have the list of names in memory. While all of a kind are busy, `queue` queries may wait, none for longer
    than `patience`. `body` is the largest request, `headers` how long a client may take to send its headers, its body,
    or to read on. `connections` are open at once, `cache` is for answers that are given again.
    """

    deadline: float = 10.0
    rows: int = 100_000
    size: int = 64 * MEBIBYTE
    memory: int = 1024 * MEBIBYTE
    workers: int = field(default_factory=lambda: max(2, os.cpu_count() or 1))
    matchers: int = 1
    queue: int = 256
    patience: float = 10.0
    body: int = 1_000_000
    headers: float = 10.0
    connections: int = 1_000
    cache: int = 64 * MEBIBYTE

    def told(self) -> dict[str, str]:
        """The limits that whoever writes a query has to know, in words."""
        return {
            "time": f"a query may run for {self.deadline:g} seconds",
            "rows": f"an answer has at most {self.rows:,} rows or statements",
            "size": f"an answer has at most {self.size:,} bytes",
            "memory": f"a query may use {self.memory // MEBIBYTE:,} MiB of memory",
            "queue": f"{self.workers} queries run at once, {self.queue} may wait for {self.patience:g} seconds",
            "body": f"a request has at most {self.body:,} bytes",
        }
