"""Dates as printed, with the precision that is stated: `2018-03-14`, `2018-03`, `2018`, `--03-14` or `--03`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ld_export.model import Passage
from ld_export.recognise.found import Found
from ld_export.recognise.words import keyed, known_language, word_list

_ORDINAL = "(?:st|nd|rd|th|er)?"
_FIRST_DAY = rf"(?<![\w.,/-])(?P<day>[0-9]{{1,2}}){_ORDINAL}"
_LAST_DAY = rf"(?P<last>(?:\s?[-–—/,&]\s?|\s(?:and|et|to|au)\s)[0-9]{{1,2}}{_ORDINAL})?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?![0-9]|[,.’'][0-9])"
# Words before a month that stands alone: `may` and `march` are other words too.
_BEFORE_MONTH = sorted(word_list("words before months"))
_MASK = "\0"
# What is counted by thousands and never dated.
_COUNTED = re.compile(
    r"\s(?:[a-z-]+\s){0,2}(?:people|persons|protesters|prisoners|detainees|civilians|refugees|victims|cases|men|women|children"
    r"|soldiers|citizens|families|houses|members|signatures|journalists|activists|personnes|prisonniers|civils)\b"
)
_DATED = re.compile(
    r"\b(?:in|since|of|by|until|from|before|after|the|during|and|to|en|depuis|de|year|année)\s$", re.IGNORECASE
)
_MANY = re.compile(
    r"\b(?:some|about|over|least|than|approximately|around|nearly|almost|moins|plus|environ|quelque)\s$", re.IGNORECASE
)


@cache
def _months(language: str) -> dict[str, int]:
    return {word.casefold(): int(number) for word, number in keyed("months", known_language(language), "number")}


def _month_words(language: str) -> str:
    names = "|".join(re.escape(name) for name in sorted(_months(language), key=len, reverse=True))
    return rf"(?P<month>(?:{names})(?![^\W\d_]))"


@cache
def _month(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_month_words(language)}", re.IGNORECASE)


# A text is looked through for months once, and these rules ask only there.
_MONTH_FIRST = frozenset(("month-day-year", "month-year", "month-day"))


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    month = _month_words(language)
    written = {
        "day-month-year": rf"{_FIRST_DAY}{_LAST_DAY}\s(?:of\s)?{month}\.?,?\s{_YEAR}",
        "month-day-year": rf"\b{month}\.?\s(?P<day>[0-9]{{1,2}}){_ORDINAL}(?P<last>[-–][0-9]{{1,2}})?,?\s{_YEAR}",
        "day-month": rf"{_FIRST_DAY}{_LAST_DAY}\s(?:of\s)?{month}",
        "month-year": rf"\b{month}\.?,?\s(?:of\s)?{_YEAR}",
        "month-day": rf"\b{month}\s(?P<day>[0-9]{{1,2}}){_ORDINAL}(?![\w%]|[,.][0-9])",
        "iso": rf"(?<![\w/.-]){_YEAR}-(?P<m>0[1-9]|1[0-2])-(?P<day>[0-3][0-9])(?![\w/-])",
        "numeric": rf"(?<![\w/.-])(?P<day>[0-3]?[0-9])(?P<mark>[./])(?P<m>[01]?[0-9])(?P=mark){_YEAR}(?![\w/-])",
        "years": rf"(?<![\w/.,-]){_YEAR}\s?[-–—/]\s?(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})(?![\w/])",
        "day-alone": r"(?<![\w/])(?:9/11|11/0?9)(?![\w/])",
        "year": rf"(?<![\w/.,’'§-]){_YEAR}(?:s\b)?(?![\w/%]|[-–][0-9]{{4}})",
        "month-alone": rf"\b(?:{'|'.join(_BEFORE_MONTH)})\s{month}",
    }
    return tuple((rule, re.compile(pattern, re.IGNORECASE)) for rule, pattern in written.items())


def dates(passage: Passage, language: str) -> Iterator[Found]:
    """Every date of a passage, each by its fullest reading. A year that counts people is none."""
    rest, tongue = passage.text, known_language(language)
    months = [match.start() for match in _month(tongue).finditer(rest)]
    for rule, pattern in _patterns(tongue):
        found = _at(months, pattern, rest) if rule in _MONTH_FIRST else pattern.finditer(rest)
        spans = [span for match in found if (span := _span(rule, match, rest, language))]
        for start, end, value in spans:
            yield Found(passage.position, start, end, passage.text[start:end], "date", rule, value)
        rest = _masked(rest, [(start, end) for start, end, _ in spans])


def _at(places: Sequence[int], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches that begin at some places, in order and apart: as `finditer` finds them if none begins elsewhere."""
    last = 0
    for at in places:
        if at >= last and (match := pattern.match(text, at)):
            last = match.end()
            yield match


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with spans struck out, its length kept: what one rule took is none of the next one's."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], _MASK * (end - start)]
        last = end
    return "".join([*parts, text[last:]]) if spans else text


def _span(rule: str, match: re.Match[str], text: str, language: str) -> tuple[int, int, str] | None:
    start, end = match.span()
    if rule == "month-alone":
        start = match.start("month")
        if known_language(language) == "en" and not text[start].isupper():
            return None
    if (
        rule in {"day-month", "month-day", "month-year"}
        and known_language(language) == "en"
        and not text[match.start("month")].isupper()
    ):
        return None
    if rule == "year" and _counts(text, start, end):
        return None
    value = _value(rule, match, language)
    return None if value is None else (start, end, value)


def _counts(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 16) : start]
    return bool(_MANY.search(before)) or (bool(_COUNTED.match(text, end)) and not _DATED.search(before))


def _value(rule: str, match: re.Match[str], language: str) -> str | None:
    """The date with its precision, empty for several of them, nothing for an impossible one."""
    parts = match.groupdict()
    if rule in {"years", "day-alone"} or parts.get("last"):
        return ""
    year = parts.get("year") or "-"
    number = parts.get("m") or (
        _months(known_language(language))[parts["month"].casefold()] if parts.get("month") else None
    )
    if number is None:
        return year
    day = parts.get("day")
    if not 1 <= int(number) <= 12 or (day and not 1 <= int(day) <= 31):
        return None
    return f"{year}-{int(number):02}" + (f"-{int(day):02}" if day else "")
