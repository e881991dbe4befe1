"""Excerpts as W3C Web Annotations, in the keys of that standard: the excerpt is the body, its words are the target."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ld_export.curation.webform import KINDS
from ld_export.excerpts import Node
from ld_export.iris import Minter, passage_iri
from ld_export.model import Document, Excerpt
from ld_export.resources import folder

_PARTS = ("annotation", "target", "quote", "range")
_MOTIVATIONS = {kind.record: kind.motivation for kind in KINDS}


@cache
def annotation_context() -> dict[str, Any]:
    """As much of the standard's context as is used, so that nothing is fetched to read a dump."""
    text = (folder("mappings") / "annotation-context.jsonld").read_text(encoding="utf-8")
    terms: dict[str, Any] = json.loads(text)["@context"]
    return terms


def web_annotations(document: Document, mint: Minter, first_language: str) -> Iterator[Node]:
    """One annotation for each excerpt of a document, none of them with a blank node."""
    if document.annotations is None:
        return
    for item in document.annotations.excerpts:
        passage = passage_iri(mint, document.key, item.passage, item.language, first_language)
        named = {"document": document.key, "excerpt": f"{item.word}-{item.number}"}
        iris = {part: mint("Annotation", **named, part=part) for part in _PARTS}
        yield _annotation(item, _MOTIVATIONS[type(item)], passage, iris)


def _annotation(item: Excerpt, motivation: str, passage: str, iri: Mapping[str, str]) -> Node:
    place: list[Node] = [{"id": iri["range"], "type": "TextPositionSelector", "start": item.start, "end": item.end}]
    if item.quote:
        place.insert(0, {"id": iri["quote"], "type": "TextQuoteSelector", "exact": item.quote})
    target = {"id": iri["target"], "type": "SpecificResource", "source": passage, "selector": place}
    excerpt = iri["annotation"].removesuffix("-annotation")
    return {
        "id": iri["annotation"],
        "type": "Annotation",
        "motivation": motivation,
        "body": excerpt,
        "target": target,
    }
