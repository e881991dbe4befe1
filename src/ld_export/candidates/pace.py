"""How fast an endpoint is asked: one request at a time, pauses between them, and longer ones once it is busy."""

from __future__ import annotations

import time
from collections.abc import Callable

_LONGEST = 60.0


class Pace:
    """The pauses between requests: `least` seconds, or as long as the last answer took, if that was longer.

    So at most half of the time an endpoint works for us. Each time that it says it is busy, `least` doubles, up to a
    minute. `clock` and `wait` are given by tests.
    """

    def __init__(
        self,
        least: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._least = least
        self._clock, self._wait = clock, wait
        self._begun: float | None = None
        self._next = 0.0

    def begin(self) -> None:
        """Wait until the next request may be sent."""
        now = self._clock()
        if now < self._next:
            self._wait(self._next - now)
        self._begun = self._clock()

    def end(self) -> None:
        """Note that its answer is there, or that there is none."""
        now = self._clock()
        took = now - (now if self._begun is None else self._begun)
        self._next = now + max(self._least, min(took, _LONGEST))

    def busy(self, seconds: float) -> None:
        """Wait for an endpoint that is to be asked again, and ask it less often from now on."""
        self._least = min(max(self._least, 0.5) * 2, _LONGEST)
        self._wait(seconds)
