"""The nodes of our own exports, read back: an item with its number, whatever tool the file went through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ld_export.concepts import concepts
from ld_export.curation.webform import (
    DATES,
    KINDS,
    NAMED_TYPES,
    SCHEMES,
    SET_TYPE,
    STATUS,
    Frame,
    Kind,
    Node,
    Shown,
    Term,
    shown,
)
from ld_export.curation.webreading import types_of
from ld_export.errors import CurationProblem

_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_HEAD = {"id", "type", "inPassage", "start", "end", "reviewStatus", "quote"}
_KINDS_NAMED = {type_: kind for kind, type_ in NAMED_TYPES.items()}


class Own(NamedTuple):
    """What a node says: its kind (none: a set) and number, its keys in an annotation file, what tools show of it.

    `place` is passage, start and end, `words` are those it is about.
    """

    kind: Kind | None
    number: int
    place: tuple[str, int, int] | None
    words: str
    keys: dict[str, list[str]]
    shown: list[Shown]
    status: str


def own_item(node: Node, name: str, frame: Frame) -> Own:
    """What a node of an export of this document says; `CurationProblem` for `name` where it is none."""
    return _Reading(node, name, frame).item()


class _Reading:
    """One node while it is read."""

    def __init__(self, node: Node, name: str, frame: Frame) -> None:
        self._node = node
        self._name = name
        self._frame = frame

    def item(self) -> Own:
        types = types_of(self._node)
        if types == {SET_TYPE}:
            number = self._number(self._frame.set_number(self._node.get("id")))
            self._only({"id", "type", "name"})
            return Own(None, number, None, self._text(self._node.get("name")), {}, [Shown("set", tag=True)], "reviewed")
        for kind in KINDS:
            number_of = self._frame.number(self._node.get("id"), kind)
            if number_of is not None and types == {kind.type}:
                return self._of_kind(kind, self._number(number_of))
        raise self._problem(f"the node {str(self._node.get('id'))[:200]!r} is none of an export of {self._frame.key}")

    def _of_kind(self, kind: Kind, number: int) -> Own:
        terms = {term.term: term for term in kind.terms if term.term}
        terms |= {name: term for term in kind.terms if term.form == "date" for name in DATES.values()}
        self._only({*_HEAD, *terms})
        keys: dict[str, list[str]] = {}
        for term in kind.terms:  # in their order: a tool may sort the keys of an object
            for name, one in terms.items():
                if one is term and name in self._node:
                    keys.setdefault(term.key, []).extend(self._values(term, self._node[name]))
        visible = shown(kind, {key: [_bare(one) for one in values] for key, values in keys.items()})
        status = {f"{self._frame.mint.vocabulary}ontology#{of}": one for one, of in STATUS.items()}
        if str(self._node.get("reviewStatus")) not in status:
            raise self._problem("its reviewStatus is unknown")
        start, end, passage = (self._node.get(one) for one in ("start", "end", "inPassage"))
        if not isinstance(start, int) or not isinstance(end, int) or not isinstance(passage, str):
            raise self._problem("it lacks inPassage, start or end")
        words = self._in_language(self._node.get("quote"))
        for term in kind.terms:
            if term.key in keys and term.form in {"codes", "code", "key"}:
                keys[term.key] = [self._code(kind, term, one) for one in keys[term.key]]
        return Own(
            kind,
            number,
            (passage, start, end),
            words,
            _without_defaults(keys),
            visible,
            status[self._node["reviewStatus"]],
        )

    def _only(self, known: set[str]) -> None:
        if unknown := sorted(self._node.keys() - known):
            raise self._problem(f"its node has the key {unknown[0][:80]!r}, which means nothing")

    def _number(self, number: str | None) -> int:
        if number is None or not _NUMBER.fullmatch(number):
            raise self._problem(f"the node {str(self._node.get('id'))[:200]!r} has no number of {self._frame.key}")
        return int(number)

    def _values(self, term: Term, value: Any) -> Iterator[str]:
        if term.form == "words":
            yield self._in_language(value)
        elif term.form == "number":
            if not isinstance(value, int) or isinstance(value, bool):
                raise self._problem(f"its {term.term} is no whole number")
            yield str(value)
        elif term.form == "date":
            yield self._text(value)
        else:
            for one in value if isinstance(value, list) else [value]:
                yield self._reference(one)

    def _reference(self, value: Any) -> str:
        """A reference as files have it, with the name behind it."""
        table: Mapping[str, Any] = value if isinstance(value, dict) else {"id": value}
        name = table.get("name")
        if "id" not in table and len(types := types_of(table)) == 1 and (kind := _KINDS_NAMED.get(next(iter(types)))):
            return f"{kind}/? {self._text(name)}"
        iri = self._text(table.get("id"))
        reference = self._frame.reference(iri)
        if reference is None:
            raise self._problem(f"{iri[:200]!r} is nothing of this publication")
        return reference if name is None else f"{reference} {self._text(name)}"

    def _code(self, kind: Kind, term: Term, reference: str) -> str:
        """What a file has for a concept, and for a document: the code alone."""
        scheme, _, code = reference.partition("/")
        if term.form == "key" and scheme == "declaration":
            return code
        sections, key = SCHEMES.get(scheme, (frozenset(), ""))
        if reference not in concepts() or kind.section not in sections or key != term.key:
            raise self._problem(f"{reference[:80]!r} is no {term.key} of {kind.section}")
        return code

    def _in_language(self, value: Any) -> str:
        if not isinstance(value, dict) or list(value) != [self._frame.text.language]:
            raise self._problem(f"it has no words in {self._frame.text.language!r}")
        return self._text(value[self._frame.text.language])

    def _text(self, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self._problem(f"{str(value)[:80]!r} is no text")
        return value

    def _problem(self, message: str) -> CurationProblem:
        return CurationProblem(message, self._name, "export it anew, or take the node out and tag the words")


def _bare(reference: str) -> str:
    """A reference without the name behind it."""
    return reference if "/?" in reference else reference.partition(" ")[0]


def _without_defaults(keys: dict[str, list[str]]) -> dict[str, list[str]]:
    """Keys without what holds unless it is said otherwise: see `curation.annotations`."""
    own = keys.get("by") == ["signatories"]
    default = ["asserted"] if own else ["reported"]
    left_out = {"by"} if own else set()
    if keys.get("stance") == default:
        left_out.add("stance")
    return {key: values for key, values in keys.items() if key not in left_out}
