"""Skeletons of words: what is left when ways of writing a name in Latin letters no longer tell.

`dzh`, `dj`, `zh` and `j` are one sound, `kh`, `x` and `h`, `q`, `c` and `k`, `ou` and `u`, `w` and `v`; double letters
are one, and glides between vowels are none. Where systems read one letter differently (`j`, `x`, `c`), a word has a
skeleton for each reading, and two words are alike if they have one in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, product

from ld_export.spelling.tables import FRONT, VOWELS, Rule, read_tables
from ld_export.spelling.words import readings, words

_MOST = 64
"""As many skeletons has a word at most; the readings that its letters have most often come first."""

_TWICE = re.compile(r"(.)\1+")
_SAME_SOUND = re.compile(r"([^aeou])\1+")


@lru_cache(maxsize=100_000)
def skeletons(word: str) -> tuple[str, ...]:
    """The skeletons of one of the `words` of a name, the likeliest first."""
    return tuple(heard(word))


@lru_cache(maxsize=100_000)
def heard(word: str) -> dict[str, int]:
    """The skeletons of a word, and how many of its letters are read otherwise than most often for each."""
    found: dict[str, int] = {}
    for latin, unusual in _choices(readings(word)):
        for sounds, more in _choices(_sounds(_TWICE.sub(r"\1", latin))):
            skeleton = _SAME_SOUND.sub(r"\1", sounds)
            found[skeleton] = min(unusual + more, found.get(skeleton, _MOST))
    found.pop("", None)
    return dict(islice(found.items(), _MOST))


def _choices(several: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, int]]:
    """One of each, in every way, the first first, and how many of them are not the first; `_MOST` ways at most."""
    for chosen in islice(product(*map(enumerate, several)), _MOST):
        yield "".join(one for _, one in chosen), sum(rank > 0 for rank, _ in chosen)


def _sounds(latin: str) -> list[tuple[str, ...]]:
    """What each letter, or group of letters, of a word may sound like."""
    found, at = [], 0
    while at < len(latin):
        rule = _rule_at(latin, at)
        found.append(rule.sounds if rule else (latin[at],))
        at += len(rule.spelling) if rule else 1
    return found


@cache
def _rules_for() -> dict[str, tuple[Rule, ...]]:
    """The rules by the first letter of their spelling, each in the order in which they are tried."""
    rules = read_tables().rules
    firsts = {rule.spelling[0] for rule in rules}
    return {first: tuple(rule for rule in rules if rule.spelling[0] == first) for first in firsts}


def _rule_at(latin: str, at: int) -> Rule | None:
    for rule in _rules_for().get(latin[at], ()):
        if latin.startswith(rule.spelling, at):
            before, behind = latin[:at][-1:], latin[at + len(rule.spelling) :][:1]
            if _is(rule.before, before, "start") and _is(rule.behind, behind, "end"):
                return rule
    return None


def _is(kind: str, letter: str, edge: str) -> bool:
    """Whether a letter (none at the edge of a word) is of a kind of place."""
    if not letter:
        return kind in ("", edge)
    if kind == "consonant":
        return letter not in VOWELS
    return kind == "" or (kind == "vowel" and letter in VOWELS) or (kind == "front" and letter in FRONT)


def alike(one: str, other: str) -> bool:
    """Whether two names may be spellings of one: each word of one is like another word of the other, in any order.

    It says nothing about who is meant: two people may have one name.
    """
    left, right = words(one), words(other)
    return len(left) == len(right) > 0 and _paired(left, right)


def _paired(left: list[str], right: list[str]) -> bool:
    if not left:
        return True
    first, rest = set(skeletons(left[0])), left[1:]
    return any(
        not first.isdisjoint(skeletons(word)) and _paired(rest, right[:at] + right[at + 1 :])
        for at, word in enumerate(right)
    )
