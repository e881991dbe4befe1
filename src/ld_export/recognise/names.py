"""Proper names of all passages of a document: people, families, bodies, countries, places, works, events.

Rules for people, strictest first: a name behind a title or a role; two to five capitalised words that no list knows;
and a single word only where somebody is named in full with it in the same document, or by the registry. A name within
the name of a prize, a law, a case or a body is no mention of the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ld_export.model import Passage
from ld_export.names import slug
from ld_export.recognise.context import Context, contexts
from ld_export.recognise.found import Found, free_of, merged
from ld_export.recognise.lexicon import KNOWN, Lexicon, Sense, lexicon
from ld_export.recognise.pieces import Piece, pieces
from ld_export.recognise.runs import is_prefixed, runs
from ld_export.recognise.tokens import Token
from ld_export.recognise.words import word_list

_LONGEST_NAME = 5
_NO_NAMES = word_list("no names")


class Unknown(NamedTuple):
    """Words that no list knows, with all that later decides about them."""

    context: Context
    piece: Piece
    rule: str


def names(
    passages: Sequence[Passage],
    language: str,
    taken: Sequence[Sequence[tuple[int, int]]],
    families: frozenset[str] = frozenset(),
) -> list[Found]:
    """Every proper name of a document's passages, in order.

    `taken` are spans of each passage that are cited documents or dates; `families` are folded family names of the
    registry.
    """
    words = lexicon(language)
    surely: list[Found] = []
    unsure: list[Unknown] = []
    for context, closed in zip(contexts(passages, elides=language == "fr"), taken, strict=True):
        for found in _of_passage(context, words, merged(list(closed))):
            if isinstance(found, Unknown):
                unsure.append(found)
            else:
                surely.append(found)
    known = _parts_of_names(surely)
    return sorted([*surely, *(_decided(one, known, families) for one in unsure)])


def _parts_of_names(found: Sequence[Found]) -> frozenset[str]:
    """Folded words of the names of people who are surely named."""
    return frozenset(
        folded(part)
        for one in found
        if one.kind == "person"
        for part in one.words.replace(".", " ").split()
        if len(part) > 2 and (part[0].isupper() or "-" in part or "'" in part or "’" in part)
    )


def folded(word: str) -> str:
    """A word as spellings with and without accents share it."""
    return slug(word) or word.casefold()


def _of_passage(context: Context, words: Lexicon, closed: list[tuple[int, int]]) -> Iterator[Found | Unknown]:
    found = context.tokens
    for start, end in context.sentences:
        reach = start
        for first, last in runs(found, start, end):
            begin = max(first, reach)
            while begin < last and not free_of(closed, found[begin].start, found[begin].end):
                begin += 1
            stop = begin
            while stop < last and free_of(closed, found[stop].start, found[stop].end):
                stop += 1
            if begin >= stop:
                continue
            cut = pieces(
                found, begin, stop, words, limit=end if stop == last else stop, office=context.office(begin, words)
            )
            yield from _classified(context, cut, words)
            reach = max(reach, *(piece.end for piece in cut)) if cut else reach


def _classified(context: Context, cut: list[Piece], words: Lexicon) -> Iterator[Found | Unknown]:
    for index, piece in enumerate(cut):
        if piece.kind == "unknown":
            yield from _unknown(context, piece, cut[index - 1] if index else None, words)
        elif piece.kind in {"mixed", "common"}:
            yield from _capitalised(context, piece)
        elif piece.kind in _RULES:
            yield context.found(piece, piece.kind, _RULES[piece.kind], piece.code)
        elif piece.kind not in {"title", "calendar", "acronym"}:
            yield from _headed(context, piece)


_RULES = {"demonym": "people-or-language", "country": "country-name"}


def _headed(context: Context, piece: Piece) -> Iterator[Found]:
    """Names with a head; a lone head that only begins a sentence is a plain word."""
    if piece.end - piece.start == 1 and not piece.code and context.begins(piece.start):
        return
    if context.key(piece) in _NO_NAMES:
        return
    rule = "known-name" if piece.code else ("head-alone" if piece.end - piece.start == 1 else "name-with-head")
    yield context.found(piece, piece.kind, rule, piece.code)


def _capitalised(context: Context, piece: Piece) -> Iterator[Found]:
    """Common words with capitals amid a sentence: some body's name, as a rule."""
    tokens = context.tokens[piece.start : piece.end]
    if (
        context.title_case
        or context.key(piece) in _NO_NAMES
        or (context.begins(piece.start) and piece.kind == "common")
    ):
        return
    if piece.kind == "common" and len(tokens) < 2:
        return
    yield context.found(
        piece, "organization" if piece.kind == "mixed" or len(tokens) > 1 else "name", "capitalised-words"
    )


def _unknown(context: Context, piece: Piece, before: Piece | None, words: Lexicon) -> Iterator[Found | Unknown]:
    rest = _without_first(context, piece)
    if rest.start < rest.end:
        rule, kind = _told(context, rest, before if rest == piece else None, words)
        yield context.found(rest, kind, rule) if kind else Unknown(context, rest, rule)


def _without_first(context: Context, piece: Piece) -> Piece:
    """A piece without the plain words that have their capitals from beginning a sentence or a headline."""
    tokens = context.tokens
    while piece.start < piece.end and tokens[piece.start].text[0].isupper():
        if not (context.begins(piece.start) and context.is_plain(tokens[piece.start])):
            break
        piece = piece._replace(start=piece.start + 1)
    return piece


def _told(context: Context, piece: Piece, before: Piece | None, words: Lexicon) -> tuple[str, str]:
    """The rule that tells what an unknown piece is, and the kind; no kind where only a known name could tell."""
    tokens = context.tokens[piece.start : piece.end]
    size = sum(token.kind in "wi" and (token.is_name_like or is_prefixed(token)) for token in tokens)
    if all(len(token.text) == 1 for token in tokens):
        return "first-of-sentence", ""
    if before is not None and before.kind == "title" and size <= _LONGEST_NAME:
        headline = context.title_case and size > 1
        return ("name-after-title-in-headline", "") if headline else ("name-after-title", "person")
    told = _by_what_is_near(context, piece, words, size)
    if told is not None:
        return told
    return _of_several(context, piece, before, words, size) if size >= 2 else _of_one(context, piece, tokens, words)


def _by_what_is_near(context: Context, piece: Piece, words: Lexicon, size: int) -> tuple[str, str] | None:
    """What quotation marks, a role, a list or a word behind tell of a piece."""
    tokens = context.tokens[piece.start : piece.end]
    if context.is_quoted(piece):
        return "in-quotation-marks", "name"
    for kind in ("family", "organization", "place", "work"):
        if context.near(kind, "after", piece, words):
            return f"{kind}-word-behind", "name" if kind == "work" else kind
    role = context.role_before(piece.start, words)
    if role and not role.endswith("+") and size <= _LONGEST_NAME and not tokens[0].is_capitals:
        return "name-after-role", "person"
    if context.in_list_after_title(piece, words):
        return "name-in-list-after-title", "person"
    if size == 1 and tokens[-1].possessive and context.near("person", "behind", piece, words):
        return "possessive-of-a-person", "person"
    return None


def _of_several(context: Context, piece: Piece, before: Piece | None, words: Lexicon, size: int) -> tuple[str, str]:
    tokens = context.tokens[piece.start : piece.end]
    if context.shouted or all(token.is_capitals and len(token.text) < 4 for token in tokens):
        return "all-capitals", ""
    if context.near("organization", "before", piece, words):
        return "organization-word-before", "organization"
    if context.near("place", "before", piece, words) and not tokens[-1].possessive:
        return "place-word-before", ""
    if size > _LONGEST_NAME or context.word_before(piece) == "the":
        return "article-before" if size <= _LONGEST_NAME else "too-long", ""
    if before is not None and _is_amid(context, before) and not context.office(piece.start, words):
        return "behind-capitalised-words", "organization" if before.kind == "common" else "person"
    return "several-words", "person"


def _is_amid(context: Context, before: Piece) -> bool:
    """Whether capitalised words before a piece are capitalised amid a sentence, and so belong to some name."""
    kinds = {"common", "organization", "work", "event"}
    return before.kind in kinds and not context.begins(before.start) and not context.title_case


def _of_one(context: Context, piece: Piece, tokens: Sequence[Token], words: Lexicon) -> tuple[str, str]:
    if context.word_before(piece) in {"the", "les"} and context.is_family(tokens[0]):
        return "family-name-in-plural", "family"
    if tokens[0].is_capitals and not context.shouted:
        return "capitals", "" if len(tokens[0].text) > 5 else "name"
    if context.near("organization", "before", piece, words):
        return "organization-word-before", "organization"
    if context.begins(piece.start):
        return "first-of-sentence", ""
    return "single-word", ""


def _decided(one: Unknown, known: frozenset[str], families: frozenset[str]) -> Found:
    """What an unsure name is, by the names of those who are surely named and of the registry."""
    parts = [folded(token.text) for token in one.context.tokens[one.piece.start : one.piece.end] if token.kind == "w"]
    if one.rule == "name-after-title-in-headline":
        return _of_headline(one, parts, known)
    if (
        any(len(part) > 2 for part in parts)
        and all(part in known for part in parts if len(part) > 2)
        and one.rule != "all-capitals"
    ):
        return one.context.found(one.piece, "person", "part-of-a-name-in-the-document")
    if len(parts) == 1 and parts[0] in families and one.rule == "single-word":
        return one.context.found(one.piece, "person", "family-name-in-the-registry")
    if one.context.word_before(one.piece) in {"the", "les"} and len(parts) == 1 and parts[0].rstrip("s") in known:
        return one.context.found(one.piece, "family", "family-name-in-plural")
    if one.rule in {"first-of-sentence", "all-capitals"}:
        return one.context.found(one.piece, "none", one.rule)
    return one.context.found(one.piece, "place" if one.rule == "place-word-before" else "name", one.rule)


def _of_headline(one: Unknown, parts: list[str], known: frozenset[str]) -> Found:
    """In a headline a verb has a capital too: the name ends with the words that are known from elsewhere."""
    size = next((index for index, part in enumerate(parts) if part not in known), len(parts))
    piece = one.piece._replace(end=one.piece.start + size) if size else one.piece
    return one.context.found(piece, "person", "name-after-title")


__all__ = ["KNOWN", "Sense", "folded", "names"]
