"""Nodes in the keys of `mappings/catalogue-context.jsonld`, as JSON-LD and as Turtle: one is read from the other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
import pyoxigraph as ox

from ld_export.errors import MappingProblem
from ld_export.mapping import Node
from ld_export.resources import folder

CONTEXT = "catalogue-context.jsonld"


@cache
def _context() -> dict[str, Any]:
    terms: dict[str, Any] = json.loads((folder("mappings") / CONTEXT).read_text(encoding="utf-8"))["@context"]
    return terms


@cache
def _prefixes() -> dict[str, str]:
    return {name: term for name, term in _context().items() if isinstance(term, str) and not term.startswith("@")}


def to_json_ld(nodes: Sequence[Node]) -> bytes:
    """Nodes with the terms that they use: nothing is fetched to read it. `MappingProblem` for an unknown key."""
    stated = [{key: value for key, value in node.items() if value not in ("", None, [], {}, ())} for node in nodes]
    if unknown := sorted({key for node in stated for key in node} - _context().keys()):
        raise MappingProblem(f"the key {unknown[0]!r} has no term", f"mappings/{CONTEXT}", "add it there")
    terms = _terms_used(stated)
    return msgspec.json.format(msgspec.json.encode({"@context": terms, "@graph": stated}), indent=1) + b"\n"


def _terms_used(nodes: Sequence[Node]) -> dict[str, Any]:
    """As much of the context as some nodes need: their keys, and the prefixes of those and of their values."""
    terms = {name: term for name, term in _context().items() if any(name in node for node in nodes)}
    values = [
        value for node in nodes for said in node.values() for value in (said if isinstance(said, list) else [said])
    ]
    written = [*values, *(part for term in terms.values() if isinstance(term, dict) for part in term.values())]
    used = {text.partition(":")[0] for text in written if isinstance(text, str)}
    return {name: iri for name, iri in _prefixes().items() if name in used} | terms


def _triples(json_ld: bytes) -> list[ox.Triple]:
    """Each once, what is said of one thing together: the first time that it is named decides its place."""
    triples = dict.fromkeys(quad.triple for quad in ox.parse(json_ld, format=ox.RdfFormat.JSON_LD))
    subjects = dict.fromkeys(one.subject for one in triples)
    places = {subject: place for place, subject in enumerate(subjects)}
    return sorted(triples, key=lambda one: places[one.subject])


def to_n_triples(json_ld: bytes) -> bytes:
    """The same statements as sorted N-Triples."""
    return "".join(f"{line} .\n" for line in sorted(map(str, _triples(json_ld)))).encode()


def to_turtle(json_ld: bytes) -> bytes:
    """The same statements as Turtle."""
    triples = _triples(json_ld)
    said = "\n".join(map(str, triples))
    used = {name: iri for name, iri in _prefixes().items() if f"<{iri}" in said}
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used) or b""
