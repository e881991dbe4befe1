"""The work on one file and on one document: pure functions, so that any `concurrent.futures.Executor` can run them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from ld_export.annotating import web_annotations
from ld_export.documents import to_document
from ld_export.dumps import Block, annotation_blocks, blocks_of, document_order, to_block
from ld_export.errors import LdExportError
from ld_export.evidence import agents_named, combined, concepts_named, resolved, reviewed
from ld_export.graph import ENTITY_ALIGNMENTS, EVIDENCE_ALIGNMENTS, NamedGraph, naming, to_graph, types_in
from ld_export.graph.names import expanded
from ld_export.iris import REFERRED, Minter, reference_iri
from ld_export.mapping import document_nodes
from ld_export.model import Annotations, Document, Head, Text
from ld_export.pipeline.files import FileTask, read_file
from ld_export.privacy import redacted, redacted_annotations, unnamed_problem
from ld_export.references import Targets
from ld_export.registry import Match
from ld_export.settings import DocumentSettings
from ld_export.tables import document_tables
from ld_export.validate import (
    DOCUMENT_SHAPES,
    EVIDENCE_SHAPES,
    Finding,
    checked,
    lines_of_concept,
    terms_seen_by,
    validate,
)


class ParsedFile(msgspec.Struct, frozen=True, array_like=True):
    """A file's record, packed, with what tells which work it is of. Packed, because thousands are held.

    `suggested` says how many of its items are left out because nobody has reviewed them.
    """

    source: str
    language: str
    key: str
    packed: bytes
    packed_annotations: bytes = b""
    suggested: int = 0

    def text(self) -> Text:
        """The record."""
        return msgspec.msgpack.decode(self.packed, type=Text)

    def head(self) -> Head:
        """As much of the record as tells whose it is and who signed it: a fraction of the work."""
        return msgspec.msgpack.decode(self.packed, type=Head)

    def annotations(self) -> Annotations | None:
        """What is annotated in it, if anything is."""
        if not self.packed_annotations:
            return None
        return msgspec.msgpack.decode(self.packed_annotations, type=Annotations)


class DocumentTask(NamedTuple):
    """A document to make from its parsed files and their settings by language. See `to_document`.

    `targets` says what each reference of its annotations means.
    """

    key: str
    files: Mapping[str, ParsedFile]
    settings: Mapping[str, DocumentSettings]
    publisher: str
    matches: Sequence[Match | None]
    base: str
    first_language: str
    targets: Targets = {}  # noqa: RUF012 - never changed


class Made(NamedTuple):
    """What a document contributes to every dump, how many statements that is, and what its shapes find.

    `checked` says how many nodes of which class they saw.
    """

    key: str
    blocks: dict[str, list[Block]]
    statements: int
    findings: list[Finding]
    checked: dict[str, int]


def parse_file(task: FileTask) -> ParsedFile | LdExportError:
    """The record of one file, or what is wrong with it (as a value: the others go on).

    Neither names anybody who is withheld, and nothing behind this function has seen the name.
    """
    try:
        key, source, before, found = read_file(task)
        # What is only suggested names people all the same, so it serves redaction before it goes.
        text = redacted(source, before, task.withheld, found).text
        every = len(found.excerpts) if found else 0
        found = found if found is None or task.suggestions else reviewed(found)
        suggested = every - len(found.excerpts) if found else 0
        annotations = redacted_annotations(found, before, text, task.withheld) if found else None
        packed = _packed(annotations) if annotations else b""
        return ParsedFile(text.source, text.language, key, msgspec.msgpack.encode(text), packed, suggested)
    except LdExportError as problem:
        return unnamed_problem(problem, task.withheld)


def _packed(annotations: Annotations) -> bytes:
    """Annotations for the index, without what only an audit asks for: a reviewer's reason may name anybody."""
    return msgspec.msgpack.encode(msgspec.structs.replace(annotations, signed_off=()))


def make_document(task: DocumentTask) -> Made | LdExportError:
    """Everything that is published of one document, or what is wrong with it."""
    try:
        document, mint = document_of(task), Minter(task.base)
        graph = document_graph(document, mint, task.first_language)
        order = document_order(task.key)
        blocks = blocks_of(graph, task.base, order)
        blocks |= annotation_blocks(web_annotations(document, mint, task.first_language), order)
        made = document_tables(document, mint)
        # The two variants of a table mostly hold the same rows.
        of_rows = {rows: [to_block(order, rows.encode())] if rows else [] for rows in set(made.values())}
        blocks |= {file: of_rows[rows] for file, rows in made.items()}
        seen = checked(types_in(graph.statements), shapes_of(document))
        return Made(task.key, blocks, graph.size, findings_in(graph, document, mint), seen)
    except LdExportError as problem:
        return problem


def graph_of(task: DocumentTask) -> NamedGraph:
    """The named graph of a document to make; raises what is wrong with it."""
    return document_graph(document_of(task), Minter(task.base), task.first_language)


def document_of(task: DocumentTask) -> Document:
    """The record of a document to make; raises what is wrong with it."""
    texts = {language: file.text() for language, file in task.files.items()}
    annotated = [annotations for file in task.files.values() if (annotations := file.annotations())]
    annotations = resolved(combined(annotated), task.targets) if annotated else None
    return to_document(task.key, texts, task.settings, task.publisher, task.matches, annotations=annotations)


def document_graph(document: Document, mint: Minter, first_language: str) -> NamedGraph:
    """A document as its named graph."""
    nodes = document_nodes(document, mint, first_language)
    idle = ENTITY_ALIGNMENTS if document.annotations else ENTITY_ALIGNMENTS + EVIDENCE_ALIGNMENTS
    return to_graph(nodes, mint("DocumentGraph", document=document.key), without=idle)


def shapes_of(document: Document) -> tuple[str, ...]:
    """The files of shapes that a document's graph is checked against."""
    return DOCUMENT_SHAPES + EVIDENCE_SHAPES if document.annotations else DOCUMENT_SHAPES


def findings_in(graph: NamedGraph, document: Document, mint: Minter) -> list[Finding]:
    """What the shapes find in a document's graph.

    They see the types of the entities that it names, and its concepts in full; the entities themselves are
    validated once, with the registry.
    """
    shapes = shapes_of(document)
    own = naming(terms_seen_by(shapes), graph.statements)
    seen = [*own, *_entity_types(document, mint), *_concepts(document, mint, shapes)]
    return validate(seen, shapes=shapes)


def _entity_types(document: Document, mint: Minter) -> list[str]:
    named = {f"organization/{document.publisher}"}
    for one in document.signatures:
        named |= {f"country/{one.country}", f"person/{one.signatory or ''}", f"group/{one.group or ''}"}
    if document.annotations:
        named |= agents_named(document.annotations)
    types = {name: REFERRED[name.partition("/")[0]].type for name in named if not name.endswith("/")}
    return [f"<{reference_iri(mint, document.key, name)}> a <{expanded(type_)}>" for name, type_ in types.items()]


def _concepts(document: Document, mint: Minter, shapes: tuple[str, ...]) -> list[str]:
    named = {f"document-kind/{document.kind}", f"rights/{document.rights}"}
    if document.annotations:
        named |= concepts_named(document.annotations)
    iris = (reference_iri(mint, document.key, name) for name in named)
    return [line for iri in iris for line in lines_of_concept(iri, shapes)]
