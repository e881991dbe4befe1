"""Layout of 2003: number and date on lines of their own, signatories after the text by family name, a legend."""

from __future__ import annotations

import re

from ld_export.errors import UnparsedText
from ld_export.model import SourceText, Text
from ld_export.parse.head import skip_furniture
from ld_export.parse.lines import Cursor, Line, joined, passages
from ld_export.parse.signatories import read_lines
from ld_export.parse.words import Words, read_date, read_kind, words

NAME = "overleaf-2003"
LOOKS_LIKE = "`Doc. 9001` and a date on lines of their own, and a list that `Signed 1:` opens"

_NUMBER = re.compile(r"Doc\.?\s?(?P<number>[0-9]{1,6})")
# `Signed 1:`: the list is followed by the footnote, so that a list without one is a list cut short.
_FOOTNOTE_MARK = re.compile(r"[0-9]\s?:$")
_LEGEND = re.compile(r"(?:[0-9]\s+)?[A-Z]{2,5}(?:/[A-Z]{2,5})?\s?:\s?\S.*")


def matches(source: SourceText) -> bool:
    """Whether the first line is a document number and nothing else."""
    cursor = Cursor(source)
    skip_furniture(cursor)
    first = cursor.peek()
    return first is not None and _NUMBER.fullmatch(first.text) is not None


def parse(source: SourceText) -> Text:
    """Number, date, title, kind, who presented it, body, signatories, legend."""
    cursor = Cursor(source)
    skip_furniture(cursor)
    first = cursor.take("the document number")
    filed = _NUMBER.fullmatch(first.text)
    if filed is None:
        raise UnparsedText(f"{first.text[:80]!r} is no document number", cursor.place(first), "it reads: Doc. 9001")
    dated = cursor.take("the date")
    title = cursor.take_block("the title", until=_names_a_kind)
    line = cursor.take("the kind of document")
    kind, language, number = read_kind(line.text, cursor.place(line))
    own = words(language)
    cursor.take_while(own.presented.fullmatch)
    cursor.take_sentence(own.commits)
    body = cursor.rest(until=lambda text: own.overleaf.fullmatch(text) or own.signed.fullmatch(text))
    cursor.take_while(own.overleaf.fullmatch)
    signed = _take_signed(cursor, own)
    cursor.finish()
    if not body or not signed:
        raise UnparsedText("no text, or no signatories", source.name, "check that the file is whole")
    return Text(
        source=source.name,
        sha256=source.sha256,
        layout=NAME,
        language=language,
        kind=kind,
        title=joined(title),
        passages=passages(title, body),
        signatories=read_lines(((line.text, cursor.place(line)) for line in signed), language),
        number=number,
        document_number=filed["number"],
        date=read_date(dated.text, language, cursor.place(dated)),
    )


def _take_signed(cursor: Cursor, own: Words) -> list[Line]:
    """The lines of the list; its heading and the legend of groups are taken too."""
    opening = cursor.take("the list of signatories")
    if not own.signed.fullmatch(opening.text):
        raise UnparsedText(f"{opening.text[:80]!r} where the list of signatories should be", cursor.place(opening))
    signed = cursor.take_while(lambda text: not _LEGEND.fullmatch(text))
    legend = cursor.take_while(_LEGEND.fullmatch)
    if _FOOTNOTE_MARK.search(opening.text) and not legend:
        raise UnparsedText(
            "the footnote with the legend of groups is missing", cursor.place(opening), "check that the file is whole"
        )
    return signed


def _names_a_kind(line: str) -> bool:
    try:
        read_kind(line, "")
    except UnparsedText:
        return False
    return True
