"""RDF files to statements, and statements to rdflib."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyoxigraph as ox

from ld_export.errors import LdExportError, UnreadableGraph
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

GZIP = ".gz"


def ending_of(path: Path) -> str:
    """The ending of a file, or of what is compressed in it."""
    return Path(path.stem).suffix if path.suffix == GZIP else path.suffix


@contextmanager
def unpacked(path: Path, problem: type[LdExportError] = UnreadableGraph) -> Iterator[BinaryIO]:
    """The bytes of a file, without compression if it ends in `.gz`. Raises `problem` where that is damaged or cut."""
    try:
        with io.BufferedReader(gzip.GzipFile(path)) if path.suffix == GZIP else path.open("rb") as file:
            yield file
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise problem("the compressed file is damaged or cut", path.name, "get it again") from None


def quads_in(path: Path, rdf_format: ox.RdfFormat, problem: type[LdExportError] = UnreadableGraph) -> Iterator[Any]:
    """The statements of an RDF file, in its order; it may be compressed.

    Raises `problem` with file and line. Nothing is fetched, whatever the file says.
    """
    try:
        with unpacked(path, problem) as file:
            yield from ox.parse(file, format=rdf_format)
    except SyntaxError as error:
        place = f"{path.name}:{error.lineno}" if error.lineno else path.name
        raise problem(str(error.msg), place, "correct the file") from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise problem(f"cannot be read: {said}", path.name, "check the file") from None


def read_lines(path: Path) -> list[str]:
    """The statements of an RDF file as sorted N-Triples lines without the final ` .`, named graphs merged.

    Raises `UnreadableGraph` as `quads_in` does, and for a file of no RDF format.
    """
    rdf_format = FORMATS.get(path.suffix)
    if rdf_format is None:
        raise UnreadableGraph(f"{path.suffix or 'no ending'} is no RDF format", path.name, f"use {', '.join(FORMATS)}")
    return sorted({f"{quad.subject} {quad.predicate} {quad.object}" for quad in quads_in(path, rdf_format)})


def to_rdflib(lines: Iterable[str]) -> rdflib.Graph:
    """Statements as an rdflib graph, for library users and for pySHACL."""
    import rdflib as rdf  # noqa: PLC0415 - slow to import, and no build needs it

    graph = rdf.Graph(bind_namespaces="none")
    for name, iri in prefixes().items():
        graph.bind(name, iri)
    graph.parse(data="".join(f"{line} .\n" for line in lines), format="turtle")
    return graph
