"""What the two modern layouts share: a filed document's signatories, its origin and its body."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ld_export.errors import UnparsedText
from ld_export.model import Signatory, Text
from ld_export.parse.lines import Cursor, Line, joined, passages
from ld_export.parse.signatories import read_list
from ld_export.parse.words import Header, Words, is_furniture, words


class Labelled(NamedTuple):
    """Words behind a label, and the line the label stands on."""

    words: str
    line: Line


def skip_furniture(cursor: Cursor) -> None:
    """Take the site's own lines."""
    cursor.take_while(is_furniture)


def take_labelled(cursor: Cursor, label: str, language: str) -> Labelled | None:
    """The words behind `Label:`, whether on its line or on those below it; nothing if the label is not next."""
    pattern = getattr(words(language), label)
    line = cursor.peek()
    if line is None or not pattern.fullmatch(line.text):
        return None
    found = pattern.fullmatch(joined(cursor.take_block(label, until=_is_label(words(language)))))
    said = (found["words"] or "").strip() if found else ""
    if not said:
        said = joined(cursor.take_block(f"the words behind {line.text!r}", until=_is_label(words(language))))
    return Labelled(said, line)


def _is_label(own: Words) -> Callable[[str], bool]:
    labels = (own.signatories, own.author, own.origin, own.commits)
    return lambda text: any(label.fullmatch(text) for label in labels)


def read_after_title(cursor: Cursor, header: Header, title: list[Line], layout: str) -> Text:
    """All that follows the title and the header of a declaration or motion: signatories, origin, body."""
    own = words(header.language)
    signatories = _take_signatories(cursor, header.language)
    origin = take_labelled(cursor, "origin", header.language)
    cursor.take_while(own.commits.fullmatch)
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
    labelled = take_labelled(cursor, "signatories", language)
    if labelled is None:
        block = cursor.take_block("the list of signatories", until=_is_label(words(language)))
        labelled = Labelled(joined(block), block[0])
    return read_list(labelled.words, language, cursor.place(labelled.line))
