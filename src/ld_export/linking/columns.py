"""The columns that are added to a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ld_export.linking.asking import Candidate
from ld_export.linking.judging import Verdict
from ld_export.tables import neutral

_ADDED: Mapping[str, Callable[[Verdict], str]] = {
    "link_status": lambda one: one.status,
    "link_uri": lambda one: one.link.id if one.link else "",
    "link_best": lambda one: one.best.id if one.best else "",
    "link_label": lambda one: one.best.name if one.best else "",
    "link_score": lambda one: score_of(one.best),
    "link_reason": lambda one: one.reason,
    "link_next": lambda one: one.following.id if one.following else "",
    "link_next_label": lambda one: one.following.name if one.following else "",
    "link_next_score": lambda one: score_of(one.following),
}
ADDED = tuple(_ADDED)
"""The names of the columns. Only what is certain, or accepted by somebody, has a `link_uri`."""


def added(verdict: Verdict) -> dict[str, str]:
    """The cells for a verdict, by column, none of which a spreadsheet takes for a formula."""
    return {name: neutral(cell(verdict)) for name, cell in _ADDED.items()}


def score_of(candidate: Candidate | None) -> str:
    """The score from 0 to 1, with three digits; services give it from 0 to 100."""
    return f"{candidate.score / 100:.3f}" if candidate else ""
