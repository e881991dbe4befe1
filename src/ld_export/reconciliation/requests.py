"""What clients send as JSON, read strictly: what is not as the specification has it is told, and nothing guessed."""

from __future__ import annotations

from typing import Any, Literal, TypeVar

import msgspec

from ld_export.reconciliation.problems import (
    BATCH,
    BATCH_SIZE,
    MOST_CANDIDATES,
    MOST_IDS,
    MOST_PROPERTIES,
    REQUEST,
    Unanswered,
)

_USUAL = 5


class Reference(msgspec.Struct, frozen=True):
    """A value that is an entity, as clients have it from an earlier answer."""

    id: str
    name: str = ""


Value = str | bool | int | float | Reference


class Wanted(msgspec.Struct, frozen=True):
    """A property that candidates should have, and one or several values of it."""

    pid: str
    v: Value | list[Value]

    @property
    def values(self) -> list[Value]:
        """The values."""
        return self.v if isinstance(self.v, list) else [self.v]


class Query(msgspec.Struct, frozen=True):
    """A query: a name, or properties, or both."""

    query: str = ""
    type: str | list[str] = []
    limit: int | float | str | None = None
    properties: list[Wanted] = []
    type_strict: Literal["any", "should", "all"] = "any"

    @property
    def types(self) -> list[str]:
        """The types."""
        return [self.type] if isinstance(self.type, str) else self.type

    @property
    def most(self) -> int:
        """How many candidates are given at most. Raises `Unanswered` for what is no number over nought."""
        if self.limit is None:
            return _USUAL
        try:
            number = int(self.limit)
        except (ValueError, OverflowError):
            number = 0
        if number < 1:
            raise Unanswered(REQUEST, f"the limit {str(self.limit)[:40]!r} is no number from 1 on")
        return min(number, MOST_CANDIDATES)


class PropertyAsked(msgspec.Struct, frozen=True):
    """A property whose values are asked for, with settings as the manifest has them."""

    id: str
    settings: dict[str, Any] = {}


class Extension(msgspec.Struct, frozen=True):
    """Entities, and the properties of them that are asked for."""

    ids: list[str]
    properties: list[PropertyAsked]


def read_batch(text: str) -> dict[str, Query]:
    """The queries of a batch. Raises `Unanswered`."""
    batch = _decoded(text, dict[str, Query])
    if len(batch) > BATCH_SIZE:
        raise Unanswered(BATCH, f"a batch has at most {BATCH_SIZE} queries, as the manifest says")
    for name, query in batch.items():
        if not query.query.strip() and not query.properties:
            raise Unanswered(REQUEST, f"{name[:40]!r} has neither a query nor properties")
        if len(query.properties) > MOST_PROPERTIES:
            raise Unanswered(BATCH, f"a query has at most {MOST_PROPERTIES} properties")
    return batch


def read_extension(text: str) -> Extension:
    """What a data extension asks. Raises `Unanswered`."""
    extension = _decoded(text, Extension)
    if len(extension.ids) > MOST_IDS or len(extension.properties) > MOST_PROPERTIES:
        raise Unanswered(BATCH, f"at most {MOST_PROPERTIES} properties of {MOST_IDS} entities can be asked at once")
    return extension


_Read = TypeVar("_Read")


def _decoded(text: str, type_: type[_Read]) -> _Read:
    try:
        return msgspec.json.decode(text, type=type_)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unanswered(REQUEST, f"the JSON is not as the specification has it: {error}") from None
