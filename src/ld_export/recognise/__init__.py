"""What stands in a text: proper names, numbers, dates, quotations, cited documents, and cues of demands and violations.

Rules are code, words are data (`mappings/recognise/*.csv`). No model, no network, the same result at every run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ld_export.model import Passage
from ld_export.recognise.citations import citations
from ld_export.recognise.dates import dates
from ld_export.recognise.found import Found, Number
from ld_export.recognise.names import folded, names
from ld_export.recognise.numbers import numbers
from ld_export.recognise.quotations import quotations
from ld_export.recognise.shortened import Shortened
from ld_export.recognise.tokens import tokens


class Recognised(NamedTuple):
    """All that was found in a document's passages, each kind in the order of the text."""

    names: tuple[Found, ...]
    numbers: tuple[Number, ...]
    dates: tuple[Found, ...]
    quotations: tuple[Found, ...]
    citations: tuple[Found, ...]

    @property
    def people(self) -> tuple[Found, ...]:
        """The names of persons."""
        return tuple(name for name in self.names if name.kind == "person")


def recognise(passages: Sequence[Passage], language: str = "en", families: Iterable[str] = ()) -> Recognised:
    """All that the rules find in a document's passages.

    `families` are family names of the registry, by which a single word is told to be a person's name.
    """
    short = Shortened(passages)
    passages = short.passages
    dated = [list(dates(passage, language)) for passage in passages]
    cited = [
        list(citations(passage, tokens(passage.text), found)) for passage, found in zip(passages, dated, strict=True)
    ]
    taken = [_spans([*a, *b]) for a, b in zip(dated, cited, strict=True)]
    called = names(passages, language, taken, frozenset(folded(family) for family in families))
    by_passage: dict[int, list[tuple[int, int]]] = {}
    for name in called:  # a name that holds a number: `Rustavi 2`
        if not any(character.isdigit() for character in name.words):
            continue
        by_passage.setdefault(name.passage, []).append((name.start, name.end))
    counted = [
        number
        for passage, closed in zip(passages, taken, strict=True)
        for number in numbers(passage, language, [*closed, *by_passage.get(passage.position, ())])
    ]
    return Recognised(
        names=short.back(name for name in called if name.kind != "none"),
        numbers=short.numbers_back(counted),
        dates=short.back(found for found_here in dated for found in found_here),
        quotations=short.back(found for passage in passages for found in quotations(passage)),
        citations=short.back(found for found_here in cited for found in found_here),
    )


def _spans(found: Iterable[Found]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in found]


__all__ = ["Found", "Number", "Recognised", "recognise"]
