"""Annotations made ready for a document: of all its languages together, references resolved, within the text's rights.

A text whose rights are `quotes` is somebody else's: a quote may have 200 characters, and all words published may
together make a quarter of the text. What goes beyond that keeps its place and loses its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ld_export.errors import DocumentConflict
from ld_export.model import Annotations, Citation, Claim, Demand, Excerpt, Figure, Mention, Passage, Statement

Resolve = Callable[[str], str | None]
"""A reference (`person/12`) to the one that stands for it, or to nothing."""

LONGEST_QUOTE = 200
LARGEST_SHARE = 4  # one part in so many
UNNAMED = "an unnamed group"

_STATEMENTS = ("claims", "demands", "figures")
_ITEMS = ("mentions", "citations", *_STATEMENTS)
# The fields of statements that hold references.
_REFERRING = ("affects", "may_affect", "imputed_to", "concerns", "addressees", "asserted_by", "reported_by")


def combined(every: Sequence[Annotations]) -> Annotations:
    """The annotations of several texts of one document as one.

    Raises `DocumentConflict` where two have an item of the same kind and number: it would be one IRI.
    """
    first, *others = every
    if not others:
        return first
    fields: dict[str, Any] = {}
    for name in ("sets", *_ITEMS):
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


def reviewed(annotations: Annotations) -> Annotations:
    """Annotations without what was only suggested, and without the references and sets that only that is about."""
    kept: dict[str, Any] = {
        name: tuple(item for item in getattr(annotations, name) if item.status == "reviewed") for name in _ITEMS
    }
    if all(kept[name] == getattr(annotations, name) for name in _ITEMS):
        return annotations
    gone = {f"claim/{one.number}" for one in annotations.claims if one.status != "reviewed"}
    rest = with_references(msgspec.structs.replace(annotations, **kept), _but(gone))
    named = {target for item in (*rest.mentions, *rest.statements) for target in targets_in(item)}
    return msgspec.structs.replace(
        rest,
        references=tuple(one for one in rest.references if one.target in named),
        sets=tuple(one for one in rest.sets if f"set/{one.number}" in named),
    )


def targets_in(item: Excerpt) -> Iterator[str]:
    """Everything that an item refers to."""
    if isinstance(item, Mention) and item.refers_to:
        yield item.refers_to
    for name in _REFERRING:
        yield from getattr(item, name, ())


def resolved(annotations: Annotations, targets: Mapping[str, str | None]) -> Annotations:
    """Annotations whose references are those that are meant; one to a row that was withdrawn is gone.

    So is what only such a row says.
    """
    if all(written == meant for written, meant in targets.items()):
        return annotations
    return with_references(annotations, lambda written: targets.get(written, written))


def with_references(annotations: Annotations, resolve: Resolve) -> Annotations:
    """Annotations with other references; what is said of nobody in particular stays, what nobody says does not.

    What nobody is left to say would be put into another's mouth; with it go the references to it.
    """
    mentions = tuple(_mention_of(one, resolve) for one in annotations.mentions)
    statements: dict[str, tuple[Statement, ...]] = {}
    gone: set[str] = set()
    for field in _STATEMENTS:
        every = [_statement_of(one, resolve) for one in getattr(annotations, field)]
        statements[field] = tuple(one for one in every if one.asserted_by)
        gone |= {f"{one.word}/{one.number}" for one in every if not one.asserted_by}
    rest = msgspec.structs.replace(annotations, mentions=mentions, **statements)
    # A statement may be about one that went, and be asserted by nobody but it: until nothing more goes.
    return with_references(rest, _but(gone)) if gone else rest


def _but(gone: set[str]) -> Resolve:
    return lambda reference: None if reference in gone else reference


def _mention_of(mention: Mention, resolve: Resolve) -> Mention:
    """Of a mention of nobody, only the words: role and description are those of whoever was meant."""
    if mention.refers_to is None:
        return mention
    if to := resolve(mention.refers_to):
        return msgspec.structs.replace(mention, refers_to=to)
    return msgspec.structs.replace(mention, refers_to=None, roles=(), described_as=None)


def _statement_of(statement: Statement, resolve: Resolve) -> Statement:
    fields = [field for field in _REFERRING if hasattr(statement, field)]
    changed = {field: tuple(dict.fromkeys(filter(None, map(resolve, getattr(statement, field))))) for field in fields}
    return msgspec.structs.replace(statement, **changed)


def within_rights(annotations: Annotations, texts: Mapping[str, Sequence[Passage]]) -> Annotations:
    """Annotations with no more words than may be quoted from some texts, given by language.

    What somebody says comes first, the shortest first, so that as much as possible is said; then the sets, then names.
    """
    allowances = {
        language: _Allowance(sum(len(passage.text) for passage in passages) // LARGEST_SHARE)
        for language, passages in texts.items()
    }
    kept = {
        (type(item), item.number)
        for item in sorted(annotations.excerpts, key=_precedence)
        if not isinstance(item, Mention) and allowances[item.language].quotes(item.quote)
    }
    sets = tuple(
        one if allowances[one.language].allows(one.words) else msgspec.structs.replace(one, words=UNNAMED)
        for one in annotations.sets
    )
    kept |= {(Mention, one.number) for one in annotations.mentions if allowances[one.language].quotes(one.quote)}

    def quoted(items: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(
            _within(allowances[item.language], item, words=(type(item), item.number) in kept) for item in items
        )

    return msgspec.structs.replace(
        annotations, sets=sets, **{name: quoted(getattr(annotations, name)) for name in _ITEMS}
    )


class _Allowance:
    """How many characters of a text may still be published, and the quotes that are."""

    def __init__(self, left: int) -> None:
        self._left = left
        self._quotes: list[str] = []

    def quotes(self, words: str) -> bool:
        """Whether there is room for a quote; every quote counts, even one within another."""
        fits = len(words) <= min(self._left, LONGEST_QUOTE)
        if fits:
            self._left -= len(words)
            self._quotes.append(words)
        return fits

    def allows(self, words: str) -> bool:
        """Whether there is room for words that name something; those of a published quote are published already."""
        return any(words in quote for quote in self._quotes) or self.quotes(words)


def _precedence(item: Excerpt) -> tuple[bool, int, int, int]:
    return isinstance(item, Citation), len(item.quote), item.passage, item.start


def _within(allowance: _Allowance, item: Excerpt, *, words: bool) -> Excerpt:
    """An item without its words where there is no room for them, and without a description likewise."""
    changed: dict[str, Any] = {} if words else {"quote": ""}
    if isinstance(item, Mention) and item.described_as and not allowance.allows(item.described_as):
        changed["described_as"] = None
    if isinstance(item, Figure) and not allowance.allows(item.counts):
        changed["counts"] = ""
    return msgspec.structs.replace(item, **changed)


def agents_named(annotations: Annotations) -> set[str]:
    """Every entity that some annotations refer to, as `kind/id`."""
    named = {target for item in (*annotations.mentions, *annotations.statements) for target in targets_in(item)}
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
