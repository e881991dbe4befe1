"""What a client would rather have: the rule by which every host chooses, as regular expressions that each understands.

A host that only knows regular expressions can still rank q-values. Each thing that it can send gets a *token* from the
header: `n` where the header names it, `w` where only a wildcard does, with the first decimal of the q-value behind it
(`n8`; none for 1, `.0` for less than 0.1) or `0` where it is refused; `-` where nothing is said of it. What has the
best token in the order of `TOKENS` is sent. So q-values count by their first decimal, and of two with the same, what
is named comes before what a wildcard allows.

The expressions are of the common part of PCRE and RE2. A comma or a semicolon in a quoted parameter is taken for the
end of it, which no media type of ours has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

NAMED, WILDCARD = "n", "w"

TOKENS = tuple(mark + q for q in ("", *"987654321", ".0") for mark in (NAMED, WILDCARD))
"""What says that something is welcome, the best first."""

_QUALITY = r"(?:;\s*q=(?:1[.0]*|0?\.([1-9])[0-9]*|0?(\.0)0?[1-9][0-9]*|(0)[.0]*)\s*(?:;[^,]*)?)?"
"""The q-value of a range, in three groups of which at most one holds anything: its first decimal, `.0`, or `0`."""

_OTHER_PARAMETERS = r"(?:;\s*[^q,;\s][^,;]*)*"


class Range(NamedTuple):
    """Where a header speaks of something: the pattern, and `NAMED` or `WILDCARD`.

    The token is the mark and the pattern's three groups.
    """

    pattern: str
    mark: str


class Choice(NamedTuple):
    """Something that can be sent: its name, the end of its files' names, and the ranges that mean it, widest first."""

    name: str
    ending: str
    ranges: tuple[Range, ...]


def media_choice(name: str, ending: str, media_type: str, aliases: Iterable[str] = ()) -> Choice:
    """A file of a media type; `aliases` are other types that it is sent for."""
    kind = media_type.partition("/")[0]
    wide = (r"\*(?:/\*)?", rf"{re.escape(kind)}/\*")  # Java asks for `*`
    named = (*aliases, media_type)
    return Choice(
        name,
        ending,
        (
            *(Range(_pattern(one), WILDCARD) for one in wide),
            *(Range(_pattern(_escaped(one)), NAMED) for one in named),
        ),
    )


def language_choice(code: str, ending: str) -> Choice:
    """A page in a language, whatever the region that is asked for."""
    return Choice(code, ending, (Range(_pattern(r"\*"), WILDCARD), Range(_pattern(rf"{code}(?:-[a-z0-9-]*)?"), NAMED)))


def any_of(media_types: Iterable[str]) -> str:
    """A pattern that finds any of some media types in a header."""
    return rf"(?:^|,)\s*(?:{'|'.join(map(_escaped, media_types))})\s*(?:[;,]|$)"


def _escaped(media_type: str) -> str:
    """Only what has a meaning in every dialect: not all know an escaped slash or hyphen."""
    return re.sub(r"[.+*]", r"\\\g<0>", media_type)


def _pattern(name: str) -> str:
    return rf"(?:^|,)\s*{name}\s*{_OTHER_PARAMETERS}{_QUALITY}\s*(?:,|$)"
