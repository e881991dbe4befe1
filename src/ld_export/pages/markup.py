"""Text that is HTML: a page has thousands of small pieces of it, most of them the same as on the page before."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from markupsafe import Markup, escape

_SHORT = 100

made: Callable[[str], Markup] = partial(str.__new__, Markup)
"""What is HTML already, as `Markup`, whose own constructor first looks for another form of what it is given."""


def escaped(text: str) -> Markup:
    """A text as HTML. Names, addresses and dates are remembered."""
    return _remembered(text) if len(text) < _SHORT else escape(text)


@lru_cache(maxsize=50_000)
def _remembered(text: str) -> Markup:
    return escape(text)
