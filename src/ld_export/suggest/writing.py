"""Annotation files as text: items with keys and values, each with the rule that proposed it, as YAML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ld_export.curation.writing import comment, in_list, place_keys, scalar
from ld_export.model import Passage

__all__ = ["Item", "scalar", "section"]


class Item(NamedTuple):
    """One item of an annotation file: where its quote stands, its other keys, and comments.

    `keys` are pairs of a key and a scalar or several; a key that begins with `#` is written as a comment.
    An item that is `off` is written as a comment: something that it must have cannot be told.
    """

    passage: int
    start: int
    end: int
    keys: tuple[tuple[str, str | tuple[str, ...]], ...]
    comments: tuple[str, ...] = ()
    off: bool = False


def section(name: str, items: Iterable[Item], passages: Sequence[Passage]) -> list[str]:
    """The lines of one section, its items by place and numbered from 1; empty for no items."""
    ordered = sorted(items, key=lambda item: (item.passage, item.start, item.end, item.keys))
    if not ordered:
        return []
    lines = [f"{name}:" if any(not item.off for item in ordered) else f"# {name}:"]
    texts = {passage.position: passage.text for passage in passages}
    for number, item in enumerate(ordered, start=1):
        words = texts[item.passage][item.start : item.end]
        own = [f"  {number}:"]
        own += [f"    {comment(one)}" for one in item.comments]
        quote = place_keys(item.passage, item.start, words, passages)
        own += [_line(key, value) for key, value in (*quote.items(), *item.keys)]
        lines += [f"#{line}" if item.off else line for line in own]
    return ["", *lines]


def _line(key: str, value: str | tuple[str, ...]) -> str:
    written = scalar(value) if isinstance(value, str) else "[" + ", ".join(in_list(one) for one in value) + "]"
    return f"    # {key.lstrip('#')}: {written}" if key.startswith("#") else f"    {key}: {written}"
