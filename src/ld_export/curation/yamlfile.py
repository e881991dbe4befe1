"""YAML as curators write it: every scalar is a string, every value knows its line, and nothing clever is understood.

Anchors, aliases, tags and keys that stand twice are refused; `NO`, `010` and `12:30` stay what they are. Built from the
parser's events, so that neither deep nesting nor an alias can make a small file large.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ld_export.errors import CurationProblem

_DEEPEST = 12
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# libyaml is some ten times faster; both read the same.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(NamedTuple):
    """A text with its line."""

    line: int
    text: str


class Items(NamedTuple):
    """A list with its line."""

    line: int
    values: tuple[Value, ...]


class Entries(NamedTuple):
    """A mapping with its line. Keys are texts with lines of their own."""

    line: int
    values: dict[str, Value]
    lines: dict[str, int]


Value = Scalar | Items | Entries


def read_yaml(path: Path, limit: int) -> Entries:
    """The mapping that a file holds; of at most `limit` bytes.

    Raises `CurationProblem` with file and line for whatever is not plain YAML of mappings, lists and texts.
    """
    try:
        size = path.stat().st_size
        if size > limit:
            raise CurationProblem(f"{size} bytes, where {limit} are allowed", path.name, "raise size_limit, or part it")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CurationProblem("not UTF-8", f"{path.name}:byte {error.start}", "save the file as UTF-8") from None
    except OSError as error:
        raise CurationProblem(f"cannot be read: {error.strerror}", path.name, "check the file") from None
    return parse_yaml(text, path.name)


def parse_yaml(text: str, name: str) -> Entries:
    """See `read_yaml`; `name` stands in messages."""
    try:
        value = _Builder(name).build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}" if mark else name
        raise CurationProblem(f"no YAML: {error.problem}", place, "check indents, colons and quotes there") from None
    except yaml.YAMLError as error:
        raise CurationProblem(f"no YAML: {str(error).splitlines()[0]}", name, "remove what is no text") from None
    if not isinstance(value, Entries):
        raise CurationProblem("no mapping of keys to values", f"{name}:1", "begin with `document: KEY`")
    return value


class _Open(NamedTuple):
    """A list or mapping that is being read: its line, and its values (in a mapping, keys and values by turns)."""

    line: int
    values: list[Value]


class _Builder:
    """Events to one value."""

    def __init__(self, name: str) -> None:
        self._name = name

    def build(self, text: str) -> Value | None:
        root: list[Value] = []
        stack = [_Open(1, root)]
        for event in yaml.parse(text, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark else 0
            self._refuse(event, line, second=bool(root), deep=len(stack) > _DEEPEST)
            match event:
                case yaml.ScalarEvent():
                    if found := CONTROL.search(event.value):  # by an escape: as such the parser refuses them itself
                        raise self._refused(f"the control character U+{ord(found[0]):04X}", line)
                    stack[-1].values.append(Scalar(line, event.value))
                case yaml.CollectionStartEvent():
                    stack.append(_Open(line, []))
                case yaml.SequenceEndEvent():
                    done = stack.pop()
                    stack[-1].values.append(Items(done.line, tuple(done.values)))
                case yaml.MappingEndEvent():
                    done = stack.pop()
                    stack[-1].values.append(self._entries(done))
        return root[0] if root else None

    def _refuse(self, event: yaml.Event, line: int, *, second: bool, deep: bool) -> None:
        match event:
            case yaml.AliasEvent():
                raise self._refused("an alias (*)", line)
            case yaml.NodeEvent(anchor=str()):
                raise self._refused("an anchor (&)", line)
            case yaml.ScalarEvent(tag=str()) | yaml.CollectionStartEvent(tag=str()):
                raise self._refused(f"the tag {event.tag}", line)
            case yaml.CollectionStartEvent() if deep:
                raise self._refused(f"nesting deeper than {_DEEPEST}", line)
            case yaml.DocumentStartEvent() if second:
                raise self._refused("a second document (---)", line)

    def _entries(self, done: _Open) -> Entries:
        values: dict[str, Value] = {}
        lines: dict[str, int] = {}
        for key, value in zip(done.values[::2], done.values[1::2], strict=True):
            if not isinstance(key, Scalar):
                raise self._refused("a key that is no text", key.line)
            if key.text in values:
                raise CurationProblem(
                    f"the key {key.text!r} stands twice (first in line {lines[key.text]})",
                    f"{self._name}:{key.line}",
                    "keep one of the two",
                )
            values[key.text], lines[key.text] = value, key.line
        return Entries(done.line, values, lines)

    def _refused(self, what: str, line: int) -> CurationProblem:
        return CurationProblem(f"{what} is not used here", f"{self._name}:{line}", "write the text itself")
