"""Reads what pages give to copy: statements that link, and BibTeX."""

from __future__ import annotations

import re

import rdflib

from ld_export.pages.contract import Snippet
from tests.reading import rdflib_dataset

_ENDINGS = {"Turtle": ".ttl", "JSON-LD": ".jsonld"}
_NAMED = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciicircum": "^", "asciitilde": "~"}
_ESCAPED = re.compile(rf"\\(?:text({'|'.join(_NAMED)})\{{\}}|([$&#_%]))")


def triples_of(snippet: Snippet) -> list[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]]:
    """The statements of a snippet, as rdflib reads them."""
    dataset = rdflib_dataset(snippet.text.encode(), _ENDINGS[snippet.syntax])
    return [(subject, predicate, value) for subject, predicate, value, _ in dataset.quads()]


def from_bibtex(entry: str) -> tuple[str, dict[str, str]]:
    """The key of a BibTeX entry and its fields, their escapes undone; fails where the braces do not match."""
    head, _, rest = entry.partition(",\n")
    kind, _, key = head.partition("{")
    assert kind == "@misc"
    assert rest.endswith("\n}")
    fields = {}
    for line in rest.removesuffix("\n}").split(",\n"):
        name, equals, value = line.partition(" = ")
        assert equals
        fields[name.strip()] = _text(_inner(value))
    return key, fields


def _inner(value: str) -> str:
    """What is in the outermost braces, which BibTeX takes to end where as many have closed as were opened."""
    depth = 0
    # BibTeX counts every brace, also one behind a backslash.
    for at, sign in enumerate(value):
        depth += (sign == "{") - (sign == "}")
        assert depth > 0 or at == len(value) - 1, f"the braces close too soon: {value}"
    assert depth == 0, f"the braces do not match: {value}"
    return value[1:-1]


def _text(value: str) -> str:
    bare = value[1:-1] if value.startswith("{") and value.endswith("}") else value
    assert not re.search(r"[$&#^_%~]", _ESCAPED.sub("", bare)), f"a sign of TeX is not escaped: {value}"
    return _ESCAPED.sub(lambda found: found[2] or _NAMED[found[1]], bare)
