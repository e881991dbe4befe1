"""Annotations without those who are withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from ld_export.evidence import with_references
from ld_export.model import AgentSet, Annotations, Excerpt, Figure, Mention, Text
from ld_export.privacy.people import Span, Withheld
from ld_export.privacy.texts import Found, found_in, placeholder, without

AnyExcerpt = TypeVar("AnyExcerpt", bound=Excerpt)


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

    kept = with_references(annotations, lambda reference: None if withheld.meant(reference) else reference)
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
