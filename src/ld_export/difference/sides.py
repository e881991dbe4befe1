"""One of two things that are compared: which file it is, and its statements as canonical lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import UnreadableGraph
from ld_export.graph import FORMATS, ending_of, quads_in
from ld_export.places import dump_at

_DUMP = "dataset.nq"


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
    found = dump_at(path, _DUMP, "name a dump, a built site or a publication")
    _format_of(found)
    return Side(found)


def _format_of(path: Path) -> ox.RdfFormat:
    ending = ending_of(path)
    if ending not in FORMATS:
        known = ", ".join(FORMATS)
        raise UnreadableGraph(f"{ending or 'no ending'} is no RDF format", path.name, f"use {known}, or these as .gz")
    return FORMATS[ending]
