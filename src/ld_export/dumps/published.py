"""Published dumps, and where the blocks of each source lie in them: what did not change is copied from there."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

_BUFFER = 256 * 1024


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """Where a block lies in a published dump and in its compressed twin."""

    key: str
    offset: int
    length: int
    gzip_offset: int
    gzip_length: int


Pieces = dict[str, dict[str, list[Piece]]]
"""Source to dump file to where its blocks lie."""


class Stored(NamedTuple):
    """A block that lies in a published dump, from which it is copied."""

    key: str
    dumps: PublishedDumps
    piece: Piece


class PublishedDumps:
    """The dumps of an earlier publication, to copy blocks from. `sums` are the SHA-256 of its files, where known."""

    def __init__(self, folder: Path, sums: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self._sums = sums or {}
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

    def has(self, file: str, length: int) -> bool:
        """Whether there is a file of this name and length whose checksum is known."""
        return file in self._sums and os.fstat(self._handle(file)).st_size == length

    def link(self, file: str, target: Path) -> str:
        """Have a whole file at another place, too, without copying it; its SHA-256."""
        os.link(self._folder / file, target, follow_symlinks=False)
        return self._sums[file]

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
