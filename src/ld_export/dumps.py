"""Graphs to dump files: blocks of bytes, each from one source, written in one order and compressed one by one.

A *source* is a document, the registry or the vocabulary. What it contributes to a dump is a list of blocks. A dump
is its head, its blocks in the order of their keys, and its tail, so a block that did not change is copied from the
last publication instead of being made again.

Lines of the canonical dumps are in order throughout, because a block holds all lines whose subject has the same
key (the IRI up to its fragment, or to its end), and no such key is the beginning of another.
"""

from __future__ import annotations

import errno
import hashlib
import heapq
import json
import os
import threading
import zlib
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from ld_export import tables
from ld_export.errors import MappingProblem
from ld_export.graph import NamedGraph, lines_about, turtle_body, turtle_head
from ld_export.mapping import context

# On documents, level 6 takes twice as long for a fifth less; compressing is among the most costly steps.
_LEVEL = 3
_BUFFER = 256 * 1024
_LARGE = 4 * 1024 * 1024
_HELD = 1024 * 1024  # of each dump, before it is written
_THREADS = 4
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # no name and no time, so that equal content is equal bytes
_DEFLATE_END = b"\x03\x00"


class Block(NamedTuple):
    """Bytes with their place in the order, and the same bytes deflated so that such pieces can be joined."""

    key: str
    data: bytes
    deflated: bytes


class Stored(NamedTuple):
    """A block that lies in a published dump, from which it is copied."""

    key: str
    dumps: PublishedDumps
    piece: Piece


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """Where a block lies in a published dump and in its compressed twin."""

    key: str
    offset: int
    length: int
    gzip_offset: int
    gzip_length: int


Pieces = dict[str, dict[str, list[Piece]]]
"""Source to dump file to where its blocks lie."""


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


def blocks_of(graph: NamedGraph, base: str, order: str) -> dict[str, list[Block]]:
    """What a graph contributes to every RDF dump; `order` is its place where dumps are in reading order."""
    turtle = to_block(order, b"\n" + turtle_body(graph.statements, base))
    source = Source(graph, list(_by_subject_key(graph)), turtle, order)
    return {dump.file: list(dump.blocks(source)) for dump in FORMATS}


def to_block(key: str, data: bytes) -> Block:
    """A block, compressed so that the pieces of several blocks form one stream."""
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Block(key, data, squeeze.compress(data) + squeeze.flush(zlib.Z_FULL_FLUSH))


def joined(key: str, *blocks: Block) -> Block:
    """Some blocks as one."""
    return Block(key, b"".join([block.data for block in blocks]), b"".join([block.deflated for block in blocks]))


class DumpSet:
    """All dumps of a publication while they are written, source by source.

    Documents must come in the order of `document_order`; the registry and the vocabulary may come at any time
    before the first block that sorts after theirs. Nothing is held but what has to wait for its place. A context
    manager: it lets go of its files when a build fails.
    """

    def __init__(self, folder: Path, base: str) -> None:
        heads = {dump.file: dump.head(base) for dump in FORMATS} | dict(tables.heads())
        self._writers = {file: _Dump(folder / file, head) for file, head in heads.items()}
        self.pieces: dict[str, dict[str, list[Piece]]] = {}

    def __enter__(self) -> DumpSet:
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            writer.release()

    def add(self, source: str, blocks: Mapping[str, Sequence[Block | Stored]], *, waits: bool = False) -> None:
        """Take the blocks of a source, by dump file; those of one that `waits` let earlier ones pass."""
        self.pieces[source] = {file: [] for file in blocks}
        for file, own in blocks.items():
            if own:
                self._writers[file].take(source, own, self.pieces, waits=waits)

    def close(self) -> dict[str, str]:
        """Write what still waits and what stands at the end; file names to SHA-256."""
        for writer in self._writers.values():
            writer.place_before(None, self.pieces)
        # In threads: reading, writing and checksums of what is copied leave Python's lock alone.
        tails = {dump.file: dump.tail for dump in FORMATS}
        with ThreadPoolExecutor(_THREADS) as pool:
            finished = pool.map(lambda file: self._writers[file].finish(tails.get(file, "")), self._writers)
            return dict(ChainMap(*finished))


class _Dump:
    """One dump and its compressed twin, the blocks that wait for their place in it, and what is to be written next."""

    def __init__(self, path: Path, head: str) -> None:
        self._path = path
        self._plain = _Output(path)
        self._squeezed = _Output(path.with_name(path.name + ".gz"))
        self._crc = 0
        self._waiting: list[tuple[str, str, Block | Stored]] = []
        self._last_key = ""
        self._next: list[Block | _Run] = []
        self._held = 0
        self._squeezed.write(_GZIP_HEAD)
        self._write(to_block("", head.encode()))
        self._at, self._gzip_at = self._plain.length, self._squeezed.length

    def take(self, source: str, blocks: Sequence[Block | Stored], pieces: Pieces, *, waits: bool) -> None:
        if not waits:
            self.place_before(blocks[0].key, pieces)
        for block in blocks:
            heapq.heappush(self._waiting, (block.key, source, block))

    def place_before(self, key: str | None, pieces: Pieces) -> None:
        """Give all blocks before a key their place; without one, all that still wait."""
        while self._waiting and (key is None or self._waiting[0][0] < key):
            at, source, block = heapq.heappop(self._waiting)
            if at <= self._last_key:
                raise MappingProblem(
                    f"{source} describes {at} after {self._last_key}", self._path.name, "one source describes an entity"
                )
            self._last_key = at
            pieces[source][self._path.name].append(self._placed(block))

    def _placed(self, block: Block | Stored) -> Piece:
        """Have a block written next, and say where it will lie."""
        if isinstance(block, Block):
            length, gzip_length = len(block.data), len(block.deflated)
            self._hold(block)
        else:
            length, gzip_length = block.piece.length, block.piece.gzip_length
            self._hold_stored(block)
        piece = Piece(block.key, self._at, length, self._gzip_at, gzip_length)
        self._at += length
        self._gzip_at += gzip_length
        return piece

    def _hold(self, block: Block) -> None:
        self._next.append(block)
        self._held += len(block.data)
        if self._held >= _HELD:
            self._write_next()

    def _hold_stored(self, block: Stored) -> None:
        run = self._next[-1] if self._next else None
        if not isinstance(run, _Run) or not run.goes_on_with(block):
            run = _Run(block.dumps, block.piece.offset, block.piece.gzip_offset)
            self._next.append(run)
        run.length += block.piece.length
        run.gzip_length += block.piece.gzip_length

    def _write_next(self) -> None:
        for one in self._next:
            if isinstance(one, Block):
                self._write(one)
            else:
                self._copy(one)
        self._next, self._held = [], 0

    def _write(self, block: Block) -> None:
        self._plain.write(block.data)
        self._squeezed.write(block.deflated)
        self._crc = zlib.crc32(block.data, self._crc)

    def _copy(self, run: _Run) -> None:
        for part in run.dumps.parts(self._path.name, run.offset, run.length):
            self._plain.write(part)
            self._crc = zlib.crc32(part, self._crc)
        for part in run.dumps.parts(f"{self._path.name}.gz", run.gzip_offset, run.gzip_length):
            self._squeezed.write(part)

    def finish(self, tail: str) -> dict[str, str]:
        """Write what is to be written; file names to SHA-256."""
        self._write_next()
        if tail:
            self._write(to_block("", tail.encode()))
        size = self._plain.length & 0xFFFFFFFF
        self._squeezed.write(_DEFLATE_END + self._crc.to_bytes(4, "little") + size.to_bytes(4, "little"))
        return {output.path.name: output.finish() for output in (self._plain, self._squeezed)}

    def release(self) -> None:
        self._plain.close()
        self._squeezed.close()


@dataclass
class _Run:
    """Stored blocks that are neighbours in both files of a published dump: copied together, as most of a dump is."""

    dumps: PublishedDumps
    offset: int
    gzip_offset: int
    length: int = 0
    gzip_length: int = 0

    def goes_on_with(self, block: Stored) -> bool:
        """Whether a block is the next neighbour."""
        ends = self.offset + self.length, self.gzip_offset + self.gzip_length
        return self.dumps is block.dumps and ends == (block.piece.offset, block.piece.gzip_offset)


class _Output:
    """A file that knows its length and its checksum."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.length = 0
        self._file = path.open("xb", buffering=_BUFFER)
        self._sum = hashlib.sha256()

    def write(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        self._sum.update(data)
        self.length += len(data)

    def finish(self) -> str:
        """Write out what is left; the checksum."""
        self.close()
        if self.length >= _LARGE:
            threading.Thread(target=_start_disk, args=(self.path,), daemon=True).start()
        return self._sum.hexdigest()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _start_disk(path: Path) -> None:
    """Have the disk take a file while pages are made. The build waits for all files at its end, and reports there."""
    with suppress(OSError), path.open("rb") as file:
        os.fsync(file.fileno())


class PublishedDumps:
    """The dumps of an earlier publication, to copy blocks from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, BinaryIO] = {}

    def blocks(self, pieces: Mapping[str, Sequence[Piece]]) -> dict[str, list[Stored]]:
        """The blocks of one source, to be copied."""
        return {file: [Stored(piece.key, self, piece) for piece in own] for file, own in pieces.items()}

    def data(self, file: str, pieces: Sequence[Piece]) -> bytes:
        """What some blocks of one dump hold, without their compressed twins."""
        return b"".join(self._read(file, piece.length, piece.offset) for piece in pieces)

    def parts(self, file: str, offset: int, length: int) -> Iterator[memoryview]:
        """What stands in a file, part by part; each is gone when the next is asked for."""
        # Not mapped into memory: what has been read of a mapped file counts as memory of the process.
        handle, end, buffer = self._handle(file), offset + length, memoryview(bytearray(_BUFFER))
        while offset < end:
            part = buffer[: min(_BUFFER, end - offset)]
            read = os.preadv(handle, [part], offset)
            if not read:
                raise OSError(errno.EIO, "is shorter than its build left it", str(self._folder / file))
            yield part[:read]
            offset += read

    def _read(self, file: str, length: int, offset: int) -> bytes:
        return os.pread(self._handle(file), length, offset)

    def _handle(self, file: str) -> int:
        if file not in self._files:
            self._files[file] = (self._folder / file).open("rb")
        return self._files[file].fileno()

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()
