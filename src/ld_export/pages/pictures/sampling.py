"""Which ties to draw, when there are more than can be seen."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence

from ld_export.pages.pictures.data import Tie


def drawable(ties: Sequence[Tie], most: int) -> list[Tie]:
    """All ties, the weakest first; or of more than `most` a tie of everyone, and then the strongest.

    Equal ties are spread evenly over the people whom they tie: by their keys alone the first in the alphabet would get
    all there is room for, and look like the one who brings the others together.
    """
    counts: Counter[str] = Counter()
    chosen: list[Tie] = []
    for tie in _evenly(ties, counts):
        if not (counts[tie.one] and counts[tie.other]):
            chosen.append(tie)
            counts.update((tie.one, tie.other))
    first = set(chosen)
    for tie in _evenly([tie for tie in ties if tie not in first], counts):
        if len(chosen) >= most:
            break
        chosen.append(tie)
        counts.update((tie.one, tie.other))
    return sorted(chosen, key=lambda tie: (tie.strength, tie.one, tie.other))


def _evenly(ties: Sequence[Tie], counts: Counter[str]) -> Iterator[Tie]:
    """The ties, the strongest first; of equal ones that whose ends have the fewest yet, which the caller counts."""
    queue = [(-tie.strength, 0, tie.one, tie.other) for tie in ties]
    heapq.heapify(queue)
    while queue:
        weakness, before, one, other = queue[0]
        now = counts[one] + counts[other]
        if now > before:
            heapq.heapreplace(queue, (weakness, now, one, other))
        else:
            heapq.heappop(queue)
            yield Tie(one, other, -weakness)
