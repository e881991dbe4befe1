"""The keys under which words are found again: equal for spellings of one word, and for words a letter apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from ld_export.matching.tokens import token

_CLASSES = str.maketrans({"g": "k", "h": "k", "q": "k", "z": "s", "j": "s", "d": "t", "b": "p", "f": "v", "w": "v"})
_DROPPED = str.maketrans(dict.fromkeys("aeiouy"))
_SHORTEST = 4
"""Of fewer consonants none is left out: what is left would be in too many words."""


@lru_cache(maxsize=100_000)
def spelling_keys(word: str) -> tuple[str, ...]:
    """Keys of which spellings of one word, or forms of one given name, have one in common."""
    one = token(word, "word")
    rows = sorted(one.given | one.kin | one.short)
    stems = (f"-{stem}" for stem in sorted(one.stems))
    return (*one.sounds, *stems, *(f"#{row}" for row in rows))


@lru_cache(maxsize=100_000)
def near_keys(word: str) -> tuple[str, ...]:
    """Keys of which words that sound near, or are a letter apart, have one in common."""
    return tuple(dict.fromkeys(_near(word)))


def _near(word: str) -> Iterator[str]:
    for sound in islice(token(word, "word").sounds, 2):
        bones = sound.replace("sh", "s").replace("ch", "s").replace("ts", "s").translate(_CLASSES)
        bones = bones[:1] + bones[1:].translate(_DROPPED)
        yield f"+{bones}"
        yield f"+{bones[1:]}" if bones[:1] in "aeiouy" else f"+{bones}"
        if len(bones) >= _SHORTEST:
            yield from (f"+{bones[:at]}{bones[at + 1 :]}" for at in range(len(bones)))
