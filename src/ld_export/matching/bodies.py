"""Two names of what is no person (bodies, groups, countries, documents): their words without articles, and acronyms."""

from __future__ import annotations

from collections.abc import Sequence

from ld_export.matching.pairing import paired
from ld_export.matching.results import KINDS, Match, Reason
from ld_export.matching.tables import articles
from ld_export.matching.tokens import LONGEST, Name, Token, token
from ld_export.matching.words import compare
from ld_export.spelling import words

_WEAKEST = 0.6
_MISSING = 0.85
_ACRONYM = 0.93
_ACRONYM_FROM = 3


def read_body(printed: str) -> Name:
    """A name of a body with the words that tell it from others; of articles only, all of them."""
    found = words(printed) if len(printed) <= LONGEST else []
    telling = [word for word in found if word not in articles()]
    return Name(printed, tuple(token(word, "body") for word in telling or found), 0)


def acronyms(printed: str) -> frozenset[str]:
    """What the first letters of a name make, with and without its small words; none of fewer than three."""
    read = printed if len(printed) <= LONGEST else ""
    # Parts of a word with a hyphen have a letter each, or one together (the OSCE's Co-operation).
    ways = [words(read), words(read.replace("-", ""))]
    ways += [[word for word in found if word not in articles()] for found in ways]
    made = ("".join(word[0] for word in found) for found in ways)
    return frozenset(one for one in made if len(one) >= _ACRONYM_FROM)


def match_bodies(mine: Name, theirs: Name) -> Match:
    """How well two names of what is no person fit."""
    if not mine.tokens or not theirs.tokens:
        return Match(0.0, (Reason("no words", mine.printed, theirs.printed, 0.0),))
    for short, long in ((mine, theirs), (theirs, mine)):
        if "".join(words(short.printed)) in acronyms(long.printed):
            return Match(_ACRONYM, (Reason("acronym", mine.printed, theirs.printed, _ACRONYM),))
    return _by_words(mine.tokens, theirs.tokens)


def _by_words(one: Sequence[Token], other: Sequence[Token]) -> Match:
    table = [[compare(a, b) for b in other] for a in one]
    pairing = paired([[reason.score for reason in row] for row in table], len(other))
    reasons = [table[at][there] for at, there in pairing.pairs]
    clashes = [
        Reason("different", one[at].text, other[there].text, 0.0)
        for at, there in zip(pairing.mine, pairing.theirs, strict=False)
    ]
    missing = [Reason("missing", one[at].text, "", _MISSING) for at in pairing.mine[len(clashes) :]]
    missing += [Reason("missing", "", other[there].text, _MISSING) for there in pairing.theirs[len(clashes) :]]
    scores = [reason.score for reason in (*reasons, *clashes)]
    fit = (1 - _WEAKEST) * sum(scores) / len(scores) + _WEAKEST * min(scores) if scores else 0.0
    every = (*reasons, *clashes, *missing)
    score = min(fit * _MISSING ** len(missing), *(KINDS[reason.kind].ceiling for reason in every))
    return Match(round(score, 4), every)
