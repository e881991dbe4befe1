"""Layout of adopted texts: `Resolution 2193 (2017)`, author, origin and numbered paragraphs; no signatories."""

from __future__ import annotations

import re

from ld_export.errors import UnparsedText
from ld_export.model import SourceText, Text
from ld_export.parse.head import Labelled, skip_furniture, take_labelled
from ld_export.parse.lines import Cursor, Line, joined, passages
from ld_export.parse.words import read_adopted_header, read_date, words

NAME = "adopted-text"
LOOKS_LIKE = "a line like `Resolution 2193 (2017)`"

# An origin says when within so many characters.
_LONGEST_ORIGIN = 5000
# The header stands before or after the title, within this many lines.
_HEADER_WITHIN = 6


def matches(source: SourceText) -> bool:
    """Whether one of the first lines is the header of an adopted text."""
    cursor = Cursor(source)
    skip_furniture(cursor)
    lines = (cursor.peek(ahead) for ahead in range(_HEADER_WITHIN))
    return any(line and read_adopted_header(line.text) for line in lines)


def parse(source: SourceText) -> Text:
    """Header and title in either order, then author, origin and body."""
    cursor = Cursor(source)
    skip_furniture(cursor)
    title: list[Line] = []
    first = cursor.peek()
    if first and not read_adopted_header(first.text):
        title = cursor.take_block("the title", until=read_adopted_header)
    line = cursor.take("the header line")
    found = read_adopted_header(line.text)
    if found is None:
        raise UnparsedText(f"{line.text[:80]!r} is no header", cursor.place(line), "it reads: Resolution 2193 (2017)")
    header, year = found
    title = title or cursor.take_block("the title")
    author, origin = _take_author_and_origin(cursor, header.language)
    body = cursor.rest()
    if not body:
        raise UnparsedText("no text follows the title", source.name, "check that the file is whole")
    return Text(
        source=source.name,
        sha256=source.sha256,
        layout=NAME,
        language=header.language,
        kind=header.kind,
        title=joined(title),
        passages=passages(title, body),
        number=header.number,
        date=_adoption_date(origin, header.language, year, cursor),
        author_as_printed=author.words if author else None,
        origin_as_printed=origin.words if origin else None,
    )


def _take_author_and_origin(cursor: Cursor, language: str) -> tuple[Labelled | None, Labelled | None]:
    """Author and origin with their labels, or, on older pages, the body's bare name and `… was adopted by …`."""
    own = words(language)
    author = take_labelled(cursor, "author", language)
    origin = take_labelled(cursor, "origin", language)
    line = cursor.peek()
    if author is None and line and own.body_author.fullmatch(line.text):
        author = Labelled(line.text, cursor.take("the author"))
        following = cursor.peek_paragraph()
        if origin is None and _adopted_on(joined(following), language):
            origin = Labelled(joined(cursor.take_paragraph("the origin")), following[0])
    return author, origin


def _adoption_date(origin: Labelled | None, language: str, year: str, cursor: Cursor) -> str | None:
    """The date of adoption that the origin states, if it lies in the year of the header."""
    found = _adopted_on(origin.words, language) if origin else None
    if origin is None or found is None:
        return None
    place = cursor.place(origin.line)
    adopted = read_date(found["date"], language, place)
    if not adopted.startswith(year):
        raise UnparsedText(f"adopted on {adopted}, but the header says {year}", place, "correct the text")
    return adopted


def _adopted_on(origin: str, language: str) -> re.Match[str] | None:
    return words(language).adopted_on.search(origin[:_LONGEST_ORIGIN])
