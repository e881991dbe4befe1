"""The table of dumps: what each file holds, and what its format is called by those who list data sets."""

from __future__ import annotations

from typing import NamedTuple

from ld_export.errors import OutputProblem

COMPRESSED = ".gz"


class Format(NamedTuple):
    """A format: its name, its media type, and what the EU's list of file types and W3C's list of formats call it."""

    name: str
    media_type: str
    file_type: str
    w3c: str = ""


N_QUADS = Format("N-Quads", "application/n-quads", "RDF_N_QUADS", "N-Quads")
N_TRIPLES = Format("N-Triples", "application/n-triples", "RDF_N_TRIPLES", "N-Triples")
TRIG = Format("TriG", "application/trig", "RDF_TRIG", "TriG")
TURTLE = Format("Turtle", "text/turtle", "RDF_TURTLE", "Turtle")
JSON_LD = Format("JSON-LD", "application/ld+json", "JSON_LD", "JSON-LD")
CSV = Format("CSV", "text/csv", "CSV")
JSON = Format("JSON", "application/json", "JSON")
TSV = Format("TSV", "text/tab-separated-values", "TSV")


class DumpFile(NamedTuple):
    """A dump without its compression.

    `holds` is what is in it: a key of the words that say so, and, where not the whole graph is in it, the dump whose
    rows are counted.
    """

    name: str
    format: Format
    holds: str
    counted: str = ""


FILES = {
    file.name: file
    for file in (
        DumpFile("dataset.nq", N_QUADS, "canonical"),
        DumpFile("dataset.trig", TRIG, "graphs"),
        DumpFile("dataset.ttl", TURTLE, "union"),
        DumpFile("dataset.nt", N_TRIPLES, "union"),
        DumpFile("dataset.jsonld", JSON_LD, "union"),
        DumpFile("annotations.jsonld", JSON_LD, "annotations", "annotations.jsonld"),
        *(
            DumpFile(f"{table}{ending}.csv", CSV, f"{table}{ending.replace('-', '_')}", f"{table}.csv")
            for table in ("signatures", "documents", "entities")
            for ending in ("", "-spreadsheet")
        ),
        DumpFile("names.json", JSON, "names_json", "names.json"),
        DumpFile("names.tsv", TSV, "names_tsv", "names.tsv"),
    )
}
"""Every dump, in the order in which they are told of."""


def dump_file(name: str) -> DumpFile:
    """The row of a dump, compressed or not. `OutputProblem` for one of which nothing could be told."""
    plain = name.removesuffix(COMPRESSED)
    if plain not in FILES:
        raise OutputProblem(f"nothing says what the dump {plain} holds", "catalogue/files.py", "add its row")
    return FILES[plain]
