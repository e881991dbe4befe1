"""Layout of assembly.coe.int: header line before the title, a label before the signatories; English or French."""

from __future__ import annotations

from ld_export.model import SourceText, Text
from ld_export.parse.head import is_label, read_after_title, skip_furniture
from ld_export.parse.lines import Cursor
from ld_export.parse.words import looks_filed, read_filed_header

NAME = "assembly-site"
LOOKS_LIKE = "a line like `Written declaration No. 901 | Doc. 90001 | 03 May 2031`, then a title and `Signatories: …`"


def matches(source: SourceText) -> bool:
    """Whether the header line comes first."""
    cursor = Cursor(source)
    skip_furniture(cursor)
    first = cursor.peek()
    return first is not None and looks_filed(first.text)


def parse(source: SourceText) -> Text:
    """Header first, title after it."""
    cursor = Cursor(source)
    skip_furniture(cursor)
    line = cursor.take("the header line")
    header = read_filed_header(line.text, cursor.place(line))
    title = cursor.take_block("the title", until=is_label(header.language))
    return read_after_title(cursor, header, title, NAME)
