"""What annotation files and Web Annotations have in common: keys and terms, references and IRIs, both ways.

The body of an exported annotation is the node that the graph has for the item, in the keys of
`mappings/context.jsonld`. The table `KINDS` says which key of an annotation file is which term there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ld_export.dates import datatype_of
from ld_export.iris import OF_DOCUMENT, REFERRED, Minter, passage_iri, reference_iri
from ld_export.model import Annotations, Citation, Claim, Demand, Excerpt, Figure, Mention, Text

Node = dict[str, Any]

STANDARD = "http://www.w3.org/ns/anno.jsonld"
NOT_RELEVANT = "not-relevant"


class Term(NamedTuple):
    """A key of annotation files, the term of the context, and what its value is.

    A value is a `reference` or `references`, a `code` or `codes` (references to concepts, of which a file gives the
    code alone), a document's `key`, some `words`, a `number` or a `date`.
    """

    key: str
    term: str
    form: str


class Kind(NamedTuple):
    """A kind of items: the section of annotation files, the record, the node's pattern and type, why it is made."""

    section: str
    record: type[Excerpt]
    pattern: str
    type: str
    motivation: str
    terms: tuple[Term, ...]

    @property
    def word(self) -> str:
        """What such an item is called in IRIs."""
        return self.record.word


_STATEMENT = (
    Term("concerns", "concerns", "references"),
    Term("by", "assertedBy", "references"),
    Term("reported_by", "reportedBy", "references"),
    Term("stance", "stance", "code"),
)
_SAID = (
    Term("kind", "kind", "codes"),
    Term("affects", "affects", "references"),
    Term("may_affect", "mayAffect", "references"),
    Term("imputed_to", "imputedTo", "references"),
)

KINDS = (
    Kind(
        "mentions", Mention, "Mention", "hrd:Mention", "identifying",
        (
            Term("refers_to", "refersTo", "reference"),
            Term("role", "role", "codes"),
            Term("described_as", "descriptionAsPrinted", "words"),
        ),
    ),
    Kind(
        "citations", Citation, "Citation", "hrd:Mention", "identifying",
        (Term("cites", "refersTo", "key"),),
    ),
    Kind("claims", Claim, "Claim", "hrd:Claim", "describing", (*_SAID, *_STATEMENT, Term("when", "", "date"))),
    Kind(
        "demands", Demand, "Demand", "hrd:Demand", "describing",
        (Term("kind", "kind", "codes"), Term("addressee", "addressee", "references"), *_STATEMENT),
    ),
    Kind(
        "figures", Figure, "Figure", "hrd:Figure", "describing",
        (
            Term("amount", "amount", "number"),
            Term("qualifier", "qualifier", "code"),
            Term("counts", "descriptionAsPrinted", "words"),
            *_STATEMENT,
        ),
    ),
)  # fmt: skip

DATES = {
    "date": "whenDate",
    "gYearMonth": "whenYearMonth",
    "gYear": "whenYear",
    "gMonthDay": "whenMonthDay",
    "gMonth": "whenMonth",
}
STATUS = {"reviewed": "Reviewed", "suggested": "Suggested"}
SET_TYPE = "foaf:Group"
NAMED_TYPES = {kind: REFERRED[kind].type for kind in ("person", "organization", "family")}
"""The types of what is only named and is still to be looked up in the registry: `person/? Jana Novak`."""

STATEMENTS = frozenset({"claims", "demands", "figures"})
SCHEMES = {
    "violation": (frozenset({"claims"}), "kind"),
    "development": (frozenset({"claims"}), "kind"),
    "demand": (frozenset({"demands"}), "kind"),
    "role": (frozenset({"mentions"}), "role"),
    "stance": (STATEMENTS, "stance"),
    "qualifier": (frozenset({"figures"}), "qualifier"),
}
"""The sections in which a concept of a scheme may stand, and its key there."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CONCEPT = re.compile(r"[a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*")
_PAGE = re.compile(r"\.(?:html|ttl|jsonld|nt)\Z")


def date_term(when: str) -> str:
    """The term of a date: one for each precision."""
    return DATES[datatype_of(when)]


class Frame:
    """A text and the publication it is in, for IRIs: those of passages, and references as IRIs and back.

    `site` is where the publication's pages lie: people annotate pages, and a page's address stands for what it shows.
    """

    def __init__(self, text: Text, key: str, mint: Minter, first_language: str, site: str = "") -> None:
        self.text = text
        self.key = key
        self.mint = mint
        self.document = mint("Document", document=key)
        self.passages = {
            passage.position: passage_iri(mint, key, passage.position, text.language, first_language)
            for passage in text.passages
        }
        self.concept_base = mint("Concept", scheme="s", code="c").removesuffix("s/c")
        self._signatories = mint("Signatories", document=key)
        self._site = site or mint.base
        self._starts = {kind: mint(to.pattern, **{to.field: "0"})[:-1] for kind, to in REFERRED.items()}
        self._own = {kind: mint(pattern, document=key, number=1)[:-1] for kind, pattern in OF_DOCUMENT.items()}

    def iri(self, reference: str) -> str:
        """What a reference stands for; `MappingProblem` where no IRI can be made of it."""
        return reference_iri(self.mint, self.key, reference)

    def reference(self, iri: str) -> str | None:
        """The reference to what an IRI, or the address of its page, stands for; nothing where it is none of these."""
        iri = self._without_page(iri)
        if iri == self._signatories:
            return "signatories"
        if iri.startswith(self.concept_base) and _CONCEPT.fullmatch(concept := iri.removeprefix(self.concept_base)):
            return concept
        for kind, start in (*self._own.items(), *self._starts.items()):
            if iri.startswith(start) and _ID.fullmatch(id_ := iri.removeprefix(start)):
                return f"{kind}/{id_}"
        return None

    def passage(self, address: str) -> int | None:
        """The position of the passage that an address stands for."""
        iri = self._without_page(address)
        return next((position for position, one in self.passages.items() if one == iri), None)

    def foreign_passage(self, address: str) -> bool:
        """Whether an address is that of a passage of this document which this text has not: of a translation, say."""
        page, _, part = self._without_page(address).partition("#")
        return page == self.document and "passage-" in part and self.passage(address) is None

    def number(self, iri: object, kind: Kind) -> str | None:
        """The number of an item of this document."""
        start = self.mint(kind.pattern, document=self.key, number=1)[:-1]
        return self._number(iri, start)

    def set_number(self, iri: object) -> str | None:
        """The number of a set of this document."""
        return self._number(iri, self._own["set"])

    def other_document(self, address: str) -> str | None:
        """The key of the document of this publication that an address belongs to, if that is another one."""
        page, start = self._without_page(address.partition("#")[0]), self._starts["declaration"]
        key = page.removeprefix(start)
        return key if page.startswith(start) and key != self.key else None

    def _without_page(self, address: str) -> str:
        """The IRI of what the page of an address is about."""
        if address.startswith(self._site):
            address = self.mint.base + address.removeprefix(self._site)
        page, hash_, part = address.partition("#")
        return _PAGE.sub("", page) + hash_ + part if page.startswith(self.mint.base) else address

    @staticmethod
    def _number(iri: object, start: str) -> str | None:
        return iri.removeprefix(start) if isinstance(iri, str) and iri.startswith(start) else None


class Shown(NamedTuple):
    """A body that any tool shows: a tag, or (not `tag`) a thing that it names by its IRI; the word for it here."""

    word: str
    tag: bool


def shown(kind: Kind, references: Mapping[str, Iterable[str]]) -> list[Shown]:
    """What other tools show of an item whose references, by key of annotation files, are given.

    A concept is both tag and thing: few tools show what they would have to fetch.
    """
    named = [*references.get("refers_to", ()), *references.get("cites", ())]
    concepts = [one for key in ("kind", "role", "qualifier") for one in references.get(key, ())]
    what = next((one.partition("/")[0] for one in references.get("refers_to", ())), kind.word)
    tags = [what] if kind.word not in {"claim", "demand"} else []
    things = [one for one in named if "/?" not in one]
    return [
        *(Shown(one, tag=True) for one in (*tags, *concepts)),
        *(Shown(one, tag=False) for one in (*things, *concepts)),
    ]


def labels_of(annotations: Annotations) -> dict[str, str]:
    """The names that a curator wrote behind references, by reference; of several spellings the first."""
    return {one.target: one.label for one in reversed(annotations.references) if one.label}
