"""How long to wait, and how often to ask again: only where asking again can help, ever later, and never all at once."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import NamedTuple

BUSY = frozenset({429, 503})
"""What says that a request was not looked at: another one does no harm, whatever it asks for."""

PASSING = BUSY | {502, 504}
"""What may be over in a moment: too many requests, a server that is busy or out of reach of its gateway."""


class Patience(NamedTuple):
    """What is waited for. `timeout` is how many seconds an answer may take to begin, and each part of it to come.

    A request is repeated at most `retries` times, after `first` seconds, then twice as long, and so on up to `longest`;
    a server that wants more time than `longest` is not asked again.
    """

    timeout: float = 60.0
    retries: int = 3
    first: float = 1.0
    longest: float = 120.0

    def delay(self, attempt: int, asked_for: float | None, chance: float) -> float | None:
        """Seconds to wait before the next attempt (the first is 0); nothing where there is to be none.

        `asked_for` is what the server wants; `chance`, from 0 to 1, spreads those who all began to wait at once.
        """
        if attempt >= self.retries or (asked_for or 0) > self.longest:
            return None
        if asked_for is not None:
            return asked_for + self.first * chance
        return min(self.first * 2.0**attempt, self.longest) * (1 + chance) / 2


USUAL = Patience()


def retry_after(value: str | None, now: float) -> float | None:
    """The seconds that a `Retry-After` header asks for: a number, or a moment. `now` is in seconds since 1970."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except ValueError:
        return None
