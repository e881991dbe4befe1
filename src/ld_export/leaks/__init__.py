"""Looking for what gives a withheld person away in everything that a build leaves behind.

`search` looks for everything in everything, and takes its time: it is for tests and for whoever wants to know.
`glance` is what every build does before it publishes. Neither repeats what it found, only where.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from ld_export.leaks.marks import Marks, all_marks, names_of
from ld_export.leaks.views import View, code_points, entities, percent, views
from ld_export.names import folded_text
from ld_export.resources import folder

__all__ = ["Leak", "Marks", "all_marks", "glance", "names_of", "search", "search_bytes"]

_STORE = "store"
_GZIP, _GZIP_HEAD = 47, b"\x1f\x8b\x08"


class Leak(NamedTuple):
    """A place that gives somebody away, what does (a name, a number, a digest), and how it was read."""

    place: str
    what: str
    way: tuple[str, ...]


# -- everything --------------------------------------------------------------------------------------------------------


def search(root: Path, marks: Marks) -> list[Leak]:
    """All leaks below a folder: in names and contents of files, and in what every store of statements holds.

    The files of a store are searched as bytes, and since they may be compressed, its statements by themselves. What the
    program ships for every site (a megabyte of WebAssembly among it) was there before anybody was withheld.
    """
    leaks: list[Leak] = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        leaks += search_bytes(name.encode("utf-8", "surrogateescape"), marks, f"{name} (its name)")
        if path.is_symlink():
            leaks += search_bytes(os.fsencode(path.readlink()), marks, f"{name} (its target)")
        elif path.is_file():
            data = path.read_bytes()
            leaks += [] if hashlib.sha256(data).digest() in _shipped() else search_bytes(data, marks, name)
        elif (path / "CURRENT").is_file() and path.is_dir():
            leaks += search_bytes(_statements(path), marks, f"{name} (its statements)")
    return leaks


@cache
def _shipped() -> frozenset[bytes]:
    files = (path for path in (folder("site") / "static").rglob("*") if path.is_file())
    return frozenset(hashlib.sha256(path.read_bytes()).digest() for path in files)


def search_bytes(data: bytes, marks: Marks, place: str = "") -> list[Leak]:
    """All leaks in some bytes, each kind once."""
    found = {what: view.way for view in views(data) for what in _given_away(view, marks)}
    if any(mark in data for mark in marks.raw):
        found["digest"] = ("bytes",)
    return [Leak(place, what, way) for what, way in found.items()]


def _given_away(view: View, marks: Marks) -> Iterator[str]:
    if _may_hold(view.text, marks.signs) and marks.in_names(folded_text(view.text)):
        yield "name"
    if marks.in_numbers(view.text):
        yield "number"
    if marks.in_digests(view.text):
        yield "digest"


def _statements(store: Path) -> bytes:
    import pyoxigraph as ox  # noqa: PLC0415 - slow to import; a build's glance opens no store

    quads = ox.Store.read_only(str(store))
    return quads.dump(format=ox.RdfFormat.N_QUADS) or b""


# -- what a build looks at ---------------------------------------------------------------------------------------------

_UNDONE: tuple[Callable[[str], str], ...] = (percent, code_points, entities)


def glance(root: Path, marks: Marks) -> Iterator[str]:
    """The files below a folder that give somebody away, in their plain text or simply escaped.

    Compressed twins are passed over, and the store, which was made from a dump that lies here too.
    """
    for place, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - {_STORE})
        for name in sorted(names):
            path = Path(place, name)
            if not name.endswith(".gz") and _shows(name, _plain(path.read_bytes()), marks):
                yield path.relative_to(root).as_posix()


def _plain(data: bytes) -> bytes:
    """What is compressed and has no twin (the full text search reads such pieces), as it was before."""
    return zlib.decompress(data, _GZIP) if data.startswith(_GZIP_HEAD) else data


def _shows(name: str, data: bytes, marks: Marks) -> bool:
    text = data.decode("utf-8", "replace")
    read = {name, text, *(undo(text) for undo in _UNDONE)}
    return any(_names_or_numbers(one, marks) for one in read)


def _names_or_numbers(text: str, marks: Marks) -> bool:
    if marks.in_numbers(text):
        return True
    return _may_hold(text, marks.signs) and marks.in_names(folded_text(text))


def _may_hold(text: str, signs: Iterable[str]) -> bool:
    plain = text.lower().replace("'", "")
    if any(sign in plain for sign in signs):
        return True
    # Of the words that are not plain ASCII few are different ones, and only these have to be folded.
    words = () if text.isascii() else text.split()
    others = "\n".join(_folded_word(word) for word in {word for word in words if not word.isascii()})
    return any(sign in others for sign in signs)


# The same words stand in file after file.
@lru_cache(maxsize=200_000)
def _folded_word(word: str) -> str:
    return folded_text(word).replace("'", "")
