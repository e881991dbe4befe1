"""Two words of names compared: how alike they are, and in which way."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from ld_export.matching.distance import Distance, distance, letters_apart
from ld_export.matching.results import Reason
from ld_export.matching.tables import family_endings, given_names
from ld_export.matching.tokens import Token, token

_MOST_SOUNDS = 6
"""So many skeletons of each word are compared letter by letter; the first are the likeliest."""
_NEAR_AT_MOST = 0.92
"""Never so much that words which only sound near make a name certain."""
_GIVEN_AT_MOST = 0.72
"""So much has a known given name with a wrong letter: it is another name more often than a mistake (Almat and Amat)."""
_ALIKE = 0.6
"""Words that are less alike are taken for different ones."""
_UNLIKE = 0.35
"""Words that are less alike have nothing in common."""
_LETTER = ((4, 0.55), (5, 0.50), (6, 0.40), (7, 0.32), (8, 0.22), (9, 0.18))
"""What one letter takes away from words of up to so many letters; of longer ones `_LONG`."""
_LONG = 0.14


def compare(mine: Token, theirs: Token) -> Reason:
    """The reason with which two tokens are taken for one word, or for two; the same score from either side."""
    # Asked one way round, so that the answer is kept for both.
    first, second = (mine, theirs) if mine.text <= theirs.text else (theirs, mine)
    kind, score = _compare(first.text, first.kind, second.text, second.kind)
    return Reason(kind, mine.text, theirs.text, score)


@lru_cache(maxsize=200_000)
def _compare(mine: str, my_kind: str, theirs: str, their_kind: str) -> tuple[str, float]:
    one, other = token(mine, my_kind), token(theirs, their_kind)
    if one.text == other.text:
        return "same", 1.0
    if "initial" in (my_kind, their_kind):
        return _initials(one, other)
    return next(filter(None, (look(one, other) for look in _LOOKS)), None) or _by_letters(one, other)


def roughly(one: Token, other: Token) -> float:
    """How alike two words are by the likeliest sounds of each: quickly, to choose what is compared."""
    if not (one.sounds and other.sounds) or _known_apart(one, other):
        return 0.0
    best = 0.0
    for mine, theirs in product(islice(one.sounds, 2), islice(other.sounds, 2)):
        weight = _weight(mine, theirs)
        best = max(best, 1 - distance(mine, theirs, (1 - best) / weight).cost * weight)
        if best >= _ALIKE:
            break
    return best


def _initials(one: Token, other: Token) -> tuple[str, float]:
    short, long = (one, other) if len(one.plain) <= len(other.plain) else (other, one)
    begins = long.plain[:1] == short.plain[:1] and len(short.plain) == 1
    begins = begins or any(sound.startswith(tuple(short.sounds)) for sound in long.sounds if short.sounds)
    if not begins:
        return "different", 0.2
    return "initial", 0.9 if one.kind == other.kind else 0.82


def _spelling(one: Token, other: Token) -> tuple[str, float] | None:
    shared = one.sounds.keys() & other.sounds.keys()
    if one.plain == other.plain:
        return "same", 0.995
    if not shared:
        return None
    unusual = min(one.sounds[sound] + other.sounds[sound] for sound in shared)
    if unusual and _known_apart(one, other):
        return "near", 0.85
    return "spelling", max(0.99 - 0.01 * unusual, 0.96)


def _known_apart(one: Token, other: Token) -> bool:
    """Whether both are given names as they are usually read, and not the same: Dana and Diana, Ercan and Yerzhan."""
    mine, theirs = (given_names().names.get(next(iter(each.sounds)), frozenset()) for each in (one, other))
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _patronymics(one: Token, other: Token) -> tuple[str, float] | None:
    if not (one.stems and other.stems):
        return None
    if one.sex != other.sex:
        return "man and woman", 0.3
    stems = (compare(token(mine, "word"), token(theirs, "word")) for mine, theirs in _first(one.stems, other.stems))
    best = max(stems, key=lambda reason: reason.score)
    if best.kind in ("near", "typing"):
        return best.kind, best.score
    return ("patronymic", min(best.score, 0.98)) if best.score >= _ALIKE else ("other father", best.score / 2)


def _first(mine: frozenset[str], theirs: frozenset[str]) -> Iterator[tuple[str, str]]:
    return product(islice(sorted(mine), 4), islice(sorted(theirs), 4))


def _sexes(one: Token, other: Token) -> tuple[str, float] | None:
    for mine, theirs in ((one, other), (other, one)):
        for man, woman in family_endings():
            for sound in mine.sounds:
                if (
                    sound.endswith(man)
                    and len(sound) > len(man) + 1
                    and sound.removesuffix(man) + woman in theirs.sounds
                ):
                    return "man and woman", 0.5
    return None


def _given(one: Token, other: Token) -> tuple[str, float] | None:
    mine, theirs = (each.given | each.kin | each.short for each in (one, other))
    if not (mine and theirs):
        return None
    if one.given & other.given:
        return "variant", 0.95
    if (one.given | one.kin) & (other.given | other.kin):
        return "cognate", 0.85
    return ("short form", 0.85) if mine & theirs else ("other name", 0.4)


_LOOKS = (_spelling, _patronymics, _sexes, _given)


def _by_letters(one: Token, other: Token) -> tuple[str, float]:
    best = ("different", _UNLIKE)
    for mine, theirs in product(islice(one.sounds, _MOST_SOUNDS), islice(other.sounds, _MOST_SOUNDS)):
        weight = _weight(mine, theirs)
        best = _better(best, distance(mine, theirs, (1 - best[1]) / weight), weight)
    # A slip in letters that are one sound together (dzh) is more than one in the sounds, so letters are asked too.
    if one.sounds and other.sounds:
        weight = _weight(next(iter(one.sounds)), next(iter(other.sounds)))
        best = _better(best, letters_apart(one.plain, other.plain, (1 - best[1]) / weight), weight)
    if best[0] == "typing" and (one.given or other.given):
        best = "typing", min(best[1], _GIVEN_AT_MOST)
    return best if best[1] >= _ALIKE else ("different", best[1] - _UNLIKE)


def _better(best: tuple[str, float], apart: Distance, weight: float) -> tuple[str, float]:
    score = min(_NEAR_AT_MOST, 1 - apart.cost * weight)
    return ("typing" if apart.wrong else "near", score) if score > best[1] else best


def _weight(mine: str, theirs: str) -> float:
    length = max(len(mine), len(theirs))
    return next((weight for most, weight in _LETTER if length <= most), _LONG)
