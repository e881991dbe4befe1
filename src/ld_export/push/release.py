"""A release as it is pushed: the statements of each graph in its canonical dump, which is never held as a whole."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ld_export.errors import UnreadableGraph, UsageProblem
from ld_export.graph import GZIP, unpacked
from ld_export.iris import Minter
from ld_export.push.names import Names

_IRI = rb'<[^\x00-\x20<>"{}|^`\\]++>'
_WORDS = rb'"[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*+"'
_LINE = re.compile(rb"(%b %b (?:%b|%b(@[A-Za-z0-9-]++|\^\^%b)?+)) (%b) \.\n" % (_IRI, _IRI, _IRI, _WORDS, _IRI, _IRI))
_REGISTRY = Minter("")("RegistryGraph")
"""What the name of the registry's graph has behind the publication's base."""


class Graph:
    """A graph of a release: how many statements, the SHA-256 of its lines, and where in the file they stand."""

    def __init__(self) -> None:
        self.size = 0
        self.pieces: list[tuple[int, int]] = []
        self._sum = hashlib.sha256()

    @property
    def digest(self) -> str:
        """The SHA-256 of its statements as N-Triples, in the order of the dump."""
        return self._sum.hexdigest()

    def add(self, statement: bytes, offset: int, length: int) -> None:
        """Count a statement whose line stands at an offset."""
        self.size += 1
        self._sum.update(statement)
        self._sum.update(b"\n")
        if self.pieces and sum(self.pieces[-1]) == offset:
            self.pieces[-1] = (self.pieces[-1][0], self.pieces[-1][1] + length)
        else:
            self.pieces.append((offset, length))


class Release(NamedTuple):
    """A dump: its file (not compressed), its SHA-256, its graphs by name, sorted, and one value of each type.

    `values` are literals as N-Triples, by their type or language as it is written behind them.
    """

    path: Path
    digest: str
    names: Names
    graphs: dict[str, Graph]
    values: dict[str, str]

    @property
    def size(self) -> int:
        """How many statements it has."""
        return sum(graph.size for graph in self.graphs.values())

    def statements(self, graphs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The statements of some graphs, one graph after another: its name, and `subject predicate object`."""
        with self.path.open("rb") as file:
            for name in graphs:
                tail = len(name.encode()) + len(b" <> .")
                for offset, length in self.graphs[name].pieces:
                    file.seek(offset)
                    for line in file.read(length).split(b"\n")[:-1]:
                        yield name, line[:-tail]


def read_release(path: Path, folder: Path, *, base: str | None = None, vocabulary: bool = True) -> Release:
    """The release in a dump, `.nq` or `.nq.gz`; `folder` is for what has to be unpacked.

    `base` is the publication's; without one, it is told by the name of the registry's graph. Without `vocabulary`,
    that graph is left out, because it is in the store already.

    Raises `UnreadableGraph` with its line for what is no canonical statement in a named graph, for a graph that is
    not the publication's, and for a dump without statements: nothing must ever be replaced by nothing.
    """
    plain = _unpacked(path, folder)
    digest, graphs, values = _indexed(plain, path.name)
    names = Names(base or _base_of(graphs, path.name))
    for graph in graphs:
        if graph != names.vocabulary and not names.owns(graph):
            raise UnreadableGraph(
                f"the graph {graph} is none of the publication {names.base}",
                path.name,
                "push the dump of a publication, and give its base with --base",
            )
    if not vocabulary:
        graphs.pop(names.vocabulary, None)
    if not any(map(names.owns, graphs)):
        raise UnreadableGraph("there are no statements of the publication", path.name, "build it, and push that")
    return Release(plain, digest, names, dict(sorted(graphs.items())), values)


def _indexed(path: Path, name: str) -> tuple[str, dict[str, Graph], dict[str, str]]:
    whole, offset = hashlib.sha256(), 0
    graphs: dict[bytes, Graph] = {}
    values: dict[bytes, bytes] = {}
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            found = _LINE.fullmatch(line)
            if found is None or not _is_text(line):
                raise UnreadableGraph(
                    "no statement of a canonical dump", f"{name}:{number}", "push dumps/dataset.nq of a built site"
                )
            statement, kind, graph = found.groups()
            graphs.setdefault(graph, Graph()).add(statement, offset, len(line))
            if kind is not None and kind not in values:
                values[kind] = statement.split(b" ", 2)[2]
            whole.update(line)
            offset += len(line)
    return (
        whole.hexdigest(),
        {graph[1:-1].decode(): known for graph, known in graphs.items()},
        {kind.decode(): value.decode() for kind, value in values.items()},
    )


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _base_of(graphs: Iterable[str], name: str) -> str:
    found = [graph.removesuffix(_REGISTRY) for graph in graphs if graph.endswith(f"/{_REGISTRY}")]
    if len(found) != 1:
        raise UsageProblem("the dump does not tell the publication's base", name, "give it: --base https://…/")
    return found[0]


def _unpacked(path: Path, folder: Path) -> Path:
    if not path.is_file():
        raise UsageProblem("no such file", str(path), "build the publication, or name a dump: --dump FILE")
    if path.suffix != GZIP:
        return path
    plain = folder / path.stem
    with unpacked(path) as packed, plain.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return plain
