"""What a curator asks before publishing: what is not annotated yet, and what would be said of somebody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ld_export.audit import Account, Span, State, accounted
from ld_export.errors import UsageProblem
from ld_export.evidence import targets_in
from ld_export.model import Annotations, Claim, Demand, Document, Excerpt, Figure, Mention
from ld_export.pipeline.files import Draft, FileTask, chosen, file_named, read_file, read_files
from ld_export.pipeline.index import EMPTY
from ld_export.pipeline.inputs import ENTITIES, read_inputs
from ld_export.pipeline.plan import make_plan, parse_files
from ld_export.pipeline.stage import document_of
from ld_export.registry import read_registry
from ld_export.settings import Settings
from ld_export.suggest import suggest

_OWN = ("stance/asserted", ("signatories",))


class Audited(NamedTuple):
    """A document, and how everything that the recognisers find in it is accounted for.

    `suggested` says how many of its items nobody has reviewed yet: they account for words, and are not published.
    """

    document: str
    accounts: tuple[Account, ...]
    suggested: int

    @property
    def open(self) -> tuple[Account, ...]:
        """What nobody has accounted for."""
        return tuple(one for one in self.accounts if one.state is State.OPEN)


class Said(NamedTuple):
    """One thing that a build would publish about a person: where, as what, in which words."""

    document: str
    date: str
    address: str
    what: str
    words: str


# -- audit ---------------------------------------------------------------------------------------------------------


def audit(publication: Path, documents: Sequence[str] = ()) -> list[Audited]:
    """How the documents of a publication are accounted for: all, or those of some files."""
    inputs = read_inputs(publication)
    names = [file_named(publication, name).name for name in documents] or sorted(inputs.files)
    return [_audited(inputs.files[name].task) for name in names]


def _audited(task: FileTask) -> Audited:
    key, _, text, annotations = read_file(task)
    spans = list(_spans(annotations)) if annotations else []
    suggested = sum(item.status == "suggested" for item in annotations.excerpts) if annotations else 0
    return Audited(key, tuple(accounted(text.passages, spans, text.language)), suggested)


def _spans(annotations: Annotations) -> Iterator[Span]:
    for item in annotations.excerpts:
        yield Span(item.passage, item.start, item.end, item.word)
    for one in annotations.signed_off:
        yield Span(one.passage, one.start, one.end, "not_relevant", one.reason)


# -- a person ------------------------------------------------------------------------------------------------------


def said_of(publication: Path, person: int) -> list[Said]:
    """Everything that a build would publish about a person, oldest first: signatures, mentions, statements."""
    inputs = read_inputs(publication)
    plan = make_plan(inputs, EMPTY, parse_files(inputs, EMPTY, map), frozen=False)
    if person not in plan.registry.persons:
        raise UsageProblem(f"there is no person {person}", remedy="see entities/persons.csv")
    found = [said for task in plan.tasks.values() for said in _said_in(document_of(task), person)]
    return sorted(found, key=lambda one: (one.date or "9999", one.document))


def _said_in(document: Document, person: int) -> Iterator[Said]:
    place = (document.key, document.date or "")
    for signature in document.signatures:
        if signature.signatory == person:
            yield Said(*place, f"#signature-{signature.key}", "signed", signature.name_as_printed)
    for item in document.annotations.excerpts if document.annotations else ():
        if f"person/{person}" in targets_in(item):
            yield Said(*place, f"#{item.word}-{item.number}", _what(item, person), item.quote)


def _what(item: Excerpt, person: int) -> str:
    """In which part a person stands in an item, and what it is."""
    roles = [
        name.replace("_", " ")
        for name in ("affects", "may_affect", "imputed_to", "addressees", "concerns", "asserted_by", "reported_by")
        if f"person/{person}" in getattr(item, name, ())
    ]
    kinds = [kind.partition("/")[2] for kind in getattr(item, "kinds", ())]
    named = [item.described_as] if isinstance(item, Mention) and item.described_as else []
    said = f"{', '.join(kinds)} ({', '.join(roles)})" if roles else "named"
    return ", ".join([said.strip(), *named, *_voice(item)])


def _voice(item: Excerpt) -> Iterator[str]:
    """Who says it and how, where the signatories do not just assert it."""
    if isinstance(item, Claim | Demand | Figure) and (item.stance, item.asserted_by) != _OWN:
        yield f"{item.stance.partition('/')[2]} by {', '.join(item.asserted_by)}"


# -- suggestions ---------------------------------------------------------------------------------------------------


def suggestion(publication: Path, document: str, spacy_model: str | None = None) -> Draft:
    """A draft annotation file for a document of a publication, named by its file."""
    settings, task, beside = chosen(publication, document)
    key, _, text, _ = read_file(task._replace(annotations=None))  # the draft starts anew
    registry = read_registry(publication / ENTITIES)
    draft = suggest(
        text,
        key,
        registry,
        cited=registry.cited.values(),
        published=_published(publication, settings),
        spacy_model=spacy_model,
    )
    return Draft(beside, draft)


def _published(publication: Path, settings: Settings) -> dict[str, str]:
    """The keys of the publication's documents by their document numbers."""
    every = read_files(publication, settings, annotated=False)
    return {one.text.document_number: one.key for one in every if one.text.document_number}
