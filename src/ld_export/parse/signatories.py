"""Lists of signatories: `Mr Aldo TESTARI, Italy, SOC ; Ms Brita ÅKERVIND, Sweden, EPP/CD`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from ld_export.codes import country_codes, group_codes, honorific_codes
from ld_export.errors import LdExportError, UnparsedText, raise_all
from ld_export.model import Signatory
from ld_export.names import matching_key
from ld_export.parse.words import particles, suffixes

_VOWEL = re.compile("[aeiouyæøœıа-яё]|[^\x00-\x7f]", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+|[^\W\d_]")


class PrintedName(NamedTuple):
    """A printed name taken apart; `honorific` is a code."""

    honorific: str | None
    honorific_as_printed: str | None
    given: str | None
    family: str
    whole: str


NameReader = Callable[[str, str], PrintedName]


def read_list(printed: str, language: str, place: str) -> tuple[Signatory, ...]:
    """The signatories of a list separated by semicolons, in order; all its problems at once."""
    entries = [entry.strip() for entry in printed.split(";")]
    if len(entries) > 1 and not entries[-1]:
        entries.pop()
    return read_entries(((entry, place) for entry in entries), language, read_full_name)


def read_lines(lines: Iterable[tuple[str, str]], language: str) -> tuple[Signatory, ...]:
    """The signatories of a list of one a line, with the family name only (the layout of 2003)."""
    return read_entries(lines, language, _read_family_name)


def read_entries(entries: Iterable[tuple[str, str]], language: str, read_name: NameReader) -> tuple[Signatory, ...]:
    """Signatories from entries (words and place), numbered from 1."""
    signatories: list[Signatory] = []
    problems: list[LdExportError] = []
    for position, (entry, place) in enumerate(entries, start=1):
        where = f"{place}, signatory {position}"
        try:
            signatories.append(_read_entry(entry, position, language, read_name))
        except LdExportError as error:
            problems.append(type(error)(error.message, where, error.remedy))
    raise_all(problems)
    return tuple(signatories)


def _read_entry(entry: str, position: int, language: str, read_name: NameReader) -> Signatory:
    printed, *rest = [part.strip() for part in entry.split(",")]
    if not rest:
        raise UnparsedText(f"{entry[:80]!r} is no signatory", remedy="an entry reads: Mr Aldo TESTARI, Italy, SOC")
    country, group = _country_and_group(rest, language)
    name = read_name(printed, language)
    return Signatory(
        position=position,
        name_as_printed=name.whole,
        family_name=name.family,
        given_name=name.given,
        honorific=name.honorific,
        honorific_as_printed=name.honorific_as_printed,
        country=country_codes(language)[country],
        country_as_printed=country,
        group=group_codes(language)[group] or None if group else None,
        group_as_printed=group,
    )


def _country_and_group(parts: list[str], language: str) -> tuple[str, str | None]:
    """What follows the name: a country, whose own name may hold a comma, and perhaps a group."""
    whole = ", ".join(parts)
    if len(parts) == 1 or country_codes(language).get(whole):
        return whole, None
    return ", ".join(parts[:-1]), parts[-1]


def _read_family_name(printed: str, language: str) -> PrintedName:
    honorific, as_printed, words = _honorific(printed.split(), language)
    name = " ".join(words)
    if not name:
        raise UnparsedText(f"{printed!r} holds no name", remedy="an entry reads: Falski, Poland, SOC")
    return PrintedName(honorific, as_printed, None, name, name)


def read_full_name(printed: str, language: str) -> PrintedName:
    """A name as modern pages print it: the family name is what is in capitals, its particles included."""
    honorific, as_printed, words = _honorific(printed.split(), language)
    start = next((i for i, word in enumerate(words) if _in_capitals(word)), None)
    if start is None:
        raise UnparsedText(f"no family name in capitals in {printed[:80]!r}", remedy="a name reads: Ms Petra De SUTTER")
    while start > 0 and words[start - 1].casefold() in particles():
        start -= 1
    tail = words[max(i for i, word in enumerate(words) if _in_capitals(word)) + 1 :]
    if any(word not in suffixes() for word in tail):
        raise UnparsedText(
            f"words after the family name in {printed[:80]!r}", remedy="a name reads: Ms Petra De SUTTER"
        )
    _refuse_unknown_honorific(words[:start], as_printed, language)
    return PrintedName(honorific, as_printed, " ".join(words[:start]) or None, " ".join(words[start:]), " ".join(words))


def _honorific(words: list[str], language: str) -> tuple[str | None, str | None, list[str]]:
    """The forms of address at the head of a name (the first one's code, all as printed) and the words after them."""
    table, taken, code = honorific_codes(language), 0, None
    while taken < len(words) - 1 and (found := table.get(words[taken])):
        code, taken = code or found, taken + 1
    return code, " ".join(words[:taken]) or None, words[taken:]


def _in_capitals(word: str) -> bool:
    """Whether a word holds two capitals in a row: `De` does not, `McCAFFERTY`, `D'AMBROSIO` and `MIßFELDER` do."""
    letters = word.replace("ß", "S")
    return any(a.isupper() and b.isupper() for a, b in pairwise(letters))


def _refuse_unknown_honorific(given: list[str], known: str | None, language: str) -> None:
    """Raise `UnknownWord` where the first word before a family name can be no given name.

    That is an abbreviation which is no initial, a word without a vowel, or one in lower case: `Hon.`, `Mrr`, `mr`.
    """
    if known or not given:
        return
    first = given[0]
    is_initials = bool(_INITIALS.fullmatch(first))
    suspect = (first.endswith(".") and not is_initials) or first[0].islower()
    suspect = suspect or (not is_initials and not _VOWEL.search(first))
    suspect = suspect or matching_key(first.rstrip(".")) in {
        matching_key(word.rstrip(".")) for word in honorific_codes(language).words()
    }
    if suspect:
        raise honorific_codes(language).unknown(first)
