"""Annotations as W3C Web Annotations, for tools that other people have: nothing of an annotation file is lost in them.

Each item is an annotation. Its body is the item's node, then what any tool can show: tags, the thing named, the
reviewers' note. Its target are the words, with what stands around them, and their place in the passage.
`webimport` reads this and what other tools make.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ld_export.curation.format import RENAMED
from ld_export.curation.webform import (
    DATES,
    KINDS,
    NAMED_TYPES,
    NOT_RELEVANT,
    SET_TYPE,
    STANDARD,
    STATUS,
    Frame,
    Kind,
    Node,
    Shown,
    Term,
    date_term,
    labels_of,
    shown,
)
from ld_export.curation.yamlfile import Entries, Scalar, read_yaml
from ld_export.model import AgentSet, Annotations, Excerpt, SignedOff
from ld_export.quotes import places
from ld_export.resources import folder

Notes = Mapping[tuple[str, int], str]
"""What stands under `note`, by section and number: a file has it, a record does not."""

_AROUND = 32  # code points before and behind the words
_EVERY_NODE = ("id", "type", "inPassage", "quote", "start", "end", "reviewStatus", "name")
_PREFIXES = ("hrd", "schema", "foaf", "xsd")


def read_notes(path: Path, limit: int) -> Notes:
    """The notes of an annotation file that can be read."""
    found: dict[tuple[str, int], str] = {}
    for section, items in read_yaml(path, limit).values.items():
        for number, item in items.values.items() if isinstance(items, Entries) else ():
            note = item.values.get("note") if isinstance(item, Entries) else None
            if isinstance(note, Scalar):
                found[section, int(number)] = note.text
    return found


def to_web_annotations(annotations: Annotations, frame: Frame, notes: Notes | None = None) -> Node:
    """The annotations of a text as an `AnnotationPage`, whole, and read without fetching more than the standard has."""
    made = _Exported(annotations, frame, notes or {})
    items = list(made.annotations())
    collection = {
        "id": frame.mint("AnnotationCollection", document=frame.key),
        "type": "AnnotationCollection",
        "label": f"Annotations of {frame.key}",
        "total": len(items),
    }
    return {
        "@context": [STANDARD, _context()],
        "id": frame.mint("AnnotationPage", document=frame.key),
        "type": "AnnotationPage",
        "partOf": collection,
        "startIndex": 0,
        "items": items,
    }


@cache
def _context() -> Node:
    """Our terms, in our own nodes alone: some of them mean something else in the standard's context."""
    terms: Node = json.loads((folder("mappings") / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    named = {term.term for kind in KINDS for term in kind.terms} - {""}
    wanted = [one for one in terms if one in {*_PREFIXES, *_EVERY_NODE, *named, *DATES.values()}]
    inside = {"@propagate": True} | {one: terms[one] for one in wanted}
    types = dict.fromkeys([*(kind.type for kind in KINDS), SET_TYPE])
    iris = {one: terms[one.partition(":")[0]] + one.partition(":")[2] for one in types}
    return {"hrd": terms["hrd"]} | {one: {"@id": iris[one], "@context": inside} for one in types}


class _Exported:
    """The annotations of one text."""

    def __init__(self, annotations: Annotations, frame: Frame, notes: Notes) -> None:
        self._annotations = annotations
        self._frame = frame
        self._notes = notes
        self._labels = labels_of(annotations)
        self._texts = {passage.position: passage.text for passage in frame.text.passages}

    def annotations(self) -> Iterator[Node]:
        for one in self._annotations.sets:
            yield self._set(one)
        for kind in KINDS:
            for item in getattr(self._annotations, kind.section):
                yield self._item(item, kind)
        for number, off in enumerate(self._annotations.signed_off, start=1):
            yield self._signed_off(off, number)

    def _item(self, item: Excerpt, kind: Kind) -> Node:
        said = {term.key: getattr(item, RENAMED.get(term.key, term.key)) for term in kind.terms}
        references = {key: _references(kind, value) for key, value in said.items() if value}
        note = self._notes.get((kind.section, item.number))
        bodies = [self._node(item, kind, said), *map(self._visible, shown(kind, references)), *_comments(note)]
        name = f"{kind.word}-{item.number}"
        return self._annotation(name, kind.motivation, bodies, (item.passage, item.start, item.end))

    def _set(self, one: AgentSet) -> Node:
        node = {"id": self._frame.iri(f"set/{one.number}"), "type": SET_TYPE, "name": one.words}
        place = next(places(one.words, self._frame.text.passages))
        return self._annotation(f"set-{one.number}", "identifying", [node, _tag("set")], place[:3])

    def _signed_off(self, off: SignedOff, number: int) -> Node:
        bodies = [_tag(NOT_RELEVANT), *_comments(off.reason)]
        return self._annotation(f"off-{number}", "assessing", bodies, (off.passage, off.start, off.end))

    def _annotation(self, name: str, motivation: str, bodies: list[Node], place: tuple[int, int, int]) -> Node:
        passage, start, end = place
        text = self._texts[passage]
        iri = {
            part: self._frame.mint("Annotation", document=self._frame.key, excerpt=name, part=part)
            for part in ("annotation", "target", "quote", "range")
        }
        quote = {
            "id": iri["quote"],
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(start - _AROUND, 0) : start],
            "suffix": text[end : end + _AROUND],
        }
        span = {"id": iri["range"], "type": "TextPositionSelector", "start": start, "end": end}
        return {
            "id": iri["annotation"],
            "type": "Annotation",
            "motivation": motivation,
            "body": bodies,
            "target": {
                "id": iri["target"],
                "type": "SpecificResource",
                "source": self._frame.passages[passage],
                "selector": [quote, span],
            },
        }

    # -- bodies ----------------------------------------------------------------------------------------------------

    def _node(self, item: Excerpt, kind: Kind, said: Mapping[str, Any]) -> Node:
        node = {
            "id": self._frame.mint(kind.pattern, document=self._frame.key, number=item.number),
            "type": kind.type,
            "inPassage": self._frame.passages[item.passage],
            "start": item.start,
            "end": item.end,
            "reviewStatus": f"{self._frame.mint.vocabulary}ontology#{STATUS[item.status]}",
            "quote": {item.language: item.quote},
        }
        for term in kind.terms:
            value = said[term.key]
            if value or value == 0:  # an amount may be nothing
                node[date_term(value) if term.form == "date" else term.term] = self._value(term, value, item.language)
        return node

    def _value(self, term: Term, value: Any, language: str) -> Any:
        match term.form:
            case "words":
                return {language: value}
            case "key":
                return self._frame.iri(f"declaration/{value}")
            case "reference" | "code":
                return self._named(value)
            case "references" | "codes":
                return [self._named(one) for one in value]
        return value

    def _named(self, reference: str) -> Node | str:
        """What a reference stands for, with the name that the curator wrote behind it."""
        kind, _, id_ = reference.partition("/")
        if id_.startswith("? "):
            return {"type": NAMED_TYPES[kind], "name": id_.removeprefix("? ")}
        label = self._labels.get(reference)
        return {"id": self._frame.iri(reference), "name": label} if label else self._frame.iri(reference)

    def _visible(self, one: Shown) -> Node:
        if one.tag:
            return _tag(one.word)
        iri = self._frame.iri(one.word)
        purpose = "classifying" if iri.startswith(self._frame.concept_base) else "identifying"
        return {"type": "SpecificResource", "purpose": purpose, "source": iri}


def _references(kind: Kind, value: Any) -> tuple[str, ...]:
    """A value as references: a document's key is one of a declaration."""
    if kind.section == "citations":
        return (f"declaration/{value}",)
    return value if isinstance(value, tuple) else (str(value),)


def _tag(word: str) -> Node:
    return {"type": "TextualBody", "purpose": "tagging", "value": word}


def _comments(*texts: str | None) -> Iterable[Node]:
    return ({"type": "TextualBody", "purpose": "commenting", "value": text} for text in texts if text)
