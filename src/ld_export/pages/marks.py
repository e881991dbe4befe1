"""A passage with the places of its excerpts marked: marks may overlap, and each is linked with its statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from ld_export.pages.items import Item

_LETTER = {"Claim": "c", "Demand": "d", "Figure": "f"}


Say = Callable[..., Markup]
"""The words of a key in the language of the page."""


def marked(text: str, excerpts: Sequence[Item], say: Say) -> Markup:
    """A passage's text as HTML.

    The text is cut wherever an excerpt begins or ends. A stretch within statements is marked, one within mentions
    links to whom the innermost of them names. Where an excerpt begins stands its anchor, where a statement ends a link
    to it.
    """
    if not excerpts:
        return escape(text)
    placed = [(item.integer("start"), item.integer("end"), item) for item in excerpts]
    cuts = sorted({0, len(text), *(at for start, end, _ in placed for at in (start, end))})
    html = [_anchors([item for start, _, item in placed if start == 0])]
    for start, end in pairwise(cuts):
        html.append(_stretch(text[start:end], [(b - a, item) for a, b, item in placed if a <= start and end <= b]))
        html.append(_links([item for _, at, item in placed if at == end], say))
        html.append(_anchors([item for at, _, item in placed if at == end]))
    return Markup().join(html)


def _stretch(words: str, around: Sequence[tuple[int, Item]]) -> Markup:
    kinds = [kind for kind in _LETTER if any(item.class_ == kind for _, item in around)]
    html = _named(words, [(length, item) for length, item in around if item.class_ == "Mention"])
    if not kinds:
        return html
    return Markup('<mark class="%s">%s</mark>') % (" ".join(kind.lower() for kind in kinds), html)


def _named(words: str, mentions: Sequence[tuple[int, Item]]) -> Markup:
    """Words that may be a name, as a link to whom the innermost mention around them names."""
    known = [(length, item) for length, item in mentions if item.one("refersTo")]
    if not known:
        return escape(words)
    target = min(known, key=lambda pair: pair[0])[1].one("refersTo")
    return Markup('<a class="name" href="%s">%s</a>') % (target.href, words) if target.href else escape(words)


def _anchors(starting: Sequence[Item]) -> Markup:
    """An anchor for each excerpt that begins here; a mention has no other place on the page, so it has its own."""
    named = [item.fragment if item.class_ == "Mention" else place_of(item) for item in starting]
    return Markup().join(Markup('<span id="%s"></span>') % fragment for fragment in named)


def _links(ending: Sequence[Item], say: Say) -> Markup:
    made = [
        Markup('<a class="ref" href="#%s" aria-label="%s">%s</a>') % (item.fragment, _spoken(item, say), _short(item))
        for item in ending
        if item.class_ in _LETTER
    ]
    return Markup("<sup>%s</sup>") % Markup(" ").join(made) if made else Markup()


def place_of(item: Item) -> str:
    """The anchor of a statement's words in the text."""
    return f"{item.fragment}-words"


def _short(item: Item) -> str:
    return _LETTER[item.class_] + item.fragment.rpartition("-")[2]


def _spoken(item: Item, say: Say) -> Markup:
    """What the link is called: it begins with what is printed, so that who says that aloud finds it."""
    return say(f"evidence.{item.class_.lower()}_short", short=_short(item))
