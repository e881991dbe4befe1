"""The texts of documents into indexes for the full text search, made while the pages are.

Documents are dealt out to at most sixteen indexes by their keys, so that with one changed document a sixteenth has to
be made again, and a reader loads a piece of each for a word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, TypeVar

from ld_export.dumps import Piece, PublishedDumps
from ld_export.full_text import Bundle, Record, indexed, record_of
from ld_export.pages import Page
from ld_export.pages.search import FOLDER

_FULL, _MOST = 64, 16
_TEXTS = f"{FOLDER}/texts/"
_NODES = "dataset.jsonld"
_One = TypeVar("_One")


class Source(NamedTuple):
    """A document as it was published: its key, its IRI, the path of its page, and where its nodes lie."""

    key: str
    iri: str
    path: str
    pieces: list[Piece]


class Before(NamedTuple):
    """The site of the generation before: its files, the keys of its documents, and of those `remade` since."""

    files: Collection[str]
    documents: Collection[str]
    remade: Collection[str]


class Texts:
    """The indexes of one build, begun when this is made, of documents in a folder of dumps, read as of one language.

    `links` are the files of those that the site before has, and `numbers` those of all; the first has the program.
    """

    def __init__(self, documents: Collection[Source], dumps: Path, language: str, before: Before | None = None) -> None:
        dealt = _dealt({one.key: one for one in documents}, _bundles(len(documents)))
        kept = _unchanged(dealt, before) if before else {}
        self.numbers = tuple(dealt)
        self.links = [name for names in kept.values() for name in names]
        self._made = {number: own for number, own in dealt.items() if number not in kept}
        self._dumps = dumps
        self._language = language
        # Its process does the work, and this thread little but wait for that.
        pool = ThreadPoolExecutor(1)
        self._pages: Future[list[Page]] = pool.submit(lambda: list(self._index()))
        pool.shutdown(wait=False)

    def pages(self) -> list[Page]:
        """The files of the indexes that had to be made. Raises `PageProblem` where that failed."""
        return self._pages.result()

    def _index(self) -> Iterator[Page]:
        with closing(PublishedDumps(self._dumps)) as dumps:
            bundles = [
                Bundle((_record(one, dumps) for one in own.values()), number == self.numbers[0])
                for number, own in self._made.items()
            ]
            for number, files in zip(self._made, indexed(bundles, self._language), strict=True):
                for name, data in sorted(files.items()):
                    yield Page(f"{_folder(number)}{name}", data)


def _unchanged(dealt: Mapping[int, Mapping[str, Source]], before: Before) -> dict[int, list[str]]:
    """The indexes that are as they were, with their files: they have the same documents, of which none was remade."""
    count = _bundles(sum(map(len, dealt.values())))
    known = _dealt(dict.fromkeys(before.documents), count) if _bundles(len(before.documents)) == count else {}
    # Which of them is the first, and has the program, changes only where one comes or goes.
    same = {number for number, own in dealt.items() if number in known and own.keys() == known[number].keys()}
    if min(dealt, default=None) != min(known, default=None):
        same = set()
    texts = [name for name in before.files if name.startswith(_TEXTS)]
    files = {number: [name for name in texts if name.startswith(_folder(number))] for number in sorted(same)}
    return {
        number: names for number, names in files.items() if names and dealt[number].keys().isdisjoint(before.remade)
    }


def _bundles(documents: int) -> int:
    """How many indexes so many documents need: a power of two, so that few documents move when there are more."""
    count = 1
    while count < _MOST and documents > count * _FULL:
        count *= 2
    return count


def _dealt(documents: Mapping[str, _One], count: int) -> dict[int, dict[str, _One]]:
    """Documents by the number of their index; an index that has none is not there."""
    dealt: dict[int, dict[str, _One]] = {}
    for key in sorted(documents):
        number = hashlib.sha256(key.encode()).digest()[0] % count
        dealt.setdefault(number, {})[key] = documents[key]
    return dict(sorted(dealt.items()))


def _folder(number: int) -> str:
    return f"{_TEXTS}{number}/"


def _record(document: Source, dumps: PublishedDumps) -> Record:
    nodes = dumps.data(_NODES, document.pieces).rstrip(b",\n")
    return record_of(document.iri, document.path, nodes)
