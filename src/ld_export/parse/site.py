"""Layout of pace.coe.int: logo line, title, header line, one line of signatories, body; English or French."""

from __future__ import annotations

from ld_export.model import SourceText, Text
from ld_export.parse.head import read_after_title, skip_furniture
from ld_export.parse.lines import Cursor
from ld_export.parse.words import looks_filed, read_filed_header

NAME = "pace-site"
LOOKS_LIKE = "a title, then a line like `Written declaration No. 901 | Doc. 90001 | 03 May 2031`"

# A title of more lines than this is none.
_LONGEST_TITLE = 8


def matches(source: SourceText) -> bool:
    """Whether the first words are a title that a header line follows."""
    cursor = Cursor(source)
    skip_furniture(cursor)
    title = 0
    while title <= _LONGEST_TITLE and (line := cursor.peek(title)) and not looks_filed(line.text):
        title += 1
    return 0 < title <= _LONGEST_TITLE and cursor.peek(title) is not None


def parse(source: SourceText) -> Text:
    """Title first, header after it."""
    cursor = Cursor(source)
    skip_furniture(cursor)
    title = cursor.take_block("the title", until=looks_filed)
    line = cursor.take("the header line")
    header = read_filed_header(line.text, cursor.place(line))
    return read_after_title(cursor, header, title, NAME)
