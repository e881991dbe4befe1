"""One of two things that are compared: which file it is, and its statements as canonical lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import UnreadableGraph, UsageProblem
from ld_export.graph import FORMATS, ending_of, quads_in

_DUMP = "dataset.nq"
_PLACES = (f"dumps/{_DUMP}", _DUMP, f"public/dumps/{_DUMP}")
"""Where a folder has its dump: a built site, its `dumps/`, a publication."""


class Side(NamedTuple):
    """A file with statements. Without `graphs`, the graphs that it may name are left out."""

    path: Path
    graphs: bool = True

    @property
    def names_graphs(self) -> bool:
        """Whether any statement is in a named graph. Reads as far as the first that is."""
        return _format_of(self.path).supports_datasets and any(
            not isinstance(quad.graph_name, ox.DefaultGraph) for quad in self._quads()
        )

    def lines(self) -> Iterator[str]:
        """Every statement as a canonical line of N-Quads, in the order of the file.

        Raises `UnreadableGraph`, with its line where there is one, for what does not parse or has a blank node: that
        has no name by which it could be found on the other side.
        """
        for quad in self._quads():
            self._refuse_blank_nodes(quad)
            line = str(quad if self.graphs else quad.triple)
            yield f"{line} .\n"

    def _quads(self) -> Iterator[Any]:
        return quads_in(self.path, _format_of(self.path))

    def _refuse_blank_nodes(self, quad: Any) -> None:
        for term in (quad.subject, quad.object, quad.graph_name):
            if isinstance(term, ox.BlankNode | ox.Triple):
                raise UnreadableGraph(
                    f"{term} has no IRI, so nobody can tell what it is on the other side",
                    self.path.name,
                    "give every node an IRI; the dumps of a publication have no others",
                )


def side_of(path: Path) -> Side:
    """What is meant by a path: an RDF file, also a compressed one, or the canonical dump of a built folder.

    Raises `UsageProblem` where there is nothing to compare, and `UnreadableGraph` for what is no RDF file.
    """
    if path.is_dir():
        found = next((path / place for place in _PLACES if (path / place).is_file()), None)
        if found is None:
            raise UsageProblem(f"no {_DUMP} in this folder", str(path), "build it first: ld-export build")
        return Side(found)
    if not path.exists():
        raise UsageProblem("no such file or folder", str(path), "name a dump, a built site or a publication")
    _format_of(path)
    return Side(path)


def _format_of(path: Path) -> ox.RdfFormat:
    ending = ending_of(path)
    if ending not in FORMATS:
        known = ", ".join(FORMATS)
        raise UnreadableGraph(f"{ending or 'no ending'} is no RDF format", path.name, f"use {known}, or these as .gz")
    return FORMATS[ending]
