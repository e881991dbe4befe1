"""What the two modern layouts share: a filed document's signatories, its origin and its body."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ld_export.errors import UnparsedText
from ld_export.model import Signatory, Text
from ld_export.parse.lines import Cursor, Line, joined, passages
from ld_export.parse.signatories import read_list
from ld_export.parse.words import Header, is_furniture, words


class Labelled(NamedTuple):
    """Words behind a label, and the line the label stands on."""

    words: str
    line: Line


def skip_furniture(cursor: Cursor) -> None:
    """Take the site's own lines."""
    cursor.take_while(is_furniture)


def take_labelled(cursor: Cursor, label: str, language: str) -> Labelled | None:
    """The paragraph behind `Label:`, whether on its line or below it; nothing if the label is not next."""
    pattern = getattr(words(language), label)
    line = cursor.peek()
    found = pattern.fullmatch(line.text) if line else None
    if line is None or found is None:
        return None
    behind = [found["words"] or "", joined(cursor.take_paragraph(label, until=is_label(language))[1:])]
    said = " ".join(part.strip() for part in behind if part.strip())
    return Labelled(said or _words_below(cursor, line, language), line)


def _words_below(cursor: Cursor, label: Line, language: str) -> str:
    following = cursor.peek()
    if following and is_label(language)(following.text):
        raise UnparsedText(f"nothing stands behind {label.text!r}", cursor.place(label), "check that the file is whole")
    return joined(cursor.take_paragraph(f"the words behind {label.text!r}", until=is_label(language)))


def is_label(language: str) -> Callable[[str], bool]:
    """Whether a line opens something else than what stands before it."""
    own = words(language)
    labels = (own.signatories, own.author, own.origin, own.commits)
    return lambda text: any(label.fullmatch(text) for label in labels)


def read_after_title(cursor: Cursor, header: Header, title: list[Line], layout: str) -> Text:
    """All that follows the title and the header of a declaration or motion: signatories, origin, body."""
    own = words(header.language)
    signatories = _take_signatories(cursor, header.language)
    origin = take_labelled(cursor, "origin", header.language)
    cursor.take_sentence(own.commits)
    body = cursor.rest()
    if not body:
        raise UnparsedText("no text follows the signatories", cursor.source.name, "check that the file is whole")
    return Text(
        source=cursor.source.name,
        sha256=cursor.source.sha256,
        layout=layout,
        language=header.language,
        kind=header.kind,
        title=joined(title),
        passages=passages(title, body),
        signatories=signatories,
        number=header.number,
        document_number=header.document_number,
        date=header.date,
        origin_as_printed=origin.words if origin else None,
    )


def _take_signatories(cursor: Cursor, language: str) -> tuple[Signatory, ...]:
    """The list, with or without its label; one that ends in a semicolon goes on in the next block."""
    own = words(language)
    cursor.take_while(own.unnamed.fullmatch)
    block = cursor.take_block("the list of signatories", until=is_label(language))
    label = own.signatories.fullmatch(block[0].text)
    listed = [(label["words"] or "") if label else block[0].text, *(line.text for line in block[1:])]
    while not "".join(listed) or (listed[-1].endswith(";") and cursor.peek()):
        listed += (line.text for line in cursor.take_block("the list of signatories", until=is_label(language)))
    return read_list(" ".join(listed), language, cursor.place(block[0]))
