"""What cannot be answered, and how much may be asked at once."""

from __future__ import annotations

REQUEST, BATCH, UNKNOWN = "reconciliation", "batch", "unknown"
"""What can be wrong: it is no such request, it asks too much at once, or what it names is not here."""

BATCH_SIZE = 50
"""So many queries may come at once."""
MOST_IDS, MOST_PROPERTIES = 500, 20
"""Of so many entities so many properties may be asked at once."""
MOST_CANDIDATES = 50
"""A query gets no more candidates than these, whatever its limit."""
LONGEST_NAME = 400
"""No name is longer, in characters: what is has no candidates."""


class Unanswered(Exception):
    """A request that gets no answer: what is wrong with it, and what there is to say."""

    def __init__(self, problem: str, detail: str) -> None:
        super().__init__(problem, detail)
        self.problem = problem
        self.detail = detail
