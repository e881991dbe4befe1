"""The values of annotation files: how each is read and checked, and what a JSON Schema says of it.

A field is a value, so that a key of the format is one row of a table (`curation/format.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ld_export.concepts import codes_of, nearest
from ld_export.curation.yamlfile import Entries, Items, Scalar, Value
from ld_export.dates import datatype_of
from ld_export.errors import CurationProblem
from ld_export.iris import allows
from ld_export.model import Reference

Schema = dict[str, Any]

ENTITIES = ("person", "organization", "family", "country", "group")
_OWN = ("set", "claim")
_CONCEPTS = ("violation", "development")
_REFERENCE = re.compile(r"(?P<kind>[a-z]+)/(?P<id>\?|[a-z0-9]+(?:-[a-z0-9]+)*)(?: +(?P<label>\S.*))?")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_AMOUNT = re.compile(r"0|[1-9][0-9]{0,17}")


class Reader(NamedTuple):
    """One file while it is read: its name for messages, and the references found so far."""

    name: str
    references: list[Reference]

    def problem(self, message: str, line: int, remedy: str) -> CurationProblem:
        """What is wrong in a line."""
        return CurationProblem(message, f"{self.name}:{line}", remedy)

    def text(self, value: Value) -> str:
        """The text of a scalar that says something."""
        if not isinstance(value, Scalar) or not value.text.strip():
            raise self.problem("a text is wanted here", value.line, "write one line of text")
        return value.text


class Field(NamedTuple):
    """How a value is read, and its JSON Schema."""

    read: Callable[[Reader, Value], Any]
    schema: Schema


def several(field: Field) -> Field:
    """One value or a list of them, as a tuple."""

    def read(reader: Reader, value: Value) -> tuple[Any, ...]:
        values = value.values if isinstance(value, Items) else (value,)
        if not values:
            raise reader.problem("an empty list", value.line, "name at least one, or leave the key out")
        return tuple(dict.fromkeys(field.read(reader, one) for one in values))

    listed = {"type": "array", "items": field.schema, "minItems": 1, "uniqueItems": True}
    return Field(read, {"anyOf": [field.schema, listed]})


def code(*schemes: str) -> Field:
    """A code of one of some concept schemes, read as `scheme/code`."""

    def read(reader: Reader, value: Value) -> str:
        word, known = reader.text(value), codes_of(*schemes)
        if word not in known:
            raise reader.problem(
                f"{word[:80]!r} is no code of {' or '.join(schemes)}",
                value.line,
                f"{nearest(word, known)}The codes are listed in docs/concepts.md",
            )
        return known[word]

    return Field(read, {"enum": sorted(codes_of(*schemes))})


def reference(*kinds: str) -> Field:
    """A reference to something of some kinds; what a registry describes is noted, to be checked against it."""

    def read(reader: Reader, value: Value) -> str:
        word = reader.text(value)
        if word in kinds and word == "signatories":
            return word
        found = _REFERENCE.fullmatch(word)
        if found is None or found["kind"] not in kinds:
            raise reader.problem(
                f"{word[:80]!r} is no reference", value.line, f"write {_forms(kinds)}, and a name behind it if you like"
            )
        return _referred(reader, found, value.line)

    return Field(read, {"type": "string", "pattern": _pattern(kinds)})


def _forms(kinds: Iterable[str]) -> str:
    return ", ".join(kind if kind == "signatories" else f"{kind}/…" for kind in kinds)


def _pattern(kinds: Iterable[str]) -> str:
    named = "|".join(kind for kind in kinds if kind != "signatories")
    alone = "^signatories$|" if "signatories" in kinds else ""
    return rf"{alone}^({named})/(\?|[a-z0-9]+(-[a-z0-9]+)*)( .*)?$"


def _referred(reader: Reader, found: re.Match[str], line: int) -> str:
    kind, id_, label = found["kind"], found["id"], found["label"] or ""
    if kind in _CONCEPTS and id_ not in codes_of(kind):
        raise reader.problem(
            f"{id_!r} is no code of {kind}", line, f"{nearest(id_, codes_of(kind))}See docs/concepts.md"
        )
    if id_ == "?" and (kind not in {"person", "organization", "family"} or not label):
        raise reader.problem("`?` looks a name up", line, "write it as `person/? Full Name`")
    target = f"{kind}/? {label}" if id_ == "?" else f"{kind}/{id_}"
    if kind in ENTITIES:
        reader.references.append(Reference(target=target, label=label, line=line))
    return target


def _read_text(reader: Reader, value: Value) -> str:
    return reader.text(value)


def _read_number(reader: Reader, value: Value) -> int:
    if not _NUMBER.fullmatch(word := reader.text(value)):
        raise reader.problem(f"{word[:80]!r} is no number", value.line, "count from 1")
    return int(word)


def _read_position(reader: Reader, value: Value) -> int:
    return 0 if reader.text(value) == "0" else _read_number(reader, value)


def _read_amount(reader: Reader, value: Value) -> int:
    if not _AMOUNT.fullmatch(word := reader.text(value)):
        raise reader.problem(f"{word[:80]!r} is no amount", value.line, "write the digits alone: 4000 for `4 000`")
    return int(word)


def _read_when(reader: Reader, value: Value) -> str:
    word = reader.text(value)
    if datatype_of(word):
        return word
    raise reader.problem(
        f"{word[:80]!r} is no date", value.line, "as precise as the words: 2018-03-14, 2018-03, 2018, --03-14 or --03"
    )


def _read_key(reader: Reader, value: Value) -> str:
    if not allows("document", word := reader.text(value)):
        raise reader.problem(f"{word[:80]!r} is no document's key", value.line, "write it as pace-wd-630")
    return word


def _read_status(reader: Reader, value: Value) -> str:
    if (word := reader.text(value)) not in _STATUS:
        raise reader.problem(f"the status {word[:80]!r} is unknown", value.line, f"it is {' or '.join(_STATUS)}")
    return word


_STATUS = ("reviewed", "suggested")
_WORDS: Schema = {"type": "string", "minLength": 1}
_DIGITS = {"type": ["string", "integer"]}
_DATES = "^([0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?|--(0[1-9]|1[0-2])(-[0-3][0-9])?)$"

TEXT = Field(_read_text, _WORDS)
NUMBER = Field(_read_number, _DIGITS | {"minimum": 1, "pattern": f"^{_NUMBER.pattern}$"})
POSITION = Field(_read_position, _DIGITS | {"minimum": 0, "pattern": "^(0|[1-9][0-9]{0,5})$"})
AMOUNT = Field(_read_amount, _DIGITS | {"minimum": 0, "pattern": f"^({_AMOUNT.pattern})$"})
WHEN = Field(_read_when, {"type": ["string", "integer"], "pattern": _DATES})
KEY = Field(_read_key, {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})
STATUS = Field(_read_status, {"enum": list(_STATUS)})
VOICE = several(reference("signatories", *ENTITIES, "set"))
ANYTHING = several(reference(*ENTITIES, *_OWN, *_CONCEPTS, "declaration"))
AGENTS = several(reference(*ENTITIES, "set"))
SOMEBODY = reference(*ENTITIES, "set")


def read_table(reader: Reader, value: Value, keys: dict[str, Field], required: Iterable[str]) -> dict[str, Any]:
    """The values of a mapping by key; unknown and missing keys are problems."""
    if not isinstance(value, Entries):
        raise reader.problem("keys with values are wanted here", value.line, f"such as {', '.join(required)}")
    read: dict[str, Any] = {}
    for key, one in value.values.items():
        if key not in keys:
            raise reader.problem(
                f"unknown key {key[:80]!r}", value.lines[key], f"{nearest(key, keys)}The keys are {', '.join(keys)}"
            )
        read[key] = keys[key].read(reader, one)
    for key in required:
        if key not in read:
            raise reader.problem(f"the key {key!r} is missing", value.line, "add it")
    return read
