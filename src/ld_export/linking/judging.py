"""What becomes of a row: linked, doubtful or neither, with the best candidate and the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ld_export import matching
from ld_export.linking.asking import Candidate, Question
from ld_export.linking.reasons import contradictions, doubt_of, reason_of

CERTAIN, DOUBTFUL, NONE, EMPTY = "certain", "doubtful", "none", "no name"
ACCEPTED, CORRECTED, REFUSED = "accepted", "corrected", "refused"
"""What becomes of a row: by its name alone, or after somebody has looked at it."""


class Verdict(NamedTuple):
    """What becomes of a row: its link if it has one, the best candidate and the next, and why."""

    status: str
    best: Candidate | None = None
    following: Candidate | None = None
    reason: str = ""

    @property
    def link(self) -> Candidate | None:
        """Whom the row is linked with: never somebody doubtful."""
        return self.best if self.status in (CERTAIN, ACCEPTED, CORRECTED) else None


NO_NAME = Verdict(EMPTY)


def judged(question: Question, candidates: Sequence[Candidate]) -> Verdict:
    """What becomes of a row, from what was found for it."""
    fitting = [one for one in candidates if one.score >= 100 * matching.CANDIDATE or _same_name(one)]
    if not fitting:
        return Verdict(NONE)
    best, following = fitting[0], next(iter(candidates[1:]), None)
    why = reason_of(question, best)
    if best.match and not contradictions(best):
        return Verdict(CERTAIN, best, following, why.text)
    return Verdict(DOUBTFUL, best, following, f"{doubt_of(why, best, following)}: {why.text}")


def _same_name(candidate: Candidate) -> bool:
    """Whether only something else than the name speaks against it: somebody should look, the table may be wrong."""
    return float(candidate.told.get("name", 0)) >= matching.CERTAIN and bool(contradictions(candidate))
