"""What a document says, in which words: the items of an annotation file, placed in the text.

`number` is the lasting key of an item within its document. `quote` are the document's words from code point `start` up
to `end` of a passage. References are `kind/id` (`person/12`, `set/1`, `claim/8`, `signatories`), and so are
concepts (`violation/torture`).
"""

from __future__ import annotations

from typing import ClassVar

from ld_export.model.record import Record


class Excerpt(Record, frozen=True, kw_only=True):
    """The common ground of what is found in a passage. `line` is where a curator wrote it; 0 where nobody did.

    `status` is `reviewed` or `suggested`. `word` is what such an item is called in references and addresses.
    """

    word: ClassVar[str]

    number: int
    passage: int
    start: int
    end: int
    quote: str
    language: str
    status: str = "reviewed"
    line: int = 0


class Mention(Excerpt, frozen=True, kw_only=True):
    """Words that name somebody or something; unresolved where `refers_to` is absent."""

    word = "mention"

    refers_to: str | None = None
    roles: tuple[str, ...] = ()
    described_as: str | None = None


class Citation(Excerpt, frozen=True, kw_only=True):
    """Words that name a document; `cites` is its key, whether it is in the publication or not."""

    word = "citation"

    cites: str


class Statement(Excerpt, frozen=True, kw_only=True):
    """The common ground of what somebody says, and what the document makes of it."""

    asserted_by: tuple[str, ...]
    stance: str
    reported_by: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()


class Claim(Statement, frozen=True, kw_only=True):
    """Something is said to have happened. `when` keeps its stated precision, as in `2018-03` or `--03-14`."""

    word = "claim"

    kinds: tuple[str, ...]
    affects: tuple[str, ...] = ()
    may_affect: tuple[str, ...] = ()
    imputed_to: tuple[str, ...] = ()
    when: str | None = None


class Demand(Statement, frozen=True, kw_only=True):
    """Something is asked for, of whom where that is said."""

    word = "demand"

    kinds: tuple[str, ...]
    addressees: tuple[str, ...] = ()


class Figure(Statement, frozen=True, kw_only=True):
    """A number that somebody gives of something: never added up."""

    word = "figure"

    amount: int
    qualifier: str
    counts: str


class AgentSet(Record, frozen=True, kw_only=True):
    """An unnamed many, in the document's own words."""

    number: int
    words: str
    language: str


class Reference(Record, frozen=True):
    """A reference to the registry as a curator wrote it: `person/12` and, as a check, a name.

    The id is `?` for who is to be looked up by name. `line` is where it stands first.
    """

    target: str
    label: str
    line: int


class SignedOff(Record, frozen=True):
    """Words that a reviewer found to need no annotation, and why; in all of their places where there are several."""

    passage: int
    start: int
    end: int
    reason: str


class Annotations(Record, frozen=True, kw_only=True):
    """All that an annotation file says of one text, in the order of the numbers.

    `source` is the file; `references` is all that it refers to in the registry; `signed_off` needs no annotation.
    """

    document: str
    language: str
    mentions: tuple[Mention, ...] = ()
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    demands: tuple[Demand, ...] = ()
    figures: tuple[Figure, ...] = ()
    sets: tuple[AgentSet, ...] = ()
    source: str = ""
    references: tuple[Reference, ...] = ()
    signed_off: tuple[SignedOff, ...] = ()

    @property
    def statements(self) -> tuple[Claim | Demand | Figure, ...]:
        """Everything that somebody says."""
        return (*self.claims, *self.demands, *self.figures)

    @property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """Everything that has a place in the text."""
        return (*self.mentions, *self.citations, *self.statements)
