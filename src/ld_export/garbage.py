"""How often this process looks for garbage: seldom, for what a build makes is let go of when it is used up."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

# More than a rebuild of a few documents makes. A look goes through all objects that came since the last one.
_OBJECTS = 1_000_000


@contextmanager
def looked_for_seldom() -> Iterator[None]:
    """Inside the block, look for garbage as seldom as `look_seldom` does."""
    before = gc.get_threshold()
    look_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def look_seldom() -> None:
    """Let many objects be made before cycles are looked for: a document makes thousands, and no cycle."""
    gc.set_threshold(_OBJECTS)


def none_at_the_end() -> None:
    """Look for none when this process ends, for it ends: every module would be gone through once more."""
    atexit.register(gc.freeze)
