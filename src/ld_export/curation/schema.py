"""The JSON Schema of annotation files, for editors: made from the table of the format, so that it says the same.

It cannot know whether a quote stands in the document or a row in the registry; reading a file does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ld_export.curation.fields import TEXT, Field, Schema
from ld_export.curation.format import DEFAULTS, HEAD, PLACE, SECTIONS

_NUMBER = "^[1-9][0-9]{0,5}$"


def annotation_schema() -> Schema:
    """The schema of a whole file."""
    sections = {name: _numbered(_table(section.keys, section.required)) for name, section in SECTIONS.items()}
    signed_off = _table(PLACE | {"reason": TEXT}, ("quote", "reason"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An annotation file of ld-export",
        "description": "See docs/annotations.md",
        **_table(HEAD, ("document",)),
        "properties": {
            **_properties(HEAD),
            "defaults": _table(DEFAULTS, ()),
            "sets": _numbered(TEXT.schema),
            **sections,
            "not_relevant": {"type": "array", "items": signed_off},
        },
    }


def _numbered(item: Schema) -> Schema:
    return {"type": "object", "patternProperties": {_NUMBER: item}, "additionalProperties": False}


def _table(keys: Mapping[str, Field], required: Iterable[str]) -> Schema:
    return {
        "type": "object",
        "properties": _properties(keys),
        "required": list(required),
        "additionalProperties": False,
    }


def _properties(keys: Mapping[str, Field]) -> Schema:
    return {key: field.schema for key, field in keys.items()}
