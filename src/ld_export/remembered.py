"""What was made of tables once, for the next build: to take it from there costs a hundredth of parsing them again.

Who asks says what a value is made of; it is taken only where that, the code and the tables of the toolkit are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import msgspec

from ld_export.resources import code_digest, digest

Value = TypeVar("Value")
Memory = dict[str, tuple[str, bytes]]
"""Values by name: the digests of what each was made of, and the value, packed."""

_memory: ContextVar[Memory | None] = ContextVar("memory", default=None)


@contextmanager
def remembering(known: Mapping[str, tuple[str, bytes]]) -> Iterator[Memory]:
    """Inside the block, values are taken from those that an earlier build knew; the memory that the next one gets."""
    memory = dict(known)
    token = _memory.set(memory)
    try:
        yield memory
    finally:
        _memory.reset(token)


def remembered(name: str, of: str, kind: Any, make: Callable[[], Value]) -> Value:
    """The value of a name, as `make` makes it of what `of` is the digest of; of a `kind` that MessagePack can hold.

    Outside a build that remembers, it is made each time.
    """
    if (memory := _memory.get()) is None:
        return make()
    made_of = f"{code_digest()} {digest('ontology', 'mappings', 'shapes')} {of}"
    known, packed = memory.get(name, ("", b""))
    if known == made_of:
        try:
            value: Value = msgspec.msgpack.decode(packed, type=kind)
        except msgspec.DecodeError:  # damaged, and so made again
            pass
        else:
            return value
    value = make()
    memory[name] = made_of, msgspec.msgpack.encode(value)
    return value
