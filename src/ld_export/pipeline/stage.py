"""The work on one file and on one document: pure functions, so that any `concurrent.futures.Executor` can run them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ld_export.documents import document_key, to_document
from ld_export.dumps import Block, blocks_of, document_order, to_block
from ld_export.errors import LdExportError
from ld_export.graph import ENTITY_ALIGNMENTS, NamedGraph, naming, to_graph
from ld_export.iris import Minter
from ld_export.mapping import document_nodes
from ld_export.model import Document, Text
from ld_export.parse import parse
from ld_export.registry import Match
from ld_export.settings import DocumentSettings
from ld_export.sources import read_source
from ld_export.tables import document_tables
from ld_export.validate import DOCUMENT_SHAPES, Finding, lines_of_concept, terms_seen_by, validate


class FileTask(NamedTuple):
    """A file to parse; `layout` is the one that the command line forces."""

    path: Path
    limit: int
    settings: DocumentSettings
    layout: str | None = None


class ParsedFile(msgspec.Struct, frozen=True, array_like=True):
    """A file's record, packed, with what tells which work it is of. Packed, because thousands are held."""

    source: str
    language: str
    key: str
    packed: bytes

    def text(self) -> Text:
        """The record."""
        return msgspec.msgpack.decode(self.packed, type=Text)


class DocumentTask(NamedTuple):
    """A document to make from its parsed files and their settings by language. See `to_document`."""

    key: str
    files: Mapping[str, ParsedFile]
    settings: Mapping[str, DocumentSettings]
    publisher: str
    matches: Sequence[Match | None]
    base: str
    first_language: str


class Made(NamedTuple):
    """What a document contributes to every dump, how many statements that is, and what its shapes find."""

    key: str
    blocks: dict[str, list[Block]]
    statements: int
    findings: list[Finding]


def parse_file(task: FileTask) -> ParsedFile | LdExportError:
    """The record of one file, or what is wrong with it (as a value: the others go on)."""
    try:
        own = task.settings
        text = parse(read_source(task.path, task.limit), task.layout or own.layout, own.language)
        return ParsedFile(text.source, text.language, document_key(text, own), msgspec.msgpack.encode(text))
    except LdExportError as problem:
        return problem


def make_document(task: DocumentTask) -> Made | LdExportError:
    """Everything that is published of one document, or what is wrong with it."""
    try:
        document, mint = _document(task), Minter(task.base)
        graph = document_graph(document, mint, task.first_language)
        order = document_order(task.key)
        blocks = blocks_of(graph, task.base, order)
        made = document_tables(document, mint)
        # The two variants of a table mostly hold the same rows.
        of_rows = {rows: [to_block(order, rows.encode())] if rows else [] for rows in set(made.values())}
        blocks |= {file: of_rows[rows] for file, rows in made.items()}
        return Made(task.key, blocks, graph.size, findings_in(graph, document, mint))
    except LdExportError as problem:
        return problem


def graph_of(task: DocumentTask) -> NamedGraph:
    """The named graph of a document to make; raises what is wrong with it."""
    return document_graph(_document(task), Minter(task.base), task.first_language)


def _document(task: DocumentTask) -> Document:
    texts = {language: file.text() for language, file in task.files.items()}
    return to_document(task.key, texts, task.settings, task.publisher, task.matches)


def document_graph(document: Document, mint: Minter, first_language: str) -> NamedGraph:
    """A document as its named graph."""
    nodes = document_nodes(document, mint, first_language)
    return to_graph(nodes, mint("DocumentGraph", document=document.key), without=ENTITY_ALIGNMENTS)


def findings_in(graph: NamedGraph, document: Document, mint: Minter) -> list[Finding]:
    """What the shapes find in a document's graph.

    They see the types of the entities that it names, and its concepts in full; the entities themselves are
    validated once, with the registry.
    """
    own = naming(terms_seen_by(DOCUMENT_SHAPES), graph.statements)
    seen = [*own, *_entity_types(document, mint), *_named_concepts(document, mint)]
    return validate(seen, shapes=DOCUMENT_SHAPES)


def _entity_types(document: Document, mint: Minter) -> list[str]:
    signatures = document.signatures
    named: Mapping[tuple[str, str], set[str | int | None]] = {
        ("Organization", "https://schema.org/Organization"): {document.publisher},
        ("Country", "https://schema.org/Country"): {signature.country for signature in signatures},
        ("Person", "https://schema.org/Person"): {signature.signatory for signature in signatures},
        ("Group", f"{mint.vocabulary}ontology#PoliticalGroup"): {signature.group for signature in signatures},
    }
    return [f"<{mint(kind, id=id_)}> a <{of}>" for (kind, of), ids in named.items() for id_ in ids if id_]


def _named_concepts(document: Document, mint: Minter) -> list[str]:
    kind = mint("Concept", scheme="document-kind", code=document.kind)
    rights = mint("Concept", scheme="rights", code=document.rights)
    return [*lines_of_concept(kind, DOCUMENT_SHAPES), *lines_of_concept(rights, DOCUMENT_SHAPES)]
