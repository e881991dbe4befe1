"""A publication's data as a whole, told to machines: one record, and each file that is made from it."""

from __future__ import annotations

from collections.abc import Iterator

from ld_export.catalogue.citation import citation
from ld_export.catalogue.counting import COUNTED, Counts, Tally, added, counted, read, without
from ld_export.catalogue.dcat import dcat
from ld_export.catalogue.files import COMPRESSED, FILES, DumpFile, dump_file
from ld_export.catalogue.record import MEASURED, Dataset, Distribution
from ld_export.catalogue.schema_org import schema_org
from ld_export.catalogue.void import void
from ld_export.catalogue.writing import to_json_ld, to_n_triples, to_turtle

__all__ = [
    "COMPRESSED",
    "COUNTED",
    "FILES",
    "MEASURED",
    "WELL_KNOWN",
    "Counts",
    "Dataset",
    "Distribution",
    "DumpFile",
    "Tally",
    "added",
    "catalogue_files",
    "counted",
    "dump_file",
    "read",
    "schema_org",
    "without",
]

WELL_KNOWN = ".well-known/void"
"""Where a client that knows nothing but the host looks for a description (RFC 8615)."""


def catalogue_files(dataset: Dataset, total: Counts) -> Iterator[tuple[str, bytes]]:
    """The paths and the bytes of every file; `total` are the counts of the whole."""
    linked, listed = void(dataset, total, "void.ttl"), dcat(dataset)
    described = to_json_ld(linked)
    turtle = to_turtle(described)
    yield "void.jsonld", described
    yield "void.ttl", turtle
    yield WELL_KNOWN, turtle
    catalogue = to_json_ld(listed)
    yield "catalog.jsonld", catalogue
    yield "catalog.ttl", to_turtle(catalogue)
    # Beside the page about the data, as beside every page: what its IRI leads to for who asks for data.
    both = to_json_ld([*listed, *linked])
    yield "data.jsonld", both
    yield "data.ttl", to_turtle(both)
    yield "data.nt", to_n_triples(both)
    yield "CITATION.cff", citation(dataset)
