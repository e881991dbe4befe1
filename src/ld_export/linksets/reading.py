"""A link set to its statements: from any RDF format, or from SSSOM."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import LdExportError
from ld_export.graph import FORMATS, quads_in
from ld_export.linksets.sssom import Mappings

SSSOM = ".tsv"


class LinkSetProblem(LdExportError):
    """A link set that cannot be read."""


class Statement(NamedTuple):
    """A statement between two addresses, and where it stands (`file`, or `file:line`)."""

    subject: str
    predicate: str
    object: str
    place: str


def read_statements(path: Path) -> Iterator[Statement]:
    """The statements of a file between two addresses, as they stand in it; others say nothing of links.

    Raises `LdExportError` with file and line for what cannot be read.
    """
    if path.suffix == SSSOM:
        yield from (Statement(*found) for found in Mappings(path).statements())
        return
    for quad in quads_of(path):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            yield Statement(quad.subject.value, quad.predicate.value, quad.object.value, path.name)


def quads_of(path: Path) -> Iterator[Any]:
    """The statements of an RDF file. Raises `LinkSetProblem`. Nothing is fetched, whatever the file says."""
    if path.suffix not in FORMATS:
        known = ", ".join((*FORMATS, SSSOM))
        raise LinkSetProblem(f"{path.suffix or 'no ending'} is no link set", path.name, f"use {known} (SSSOM)")
    yield from quads_in(path, FORMATS[path.suffix], LinkSetProblem)
