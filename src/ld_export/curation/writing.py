"""Annotation files as text: what `yamlfile` reads, written so that it reads the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ld_export.curation.yamlfile import Entries, Items, Scalar, Value
from ld_export.model import Passage
from ld_export.quotes import places

Comments = Mapping[int, Sequence[str]]
"""What is to be said of values to a reader of the file, by their lines."""

# What YAML reads as itself without quotation marks, whatever stands around it.
_PLAIN = re.compile(r"[^\W_](?:[\w .()/’“”„«»…–—€%;+=]|,(?= )|'(?=\w)|-(?=\w)|:(?=[^\s])){0,400}")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_OF_LISTS = re.compile(r"[,\[\]{}]")


def scalar(text: str) -> str:
    """A text as a YAML scalar: plain where that is safe, else in double quotation marks."""
    if _PLAIN.fullmatch(text) and not text.endswith((":", " ")) and " #" not in text and text.isprintable():
        return text
    return _quoted(text)


def in_list(text: str) -> str:
    """A text as a YAML scalar within brackets."""
    return _quoted(text) if _OF_LISTS.search(text) else scalar(text)


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() or character in "\u00a0\u2009\u202f":
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def comment(text: str) -> str:
    """A text as a YAML comment: one line that any terminal may show."""
    return "# " + "".join(one for one in " ".join(text.split()) if one.isprintable())


def place_keys(passage: int, start: int, words: str, passages: Sequence[Passage]) -> dict[str, str]:
    """The quote at a place, with passage and occurrence only where its words stand in several places."""
    keys = {"quote": words}
    found = list(places(words, passages))
    if len({place.passage for place in found}) > 1:
        keys["passage"] = str(passage)
    here = [place.start for place in found if place.passage == passage]
    if len(here) > 1:
        keys["occurrence"] = str(here.index(start) + 1)
    return keys


def written(root: Entries, comments: Comments | None = None) -> str:
    """The text of an annotation file: the head, and behind an empty line each section."""
    lines: list[str] = []
    for key, value in root.values.items():
        if isinstance(value, Scalar):
            lines.append(f"{key}: {scalar(value.text)}")
        elif value.values:
            lines += ["", f"{key}:", *_section(value, comments or {})]
    return "\n".join(lines) + "\n"


def _section(value: Entries | Items, comments: Comments) -> Iterator[str]:
    """The lines of a section: numbered texts or tables, or a list of tables."""
    if isinstance(value, Items):
        for one in value.values:
            first, *others = _table(one, comments)
            yield f"  - {first.strip()}"
            yield from others
        return
    for key, one in value.values.items():
        if isinstance(one, Scalar):
            yield f"  {key}: {scalar(one.text)}"
        else:
            yield f"  {key}:"
            yield from _table(one, comments)


def _table(value: Value, comments: Comments) -> Iterator[str]:
    yield from (f"    {comment(one)}" for one in comments.get(value.line, ()))
    for key, one in value.values.items() if isinstance(value, Entries) else ():
        yield f"    {key}: {_inline(one)}"


def _inline(value: Value) -> str:
    if isinstance(value, Scalar):
        return scalar(value.text)
    return f"[{', '.join(in_list(one.text) for one in value.values if isinstance(one, Scalar))}]"
