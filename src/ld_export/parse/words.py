"""What the Assembly's pages print around a document, from `mappings/layouts.toml`, as things that match lines."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from ld_export.codes import LANGUAGES, has_own_number, kind_codes
from ld_export.errors import UnparsedText
from ld_export.resources import folder


class Words(NamedTuple):
    """The furniture of one language; each pattern matches a whole line but for `adopted_on`, which searches."""

    language: str
    months: dict[str, int]
    number_sign: str
    signatories: re.Pattern[str]
    unnamed: re.Pattern[str]
    signed: re.Pattern[str]
    overleaf: re.Pattern[str]
    presented: re.Pattern[str]
    origin: re.Pattern[str]
    author: re.Pattern[str]
    body_author: re.Pattern[str]
    adopted_on: re.Pattern[str]
    commits: re.Pattern[str]


class Header(NamedTuple):
    """The line that says what a document is: `Written declaration No. 901 | Doc. 90001 | 03 May 2031`."""

    language: str
    kind: str
    number: str | None
    document_number: str | None
    date: str | None


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((folder("mappings") / "layouts.toml").read_text(encoding="utf-8"))


@cache
def words(language: str) -> Words:
    """The words of one language."""
    table = _table()[language]
    return Words(
        language=language,
        months={month.casefold(): i for i, month in enumerate(table["months"], start=1)},
        number_sign="|".join(re.escape(sign) for sign in table["number_sign"]),
        signatories=_label(table["signatories"]),
        unnamed=_whole(table["unnamed"]),
        signed=re.compile(rf"(?:{_any(table['signed'])})\s?[0-9]?\s?:", re.IGNORECASE),
        overleaf=_whole(table["overleaf"]),
        presented=_whole(table["presented"]),
        origin=_label(table["origin"]),
        author=_label(table["author"]),
        body_author=re.compile(_any(table["body_author"]), re.IGNORECASE),
        adopted_on=re.compile("|".join(table["adopted_on"])),
        commits=_whole(table["commits"]),
    )


def _any(options: list[str]) -> str:
    return "|".join(re.escape(option) for option in options)


def _label(options: list[str]) -> re.Pattern[str]:
    """`Label: words`, `Label - words`, or the label alone on its line."""
    return re.compile(rf"(?:{_any(options)})\s?(?:[:–-]\s?(?P<words>.*)|$)", re.IGNORECASE | re.DOTALL)


def _whole(options: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{option})" for option in options), re.IGNORECASE)


@cache
def _furniture() -> frozenset[str]:
    return frozenset(line.casefold() for line in _table()["furniture"]["lines"])


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the site and not to the document."""
    return line.casefold() in _furniture()


@cache
def particles() -> frozenset[str]:
    """Words that belong to the family name after them, case-folded."""
    return frozenset(_table()["names"]["particles"])


@cache
def suffixes() -> frozenset[str]:
    """Words that may follow a family name."""
    return frozenset(_table()["names"]["suffixes"])


_DATE = re.compile(r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er)?\s+(?P<month>[^\W\d_]{3,12}),?\s+(?P<year>[0-9]{4})")


def read_date(printed: str, language: str, place: str) -> str:
    """A printed full date as ISO 8601; `UnparsedText` for what is no date or an impossible one."""
    found = _DATE.fullmatch(printed.strip())
    month = words(language).months.get(found["month"].casefold()) if found else None
    if found is None or month is None:
        raise UnparsedText(f"{printed[:40]!r} is no date", place, "a date reads like 03 May 2031 (03 mai 2031)")
    try:
        return date(int(found["year"]), month, int(found["day"])).isoformat()
    except ValueError:
        raise UnparsedText(f"{printed!r} is an impossible date", place, "correct it") from None


_DOC = re.compile(r"Doc\.?\s?(?P<number>[0-9]{1,6}(?:\s[A-Za-z]{2,10}\.?(?:\s[0-9IVX]{1,4})?)?)")
_FILED = re.compile(r"[^|]{3,120}\|\s*Doc\.?\s?[0-9]")


def looks_filed(line: str) -> bool:
    """Whether a line is built like the header of a filed document (`… | Doc. 90001 | …`)."""
    return bool(_FILED.match(line))


def read_filed_header(line: str, place: str) -> Header:
    """The header of a declaration or a motion, whose language is that in which its kind is named."""
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3:
        raise UnparsedText(f"{line[:80]!r} is no header", place, "it reads: kind | Doc. number | date")
    kind, language, number = read_kind(parts[0], place)
    filed = _DOC.fullmatch(parts[1])
    if filed is None:
        raise UnparsedText(f"{parts[1][:40]!r} is no document number", place, "it reads: Doc. 90001")
    return Header(language, kind, number, filed["number"], read_date(parts[2], language, place))


def read_kind(printed: str, place: str) -> tuple[str, str, str | None]:
    """Kind, language and number of words like `Written declaration No. 901`; a motion has no number."""
    for language in LANGUAGES:
        numbered = re.fullmatch(
            rf"(?P<kind>.{{3,60}}?)\s(?:{words(language).number_sign})\s?(?P<number>[0-9]{{1,6}})", printed
        )
        kind = kind_codes(language).get(numbered["kind"] if numbered else printed)
        if kind and has_own_number(kind) is not bool(numbered):
            raise UnparsedText(
                f"{printed[:80]!r} has a number" if numbered else f"{printed[:80]!r} has no number",
                place,
                "declarations have one (Written declaration No. 901), motions only a document number",
            )
        if kind:
            return kind, language, numbered["number"] if numbered else None
    error = kind_codes("en").unknown(printed)
    raise UnparsedText(error.message, place, error.remedy)


@cache
def _adopted() -> re.Pattern[str]:
    editions = _any([edition for language in LANGUAGES for edition in _table()[language]["edition"]])
    return re.compile(
        rf"(?P<kind>[^\W\d_]{{5,20}})\s(?P<number>[0-9]{{1,5}})\s\((?P<year>[0-9]{{4}})\)[0-9*]?(?:\s?\|?\s?(?:{editions}))?"
    )


def read_adopted_header(line: str) -> tuple[Header, str] | None:
    """Header and year of an adopted text (`Resolution 2193 (2017)`), or nothing if the line is none."""
    found = _adopted().fullmatch(line)
    if found is None:
        return None
    for language in LANGUAGES:
        kind = kind_codes(language).get(found["kind"])
        if kind:
            return Header(language, kind, found["number"], None, None), found["year"]
    return None
