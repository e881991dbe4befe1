"""What is told of an entity to whoever looks for it by a name: every spelling, and enough to tell it from others."""

from __future__ import annotations

import msgspec

KINDS = ("person", "organization", "family", "group", "country", "document")
"""The kinds of entities, as their addresses begin but for documents, in the order of the files."""


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An entity and what it is called. `id` is its IRI, `name` the name that is preferred, and the first spelling.

    Spellings that differ by case and spacing alone are one. What follows is what documents say, never what an entity
    is: `countries` (ISO codes) and `groups` that somebody signed for, `roles` that a document named somebody by, the
    number of `documents` that it signs, publishes or is mentioned in, and the days of the `first` and the `last`.
    """

    id: str
    kind: str
    name: str
    spellings: tuple[str, ...]
    countries: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    documents: int = 0
    first: str = ""
    last: str = ""
    description: str = ""


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """All that can be found by name in a publication whose addresses begin with `base`.

    `merged` leads from an address that was given up to the one that holds, `withdrawn` are addresses that nothing is
    said of any more: neither are among `entities`. `roles` has the words for each role that is used.
    """

    base: str
    merged: dict[str, str]
    withdrawn: tuple[str, ...]
    roles: dict[str, tuple[str, ...]]
    entities: tuple[Named, ...]
