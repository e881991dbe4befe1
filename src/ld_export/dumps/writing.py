"""Blocks to dump files: each dump is its head, its blocks in the order of their keys, and its tail."""

from __future__ import annotations

import hashlib
import heapq
import os
import threading
import zlib
from collections import ChainMap
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ld_export import tables
from ld_export.dumps.blocks import ANNOTATIONS, FORMATS, Block, to_block
from ld_export.dumps.published import Piece, Pieces, PublishedDumps, Stored
from ld_export.errors import MappingProblem

_BUFFER = 256 * 1024
_LARGE = 4 * 1024 * 1024
_HELD = 1024 * 1024  # of each dump, before it is written
_THREADS = 4
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # no name and no time, so that equal content is equal bytes
_DEFLATE_END = b"\x03\x00"
_GZIP_END = len(_DEFLATE_END) + 8  # and a checksum, and the length


class DumpSet:
    """All dumps of a publication while they are written, source by source.

    Documents must come in the order of `document_order`; the registry and the vocabulary may come at any time
    before the first block that sorts after theirs. Nothing is held but what has to wait for its place. A context
    manager: it lets go of its files when a build fails.
    """

    def __init__(self, folder: Path, base: str) -> None:
        heads = {dump.file: dump.head(base) for dump in (*FORMATS, ANNOTATIONS)} | dict(tables.heads())
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
        tails = {dump.file: dump.tail for dump in (*FORMATS, ANNOTATIONS)}
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
        self._at, self._gzip_at = self._head = self._plain.length, self._squeezed.length

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
        """Write what is to be written, or take both files as they were; file names to SHA-256."""
        end = to_block("", tail.encode())
        if run := self._whole_before(end):
            return {output.path.name: output.become(run.dumps) for output in (self._plain, self._squeezed)}
        self._write_next()
        if tail:
            self._write(end)
        size = self._plain.length & 0xFFFFFFFF
        self._squeezed.write(_DEFLATE_END + self._crc.to_bytes(4, "little") + size.to_bytes(4, "little"))
        return {output.path.name: output.finish() for output in (self._plain, self._squeezed)}

    def _whole_before(self, end: Block) -> _Run | None:
        """All blocks in a row, where the earlier publication has the same ones, and nothing else, at the same place."""
        if (self._plain.length, self._squeezed.length) != self._head or len(self._next) != 1:
            return None
        run = self._next[0]
        if not isinstance(run, _Run) or (run.offset, run.gzip_offset) != self._head:
            return None
        gzip_end = (len(end.deflated) if end.data else 0) + _GZIP_END
        lengths = {self._plain: self._at + len(end.data), self._squeezed: self._gzip_at + gzip_end}
        return run if all(run.dumps.has(output.path.name, length) for output, length in lengths.items()) else None

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

    def become(self, dumps: PublishedDumps) -> str:
        """Let the earlier file stand in the place of this one, which would be the same; its checksum."""
        self.close()
        self.path.unlink()
        return dumps.link(self.path.name, self.path)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _start_disk(path: Path) -> None:
    """Have the disk take a file while pages are made. The build waits for all files at its end, and reports there."""
    with suppress(OSError), path.open("rb") as file:
        os.fsync(file.fileno())
