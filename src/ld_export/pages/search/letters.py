"""The A–Z of names: every spelling in every script under its own letter, for whoever reads without JavaScript."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ld_export.pages.data import Page
from ld_export.pages.lists import Place, split
from ld_export.pages.search.names import Named
from ld_export.pages.site import Edition, Site
from ld_export.pages.terms import Literal
from ld_export.spelling import words

PATH = "names"
"""The path of its first page, without an ending."""


class Spelling(NamedTuple):
    """A name as it is spelt, the address of whom it names and what that is called here; no `title` where it is that."""

    letter: str
    name: Literal
    href: str
    title: Literal | None


class Group(NamedTuple):
    """The spellings under one letter; `anchor` is where it is on its page."""

    heading: str
    anchor: str
    entries: list[Spelling]


def letter_pages(site: Site, found: Sequence[Named], edition: Edition) -> Iterator[Page]:
    """The A–Z in one language, in parts where it is long."""
    rows = [{"entry": one} for one in sorted(_spellings(found, edition), key=_in_order)]
    place = Place(PATH, edition.suffix, edition.terms, "")
    title = edition.words.say("search.letters").unescape()
    for part in split("entries", rows, site.settings.list_size, place):
        path = part.path_from(PATH)
        values = site.frame(edition, path, title) | {"part": part, "groups": list(_groups(part.rows))}
        yield site.page(edition, path, "names.html.j2", values)


def _spellings(found: Sequence[Named], edition: Edition) -> Iterator[Spelling]:
    language = edition.terms.language
    for entity in found:
        first, *others = entity.names
        title = next((name for name in others if name.language == language), first)
        for name in entity.names:
            other = None if name is title else title
            yield Spelling(_letter(name.label), name, f"{entity.path}{edition.suffix}", other)


def _letter(name: str) -> str:
    """The letter that a name begins with, without accents; `#` for none."""
    letter = unicodedata.normalize("NFKD", name)[:1].upper()
    return letter if letter.isalpha() else "#"


def _in_order(one: Spelling) -> tuple[bool, str, str, str]:
    # Letters of one script stand together in Unicode, in the order of its alphabet or nearly so.
    return not one.letter.isalpha(), one.letter, " ".join(words(one.name.label)), one.href


def _groups(rows: Sequence[dict[str, Spelling]]) -> Iterator[Group]:
    for number, (letter, entries) in enumerate(groupby((row["entry"] for row in rows), key=_letter_of), start=1):
        yield Group(letter, f"in-{number}", list(entries))


def _letter_of(one: Spelling) -> str:
    return one.letter
