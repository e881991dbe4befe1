"""What the tags and IRIs of an annotation say of its words: a section of annotation files, and keys in it.

A tag is a kind of item (`figure`), a kind of what is named (`person`), a concept (`violation/torture`), a reference
(`person/93`), or a key of annotation files with its value (`affects: person/93`). An IRI stands for its reference.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ld_export.concepts import codes_of, concepts, nearest
from ld_export.curation.fields import ENTITIES
from ld_export.curation.format import PLACE, SECTIONS
from ld_export.curation.webform import KINDS, NOT_RELEVANT, SCHEMES, Frame
from ld_export.curation.webreading import Body
from ld_export.errors import CurationProblem

_BY_WORD = {kind.word: kind.section for kind in KINDS}
_WORDS = {kind.section: kind.word for kind in KINDS}
_WITH_KEY = re.compile(r"([a-z_]+)\s*[:=]\s*(\S.*)")
_REFERENCE = re.compile(r"[a-z]+/.*")
_KINDS = (*ENTITIES, "set")


class Told(NamedTuple):
    """A section, the keys and values there, and the tags that say no more than that it is somebody."""

    section: str
    keys: Mapping[str, Sequence[str]]
    unnamed: Sequence[str]


class _Said(NamedTuple):
    """What one tag or IRI says: in which sections it may be said, and which key has which value there."""

    sections: frozenset[str]
    key: str = ""
    value: str = ""


def told(visible: Sequence[Body], name: str, frame: Frame) -> Told:
    """What all tags and IRIs of an annotation say together; `CurationProblem` for `name` where they leave it open."""
    said = [_tag(body.value, name) if body.form == "tag" else _thing(body.value, name, frame) for body in visible]
    if not said:
        raise CurationProblem("nothing tells what it is", name, f"tag it, such as violation/torture or {NOT_RELEVANT}")
    sections = frozenset(SECTIONS).intersection(*(one.sections for one in said))
    words = ", ".join(body.value[:80] for body in visible[:20])
    if not sections:
        raise CurationProblem(
            f"what it says does not go together: {words}",
            name,
            "make two annotations, or say it as `affects: person/93`",
        )
    if len(sections) > 1:
        kinds = " or ".join(_WORDS[one] for one in sorted(sections))
        raise CurationProblem(f"it does not tell what it is: {words}", name, f"tag it also {kinds}")
    keys: dict[str, list[str]] = {}
    for one in said:
        if one.key:
            keys.setdefault(one.key, []).append(one.value)
    kinds_tagged = [body.value for body in visible if body.form == "tag" and body.value in _KINDS]
    kinds_named = {one.partition("/")[0] for one in keys.get("refers_to", ())}
    if len({*kinds_tagged, *kinds_named}) > 1:
        shown = " and ".join(sorted({*kinds_tagged, *kinds_named}))
        raise CurationProblem(f"it cannot be {shown} at once", name, "keep one of them")
    return Told(next(iter(sections)), keys, () if kinds_named else kinds_tagged)


def _thing(iri: str, name: str, frame: Frame) -> _Said:
    reference = frame.reference(iri)
    if reference is None:
        raise CurationProblem(
            f"{iri[:200]!r} is nothing of this publication", name, "use its IRIs, those of the concepts, or tags"
        )
    return _reference(reference, name)


def _tag(tag: str, name: str) -> _Said:
    if tag in _BY_WORD:
        return _Said(frozenset({_BY_WORD[tag]}))
    if tag in _KINDS:
        return _Said(frozenset({"mentions"}))
    if _REFERENCE.fullmatch(tag):
        return _reference(tag, name)
    found = _WITH_KEY.fullmatch(tag)
    key, value = found.groups() if found else ("", "")
    sections = frozenset(one for one, table in SECTIONS.items() if key in table.keys and key not in _NOT_BY_TAG)
    if not sections:
        known = {*_BY_WORD, *_KINDS, NOT_RELEVANT, *(one for one in concepts() if one.partition("/")[0] in SCHEMES)}
        raise CurationProblem(
            f"the tag {tag[:80]!r} is not understood",
            name,
            f"{nearest(tag, known)}Write tags as docs/annotations.md says, and the rest as a comment",
        )
    return _Said(sections, key, value)


def _reference(reference: str, name: str) -> _Said:
    kind, _, id_ = reference.partition("/")
    if kind in SCHEMES:
        if reference not in concepts():
            hint = nearest(id_, codes_of(kind))
            raise CurationProblem(f"{id_[:80]!r} is no code of {kind}", name, f"{hint}See docs/concepts.md")
        sections, key = SCHEMES[kind]
        return _Said(sections, key, id_)
    if kind in _KINDS:
        return _Said(frozenset({"mentions"}), "refers_to", reference)
    if kind == "declaration":
        return _Said(frozenset({"citations"}), "cites", id_)
    raise CurationProblem(
        f"{reference[:80]!r} does not tell its part in what is said", name, "say which, as in `concerns: claim/8`"
    )


_NOT_BY_TAG = {*PLACE, "status", "note"}
