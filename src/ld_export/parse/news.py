"""Layout of news: headline, dateline (`ASTANA (TCA) —`), paragraphs, perhaps the source's name at the end."""

from __future__ import annotations

import re

from ld_export.errors import UnparsedText
from ld_export.model import SourceText, Text
from ld_export.parse.head import skip_furniture
from ld_export.parse.lines import Cursor, joined, passages

NAME = "news"
LOOKS_LIKE = "a headline, then a paragraph that a dateline like `ASTANA (TCA) —` opens"

_BEFORE_DASH = re.compile(r"(?P<words>[^—–]{3,90}?)\s?(?:[—–]|--?)\s")
_SENTENCE_END = tuple('.!?:;…”"»)’')
_LONGEST_HEADLINE = 4  # lines
_LONGEST_SOURCE_LINE = 80
_LONGEST_LITTLE_WORD = 3  # of, the, and


def matches(source: SourceText) -> bool:
    """Whether a headline is followed by a dateline."""
    cursor = Cursor(source)
    skip_furniture(cursor)
    headline = cursor.take_block("the headline", until=_has_dateline)
    opening = cursor.peek()
    return len(headline) <= _LONGEST_HEADLINE and opening is not None and _has_dateline(opening.text)


def parse(source: SourceText, language: str = "en") -> Text:
    """Headline and paragraphs; nothing in the text says its language or its date."""
    cursor = Cursor(source)
    skip_furniture(cursor)
    headline = cursor.take_block("the headline", until=_has_dateline)
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


def _has_dateline(text: str) -> bool:
    """Whether a paragraph opens like `ASTANA (TCA) —`: a place in capitals, and no lower case before the dash."""
    found = _BEFORE_DASH.match(text)
    words = found["words"].split() if found else []
    return bool(words) and len(words[0]) > 2 and words[0].isupper() and not any(word[0].islower() for word in words)


def _is_source_line(text: str) -> bool:
    """Whether a short last paragraph is a name (`Times of Central Asia`), not the beginning of a sentence."""
    names = [word for word in text.split() if len(word) > _LONGEST_LITTLE_WORD]
    return (
        len(text) <= _LONGEST_SOURCE_LINE
        and not text.endswith(_SENTENCE_END)
        and bool(names)
        and not any(name[0].islower() for name in names)
    )
