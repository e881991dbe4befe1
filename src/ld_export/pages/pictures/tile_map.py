"""A map on which every state is one square of the same size: San Marino is seen as well as Russia."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from ld_export.pages.pictures.data import Caption, Datum, Place
from ld_export.pages.pictures.lettering import width
from ld_export.pages.pictures.places import with_others
from ld_export.pages.pictures.scales import Shades, counted, shades
from ld_export.pages.pictures.shade_keys import shade_keys
from ld_export.pages.pictures.svg import SMALL, element, hidden, mark, picture, text
from ld_export.pages.pictures.symbols import legend

_WIDTH = 640
_STEP, _TILE = 49, 45
_NUMBER = 17.0
_BOLD = 1.15  # bold figures are so much broader


def tiles(values: Mapping[str, Datum], caption: Caption, *, absent: str, places: Sequence[Place]) -> Markup:
    """A map in squares, shaded by five classes of value.

    `values` goes by lower-case country code; a country that is not on the map is added in a row below it. A place
    without a value is left empty, and `absent` says so in the legend. Raises ValueError for a value below zero.
    """
    counted(datum.value for datum in values.values())
    classes = shades(datum.value for datum in values.values())
    laid = with_others(places, values)
    across = max((place.column for place in laid), default=0) + 1
    bottom = (max((place.row for place in laid), default=0) + 1) * _STEP
    total = _WIDTH if across * _STEP - (_STEP - _TILE) <= _WIDTH else across * _STEP
    inset = (total - across * _STEP + _STEP - _TILE) / 2
    drawn = [_tile(place, inset, values.get(place.code), classes) for place in _read_order(laid)]
    empty = any(place.code not in values for place in laid)
    key, height = legend(shade_keys(classes, values.values(), absent if empty else ""), inset, bottom + 10, _WIDTH)
    return picture(caption, total, bottom + 10 + height, *drawn, key)


def _read_order(places: Sequence[Place]) -> list[Place]:
    return sorted(places, key=lambda place: (place.row, place.column))


def _tile(place: Place, inset: float, datum: Datum | None, classes: Shades) -> Markup:
    x, y = inset + place.column * _STEP, place.row * _STEP
    code = place.code.upper()
    if datum is None:
        return hidden([_square(x, y, "pic-absent"), _lettered(code, x, y + 28, SMALL, "pic-soft")])
    shade = classes.of(datum.value)
    written = str(datum.value)
    size = min(_NUMBER, (_TILE - 4) / width(written, _BOLD))
    return mark(
        datum.said,
        datum.href,
        _square(x, y, f"pic-tile pic-shade-{shade}"),
        printed=(
            _lettered(code, x, y + 17, SMALL, f"pic-on-{shade}"),
            _lettered(written, x, y + 37, size, f"pic-on-{shade} pic-strong"),
        ),
    )


def _square(x: float, y: float, class_: str) -> Markup:
    return element("rect", x=x + 0.5, y=y + 0.5, width=_TILE - 1, height=_TILE - 1, rx=3, class_=class_)


def _lettered(words: str, x: float, y: float, size: float, class_: str) -> Markup:
    return text(words, x + _TILE / 2, y, size=size, class_=class_, anchor="middle")
