"""What a client would rather have, by the rule that every other host is told: the expressions of `hosting.accept`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ld_export.hosting import Hosts
from ld_export.hosting.accept import TOKENS, WILDCARD, Choice

LONGEST = 2_000
"""How much of a header is read; no program sends as much."""

_GZIP = re.compile(r"(?:^|,)\s*(?:x-)?gzip\s*(?:,|$|;\s*q=(?:1|0?\.0*[1-9]))", re.IGNORECASE)


def best(choices: Iterable[Choice], header: str) -> Choice | None:
    """The first of some choices that none other is welcomed before; nothing where none is welcome."""
    tokens = [(_token(choice, header[:LONGEST]), choice) for choice in choices]
    for wanted in TOKENS:
        for token, choice in tokens:
            if token == wanted:
                return choice
    return None


def _token(choice: Choice, header: str) -> str:
    """What a host notes of something that it can send."""
    if not header.strip():
        return WILDCARD
    for pattern, mark in reversed(choice.ranges):
        if found := _compiled(pattern).search(header):
            return mark + "".join(group or "" for group in found.groups())
    return "-"


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def page_ending(hosts: Hosts, languages: str) -> str:
    """The end of the names of pages in the language that a client would rather read, or else in the first."""
    return (best(hosts.languages, languages) or hosts.languages[0]).ending


def entity_ending(hosts: Hosts, accept: str, languages: str) -> str:
    """The end of the name of the file that a client would rather have of an entity; empty where none is welcome."""
    wants_data = _compiled(hosts.data_named).search(accept[:LONGEST])
    order: Sequence[Choice] = (*hosts.data, hosts.page) if wants_data else hosts.choices
    chosen = best(order, accept)
    if chosen is None:
        return ""
    return page_ending(hosts, languages) if chosen == hosts.page else chosen.ending


def reads_gzip(encodings: str) -> bool:
    """Whether a client can read what is compressed."""
    return _GZIP.search(encodings[:LONGEST]) is not None
