"""Runs of capitalised words, in which names are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ld_export.recognise.lexicon import PARTICLES
from ld_export.recognise.tokens import Token

_LONGEST_RUN = 40


def runs(found: Sequence[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Half-open ranges of tokens that begin with capitals and are joined by spaces (and by particles within names)."""
    index = start
    while index < end:
        if not _begins(found, index):
            index += 1
            continue
        last = _run_end(found, index, end)
        yield index, last
        index = last


def _begins(found: Sequence[Token], index: int) -> bool:
    token = found[index]
    return token.is_name_like or (token.kind == "w" and is_prefixed(token))


def is_prefixed(token: Token) -> bool:
    """Whether a word begins with a small particle and a hyphen or an apostrophe: `al-Sayed`, `d'Arco`."""
    for mark in ("-", "‑", "'", "’"):
        first, found, rest = token.text.partition(mark)
        if (
            found
            and rest[:1].isupper()
            and (first.casefold() in PARTICLES or first.casefold() in {"d", "l", "al", "ul"})
        ):
            return True
    return False


def _run_end(found: Sequence[Token], start: int, end: int) -> int:
    last = start
    while last < end and last - start < _LONGEST_RUN:
        token = found[last]
        if _begins(found, last):
            last += 1
            if token.possessive:
                return last
            if last < end and found[last].text == "." and _is_title_point(found, last):
                last += 1
            continue
        ahead = last
        while (
            ahead < end
            and ahead - last < 3
            and found[ahead].key in PARTICLES
            and found[ahead].kind == "w"
            and not found[ahead].possessive
        ):
            ahead += 1
        if ahead == last or ahead >= end or not _begins(found, ahead) or found[ahead].start - found[ahead - 1].end > 2:
            break
        last = ahead
    return last


def _is_title_point(found: Sequence[Token], index: int) -> bool:
    return (
        found[index - 1].key
        in {"mr", "mrs", "ms", "dr", "prof", "st", "gen", "col", "lt", "capt", "rev", "hon", "jr", "sr", "mme", "m"}
        and found[index - 1].end == found[index].start
    )
