"""Why somebody is a candidate, in plain words: which words of the names are alike, and what else agrees or does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ld_export.linking.asking import Candidate, Question
from ld_export.matching import KINDS, LEAD, Match, match_names

_QUOTED = re.compile("^“(.+?)”; ")
_PLAIN = "organization"
"""Names of anything but people are compared alike."""


_DOUBTS = {"alone": "one word alone tells nobody apart", "initial": "an initial stands for many names"}
"""What makes a candidate doubtful, by the kind of reason."""

_PROPERTIES = ("country", "role")


def spelling_of(name: str, candidate: Candidate) -> tuple[str, Match]:
    """The spelling of a candidate that a name is most like, and how: its name, or the one that its description quotes.

    Our own service tells there which spelling was found, where that is not the name.
    """
    quoted = _QUOTED.match(candidate.description)
    kind = "person" if candidate.kind in ("person", "") else _PLAIN
    spellings = [candidate.name, *([quoted[1]] if quoted else [])]
    matches = [(spelling, match_names(name, spelling, kind=kind)) for spelling in spellings]
    return max(matches, key=lambda one: one[1].score)


class Why(NamedTuple):
    """Why somebody is a candidate: in words, and which kinds of reasons the words of the names gave."""

    text: str
    kinds: frozenset[str] = frozenset()


def reason_of(question: Question, candidate: Candidate) -> Why:
    """Why it is a candidate."""
    if candidate.told.get("id"):
        return Why("the cell has its address")
    spelling, match = spelling_of(question.name, candidate)
    also = [f"as “{spelling}”"] if spelling != candidate.name else []
    text = "; ".join([*also, *_words_of(match), *_properties(question, candidate)])
    return Why(text, frozenset(reason.kind for reason in match.reasons))


def contradictions(candidate: Candidate) -> list[str]:
    """What was asked and is otherwise of the candidate."""
    return [name for name in _PROPERTIES if candidate.told.get(name) is False]


def doubt_of(why: Why, best: Candidate, following: Candidate | None) -> str:
    """Why a candidate is not certain."""
    if said := contradictions(best):
        return f"another {' and '.join(said)}"
    if following and best.score - following.score < 100 * LEAD:
        return "the next fits nearly as well"
    return next((doubt for kind, doubt in _DOUBTS.items() if kind in why.kinds), "the names are alike, not the same")


def _words_of(match: Match) -> Iterator[str]:
    for reason in match.reasons:
        kind = KINDS[reason.kind]
        mine, theirs = reason.mine, reason.theirs
        if kind.both and mine and theirs:
            other = " but for script or marks" if reason.kind == "same" else ""
            yield f"{mine}: {kind.told}" if mine == theirs else f"{mine} = {theirs}: {kind.told}{other}"
        else:
            yield f"{mine or theirs}: {kind.told}" if mine or theirs else kind.told


def _properties(question: Question, candidate: Candidate) -> Iterator[str]:
    for name in _PROPERTIES:
        agrees = candidate.told.get(name)
        if isinstance(agrees, bool):
            yield f"{name} {getattr(question, name)} {'agrees' if agrees else 'differs'}"
