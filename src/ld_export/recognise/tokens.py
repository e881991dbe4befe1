"""A passage as tokens: words with their possessive taken off, numerals and single marks; and its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ld_export.recognise.words import word_list

_MARK = "\u0300-\u036f"
_TOKEN = re.compile(
    # Letters with points are initials, a single one where a name may go on behind it.
    rf"(?P<i>(?:[^\W\d_]\.){{2,8}}|[^\W\d_]\.(?=[\s-]{{0,2}}[^\W\d_]))"
    # Letters, joined by apostrophes and hyphens that have letters on both sides.
    rf"|(?P<w>[^\W\d_][^\W\d_{_MARK}]*[{_MARK}]*(?:[^\W\d_]|[{_MARK}]|['’ʼ`´‘‑-](?=[^\W\d_]))*)"
    r"|(?P<n>[0-9]+)|(?P<p>\S)"
)
_POSSESSIVE = re.compile(r"['’ʼ`´‘]s\Z")
_APOSTROPHES = str.maketrans("’ʼ`´‘‑", "'''''-")
_ENDS = frozenset(".!?…")
_CLOSING = frozenset("”\"’»)]'")
_OPENING = frozenset("“\"‘«([„'")
_NO_END = word_list("abbreviations")


class Token(NamedTuple):
    """`text` as printed at `start`..`end` of the passage; `key` is folded.

    `kind` is `w`ord, `i`nitial, `n`umeral, `p`unctuation or the `s` of a possessive.
    """

    text: str
    start: int
    end: int
    kind: str
    key: str
    possessive: bool = False

    @property
    def is_name_like(self) -> bool:
        """Whether it is a word or an initial that begins with a capital."""
        return self.kind in "wi" and self.text[0].isupper()

    @property
    def is_capitals(self) -> bool:
        """Whether it is a word of two letters or more, all capitals."""
        return self.kind == "w" and len(self.text) > 1 and self.text.isupper()


# Every recogniser asks for the tokens of the same few passages.
@lru_cache(maxsize=64)
def tokens(text: str) -> tuple[Token, ...]:
    """Every token of a text, in order; only white space lies between them."""
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "p"
        word, (start, end) = found.group(), found.span()
        possessive = kind == "w" and len(word) > 2 and word[-1] == "s" and bool(_POSSESSIVE.search(word, len(word) - 2))
        if possessive:
            word, end = word[:-2], end - 2
        yield Token(word, start, end, kind, _key(word), possessive)
        if possessive:
            yield Token(text[end : end + 2], end, end + 2, "s", "'s")


def _key(word: str) -> str:
    """A word folded; most have nothing but plain letters, for which that is much quicker."""
    return word.lower() if word.isascii() and "`" not in word else word.casefold().translate(_APOSTROPHES)


def sentences(found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The sentences of a passage's tokens, as half-open pairs of their indices."""
    start, index = 0, 0
    while index < len(found):
        after = index + 1
        if found[index].text in _ENDS and not _abbreviates(found, index):
            while after < len(found) and (found[after].text in _ENDS or _closes(found, after)):
                after += 1
            if after == len(found) or _may_begin(found[after]):
                yield start, after
                start = after
        index = after
    if start < len(found):
        yield start, len(found)


def _abbreviates(found: Sequence[Token], index: int) -> bool:
    before = found[index - 1] if index else None
    return (
        before is not None and found[index].text == "." and before.end == found[index].start and before.key in _NO_END
    )


def _closes(found: Sequence[Token], index: int) -> bool:
    return found[index].text in _CLOSING and found[index].start == found[index - 1].end


def _may_begin(token: Token) -> bool:
    return token.text[0].isupper() or token.text in _OPENING or token.kind == "n" or token.text in "-–•"
