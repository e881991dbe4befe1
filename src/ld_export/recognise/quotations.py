"""Quotations: words between quotation marks of any style, nested ones too. An apostrophe is no quotation mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ld_export.model import Passage
from ld_export.recognise.found import Found

# What may close each opening mark. German and Polish low marks close with either kind of high ones.
_CLOSES = {
    "“": '”"',
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’",
    "‚": "‘’",
    '"': '"”',
    "'": "'",
    "‟": "”",
    "”": "”",
}
_SINGLE = frozenset("'’‘‚")
_LONGEST_NEST = 8


def quotations(passage: Passage) -> Iterator[Found]:
    """Every quotation of a passage without its marks, the outer one first; one that is never closed is none."""
    text = passage.text
    spans: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for found in _MARKS.finditer(text):
        at, mark = found.start(), found.group()
        depth = _closed_by(opened, mark) if _may_close(text, at) else None
        if depth is not None:
            start = opened[depth][1] + 1
            del opened[depth:]
            if text[start:at].strip():
                spans.append(_stripped(text, start, at))
        elif mark in _CLOSES and _may_open(text, at) and len(opened) < _LONGEST_NEST:
            opened.append((mark, at))
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        yield Found(passage.position, start, end, text[start:end], "quotation", "quotation-marks")


_MARKS = re.compile(f"[{''.join([*_CLOSES, *_CLOSES.values()])}]")


def _closed_by(opened: list[tuple[str, int]], mark: str) -> int | None:
    for depth in range(len(opened) - 1, -1, -1):
        if mark in _CLOSES[opened[depth][0]]:
            return depth
    return None


def _may_open(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if text[at] == "«":
        return True
    return (
        not after.isspace()
        and not (before.isalnum() and text[at] != "„")
        and not (text[at] in "”" and before.isalnum())
    )


def _may_close(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if text[at] in "»":
        return True
    if text[at] in _SINGLE:
        return not before.isspace() and not after.isalnum()
    return not before.isspace() and not (after.isalnum() and text[at] == '"')


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
