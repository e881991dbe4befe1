"""The common ground of all records."""

from __future__ import annotations

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The common ground of all records: immutable, compared by value, written by field name."""


class Doubt(Record, frozen=True):
    """Something a curator should look at that stops nothing."""

    place: str
    message: str
