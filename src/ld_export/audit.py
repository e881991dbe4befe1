"""The audit of a document: every proper name, number, quotation and cited document is annotated, signed off, or open.

Each is accounted for by items of the kinds that speak of it: a name by a mention or a citation, a number by a figure, a
mention or a citation, a cited document by a citation or a mention, a quotation by any item. A claim whose quote happens
to hold a name does not account for the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from ld_export.model import Passage
from ld_export.recognise import Found, recognise


class State(StrEnum):
    """How something in a text is accounted for."""

    ANNOTATED = "annotated"
    SIGNED_OFF = "signed off"
    OPEN = "open"


class Span(NamedTuple):
    """An item of an annotation file as the audit needs it.

    `kind` is `mention`, `claim`, `demand`, `figure`, `citation` or `not_relevant`; `start`..`end` are code points of
    the passage. `reason` is that of a sign-off.
    """

    passage: int
    start: int
    end: int
    kind: str
    reason: str = ""


class Account(NamedTuple):
    """Something found in a text, and how it is accounted for; `reason` says why where it is signed off."""

    found: Found
    state: State
    reason: str = ""


SPEAKS_OF = {
    "name": frozenset(("mention", "citation")),
    "number": frozenset(("figure", "citation", "mention")),
    "citation": frozenset(("citation", "mention")),
    "quotation": frozenset(("mention", "claim", "demand", "figure", "citation")),
}
"""Which items account for what is found."""

_NAMES = frozenset(("person", "family", "organization", "country", "place", "work", "event", "name"))


def accounted(
    passages: Sequence[Passage], spans: Iterable[Span], language: str = "en", families: Iterable[str] = ()
) -> list[Account]:
    """What was found in a document's passages, in the order of the text, each with how it is accounted for.

    `families` are family names of the registry, by which single words are told to be names. Dates and adjectives of
    peoples (`Kazakh`) need no account.
    """
    by_passage: dict[int, list[Span]] = {}
    for span in spans:
        by_passage.setdefault(span.passage, []).append(span)
    return [_account(found, by_passage.get(found.passage, ())) for found in _to_account(passages, language, families)]


def open_ones(accounts: Iterable[Account]) -> list[Account]:
    """Those that are neither annotated nor signed off."""
    return [account for account in accounts if account.state is State.OPEN]


def _to_account(passages: Sequence[Passage], language: str, families: Iterable[str]) -> list[Found]:
    seen = recognise(passages, language, families)
    names = [name for name in seen.names if name.kind in _NAMES]
    numbers = [number.found for number in seen.numbers]
    return sorted(
        {*names, *numbers, *seen.citations, *seen.quotations},
        key=lambda one: (one.passage, one.start, -one.end, one.kind),
    )


def _account(found: Found, spans: Sequence[Span]) -> Account:
    sort = "name" if found.kind in _NAMES else found.kind
    speaking = [span for span in spans if span.kind in SPEAKS_OF[sort]]
    if _covers(found, speaking, partly=sort == "quotation"):
        return Account(found, State.ANNOTATED)
    signed = [span for span in spans if span.kind == "not_relevant"]
    for span in signed:
        if (span.start <= found.start and found.end <= span.end) or (
            sort in {"number", "quotation"} and _meets(found, span)
        ):
            return Account(found, State.SIGNED_OFF, span.reason)
    if signed and _covers(found, [*speaking, *signed], partly=False):
        return Account(
            found, State.SIGNED_OFF, "; ".join(dict.fromkeys(span.reason for span in signed if _meets(found, span)))
        )
    return Account(found, State.OPEN)


def _meets(found: Found, span: Span) -> bool:
    return span.start < found.end and found.start < span.end


def _covers(found: Found, spans: Sequence[Span], *, partly: bool) -> bool:
    """Whether spans cover all words of what was found; of a number and a quotation (`partly`) any shared word counts.

    A number's span reaches over what it counts, of which a curator may quote less.
    """
    near = sorted((span.start, span.end) for span in spans if _meets(found, span))
    if partly or found.kind == "number":
        return bool(near)
    reached = found.start
    for start, end in near:
        if found.words[reached - found.start : max(0, start - found.start)].strip(" \u00a0\u202f,"):
            return False
        reached = max(reached, end)
    return bool(near) and not found.words[max(0, reached - found.start) :].strip(" \u00a0\u202f,")
