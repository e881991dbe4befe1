"""One printed name taken apart: form of address, given name, and the family name, which is printed in capitals."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ld_export.codes import LANGUAGES, honorific_codes
from ld_export.errors import LdExportError, UnparsedText
from ld_export.names import display_form, matching_key
from ld_export.parse.words import particles, suffixes

_VOWEL = re.compile("[aeiouyæøœıа-яё]|[^\x00-\x7f]", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+|[^\W\d_]")
_READS = "a name reads: Ms Petra De SUTTER"


class PrintedName(NamedTuple):
    """A printed name taken apart; `honorific` is a code, `whole` the name as printed but for the form of address."""

    honorific: str | None
    honorific_as_printed: str | None
    given: str | None
    family: str
    whole: str


def read_family_name(printed: str, language: str) -> PrintedName:
    """A family name alone, as the lists of 2003 print it."""
    honorific, as_printed, words = _honorific(printed, language)
    return PrintedName(honorific, as_printed, None, " ".join(words), _without(as_printed, printed))


def read_full_name(printed: str, language: str) -> PrintedName:
    """A name as modern pages print it: the family name is what is in capitals, its particles included."""
    honorific, as_printed, words = _honorific(printed, language)
    if not honorific:
        _refuse_unknown_honorific(words, language)
    capitals = [i for i, word in enumerate(words) if holds_capitals(word)]
    if not capitals:
        raise UnparsedText(f"no family name in capitals in {printed[:80]!r}", remedy=_READS)
    start, end = capitals[0], capitals[-1] + 1
    while start > 0 and words[start - 1].casefold() in particles():
        start -= 1
    within = (word for word in words[start:end] if not holds_capitals(word))
    if any(word.casefold() not in particles() for word in within) or not suffixes().issuperset(words[end:]):
        raise UnparsedText(f"words within or after the family name in {printed[:80]!r}", remedy=_READS)
    given, family = " ".join(words[:start]), " ".join(words[start:])
    return PrintedName(honorific, as_printed, given or None, family, _without(as_printed, printed))


def told_parts(name: str) -> tuple[str | None, str | None]:
    """The given and the family name where a name itself tells them apart (`Petra De SUTTER`); otherwise neither.

    It tells by capitals, as in lists of signatories. That the last word is the family name is a guess (`Kim Jong Un`,
    `Aset Mataiuly`), and would be published as what a document says.
    """
    read = set[PrintedName]()
    for language in LANGUAGES:
        try:
            read.add(read_full_name(name, language))
        except LdExportError:
            return None, None
    first, *others = read
    if others or first.honorific or not first.given:
        return None, None
    return display_form(first.given), display_form(first.family)


def holds_capitals(word: str) -> bool:
    """Whether a word holds two capitals in a row: `De` does not, `McCAFFERTY`, `D'AMBROSIO` and `MIßFELDER` do."""
    return any(a.isupper() and b.isupper() for a, b in pairwise(word))


def _honorific(printed: str, language: str) -> tuple[str | None, str | None, list[str]]:
    """The forms of address at the head of a name (the first one's code, all as printed) and the words after them."""
    table, words, taken, code = honorific_codes(language), printed.split(), 0, None
    while taken < len(words) - 1 and (found := table.exactly(words[taken])):
        code, taken = code or found, taken + 1
    return code, " ".join(words[:taken]) or None, words[taken:]


def _without(honorific: str | None, printed: str) -> str:
    """The printed name without its forms of address, its spaces as they are."""
    return printed.split(maxsplit=len(honorific.split()))[-1] if honorific else printed


def _refuse_unknown_honorific(words: list[str], language: str) -> None:
    """Raise `UnknownWord` where the first word of several can be no given name.

    That is an abbreviation which is no initial, a word without a vowel or one in lower case (`Hon.`, `Mrr`, `mr`),
    and a form of address in other capitals or of another language (`MR`; `Mme` on an English page).
    """
    first = words[0]
    if len(words) == 1 or first.casefold() in particles():
        return
    known = _bare(first) in _forms_of_address()
    is_initials = bool(_INITIALS.fullmatch(first))
    shortened = first.endswith(".") and not is_initials
    readable = is_initials or holds_capitals(first) or _VOWEL.search(first)
    if known or shortened or first[0].islower() or not readable:
        raise honorific_codes(language).unknown(first)


@cache
def _forms_of_address() -> frozenset[str]:
    return frozenset(_bare(word) for language in LANGUAGES for word in honorific_codes(language).words())


def _bare(word: str) -> str:
    return matching_key(word.rstrip("."))
