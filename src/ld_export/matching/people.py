"""Two names of people: words paired, and a score that the weakest pair makes as much as all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import prod

from ld_export.matching.pairing import Pairing, paired
from ld_export.matching.results import KINDS, Match, Reason
from ld_export.matching.tokens import Name, Token, token
from ld_export.matching.words import compare

_WEAKEST = 0.6
"""The part that the weakest pair has in the score. It is what parts siblings, whose family name is the same."""
_ORDER = 0.99
_MISSING = {"patronymic": 0.97, "particle": 0.985, "initial": 0.98, "word": 0.90}
_ALONE = {"family": 0.82, "given": 0.70}


def match_people(mine: Name, theirs: Name) -> Match:
    """How well two names of people fit."""
    one, other = _fitted(mine.tokens, theirs.tokens)
    if not one or not other:
        return Match(0.0, (Reason("no words", _text(one), _text(other), 0.0),))
    table = [[compare(a, b) for b in other] for a in one]
    pairing = paired([[reason.score for reason in row] for row in table], len(other))
    pairs = [table[at][there] for at, there in pairing.pairs]
    clashes, missing = _left(one, other, pairing, table)
    if not clashes and (alone := _alone(one, other, pairing)):
        return _scored(pairs, [alone])
    return _scored([*pairs, *clashes], [*missing, *_order(pairing, by_comma=bool(mine.family or theirs.family))])


def _scored(words: Sequence[Reason], rest: Sequence[Reason]) -> Match:
    """The score of words that were compared, lessened by each thing that is amiss, under every ceiling."""
    reasons = (*words, *rest)
    scores = [reason.score for reason in words]
    fit = (1 - _WEAKEST) * sum(scores) / len(scores) + _WEAKEST * min(scores) if scores else 0.0
    score = min(fit * prod(reason.score for reason in rest), *(KINDS[reason.kind].ceiling for reason in reasons))
    return Match(round(score, 4), reasons)


def _left(
    one: Sequence[Token], other: Sequence[Token], pairing: Pairing, table: Sequence[Sequence[Reason]]
) -> tuple[list[Reason], list[Reason]]:
    """Words left on both sides, which clash, and words that only one side has."""
    mine, theirs, clashes = _left_of(one, pairing.mine), _left_of(other, pairing.theirs), []
    while clashing := [
        (table[at][there].score, at, there) for at in mine for there in theirs if _clash(mine[at], theirs[there])
    ]:
        _, at, there = max(clashing)
        clashes.append(table[at][there])
        del mine[at], theirs[there]
    only_mine = [_missing(one[at], kind, mine=True) for at, kind in mine.items()]
    return clashes, [*only_mine, *(_missing(other[there], kind, mine=False) for there, kind in theirs.items())]


def _left_of(tokens: Sequence[Token], places: Sequence[int]) -> dict[int, str]:
    """What kind of word each of the left ones is. A patronymic stands beside two others, or is one itself."""
    whole = sum(one.kind != "particle" for one in tokens) > 2
    return {at: "patronymic" if whole and tokens[at].stems else tokens[at].kind for at in places}


def _clash(mine: str, theirs: str) -> bool:
    """Whether words of two kinds cannot both belong to one person: small ones, and a patronymic beside another, can."""
    kinds = {mine, theirs}
    return "particle" not in kinds and ("patronymic" not in kinds or len(kinds) == 1 or "initial" in kinds)


def _missing(one: Token, kind: str, *, mine: bool) -> Reason:
    said = {"patronymic": "no patronymic", "particle": "no particle"}.get(kind, "missing")
    return Reason(said, one.text if mine else "", "" if mine else one.text, _MISSING[kind])


def _order(pairing: Pairing, *, by_comma: bool) -> Iterator[Reason]:
    others = [there for _, there in pairing.pairs]
    if others != sorted(others):
        yield Reason("order", "", "", 1.0 if by_comma else _ORDER)


def _alone(one: Sequence[Token], other: Sequence[Token], pairing: Pairing) -> Reason | None:
    """A reason if all that the names share is one word, and one of them has more."""
    shared = [one[at] for at, _ in pairing.pairs if one[at].kind != "particle"]
    most = max(sum(word.kind != "particle" for word in tokens) for tokens in (one, other))
    if len(shared) != 1 or most == 1 or _both_have_more(one, other, pairing):
        return None
    return Reason("alone", shared[0].text, "", _ALONE["given" if shared[0].given else "family"])


def _both_have_more(one: Sequence[Token], other: Sequence[Token], pairing: Pairing) -> bool:
    mine, theirs = (one[at] for at in pairing.mine), (other[at] for at in pairing.theirs)
    return all(any(word.kind != "particle" for word in left) for left in (mine, theirs))


# -- words that one name joins and the other parts ---------------------------------------------------------------------


def _fitted(mine: Sequence[Token], theirs: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """Both names with neighbours joined where the other has them as one word (`Bolat Khan` and `Bolatkhan`)."""
    return _joined(mine, theirs), _joined(theirs, mine)


def _joined(tokens: Sequence[Token], other: Sequence[Token]) -> Sequence[Token]:
    for at, (first, second) in enumerate(pairwise(tokens)):
        longer = [word for word in other if _may_be(first, second, word)]
        if not longer:
            continue
        both = token(first.text + second.text, "word")
        if any(not both.sounds.keys().isdisjoint(word.sounds) for word in longer):
            return _joined((*tokens[:at], both, *tokens[at + 2 :]), other)
    return tokens


def _may_be(first: Token, second: Token, word: Token) -> bool:
    """Whether two words may be one other: asked before they are joined and heard, which takes time."""
    if "initial" in (first.kind, second.kind, word.kind):
        return False
    begins = {sound[0] for sound in first.sounds}
    length = len(first.plain) + len(second.plain)
    return abs(len(word.plain) - length) <= 3 and any(sound[0] in begins for sound in word.sounds)


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(one.text for one in tokens)
