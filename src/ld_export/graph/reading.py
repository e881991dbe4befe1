"""RDF files to statements, and statements to rdflib."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ld_export.errors import UnreadableGraph
from ld_export.graph.names import prefixes

if TYPE_CHECKING:
    import rdflib

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


def read_lines(path: Path) -> list[str]:
    """The statements of an RDF file as sorted N-Triples lines without the final ` .`, named graphs merged.

    Raises `UnreadableGraph` with file and line. Nothing is fetched, whatever the file says.
    """
    rdf_format = FORMATS.get(path.suffix)
    if rdf_format is None:
        raise UnreadableGraph(f"{path.suffix or 'no ending'} is no RDF format", path.name, f"use {', '.join(FORMATS)}")
    try:
        quads = ox.parse(path=str(path), format=rdf_format)
        return sorted({f"{quad.subject} {quad.predicate} {quad.object}" for quad in quads})
    except SyntaxError as error:
        place = f"{path.name}:{error.lineno}" if error.lineno else path.name
        raise UnreadableGraph(str(error.msg), place, "correct the file") from None
    except (OSError, ValueError) as error:
        raise UnreadableGraph(str(error), path.name, "check the file") from None


def to_rdflib(lines: Iterable[str]) -> rdflib.Graph:
    """Statements as an rdflib graph, for library users and for pySHACL."""
    import rdflib as rdf  # noqa: PLC0415 - slow to import, and no build needs it

    graph = rdf.Graph(bind_namespaces="none")
    for name, iri in prefixes().items():
        graph.bind(name, iri)
    graph.parse(data="".join(f"{line} .\n" for line in lines), format="turtle")
    return graph
