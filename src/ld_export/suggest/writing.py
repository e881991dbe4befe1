"""Annotation files as text: items with keys and values, each with the rule that proposed it, as YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ld_export.model import Passage
from ld_export.quotes import places

# What YAML reads as itself without quotation marks, whatever stands around it.
_PLAIN = re.compile(r"[^\W_](?:[\w .()/’“”„«»…–—€%;+=]|,(?= )|'(?=\w)|-(?=\w)|:(?=[^\s])){0,400}")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


class Item(NamedTuple):
    """One item of an annotation file: where its quote stands, its other keys, and comments.

    `keys` are pairs of a key and a scalar or several; a key that begins with `#` is written as a
    comment (`#+`: one that a new row of the registry makes true).
    An item that is `off` is written as a comment: something that it must have cannot be told.
    """

    passage: int
    start: int
    end: int
    keys: tuple[tuple[str, str | tuple[str, ...]], ...]
    comments: tuple[str, ...] = ()
    off: bool = False


def scalar(text: str) -> str:
    """A text as a YAML scalar: plain where that is safe, else in double quotation marks."""
    if _PLAIN.fullmatch(text) and not text.endswith((":", " ")) and " #" not in text and text.isprintable():
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() or character in "\u00a0\u2009\u202f":
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def quote_keys(item: Item, passages: Sequence[Passage], words: str) -> list[tuple[str, str]]:
    """The quote of an item, with passage and occurrence where the words stand in several places."""
    keys = [("quote", words)]
    found = list(places(words, passages))
    if len({place.passage for place in found}) > 1:
        keys.append(("passage", str(item.passage)))
    here = [place for place in found if place.passage == item.passage]
    if len(here) > 1:
        occurrence = next(number for number, place in enumerate(here, start=1) if place.start == item.start)
        keys.append(("occurrence", str(occurrence)))
    return keys


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
        own += [f"    # {_one_line(comment)}" for comment in item.comments]
        own += [_line(key, value) for key, value in (*quote_keys(item, passages, words), *item.keys)]
        lines += [f"#{line}" if item.off else line for line in own]
    return ["", *lines]


def _line(key: str, value: str | tuple[str, ...]) -> str:
    written = scalar(value) if isinstance(value, str) else "[" + ", ".join(_in_list(one) for one in value) + "]"
    return f"    # {key.lstrip('#+')}: {written}" if key.startswith("#") else f"    {key}: {written}"


def _in_list(text: str) -> str:
    return scalar(text) if not re.search(r"[,\[\]{}]", text) else '"' + "".join(map(_escaped, text)) + '"'


def _one_line(comment: str) -> str:
    return " ".join(comment.split())
