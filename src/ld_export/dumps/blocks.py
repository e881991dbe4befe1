"""Graphs to blocks: the bytes that one source contributes to each dump, deflated one by one.

A *source* is a document, the registry or the vocabulary. Lines of the canonical dumps are in order throughout, because
a block holds all lines whose subject has the same key (the IRI up to its fragment, or to its end), and no such key is
the beginning of another.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import msgspec

from ld_export.annotating import annotation_context
from ld_export.graph import NamedGraph, lines_about, turtle_body, turtle_head
from ld_export.mapping import Node, context

# On documents, level 6 takes twice as long for a fifth less; compressing is among the most costly steps.
LEVEL = 3


class Block(NamedTuple):
    """Bytes with their place in the order, and the same bytes deflated so that such pieces can be joined."""

    key: str
    data: bytes
    deflated: bytes


class DumpFormat(NamedTuple):
    """A dump: its file name, what stands before and after the blocks, and how a graph becomes blocks."""

    file: str
    head: Callable[[str], str]
    tail: str
    blocks: Callable[[Source], Iterable[Block]]


class Lines(NamedTuple):
    """All statements whose subject has one key, as sorted lines of N-Triples and of N-Quads."""

    key: str
    triples: bytes
    quads: bytes


class Source(NamedTuple):
    """What the blocks of one source are made from.

    Its graph, the same as lines by subject key and as Turtle without prefixes, behind an empty line, and its reading
    order.
    """

    graph: NamedGraph
    lines: list[Lines]
    turtle: Block
    order: str


def _n_triples(source: Source) -> Iterator[Block]:
    for key, triples, _ in source.lines:
        yield to_block(key, triples)


def _n_quads(source: Source) -> Iterator[Block]:
    for key, _, quads in source.lines:
        yield to_block(key, quads)


def _by_subject_key(graph: NamedGraph) -> Iterator[Lines]:
    ends = " .", f" <{graph.name}> ."
    for key, subjects in groupby(sorted(graph.statements), key=_subject_key):
        written = [lines_about(subject, graph.statements[subject], ends) for subject in subjects]
        triples, quads = zip(*written, strict=True)
        yield Lines(key, b"".join(triples), b"".join(quads))


def _subject_key(subject: str) -> str:
    """A subject up to and with its first `#`, or to its end."""
    head, fragment, _ = subject.partition("#")
    return head + fragment


def _turtle(source: Source) -> Iterator[Block]:
    yield source.turtle


def _trig(source: Source) -> Iterator[Block]:
    opening = to_block("", f"\n<{source.graph.name}> {{".encode())
    yield joined(source.order, opening, source.turtle, to_block("", b"}\n"))


def _json_ld(source: Source) -> Iterator[Block]:
    nodes = b",\n".join([msgspec.json.encode(node) for node in source.graph.nodes])
    yield to_block(source.order, nodes + (b"\n" if source.order == LAST else b",\n"))


def document_order(key: str) -> str:
    """The place of a document where dumps are in reading order: that of its fragments in the canonical ones."""
    return f"{key}#"


REGISTRY_ORDER = "}"
"""The registry comes after all documents …"""
LAST = "~"
"""… and the vocabulary, which every publication has, closes the dumps."""

FORMATS: tuple[DumpFormat, ...] = (
    DumpFormat("dataset.nq", lambda _: "", "", _n_quads),
    DumpFormat("dataset.nt", lambda _: "", "", _n_triples),
    DumpFormat("dataset.trig", turtle_head, "", _trig),
    DumpFormat("dataset.ttl", turtle_head, "", _turtle),
    DumpFormat(
        "dataset.jsonld",
        lambda _: f'{{"@context":{json.dumps(context(), ensure_ascii=False)},\n"@graph":[\n',
        "]}\n",
        _json_ld,
    ),
)
"""The dumps that hold the whole graph."""

ANNOTATIONS = DumpFormat(
    "annotations.jsonld",
    lambda _: f'{{"@context":{json.dumps(annotation_context(), ensure_ascii=False)},\n"@graph":[\n',
    # A node that says nothing closes the list: the last annotation may be of any document.
    '{"id":"http://www.w3.org/ns/oa#Annotation"}\n]}\n',
    lambda _: (),
)
"""Web Annotations, which would double a document's statements: a dump of their own. Its blocks come from documents."""


def annotation_blocks(nodes: Iterable[Node], order: str) -> dict[str, list[Block]]:
    """What a document contributes to the dump of Web Annotations."""
    data = b"".join([msgspec.json.encode(node) + b",\n" for node in nodes])
    return {ANNOTATIONS.file: [to_block(order, data)] if data else []}


def blocks_of(graph: NamedGraph, base: str, order: str) -> dict[str, list[Block]]:
    """What a graph contributes to every RDF dump; `order` is its place where dumps are in reading order."""
    turtle = to_block(order, b"\n" + turtle_body(graph.statements, base))
    source = Source(graph, list(_by_subject_key(graph)), turtle, order)
    return {dump.file: list(dump.blocks(source)) for dump in FORMATS}


def to_block(key: str, data: bytes) -> Block:
    """A block, compressed so that the pieces of several blocks form one stream."""
    squeeze = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Block(key, data, squeeze.compress(data) + squeeze.flush(zlib.Z_FULL_FLUSH))


def joined(key: str, *blocks: Block) -> Block:
    """Some blocks as one."""
    return Block(key, b"".join([block.data for block in blocks]), b"".join([block.deflated for block in blocks]))
