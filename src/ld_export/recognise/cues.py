"""Cues in sentences: what is demanded and of whom, and what is said to have been done to whom."""

from __future__ import annotations

from ld_export.model import Passage
from ld_export.recognise.demands import Demand, demands
from ld_export.recognise.found import Around
from ld_export.recognise.tokens import sentences, tokens
from ld_export.recognise.violations import Violation, together, violations
from ld_export.recognise.words import known_language

__all__ = ["Around", "Demand", "Violation", "cues"]


def cues(passage: Passage, language: str, around: Around) -> tuple[list[Demand], list[Violation]]:
    """The demands and the violations that a passage's sentences show by their words."""
    tongue, found = known_language(language), tokens(passage.text)
    asked: list[Demand] = []
    said: list[Violation] = []
    for start, end in sentences(found):
        own = list(demands(passage, found, (start, end), tongue, around))
        asked += own
        asked_from = min((demand.found.start for demand in own), default=len(passage.text) + 1)
        said += together(violations(passage, found, (start, end), asked_from, (tongue, around)))
    return asked, said
