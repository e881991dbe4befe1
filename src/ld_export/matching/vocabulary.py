"""The words of many names, each with the names that have it, found by words that are spelled or sound like them."""

from __future__ import annotations

from collections.abc import Iterable

from ld_export.matching.keys import near_keys, spelling_keys
from ld_export.matching.tokens import token
from ld_export.matching.words import compare, roughly

Likeness = dict[int, float]
"""Names, by number, and how like one of their words is to the one that was looked for."""

_ROUGHLY_FROM = 0.4


class Vocabulary:
    """Words and the numbers of the names that they stand in."""

    def __init__(self) -> None:
        self._names: dict[str, list[int]] = {}
        self._spelled: dict[str, list[str]] = {}
        self._sounding: dict[str, list[str]] = {}

    def add(self, word: str, name: int) -> None:
        """Note that a word stands in a name."""
        if word not in self._names:
            self._names[word] = []
            for keys, known in ((spelling_keys(word), self._spelled), (near_keys(word), self._sounding)):
                for key in keys:
                    known.setdefault(key, []).append(word)
        self._names[word].append(name)

    def spelled_like(self, word: str) -> Likeness:
        """Names with another spelling of a word, or another form of a given name."""
        one = token(word, "word")
        known = {other for key in spelling_keys(word) for other in self._spelled.get(key, ())}
        reasons = ((compare(one, token(other, "word")), other) for other in known)
        return self._with((reason.score, other) for reason, other in reasons if reason.kind != "other name")

    def sounding_like(self, word: str) -> Likeness:
        """Names with a word that is spelled like this one, sounds near it or is a letter apart."""
        one = token(word, "word")
        known = {other for key in near_keys(word) for other in self._sounding.get(key, ())}
        scores = ((roughly(one, token(other, "word")), other) for other in known)
        return self._with(pair for pair in scores if pair[0] >= _ROUGHLY_FROM) | self.spelled_like(word)

    def _with(self, words: Iterable[tuple[float, str]]) -> Likeness:
        numbers: Likeness = {}
        # The most alike last, so that a name counts by its best word.
        for score, word in sorted(words):
            numbers.update(dict.fromkeys(self._names[word], score))
        return numbers
