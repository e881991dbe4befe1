"""SVG elements as escaped text: no styles, no scripts, nothing fetched; only attributes and the classes of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from markupsafe import Markup, escape

from ld_export.pages.markup import made
from ld_export.pages.pictures.data import Caption

# Fonts and strokes are in the units of the view box. A picture is never shown at less than three quarters of its size
# (see pictures.css), so that 15 units are at least 11 pixels.
TEXT = 16
SMALL = 15

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
# The widths that pictures.css knows how to shrink and to enlarge; a wider picture keeps its size and is scrolled.
WIDTHS = {384: "pic-s", 480: "pic-m", 640: "pic-l", 960: "pic-xl"}


# A page has hundreds of elements, of the same few classes at the same few places.
@lru_cache(maxsize=20_000)
def number(value: float) -> str:
    """A coordinate with at most one decimal, the same text on every platform."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def clean(words: str) -> str:
    """Words without the characters that no XML may hold."""
    # Compiled when a picture is drawn: it takes as long as drawing it.
    return re.sub(_NOT_XML, "\ufffd", words)


def element(name: str, *children: Markup, **attributes: str | float) -> Markup:
    """One element; `text_anchor` names the attribute `text-anchor`, `class_` the attribute `class`."""
    written = "".join([f' {_attribute(key)}="{_value(value)}"' for key, value in attributes.items() if value != ""])
    if not children:
        return made(f"<{name}{written}/>")
    return made(f"<{name}{written}>{''.join(children)}</{name}>")


@cache
def _attribute(key: str) -> str:
    return key if key == "viewBox" else key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return escaped(value) if isinstance(value, str) else number(value)


@lru_cache(maxsize=20_000)
def escaped(words: str) -> Markup:
    """Words as text of an element or value of an attribute."""
    return escape(clean(words))


# The axes of most pictures of one kind are the same few: so are their numbers, words and lines.
@lru_cache(maxsize=20_000)
def text(words: str, x: float, y: float, *, size: float = TEXT, class_: str = "", anchor: str = "") -> Markup:
    """Words with their base line at `y`; `anchor` is `middle`, `end` or, when empty, the start."""
    # Not a rule of the style sheet, as the Nu checker does not know the property there.
    order = "stroke" if class_ == "pic-halo" else ""
    return element(
        "text", escaped(words), x=x, y=y, font_size=size, class_=class_, text_anchor=anchor, paint_order=order
    )


def mark(said: str, href: str, *shapes: Markup, printed: Iterable[Markup] = ()) -> Markup:
    """The shapes of one mark, with the name that is heard and shown on hovering, linked when there is a page.

    The words that are printed on it stand beside the link, not in it: they are parts of its name already, often cut,
    and a link must be called what is written in it (WCAG 2.5.3). Pointing at them points at what lies below them.
    """
    named = element("title", escaped(said))
    if href:
        shown = element("a", named, *shapes, href=href, aria_label=said)
    else:
        shown = element("g", named, *shapes, role="img", aria_label=said)
    words = made("".join(printed))
    return made(f"{shown}{element('g', words, aria_hidden='true', class_='pic-printed')}") if words else shown


@lru_cache(maxsize=20_000)
def area(x: float, y: float, width: float, height: float) -> Markup:
    """A rectangle that is not seen but can be pointed at: the whole of a row or column leads to its page."""
    return element("rect", x=x, y=y, width=width, height=height, class_="pic-area")


@lru_cache(maxsize=20_000)
def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def group(parts: Iterable[Markup], class_: str = "") -> Markup:
    """Parts drawn together."""
    return element("g", made("".join(parts)), class_=class_)


def hidden(parts: Iterable[Markup]) -> Markup:
    """Parts that would only be noise when heard, as the marks say the same: axes and their numbers."""
    return element("g", made("".join(parts)), aria_hidden="true")


def picture(caption: Caption, width: float, height: float, *parts: Markup) -> Markup:
    """The whole picture: a group, not an image, since who hears it must be able to reach the links in it.

    Raises ValueError for an id that cannot stand in `aria-labelledby`.
    """
    if not _NAME.fullmatch(caption.id):
        raise ValueError(f"{caption.id!r} is no id of a picture: letters, digits, - and _ only, a letter first")
    ids = f"{caption.id}-title", f"{caption.id}-desc"
    return element(
        "svg",
        element("title", escaped(caption.title), id=ids[0]),
        element("desc", escaped(caption.description), id=ids[1]),
        *parts,
        class_=f"pic {WIDTHS.get(int(width), 'pic-wide')}",
        role="group",
        aria_labelledby=" ".join(ids),
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        direction="ltr",
    )
