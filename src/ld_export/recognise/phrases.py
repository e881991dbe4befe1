"""Many phrases looked for at once in a passage's tokens, in time that grows with the text and not with the phrases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ld_export.recognise.tokens import Token, tokens
from ld_export.recognise.words import keyed

_STEM = 3


class Phrase(NamedTuple):
    """Where a phrase stands: the half-open range of its tokens, and its value."""

    start: int
    end: int
    value: str


class _Pattern(NamedTuple):
    words: tuple[str, ...]
    printed: tuple[str, ...]
    value: str


class Phrases:
    """Phrases and their values. A word that ends in `*` stands for all words that begin so.

    With `capitals` a phrase is found only as it is printed, capitals included.
    """

    def __init__(self, entries: Iterable[tuple[str, str]], *, capitals: bool = False) -> None:
        self._capitals = capitals
        self._exact: dict[str, list[_Pattern]] = defaultdict(list)
        self._stems: dict[str, list[_Pattern]] = defaultdict(list)
        for phrase, value in entries:
            self._add(phrase, value)
        for patterns in (*self._exact.values(), *self._stems.values()):
            patterns.sort(key=lambda pattern: -len(pattern.words))

    def _add(self, phrase: str, value: str) -> None:
        found = _words(phrase)
        pattern = _Pattern(tuple(key for key, _ in found), tuple(text for _, text in found), value)
        first = pattern.words[0]
        if first.endswith("*"):
            self._stems[first[:_STEM]].append(pattern)
        else:
            self._exact[first].append(pattern)

    def at(self, found: Sequence[Token], index: int) -> Phrase | None:
        """The longest phrase that begins at a token, or nothing."""
        key = found[index].key
        best: Phrase | None = None
        for pattern in (*self._exact.get(key, ()), *self._stems.get(key[:_STEM], ())):
            end = index + len(pattern.words)
            if (best is None or end > best.end) and end <= len(found) and self._fits(pattern, found, index):
                best = Phrase(index, end, pattern.value)
        return best

    def _fits(self, pattern: _Pattern, found: Sequence[Token], index: int) -> bool:
        for offset, word in enumerate(pattern.words):
            token = found[index + offset]
            if word.endswith("*"):
                if not token.key.startswith(word[:-1]):
                    return False
            elif token.key != word or (
                self._capitals and token.text[0].isupper() != pattern.printed[offset][0].isupper()
            ):
                return False
        if self._capitals and len(pattern.words) == 1 and pattern.printed[0].isupper() and len(pattern.printed[0]) > 1:
            return found[index].text.isupper()
        return True

    def all(self, found: Sequence[Token], start: int = 0, end: int | None = None) -> Iterator[Phrase]:
        """Every phrase in a range of tokens, longest first where they overlap."""
        index, stop = start, len(found) if end is None else end
        while index < stop:
            phrase = (
                self.at(found, index)
                if found[index].key[:_STEM] in self._stems or found[index].key in self._exact
                else None
            )
            if phrase is not None and phrase.end <= stop:
                yield phrase
                index = phrase.end
            else:
                index += 1


def _words(phrase: str) -> list[tuple[str, str]]:
    """Pairs of folded and printed words of a phrase, cut as a text is cut; a `*` stays on its word."""
    result: list[tuple[str, str]] = []
    for token in tokens(phrase):
        if token.text == "*" and result:
            result[-1] = (result[-1][0] + "*", result[-1][1])
        else:
            result.append((token.key, token.text))
    return result


@cache
def phrases(name: str, language: str, value: str, *, capitals: bool = False) -> Phrases:
    """The phrases of a table with a column for each language."""
    return Phrases(keyed(name, language, value), capitals=capitals)
