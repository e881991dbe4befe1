"""JSON of annotation tools, read strictly, with the standard's terms as keys (`body`, `oa:hasBody`, or the IRI)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ld_export.errors import CurationProblem

Raw = dict[str, Any]

_OA = ("http://www.w3.org/ns/oa#", "oa:")
_AS = ("https://www.w3.org/ns/activitystreams#", "as:")
_RDF = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:")
_KEYS = {
    "@id": "id",
    "@type": "type",
    "hasBody": "body",
    "hasTarget": "target",
    "hasSource": "source",
    "hasSelector": "selector",
    "hasPurpose": "purpose",
    "motivatedBy": "motivation",
    "@value": "value",
}


def read_json(path: Path, limit: int) -> Any:
    """The JSON of a file of at most `limit` bytes. Raises `CurationProblem`."""
    try:
        size = path.stat().st_size
        if size > limit:
            raise CurationProblem(f"{size} bytes, where {limit} are allowed", path.name, "raise size_limit, or part it")
        return parse_json(path.read_bytes(), path.name)
    except OSError as error:
        raise CurationProblem(f"cannot be read: {error.strerror}", path.name, "check the file") from None


def parse_json(raw: bytes, name: str) -> Any:
    """See `read_json`; `name` stands in messages."""
    try:
        text = raw.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_table, parse_constant=_no_number)
        json.dumps(value, ensure_ascii=False).encode()  # half a character, written as an escape
        return _in_terms(value)
    except UnicodeDecodeError as error:
        raise CurationProblem("not UTF-8", f"{name}:byte {error.start}", "save the file as UTF-8") from None
    except UnicodeEncodeError:
        raise CurationProblem("half of a surrogate pair is no character", name, "export it anew") from None
    except RecursionError:
        raise CurationProblem("nested too deeply", name, "export it anew") from None
    except json.JSONDecodeError as error:
        raise CurationProblem(f"no JSON: {error.msg}", f"{name}:{error.lineno}", "export it anew") from None
    except ValueError as error:  # a number of thousands of digits, or what the hooks below refuse
        raise CurationProblem(f"no JSON: {error}", name, "export it anew") from None


def _table(pairs: Iterable[tuple[str, Any]]) -> Raw:
    table: Raw = {}
    for key, value in pairs:
        if key in table:
            raise ValueError(f"the key {key[:80]!r} stands twice in one object")
        table[key] = value
    return table


def _in_terms(value: Any) -> Any:
    """A value with the standard's terms as keys, whatever their prefix; what a context says of them is not asked."""
    if isinstance(value, list):
        return [_in_terms(one) for one in value]
    if not isinstance(value, dict):
        return value
    table: Raw = {}
    for key, one in value.items():
        if (term := term_of(key)) in table:
            raise ValueError(f"the key {term[:80]!r} stands twice in one object")
        if term != "@context":
            table[term] = _in_terms(one)
    return table


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def term_of(key: str) -> str:
    """The standard's term that a key is, whatever its prefix; any other key as it is."""
    for start in (*_OA, *_AS, *_RDF):
        if key.startswith(start):
            key = key.removeprefix(start)
    return _KEYS.get(key, key)
