"""Evidence to nodes: what a document says, each thing with its words and its place. See `mapping`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ld_export.codes import kinds
from ld_export.curation.webform import STATUS, date_term
from ld_export.iris import Minter, passage_iri, reference_iri
from ld_export.model import Annotations, Citation, Claim, Demand, Document, Excerpt, Figure, Mention, Statement

Node = dict[str, Any]


class Evidence:
    """The nodes of a document's annotations: `parts` by the key that hangs them on the document, and `agents`."""

    def __init__(self, document: Document, annotations: Annotations, mint: Minter, first_language: str) -> None:
        self._document = document
        self._annotations = annotations
        self._mint = mint
        self._first_language = first_language
        self._iris: dict[str, str] = {}
        self._status = {one: f"{mint.vocabulary}ontology#{name}" for one, name in STATUS.items()}

    def parts(self) -> Mapping[str, list[Node]]:
        """The excerpts, by the context's key."""
        one = self._annotations
        return {
            "mentions": [*map(self._mention, one.mentions), *map(self._citation, one.citations)],
            "claims": [self._claim(claim) for claim in one.claims],
            "demands": [self._demand(demand) for demand in one.demands],
            "figures": [self._figure(figure) for figure in one.figures],
        }

    def cites(self) -> list[str]:
        """The documents that are cited, each once."""
        return list(dict.fromkeys(self._iri(f"declaration/{one.cites}") for one in self._annotations.citations))

    def agents(self) -> Iterator[Node]:
        """The sets, and the signatories as a voice where something is theirs."""
        for one in self._annotations.sets:
            yield {"id": self._iri(f"set/{one.number}"), "type": "foaf:Group", "name": one.words}
        voices = {voice for item in self._annotations.statements for voice in (*item.asserted_by, *item.reported_by)}
        if "signatories" in voices:
            yield {"id": self._iri("signatories"), "type": "foaf:Group", "name": _signatories_of(self._document)}

    # -- one item --------------------------------------------------------------------------------------------------

    def _mention(self, mention: Mention) -> Node:
        return self._excerpt(mention, "Mention") | _present(
            refersTo=self._iri(mention.refers_to) if mention.refers_to else None,
            role=self._all(mention.roles),
            descriptionAsPrinted=_in(mention.language, mention.described_as),
        )

    def _citation(self, citation: Citation) -> Node:
        return self._excerpt(citation, "Citation") | {"refersTo": self._iri(f"declaration/{citation.cites}")}

    def _claim(self, claim: Claim) -> Node:
        when = {date_term(claim.when): claim.when} if claim.when else {}
        return (
            self._excerpt(claim, "Claim")
            | self._voice(claim)
            | _present(
                kind=self._all(claim.kinds),
                affects=self._all(claim.affects),
                mayAffect=self._all(claim.may_affect),
                imputedTo=self._all(claim.imputed_to),
            )
            | when
        )

    def _demand(self, demand: Demand) -> Node:
        said = _present(kind=self._all(demand.kinds), addressee=self._all(demand.addressees))
        return self._excerpt(demand, "Demand") | self._voice(demand) | said

    def _figure(self, figure: Figure) -> Node:
        counted = _present(descriptionAsPrinted=_in(figure.language, figure.counts))
        number = {"amount": figure.amount, "qualifier": self._iri(figure.qualifier)}
        return self._excerpt(figure, "Figure") | self._voice(figure) | number | counted

    def _excerpt(self, item: Excerpt, pattern: str) -> Node:
        node = {
            "id": self._mint(pattern, document=self._document.key, number=item.number),
            "type": "hrd:Mention" if pattern == "Citation" else f"hrd:{pattern}",
            "inPassage": self._passage(item),
            "start": item.start,
            "end": item.end,
            "reviewStatus": self._status[item.status],
        }
        return node | _present(quote=_in(item.language, item.quote))

    def _voice(self, item: Statement) -> Node:
        return _present(
            assertedBy=self._all(item.asserted_by),
            reportedBy=self._all(item.reported_by),
            stance=self._iri(item.stance),
            concerns=self._all(item.concerns),
        )

    # -- IRIs ------------------------------------------------------------------------------------------------------

    def _passage(self, item: Excerpt) -> str:
        place = f"{item.language}/{item.passage}"
        if place not in self._iris:
            self._iris[place] = passage_iri(
                self._mint, self._document.key, item.passage, item.language, self._first_language
            )
        return self._iris[place]

    def _all(self, references: Iterable[str]) -> list[str]:
        return [self._iri(reference) for reference in references]

    def _iri(self, reference: str) -> str:
        """What a reference (`person/12`, `violation/torture`) stands for: the same few come again and again."""
        if reference not in self._iris:
            self._iris[reference] = reference_iri(self._mint, self._document.key, reference)
        return self._iris[reference]


def _signatories_of(document: Document) -> str:
    kind, number = kinds()[document.kind]["en"].lower(), document.number or document.document_number
    return f"the signatories of {kind} No. {number}"


def _in(language: str, words: str | None) -> dict[str, str]:
    return {language: words} if words else {}


def _present(**values: Any) -> Node:
    """Keys with their values, those without one left out."""
    return {key: value for key, value in values.items() if value}
