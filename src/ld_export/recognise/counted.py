"""What a number counts: the words behind it up to the end of their noun phrase."""

from __future__ import annotations

import re

from ld_export.recognise.words import known_language

_LONGEST = 10
_SHARE = re.compile(r"\s?(?:%|per\s?cent\b|percent\b|pour\scent\b)")
_WORD = re.compile(r"\s?%|[\s-][^\s,;:.!?()\[\]“”\"«»…–—]+")
_ENDS = {
    "en": frozenset(
        """who whom whose which that were was are is be been being have has had having will would should must can could may
        might shall do does did in on at from by after during since for and or but to as with without under over against
        within between before while when where because if than including such already still not also according into about
        through following among despite allegedly reportedly died remain remains lost took signed voted came fled became
        called said went live lived face faced fell started continue participated were's out he she it they we this these
        those until throughout across inside outside behind upon via per due so up off then there here""".split()
    ),
    "fr": frozenset(
        """qui que dont ont sont était étaient a est été en dans sur à par après pendant depuis pour et ou mais avec sans
        sous contre entre avant au aux ne se furent fut lors il elle ils elles ce cette ces""".split()
    ),
}
_LINKS = frozenset("of the a an de des du d la les l’".split())


def counted_words(text: str, end: int, language: str) -> tuple[int, int]:
    """The range of the words that a number ending at `end` counts; both bounds `end` where there are none."""
    ends, at, last = _ENDS[known_language(language)], end, end
    share = _SHARE.match(text, end)
    if share is not None:
        at = last = share.end()
    for _ in range(_LONGEST):
        match = _WORD.match(text, at)
        if match is None or match.group()[1:].casefold() in ends:
            break
        at = match.end()
        if match.group()[1:].casefold() not in _LINKS:
            last = at
    start = end
    while start < last and text[start].isspace():
        start += 1
    return start, last
