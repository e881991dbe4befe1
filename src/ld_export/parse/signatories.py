"""Lists of signatories: `Mr Aldo TESTARI, Italy, SOC ; Ms Brita ÅKERVIND, Sweden, EPP/CD`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import islice

import msgspec

from ld_export.codes import country_codes, group_codes
from ld_export.csvfile import SEPARATOR
from ld_export.errors import LdExportError, UnparsedText, raise_all
from ld_export.model import Signatory
from ld_export.parse.persons import PrintedName, holds_capitals, read_family_name, read_full_name

# The Assembly has some 600 members and substitutes: a longer list is no list.
_MOST_SIGNATORIES = 2000
_MOST_PROBLEMS = 50
# A name, a given name, a country with a comma of its own, a group.
_MOST_PARTS = 6
_LONGEST_PART = 300

# Takes an entry's parts (what its commas separate); gives the name, and the parts behind it.
NameReader = Callable[[list[str], str], tuple[PrintedName, list[str]]]


def read_list(printed: str, language: str, place: str) -> tuple[Signatory, ...]:
    """The signatories of a list separated by semicolons, in order; all its problems at once."""
    entries = [entry.strip() for entry in printed.split(";", _MOST_SIGNATORIES + 1)]
    if len(entries) > 1 and not entries[-1]:
        entries.pop()
    return _read_entries(((entry, place) for entry in entries), language, _full_name_first)


def read_lines(lines: Iterable[tuple[str, str]], language: str) -> tuple[Signatory, ...]:
    """The signatories of a list of one a line, family name first or alone (the layout of 2003)."""
    return _read_entries(lines, language, _family_name_first)


def _read_entries(entries: Iterable[tuple[str, str]], language: str, read_name: NameReader) -> tuple[Signatory, ...]:
    """Signatories from entries (words and place), numbered from 1."""
    signatories: list[Signatory] = []
    problems: list[LdExportError] = []
    for position, (entry, place) in enumerate(islice(entries, _MOST_SIGNATORIES + 1), start=1):
        try:
            _refuse_endless(position)
            read = _read_entry(entry, language, read_name)
            signatories.append(msgspec.structs.replace(read, position=position))
        except LdExportError as error:
            problems.append(type(error)(error.message, f"{place}, signatory {position}", error.remedy))
        if len(problems) == _MOST_PROBLEMS:
            break
    raise_all(problems)
    return tuple(signatories)


def _refuse_endless(position: int) -> None:
    if position > _MOST_SIGNATORIES:
        raise UnparsedText(f"more than {_MOST_SIGNATORIES} signatories", remedy="check where the list ends")


# Members sign many declarations, and are printed alike in most.
@lru_cache(maxsize=20_000)
def _read_entry(entry: str, language: str, read_name: NameReader) -> Signatory:
    """One entry, whatever its position."""
    parts = [part.strip() for part in entry.split(",", _MOST_PARTS)]
    if SEPARATOR.strip() in entry:
        raise UnparsedText(f"a vertical bar in {entry[:80]!r}", remedy="remove it: the registry parts spellings by it")
    if not 2 <= len(parts) <= _MOST_PARTS or not all(0 < len(part) <= _LONGEST_PART for part in parts):
        raise UnparsedText(f"{entry[:80]!r} is no signatory", remedy="an entry reads: Mr Aldo TESTARI, Italy, SOC")
    name, rest = read_name(parts, language)
    country, group = _country_and_group(rest, language)
    return Signatory(
        position=0,
        name_as_printed=name.whole,
        family_name=name.family,
        given_name=name.given,
        honorific=name.honorific,
        honorific_as_printed=name.honorific_as_printed,
        country=country_codes(language)[country],
        country_as_printed=country,
        group=(group_codes(language)[group] or None) if group else None,
        group_as_printed=group,
    )


def _country_and_group(parts: list[str], language: str) -> tuple[str, str | None]:
    """What follows the name: a country, whose own name may hold a comma, and perhaps a group."""
    whole = ", ".join(parts)
    if len(parts) == 1 or country_codes(language).get(whole):
        return whole, None
    return ", ".join(parts[:-1]), parts[-1]


def _full_name_first(parts: list[str], language: str) -> tuple[PrintedName, list[str]]:
    return read_full_name(parts[0], language), parts[1:]


def _family_name_first(parts: list[str], language: str) -> tuple[PrintedName, list[str]]:
    """`Falski, Poland, SOC`, or as in 2005 `FALSKI, Jan, Poland, SOC`."""
    family, *rest = parts
    if not (any(map(holds_capitals, family.split())) and _opens_with_a_given_name(rest, language)):
        return read_family_name(family, language), rest
    turned = read_full_name(f"{rest[0]} {family}", language)
    return turned._replace(whole=f"{family}, {rest[0]}"), rest[1:]


def _opens_with_a_given_name(parts: list[str], language: str) -> bool:
    """Whether a country stands not first, but second."""
    known = country_codes(language).get
    return not known(parts[0]) and any(known(", ".join(parts[1:end])) for end in range(2, len(parts) + 1))
