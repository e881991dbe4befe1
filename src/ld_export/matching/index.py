"""An index over names: the entries whose names come nearest to one, among a hundred thousand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from heapq import nsmallest
from typing import NamedTuple

from ld_export.matching.bodies import acronyms, body_words
from ld_export.matching.keys import near_keys, spelling_keys
from ld_export.matching.names import PERSON, match_names
from ld_export.matching.results import CERTAIN, LEAD, Match
from ld_export.matching.tokens import Token, read_name, token
from ld_export.matching.words import compare

_COMPARED = 150
"""So many spellings are compared whole: those that have most words in common with the name, and first letters."""
_WORD_FROM = 0.6
_GOOD = 0.90
"""Words a letter apart are looked for only where nothing as good as this was found."""


class Entry(NamedTuple):
    """Somebody or something with names. `kind` is "person" or another; `country` has codes with spaces between."""

    id: str
    kind: str
    spellings: tuple[str, ...]
    country: str = ""


class Found(NamedTuple):
    """An entry that was found, the spelling that fits best, how, and whether it may be linked without a person."""

    entry: Entry
    spelling: str
    match: Match
    certain: bool


class Names:
    """An inverted index over the names of entries. It holds no name that no entry has, and never changes."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._spellings = [
            (at, name) for at, entry in enumerate(self._entries) for name in dict.fromkeys(entry.spellings)
        ]
        self._with_word: dict[str, list[int]] = {}
        self._words: dict[str, list[str]] = {}
        self._near: dict[str, list[str]] = {}
        self._firsts = [self._add(number, *one) for number, one in enumerate(self._spellings)]

    def find(
        self, name: str, limit: int = 5, *, kinds: Collection[str] = (), countries: Collection[str] = ()
    ) -> list[Found]:
        """The entries with the most similar names, best first; of equal ones by id.

        Without `kinds` of every kind. With `countries` only those of one of them, and those whose country is not known.
        """
        wanted = self._wanted(frozenset(kinds), frozenset(countries))
        best = self._best(name, wanted, spelling_keys, self._words)
        if not best or max(match.score for match, _ in best.values()) < _GOOD:
            best |= self._best(name, wanted, near_keys, self._near)
        ranked = nsmallest(max(limit, 2), best, key=lambda at: (-best[at][0].score, self._entries[at].id, at))
        return self._found(name, ranked, best)[:limit]

    def _found(self, name: str, ranked: Sequence[int], best: dict[int, tuple[Match, str]]) -> list[Found]:
        found = [
            Found(self._entries[at], best[at][1], best[at][0], certain=False) for at in ranked if best[at][0].score
        ]
        if found and found[0].match.score >= CERTAIN and _tells(name, found[0].entry.kind):
            others = (one.match.score for one in found[1:] if one.entry.id != found[0].entry.id)
            clear = found[0].match.score - max(others, default=0.0) >= LEAD
            found[0] = found[0]._replace(certain=clear)
        return found

    # -- building ------------------------------------------------------------------------------------------------------

    def _add(self, number: int, at: int, name: str) -> int:
        """Note a spelling under its words; returns the first letters of them as bits."""
        tokens = _tokens(name, self._entries[at].kind)
        for word in dict.fromkeys(one.text for one in tokens if one.kind not in ("initial", "particle")):
            if word not in self._with_word:
                self._with_word[word] = []
                for keys, known in ((spelling_keys(word), self._words), (near_keys(word), self._near)):
                    for key in keys:
                        known.setdefault(key, []).append(word)
            self._with_word[word].append(number)
        return _bits(tokens)

    # -- finding -------------------------------------------------------------------------------------------------------

    def _wanted(self, kinds: frozenset[str], countries: frozenset[str]) -> Callable[[int], bool]:
        def wanted(number: int) -> bool:
            entry = self._entries[self._spellings[number][0]]
            of_kind = not kinds or entry.kind in kinds
            return of_kind and (not countries or not entry.country or not countries.isdisjoint(entry.country.split()))

        return wanted

    def _best(
        self,
        name: str,
        wanted: Callable[[int], bool],
        keys: Callable[[str], Sequence[str]],
        known: dict[str, list[str]],
    ) -> dict[int, tuple[Match, str]]:
        """The best match of each entry that has words like those of the name."""
        tokens = [*_tokens(name, PERSON), *_tokens(name, "")]
        sets = [
            self._like(word, keys, known)
            for word in dict.fromkeys(one.text for one in tokens if one.kind not in ("initial", "particle"))
        ]
        best: dict[int, tuple[Match, str]] = {}
        for number in self._nearest([one for one in sets if one], _bits(tokens), wanted):
            at, spelling = self._spellings[number]
            match = match_names(name, spelling, kind=self._entries[at].kind)
            if at not in best or match.score > best[at][0].score:
                best[at] = match, spelling
        return best

    def _like(self, word: str, keys: Callable[[str], Sequence[str]], known: dict[str, list[str]]) -> set[int]:
        """The spellings with a word like this one."""
        one = token(word, "word")
        candidates = {
            other
            for every in (spelling_keys(word), keys(word))
            for key in every
            for other in (*known.get(key, ()), *self._words.get(key, ()))
        }
        numbers: set[int] = set()
        for other in candidates:
            if compare(one, token(other, "word")).score >= _WORD_FROM:
                numbers.update(self._with_word[other])
        return numbers

    def _nearest(self, sets: list[set[int]], bits: int, wanted: Callable[[int], bool]) -> list[int]:
        """The spellings that share most words, then first letters, then have fewest other words."""
        sets.sort(key=len)
        # What is in the largest set alone shares one word, and that one with more others than any.
        counted = Counter(number for one in (sets[:-1] or sets) for number in one if wanted(number))
        if len(sets) > 1:
            counted.update(number for number in list(counted) if number in sets[-1])

        def rank(number: int) -> tuple[int, int, int]:
            firsts = self._firsts[number]
            return -counted[number], -(firsts & bits).bit_count(), (firsts & ~bits).bit_count()

        return nsmallest(_COMPARED, counted, key=lambda number: (*rank(number), number))


def _tokens(name: str, kind: str) -> tuple[Token, ...]:
    if kind == PERSON:
        return read_name(name).tokens
    return (*body_words(name), *(token(one, "body") for one in sorted(acronyms(name))))


def _bits(tokens: Iterable[Token]) -> int:
    bits = 0
    for one in tokens:
        for first in {one.plain[:1], *(sound[:1] for sound in one.sounds)}:
            bits |= 1 << (ord(first) - 97) if "a" <= first <= "z" else 0
    return bits


def _tells(name: str, kind: str) -> bool:
    """Whether a name is more than one word: a family name alone makes nobody certain."""
    return kind != PERSON or sum(one.kind == "word" for one in read_name(name).tokens) > 1
