"""Annotations made ready for a document: of all its languages together, references resolved, within the text's rights.

A text whose rights are `quotes` is somebody else's: a quote may have 200 characters, and all words published may
together make a quarter of the text. What goes beyond that keeps its place and loses its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from ld_export.errors import DocumentConflict
from ld_export.model import AgentSet, Annotations, Claim, Demand, Excerpt, Figure, Mention, Passage, Statement

LONGEST_QUOTE = 200
LARGEST_SHARE = 4  # one part in so many
UNNAMED = "an unnamed group"

# What a reader would miss most comes first.
_PRECEDENCE: tuple[type[Excerpt], ...] = (Figure, Demand, Claim, Mention, Excerpt)
_REFERRING = ("affects", "may_affect", "imputed_to", "concerns", "addressees", "asserted_by", "reported_by")


def combined(every: Sequence[Annotations]) -> Annotations:
    """The annotations of several texts of one document as one.

    Raises `DocumentConflict` where two have an item of the same kind and number: it would be one IRI.
    """
    first, *others = every
    if not others:
        return first
    fields: dict[str, Any] = {}
    for name in ("sets", "mentions", "citations", "claims", "demands", "figures"):
        items = [(item, one.source) for one in every for item in getattr(one, name)]
        seen: dict[int, str] = {}
        for item, source in items:
            if seen.setdefault(item.number, source) != source:
                raise DocumentConflict(
                    f"{seen[item.number]} and {source} both have number {item.number} of {name}",
                    remedy="they annotate one document in two languages: number on in the second",
                )
        fields[name] = tuple(item for item, _ in sorted(items, key=lambda pair: pair[0].number))
    return msgspec.structs.replace(first, signed_off=(), references=(), **fields)


def resolved(annotations: Annotations, targets: Mapping[str, str | None]) -> Annotations:
    """Annotations whose references are those that are meant; one to a row that was withdrawn is gone."""
    if all(written == meant for written, meant in targets.items()):
        return annotations

    def meant(written: Iterable[str]) -> tuple[str, ...]:
        found = (targets.get(one, one) for one in written)
        return tuple(dict.fromkeys(one for one in found if one))

    def statement(item: Any) -> Any:
        named = {name: meant(getattr(item, name)) for name in _REFERRING if hasattr(item, name)}
        return msgspec.structs.replace(item, **named)

    def mention(item: Mention) -> Mention:
        target = targets.get(item.refers_to, item.refers_to) if item.refers_to else None
        if item.refers_to and not target:  # who was withdrawn is not described either
            return msgspec.structs.replace(item, refers_to=None, roles=(), described_as=None)
        return msgspec.structs.replace(item, refers_to=target)

    return msgspec.structs.replace(
        annotations,
        mentions=tuple(map(mention, annotations.mentions)),
        claims=tuple(map(statement, annotations.claims)),
        demands=tuple(map(statement, annotations.demands)),
        figures=tuple(map(statement, annotations.figures)),
    )


def within_rights(annotations: Annotations, passages: Sequence[Passage]) -> Annotations:
    """Annotations with no more words than may be quoted from some passages."""
    left = sum(len(passage.text) for passage in passages) // LARGEST_SHARE
    sets: list[AgentSet] = []
    for one in annotations.sets:
        fits = len(one.words) <= min(left, LONGEST_QUOTE)
        left -= len(one.words) if fits else 0
        sets.append(one if fits else msgspec.structs.replace(one, words=UNNAMED))
    kept: set[tuple[type, int]] = set()
    for item in sorted(annotations.excerpts, key=_precedence):
        cost = len(item.quote) + len(_description(item))
        if len(item.quote) <= LONGEST_QUOTE and cost <= left:
            left -= cost
            kept.add((type(item), item.number))

    def quoted(items: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(item if (type(item), item.number) in kept else _wordless(item) for item in items)

    return msgspec.structs.replace(
        annotations,
        sets=tuple(sets),
        **{
            name: quoted(getattr(annotations, name))
            for name in ("mentions", "citations", "claims", "demands", "figures")
        },
    )


def _precedence(item: Excerpt) -> tuple[int, int]:
    return next(rank for rank, of in enumerate(_PRECEDENCE) if isinstance(item, of)), item.number


def _description(item: Excerpt) -> str:
    return getattr(item, "described_as", None) or getattr(item, "counts", None) or ""


def _wordless(item: Excerpt) -> Excerpt:
    blank: dict[str, Any] = {"quote": ""}
    if isinstance(item, Mention):
        blank["described_as"] = None
    if isinstance(item, Figure):
        blank["counts"] = ""
    return msgspec.structs.replace(item, **blank)


def agents_named(annotations: Annotations) -> set[str]:
    """Every entity that some annotations refer to, as `kind/id`."""
    named = {mention.refers_to for mention in annotations.mentions if mention.refers_to}
    for item in annotations.statements:
        named.update(*(getattr(item, name, ()) for name in _REFERRING))
    return {one for one in named if one.partition("/")[0] in {"person", "organization", "family", "country", "group"}}


def concepts_named(annotations: Annotations) -> set[str]:
    """Every concept that some annotations use, as `scheme/code`."""
    named: set[str] = set()
    for mention in annotations.mentions:
        named.update(mention.roles)
    for item in annotations.statements:
        named.add(item.stance)
        named.update(item.kinds if isinstance(item, Claim | Demand) else [item.qualifier])
        named.update(one for one in item.concerns if one.partition("/")[0] in {"violation", "development"})
    return named


__all__ = ["Statement", "agents_named", "combined", "concepts_named", "resolved", "within_rights"]
