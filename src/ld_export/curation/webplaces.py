"""The place that the selectors of a Web Annotation choose in a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ld_export.curation.webform import Frame
from ld_export.curation.webreading import WebAnnotation
from ld_export.errors import CurationProblem, UnfoundQuote
from ld_export.model import Passage
from ld_export.quotes import Place, find_quote, places

_LONGEST_CONTEXT = 200
_WINDOW = 1000


def place_of(one: WebAnnotation, frame: Frame) -> Place:
    """The one place in the text that an annotation is about.

    A position counts only in a passage of ours: in a page of another tool's it says nothing about the text. Words that
    stand several times are told apart by what is before and behind them.
    Raises `UnfoundQuote` and `CurationProblem` with the annotation's name.
    """
    if one.source and frame.foreign_passage(one.source):
        raise CurationProblem(
            f"{one.source[:200]!r} is no passage of {frame.text.source}", one.name, "name the text that has it"
        )
    position = frame.passage(one.source) if one.source else None
    passages = [passage for passage in frame.text.passages if position in {None, passage.position}]
    if one.span and position is not None:
        return _at(one, passages[0])
    if one.quote is None:
        raise CurationProblem(
            f"it gives a position in {str(one.source)[:200] if one.source else 'an unnamed text'}, not in a passage",
            one.name,
            "export the words too (TextQuoteSelector), or make the passage's IRI the source",
        )
    return _quoted(one, passages)


def _at(one: WebAnnotation, passage: Passage) -> Place:
    """The place of a span of code points; without white space at its ends."""
    span: dict[str, Any] = one.span or {}
    start, end = _whole(span.get("start")), _whole(span.get("end"))
    if not 0 <= start < end <= len(passage.text):
        raise CurationProblem(
            f"{str(span)[:120]} is no place in passage {passage.position}",
            one.name,
            f"from 0 to {len(passage.text)} are its characters",
        )
    words = passage.text[start:end]
    start += len(words) - len(words.lstrip())
    if not (words := words.strip()):
        raise CurationProblem("only white space is chosen", one.name, "choose words")
    if one.quote is not None and _text(one, "exact").split() != words.split():
        raise CurationProblem(
            f"its position has {words[:80]!r}, its quote {_text(one, 'exact')[:80]!r}",
            one.name,
            "the text has changed, or the annotation: annotate it anew",
        )
    return Place(passage.position, start, start + len(words), words)


def _whole(value: Any) -> int:
    """A whole number; -1 for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _text(one: WebAnnotation, key: str) -> str:
    value = (one.quote or {}).get(key) or ""
    if not isinstance(value, str):
        raise CurationProblem(f"the {key} of its quote is no text", one.name, "export it anew")
    return value


def _quoted(one: WebAnnotation, passages: Sequence[Passage]) -> Place:
    exact = " ".join(_text(one, "exact").split())
    if len(exact) > max(len(passage.text) for passage in passages):
        raise UnfoundQuote(f"{exact[:80]!r}… is longer than any passage", one.name, "annotate words of one passage")
    try:
        found = list(places(exact, passages)) or [find_quote(exact, passages)]
    except UnfoundQuote as problem:
        near = f" (nearest: {problem.place})" if problem.place else ""
        raise UnfoundQuote(problem.message + near, one.name, problem.remedy) from None
    texts = {passage.position: passage.text for passage in passages}
    before, behind = _squeezed(_text(one, "prefix")), _squeezed(_text(one, "suffix"))
    before, behind = before[-_LONGEST_CONTEXT:], behind[:_LONGEST_CONTEXT]
    scores = [_agreement(before, behind, texts[place.passage], place) for place in found]
    best = max(scores)
    where = f"{exact[:80]!r} stands in passage {', '.join(str(place.passage) for place in found[:20])}"
    if (before or behind) and not best[0]:
        raise UnfoundQuote(
            f"{where}, but neither behind {before[-30:]!r} nor before {behind[:30]!r}",
            one.name,
            "annotate the words in the document's text",
        )
    if scores.count(best) > 1:
        raise UnfoundQuote(
            f"{where}, and what is around it does not tell which is meant",
            one.name,
            "export prefix and suffix, or annotate more words",
        )
    return found[scores.index(best)]


def _agreement(before: str, behind: str, text: str, place: Place) -> tuple[int, int]:
    """How many of prefix and suffix a place has, and in how many characters, white space left out.

    A page goes on where a passage ends, so only as much is compared as the passage has.
    """
    own_before = _squeezed(text[max(place.start - _WINDOW, 0) : place.start])[-_LONGEST_CONTEXT:]
    own_behind = _squeezed(text[place.end : place.end + _WINDOW])[:_LONGEST_CONTEXT]
    agreeing = compared = 0
    for wanted, there in ((before[::-1], own_before[::-1]), (behind, own_behind)):
        length = min(len(wanted), len(there))
        if wanted and wanted[:length] == there[:length]:
            agreeing += 1
            compared += length
    return agreeing, compared


def _squeezed(text: str) -> str:
    return "".join(text.split())
