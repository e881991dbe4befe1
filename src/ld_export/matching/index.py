"""An index over names: the entries whose names come nearest to one, among a hundred thousand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from heapq import nsmallest
from typing import NamedTuple

from ld_export.matching.bodies import acronyms
from ld_export.matching.names import PERSON, match_read, read
from ld_export.matching.results import CANDIDATE, CERTAIN, LEAD, Match
from ld_export.matching.tokens import Name, Token, read_name, token
from ld_export.matching.vocabulary import Likeness, Vocabulary

_COMPARED = 25
"""So many spellings are compared whole: those whose words are most like those of the name."""
_FAR_BEHIND = 0.8
"""Spellings whose words are so much less alike than those of the best only fill the list that was asked for."""


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


class _Query(NamedTuple):
    """A name that is looked for, how many entries are asked for, and which spellings may be found."""

    name: str
    limit: int
    wanted: Callable[[int], bool]

    @property
    def compared(self) -> int:
        """How many spellings may be compared whole with it."""
        return max(_COMPARED, 2 * self.limit)


class Names:
    """An inverted index over the names of entries. It holds no name that no entry has, and never changes."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._spellings = [
            (at, read(name, entry.kind))
            for at, entry in enumerate(self._entries)
            for name in dict.fromkeys(entry.spellings)
        ]
        self._vocabulary = Vocabulary()
        self._kinds = (
            *({PERSON} & {entry.kind for entry in self._entries}),
            *({""} if any(entry.kind != PERSON for entry in self._entries) else ()),
        )
        self._firsts = [self._add(number, *one) for number, one in enumerate(self._spellings)]

    def find(
        self, name: str, limit: int = 5, *, kinds: Collection[str] = (), countries: Collection[str] = ()
    ) -> list[Found]:
        """The entries with the most similar names, best first; of equal ones by id.

        Without `kinds` of every kind. With `countries` only those of one of them, and those whose country is not known.
        """
        query = _Query(name, limit, self._wanted(frozenset(kinds), frozenset(countries)))
        best = self._best(query, self._vocabulary.spelled_like)
        if not best or max(match.score for match, _ in best.values()) < CANDIDATE:
            best = self._best(query, self._vocabulary.sounding_like)
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

    def _add(self, number: int, at: int, name: Name) -> int:
        """Note a spelling under its words; returns the first letters of them as bits."""
        tokens = _tokens(name, person=self._entries[at].kind == PERSON)
        for word in dict.fromkeys(one.text for one in tokens if _is_long(one)):
            self._vocabulary.add(word, number)
        return _bits(tokens)

    # -- finding -------------------------------------------------------------------------------------------------------

    def _wanted(self, kinds: frozenset[str], countries: frozenset[str]) -> Callable[[int], bool]:
        def wanted(number: int) -> bool:
            entry = self._entries[self._spellings[number][0]]
            of_kind = not kinds or entry.kind in kinds
            return of_kind and (not countries or not entry.country or not countries.isdisjoint(entry.country.split()))

        return wanted

    def _best(self, query: _Query, find: Callable[[str], Likeness]) -> dict[int, tuple[Match, str]]:
        """The best match of each entry that has words like those of the name."""
        names = {kind == PERSON: read(query.name, kind) for kind in self._kinds}
        tokens = [one for kind, name in names.items() for one in _tokens(name, person=kind)]
        like = [find(word) for word in dict.fromkeys(one.text for one in tokens if _is_long(one))]
        best: dict[int, tuple[Match, str]] = {}
        for number in self._nearest([one for one in like if one], _bits(tokens), query):
            at, spelling = self._spellings[number]
            kind = self._entries[at].kind
            match = match_read(names[kind == PERSON], spelling, kind)
            if at not in best or match.score > best[at][0].score:
                best[at] = match, spelling.printed
        return best

    def _nearest(self, like: list[Likeness], bits: int, query: _Query) -> list[int]:
        """The spellings whose words are most like those of the name, then with most first letters in common."""
        like.sort(key=len)
        # What only the largest knows shares one word, and that one with more others than any.
        known = dict.fromkeys(number for one in (like[:-1] or like) for number in one if query.wanted(number))

        def rank(number: int) -> tuple[float, int, int, int]:
            firsts = self._firsts[number]
            alike = sum(one.get(number, 0.0) for one in like)
            return -alike, -(firsts & bits).bit_count(), (firsts & ~bits).bit_count(), number

        ranked = nsmallest(query.compared, map(rank, known))
        good = sum(alike <= ranked[0][0] + _FAR_BEHIND for alike, *_ in ranked) if ranked else 0
        return [number for *_, number in ranked[: max(good, query.limit + 1)]]


def _tokens(name: Name, *, person: bool) -> tuple[Token, ...]:
    """What a name is found by: its words, and those that its first letters make where it is of no person."""
    return name.tokens if person else (*name.tokens, *(token(one, "body") for one in sorted(acronyms(name.printed))))


def _bits(tokens: Iterable[Token]) -> int:
    bits = 0
    for one in tokens:
        for first in {one.plain[:1], *(sound[:1] for sound in one.sounds)}:
            bits |= 1 << (ord(first) - 97) if "a" <= first <= "z" else 0
    return bits


def _is_long(one: Token) -> bool:
    return one.kind not in ("initial", "particle")


def _tells(name: str, kind: str) -> bool:
    """Whether a name is more than one word: a family name alone makes nobody certain."""
    return kind != PERSON or sum(one.kind == "word" for one in read_name(name).tokens) > 1
