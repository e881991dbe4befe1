"""What a document prints, text by text and as a work."""

from __future__ import annotations

from ld_export.model.evidence import Annotations
from ld_export.model.record import Record


class SourceText(Record, frozen=True):
    """The clean text of one source file.

    Lines end in a line feed, no line ends in white space, no-break spaces stay as printed. Offsets everywhere are
    code points of `text`; `sha256` is of its UTF-8 form.
    """

    name: str
    text: str
    sha256: str


class Signatory(Record, frozen=True):
    """One entry of a list of signatories, as printed and as understood.

    `honorific`, `country` and `group` are codes of the tables. `group` is absent when the member was
    registered in none (`NR`) and when nothing is printed; `given_name` is absent where only a family name is.
    """

    position: int
    name_as_printed: str
    family_name: str
    country: str
    country_as_printed: str
    given_name: str | None = None
    honorific: str | None = None
    honorific_as_printed: str | None = None
    group: str | None = None
    group_as_printed: str | None = None


class Passage(Record, frozen=True):
    """A paragraph (position 0 is the title).

    `start` and `end` are its place in the source's clean text. `text` is one line: where the source wrapped a
    paragraph, its line ends have become spaces, so `text` is then not the slice itself.
    """

    position: int
    text: str
    start: int
    end: int


class Text(Record, frozen=True):
    """What one source says: one document in one language, through one layout.

    `withheld` are the positions of signatories who are not named here; `signatories` are the others.
    """

    source: str
    sha256: str
    layout: str
    language: str
    kind: str
    title: str
    passages: tuple[Passage, ...]
    signatories: tuple[Signatory, ...] = ()
    number: str | None = None
    document_number: str | None = None
    date: str | None = None
    author_as_printed: str | None = None
    origin_as_printed: str | None = None
    withheld: tuple[int, ...] = ()


class Head(Record, frozen=True, kw_only=True):
    """What tells whose a text is and who signed it: some fields of `Text`, read where nobody asks for the words."""

    source: str
    kind: str
    signatories: tuple[Signatory, ...] = ()
    withheld: tuple[int, ...] = ()


class LanguageVersion(Record, frozen=True):
    """The text of a document in one language, with where it came from and under which terms."""

    language: str
    sha256: str
    title: str
    passages: tuple[Passage, ...]
    url: str | None = None
    rights_statement: dict[str, str] = {}
    author_as_printed: str | None = None
    origin_as_printed: str | None = None


class Signature(Record, frozen=True):
    """One person's signing of one document; the printed words by language.

    `key` is the number of the registry row that the printed name and country matched, or a slug of the
    printed name while nobody is matched. `signatory` is the person's id, which differs from `key` where that
    row was merged into another.
    """

    key: str
    position: int
    name_as_printed: str
    country: str
    country_as_printed: dict[str, str]
    signatory: int | None = None
    group: str | None = None
    honorific_as_printed: dict[str, str] = {}
    group_as_printed: dict[str, str] = {}


class WithheldSignature(Record, frozen=True):
    """The place in a list of somebody who is not named. `key` counts such places: `withheld-1` is the first."""

    key: str
    position: int


class Document(Record, frozen=True):
    """One work in all its languages. `rights` is `full`, `quotes` or `metadata`.

    `annotations` are those of all its texts together, with references resolved and no more words than its rights allow.
    """

    key: str
    kind: str
    publisher: str
    versions: tuple[LanguageVersion, ...]
    signatures: tuple[Signature, ...] = ()
    withheld: tuple[WithheldSignature, ...] = ()
    rights: str = "full"
    number: str | None = None
    document_number: str | None = None
    date: str | None = None
    annotations: Annotations | None = None
