"""The words of the interface in a language, and dates and numbers as its readers write them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

import babel
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from ld_export.errors import PageProblem
from ld_export.remembered import remembered
from ld_export.theme import Theme

_FALLBACK = "en"
"""Whose words stand where a catalogue lacks one."""


Words = TypeVar("Words", str, Markup)


class Catalogue:
    """`site/locales/LANGUAGE.toml`: words by key. A word may be a table of plural forms, chosen by the value `n`.

    `locale` (in the file) is how Unicode's CLDR calls the language; dates, numbers and plurals follow it.
    """

    def __init__(self, language: str, words: Mapping[str, Any], place: str) -> None:
        self.language = language
        self._words = words
        self._place = place
        self._asked: dict[str, Markup] = {}
        try:
            self._locale = babel.Locale.parse(words.get("locale", language))
        except (babel.UnknownLocaleError, TypeError, ValueError) as error:
            raise PageProblem(str(error), place, "state a locale of Unicode's CLDR, as en_GB") from None

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return str(self._words["language"])

    def say(self, key: str, **values: Any) -> Markup:
        """The words of a key (`person.signed`), with values put into their places; all is escaped but Markup.

        Without values, its places stay open.
        """
        if not values:
            return self._whole(key)
        return self._filled(key, escape(self._pattern(key, values.get("n", 0))), values)

    def plain(self, key: str, **values: Any) -> str:
        """The same as text that is not HTML: nothing is escaped."""
        return self._filled(key, self._pattern(key, values.get("n", 0)), values)

    def _filled(self, key: str, pattern: Words, values: Mapping[str, Any]) -> Words:
        try:
            return pattern.format(**self._shown(values))
        except (AttributeError, LookupError, ValueError) as error:
            known = " and ".join(f"{{{name}}}" for name in values)
            raise PageProblem(
                f"{pattern!s} has a wrong place: {error}", f"{self._place}, {key}", f"use {known}"
            ) from None

    def _whole(self, key: str) -> Markup:
        if key not in self._asked:
            self._asked[key] = escape(self._pattern(key, 0))
        return self._asked[key]

    def _pattern(self, key: str, number: int) -> str:
        """The words of a key with their places open, in the form for a number."""
        found = self._look_up(key)
        if isinstance(found, Mapping):
            found = found.get(self._locale.plural_form(number), found.get("other"))
        if not isinstance(found, str):
            raise PageProblem(f"the words {key!r} are missing", self._place, "add them")
        return found

    def knows(self, key: str) -> bool:
        """Whether there are words of a key."""
        return isinstance(self._look_up(key), str | Mapping)

    def _look_up(self, key: str) -> object:
        found: object = self._words
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def _shown(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self.number(value) if isinstance(value, int) else value for name, value in values.items()}

    def number(self, value: int) -> str:
        """A whole number, its thousands apart."""
        return format_decimal(value, locale=self._locale)

    def date(self, value: str) -> str:
        """A date in words; `value` is in a form of XML Schema, whole or partial, or stays as it is."""
        return _date(self._locale, value)

    def language_name(self, code: str) -> str:
        """What a language is called in this one; its code where that is not known."""
        try:
            return babel.Locale.parse(code).get_display_name(self._locale) or code
        except (babel.UnknownLocaleError, ValueError):
            return code


class _DateForm(NamedTuple):
    """A form of dates: what it looks like, and how CLDR calls the same in words; nothing for a whole date."""

    pattern: re.Pattern[str]
    skeleton: str


_DATE_FORMS = tuple(
    _DateForm(re.compile(pattern), skeleton)
    for pattern, skeleton in (
        (r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", ""),
        (r"(?P<year>\d{4})-(?P<month>\d\d)", "yMMMM"),
        (r"--(?P<month>\d\d)-(?P<day>\d\d)", "MMMMd"),
        (r"--(?P<month>\d\d)", "MMMM"),
    )
)

_LEAP_YEAR = 2000
"""Stands for the year of a date that has none: 29 February is one, too."""


# The same few days stand on most pages.
@lru_cache(maxsize=10_000)
def _date(locale: babel.Locale, value: str) -> str:
    for pattern, skeleton in _DATE_FORMS:
        if found := pattern.fullmatch(value):
            parts = {"year": _LEAP_YEAR, "month": 1, "day": 1} | {k: int(v) for k, v in found.groupdict().items()}
            try:
                on = date(**parts)
            except ValueError:  # XML Schema knows years that Python does not
                return value
            return format_skeleton(skeleton, on, locale=locale) if skeleton else format_date(on, "long", locale)
    return value


@cache
def catalogue(language: str, theme: Theme) -> Catalogue:
    """The catalogue of a language. `PageProblem` where there is none, or where it is no TOML."""
    name = f"locales/{language}.toml"
    words = remembered(f"words {language}", theme.digest, dict[str, Any], lambda: _words(theme, name))
    return Catalogue(language, words, name)


def _words(theme: Theme, name: str) -> dict[str, Any]:
    """The words of a file, over those of the language that has them all."""
    return _merged([_table(theme, path) for path in (f"locales/{_FALLBACK}.toml", name)])


def _table(theme: Theme, name: str) -> dict[str, Any]:
    """The words of one file, and of those of the same name that it stands over."""
    theme.find(name)
    tables = []
    for path in reversed(theme.all(name)):
        try:
            tables.append(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise PageProblem(str(error), name, "correct the TOML") from None
    return _merged(tables)


def _merged(tables: list[dict[str, Any]]) -> dict[str, Any]:
    """One table of several; later ones hold. Plural forms belong together and are never mixed."""
    merged: dict[str, Any] = {}
    for table in tables:
        for key, value in table.items():
            before = merged.get(key)
            if isinstance(value, dict) and isinstance(before, dict) and "other" not in value:
                merged[key] = _merged([before, value])
            else:
                merged[key] = value
    return merged


def interface_languages(languages: tuple[str, ...], theme: Theme) -> tuple[str, ...]:
    """Those of a publication's languages in which its pages are: each that has a catalogue, or else English."""
    files = set(theme.names("locales"))
    return tuple(language for language in languages if f"{language}.toml" in files) or (_FALLBACK,)
