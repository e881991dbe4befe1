"""Who says something, where a sentence tells that it is not the signatories: `according to …`, `as noted by …`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from ld_export.model import Passage
from ld_export.recognise.found import Found
from ld_export.recognise.words import word_list

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"‘'])")
# What may stand between a cue and the name of who says so; with anything else, the name is somebody else's.
_BETWEEN = re.compile(r"\s+(?:the\s+)?(?:(?:Mr|Ms|Mrs|President|Minister)\.?\s+)?")


class Voice(NamedTuple):
    """A sentence that reports; `who` is absent where the words behind the cue are no name that was found."""

    cue: str
    who: Found | None


def voice_in(passage: Passage, start: int, names: Iterable[Found]) -> Voice | None:
    """Whose word a sentence is, if it says so; `start` is a place in it, `names` are those of its passage."""
    first, last = _sentence(passage.text, start)
    cue = _cues().search(passage.text, first, last)
    if cue is None:
        return None
    near = [one for one in names if _BETWEEN.fullmatch(passage.text, cue.end(), max(one.start, cue.end()))]
    return Voice(cue[0], min(near, key=lambda one: one.start, default=None))


def _sentence(text: str, place: int) -> tuple[int, int]:
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    first = max((end for end in ends if end <= place), default=0)
    return first, min((end for end in ends if end > place), default=len(text))


@cache
def _cues() -> re.Pattern[str]:
    cues = sorted(word_list("hearsay"), key=lambda cue: (-len(cue), cue))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, cues))})\b", re.IGNORECASE)
