"""Annotations without those who are withheld."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from ld_export.model import AgentSet, Annotations, Excerpt, Figure, Mention, Statement, Text
from ld_export.privacy.people import Span, Withheld
from ld_export.privacy.texts import Found, found_in, placeholder, without

AnyExcerpt = TypeVar("AnyExcerpt", bound=Excerpt)

Resolve = Callable[[str], str | None]
"""A reference (`person/12`) to the one that stands for it, or to nothing."""

# The fields of statements that hold references.
_REFERENCES = ("asserted_by", "reported_by", "concerns", "affects", "may_affect", "imputed_to", "addressees")
_KINDS = {"claims": "claim", "demands": "demand", "figures": "figure"}


def redacted_annotations(annotations: Annotations, before: Text, after: Text, withheld: Withheld) -> Annotations:
    """The annotations of a text for its redacted form.

    Excerpts are moved to where their words now stand and quote what stands there; a quote that holds a part of a name
    holds the whole placeholder. References to people who are withheld go; a statement that nobody is left to assert
    goes with them, because it would be put into another's mouth, and so do references to it.
    """
    if not withheld.anybody or annotations.language != before.language:
        return annotations
    found = found_in(before, withheld, annotations)
    passages = {passage.position: passage.text for passage in after.passages}

    def moved(excerpt: AnyExcerpt) -> AnyExcerpt:
        return _moved(excerpt, found.spans.get(excerpt.passage, ()), passages, before.language)

    kept = _with_references(annotations, lambda reference: None if withheld.meant(reference) else reference)
    return msgspec.structs.replace(
        kept,
        references=tuple(one for one in kept.references if not withheld.meant(one.target)),
        mentions=tuple(_mention(moved(one), found, before.language) for one in kept.mentions),
        citations=tuple(map(moved, kept.citations)),
        claims=tuple(map(moved, kept.claims)),
        demands=tuple(map(moved, kept.demands)),
        figures=tuple(_figure(moved(one), found, before.language) for one in kept.figures),
        sets=tuple(_set(one, found, before.language) for one in kept.sets),
    )


# -- references --------------------------------------------------------------------------------------------------------


def _with_references(annotations: Annotations, resolve: Resolve) -> Annotations:
    """Annotations with other references; what is said of nobody in particular stays, what nobody says does not."""
    mentions = tuple(_resolved_mention(mention, resolve) for mention in annotations.mentions)
    statements: dict[str, list[Any]] = {}
    gone: set[str] = set()
    for field, kind in _KINDS.items():
        resolved = [(one, _resolved(one, resolve)) for one in getattr(annotations, field)]
        gone |= {
            f"{kind}/{before.number}" for before, after in resolved if before.asserted_by and not after.asserted_by
        }
        statements[field] = [after for _, after in resolved if f"{kind}/{after.number}" not in gone]
    result = msgspec.structs.replace(
        annotations, mentions=mentions, **{field: tuple(own) for field, own in statements.items()}
    )
    if not gone:
        return result
    # A statement may be about one that went, and be asserted by nobody but it: until nothing more goes.
    return _with_references(result, lambda reference: None if reference in gone else reference)


def _resolved_mention(mention: Mention, resolve: Resolve) -> Mention:
    """Of a mention of nobody, only the words: role and description are those of whoever was meant."""
    if mention.refers_to is None:
        return mention
    to = resolve(mention.refers_to)
    if to is not None:
        return msgspec.structs.replace(mention, refers_to=to)
    return msgspec.structs.replace(mention, refers_to=None, roles=(), described_as=None)


def _resolved(statement: Statement, resolve: Resolve) -> Statement:
    fields = [field for field in _REFERENCES if field in statement.__struct_fields__]
    changed = {field: tuple(dict.fromkeys(filter(None, map(resolve, getattr(statement, field))))) for field in fields}
    return msgspec.structs.replace(statement, **changed)


# -- words -------------------------------------------------------------------------------------------------------------


def _moved(excerpt: AnyExcerpt, spans: Sequence[Span], passages: Mapping[int, str], language: str) -> AnyExcerpt:
    """An excerpt where its words stand once others have taken the place of some stretches of its passage."""
    if not spans:
        return excerpt
    length = len(placeholder(language))
    start = _moved_place(excerpt.start, spans, length, within=0)
    end = _moved_place(excerpt.end, spans, length, within=length)
    return msgspec.structs.replace(excerpt, start=start, end=end, quote=passages[excerpt.passage][start:end])


def _moved_place(place: int, spans: Sequence[Span], length: int, *, within: int) -> int:
    """Where a place is once each stretch is `length` long; one in the middle of a stretch is so far `within` it."""
    shift = 0
    for first, last in spans:
        if place <= first:
            break
        if place < last:
            return first + shift + within
        shift += length - (last - first)
    return place + shift


def _words(printed: str, found: Found, language: str) -> str:
    return without(printed, found.finder.spans(printed), placeholder(language))


def _mention(mention: Mention, found: Found, language: str) -> Mention:
    if mention.described_as is None:
        return mention
    return msgspec.structs.replace(mention, described_as=_words(mention.described_as, found, language))


def _figure(figure: Figure, found: Found, language: str) -> Figure:
    return msgspec.structs.replace(figure, counts=_words(figure.counts, found, language))


def _set(one: AgentSet, found: Found, language: str) -> AgentSet:
    return msgspec.structs.replace(one, words=_words(one.words, found, language))
