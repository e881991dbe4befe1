"""Layout of news: headline, dateline (`ASTANA (TCA) —`), paragraphs, perhaps the source's name at the end."""

from __future__ import annotations

import re

from ld_export.errors import UnparsedText
from ld_export.model import SourceText, Text
from ld_export.parse.head import skip_furniture
from ld_export.parse.lines import Cursor, joined, passages

NAME = "news"
LOOKS_LIKE = "a headline, then a paragraph that a dateline like `ASTANA (TCA) —` opens"

_DATELINE = re.compile(r"[A-Z][A-Z' .,/-]{2,60}(?:\([A-Za-z0-9 /.-]{2,30}\)\s?)?[—–-]{1,2}\s")
_SENTENCE_END = tuple('.!?:;…”"»)’')
_LONGEST_SOURCE_LINE = 80


def matches(source: SourceText) -> bool:
    """Whether a headline is followed by a dateline."""
    cursor = Cursor(source)
    skip_furniture(cursor)
    cursor.take_block("the headline")
    opening = cursor.peek()
    return opening is not None and _DATELINE.match(opening.text) is not None


def parse(source: SourceText, language: str = "en") -> Text:
    """Headline and paragraphs; nothing in the text says its language or its date."""
    cursor = Cursor(source)
    skip_furniture(cursor)
    headline = cursor.take_block("the headline")
    body = cursor.rest()
    author = None
    if len(body) > 1 and _is_source_line(last := joined(body[-1])):
        author = last
        body.pop()
    if not body:
        raise UnparsedText("no text follows the headline", source.name, "check that the file is whole")
    return Text(
        source=source.name,
        sha256=source.sha256,
        layout=NAME,
        language=language,
        kind="news-article",
        title=joined(headline),
        passages=passages(headline, body),
        author_as_printed=author,
    )


def _is_source_line(text: str) -> bool:
    return len(text) <= _LONGEST_SOURCE_LINE and not text.endswith(_SENTENCE_END)
