"""What a number counts: the words behind it up to the end of their noun phrase."""

from __future__ import annotations

import re

from ld_export.recognise.words import known_language, word_list

_LONGEST = 10
_SHARE = re.compile(r"\s?(?:%|per\s?cent\b|percent\b|pour\scent\b)")
_WORD = re.compile(r"\s?%|[\s-][^\s,;:.!?()\[\]“”\"«»…–—]+")
_LINKS = word_list("links of counted words")


def counted_words(text: str, end: int, language: str, limit: int | None = None) -> tuple[int, int]:
    """The range of the words that a number ending at `end` counts, up to `limit`; empty where there are none."""
    ends = word_list("ends of counted words", known_language(language))
    at = last = end
    share = _SHARE.match(text, end)
    if share is not None:
        at = last = share.end()
    for _ in range(_LONGEST):
        match = _WORD.match(text, at)
        if match is None or (limit is not None and match.end() > limit) or match.group()[1:].casefold() in ends:
            break
        at = match.end()
        if match.group()[1:].casefold() not in _LINKS:
            last = at
    start = end
    while start < last and text[start].isspace():
        start += 1
    return start, last
