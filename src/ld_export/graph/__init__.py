"""Nodes to RDF, and RDF in the forms that it is published in and read from."""

from ld_export.graph.jsonld import add_statement, json_ld, nodes_of, terms_used, walk
from ld_export.graph.named import NamedGraph, by_subject, to_graph, vocabulary_graph
from ld_export.graph.names import RDF_TYPE, compact_iri, iri_of, prefixes
from ld_export.graph.reading import FORMATS, read_lines, to_rdflib
from ld_export.graph.turtle import turtle_body, turtle_head, turtle_prefixes

__all__ = [
    "FORMATS",
    "RDF_TYPE",
    "NamedGraph",
    "add_statement",
    "by_subject",
    "compact_iri",
    "iri_of",
    "json_ld",
    "nodes_of",
    "prefixes",
    "read_lines",
    "terms_used",
    "to_graph",
    "to_rdflib",
    "turtle_body",
    "turtle_head",
    "turtle_prefixes",
    "vocabulary_graph",
    "walk",
]
