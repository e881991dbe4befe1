"""How much room words take, guessed: no font is asked, so that the same words give the same picture everywhere."""

from __future__ import annotations

import unicodedata

_NARROW = frozenset("iljftrI.,;:!|'’‘()[]{}/ ·-‐‑")
_BROAD = frozenset("mwMWQO@%&—…ŒÆœæ")
_FIRST_OF_THE_SQUARE = 0x2E80  # from here on the scripts of East Asia, whose letters are as wide as high
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
ELLIPSIS = "…"


def width(words: str, size: float) -> float:
    """A width that most sans-serif fonts stay within, in the units of `size`."""
    total = 0.0
    for letter in words:
        total += _share(letter)
    return total * size


def _share(letter: str) -> float:
    if letter in _NARROW:
        return 0.38
    if letter in _BROAD:
        return 0.9
    if ord(letter) >= _FIRST_OF_THE_SQUARE:
        return 1.0
    return 0.7 if letter.isupper() else 0.6


def shortened(words: str, size: float, room: float) -> str:
    """Words cut to fit into the room, with an ellipsis; never between a letter and the marks upon it."""
    if width(words, size) <= room + 0.01:  # the room is often this very width, less and more some rounding
        return words
    room -= width(ELLIPSIS, size)
    kept, used = 0, 0.0
    for letter in words:
        used += _share(letter) * size
        if used > room:
            break
        kept += 1
    while kept and (unicodedata.combining(words[kept]) or words[kept] in _JOINERS):
        kept -= 1
    return words[:kept].rstrip() + ELLIPSIS
