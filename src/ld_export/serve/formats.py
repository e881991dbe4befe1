"""The formats that answers can be had in: a row for each, with the names by which a client may ask for it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pyoxigraph as ox


class ResultFormat(NamedTuple):
    """A format: its name, media type, how the engine calls it, and other media types that it is sent for."""

    name: str
    media_type: str
    engine: Any
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """What the answer says of itself."""
        return f"{self.media_type}; charset=utf-8"


TABLES = (
    ResultFormat(
        "json",
        "application/sparql-results+json",
        ox.QueryResultsFormat.JSON,
        ("application/json", "text/json", "application/x-sparql-results+json"),
    ),
    ResultFormat("xml", "application/sparql-results+xml", ox.QueryResultsFormat.XML, ("application/xml", "text/xml")),
    ResultFormat("csv", "text/csv", ox.QueryResultsFormat.CSV),
    ResultFormat("tsv", "text/tab-separated-values", ox.QueryResultsFormat.TSV),
)
"""What the answers to SELECT and ASK can be had in; the first where nothing is said."""

GRAPHS = (
    ResultFormat(
        "ttl",
        "text/turtle",
        ox.RdfFormat.TURTLE,
        ("text/n3", "text/rdf+n3", "application/x-turtle"),
    ),
    ResultFormat("nt", "application/n-triples", ox.RdfFormat.N_TRIPLES, ("text/plain",)),
    ResultFormat("jsonld", "application/ld+json", ox.RdfFormat.JSON_LD, ("application/json",)),
    ResultFormat("rdf", "application/rdf+xml", ox.RdfFormat.RDF_XML, ("application/xml", "text/xml")),
    ResultFormat("nq", "application/n-quads", ox.RdfFormat.N_QUADS),
    ResultFormat("trig", "application/trig", ox.RdfFormat.TRIG),
)
"""What the answers to CONSTRUCT and DESCRIBE can be had in."""

BY_NAME = {one.name: one for one in (*TABLES, *GRAPHS)}
