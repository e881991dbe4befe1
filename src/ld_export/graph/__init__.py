"""Nodes to RDF, and RDF in the forms that it is published in and read from."""

from ld_export.graph.binding import Bound, Term, bound, parameters_from, term_of
from ld_export.graph.guard import refuse_other_data
from ld_export.graph.jsonld import json_ld, nodes_of, terms_used
from ld_export.graph.named import ENTITY_ALIGNMENTS, EVIDENCE_ALIGNMENTS, NamedGraph, to_graph, vocabulary_graph
from ld_export.graph.names import RDF_TYPE, compact_iri, expanded, iri_of, prefixes, terms_named_in
from ld_export.graph.query_groups import Outline, outline
from ld_export.graph.query_shape import DEEPEST, LONGEST, TOKEN, Shape, shape_of
from ld_export.graph.query_values import with_values
from ld_export.graph.reading import FORMATS, GZIP, ending_of, quads_in, read_lines, to_rdflib, unpacked
from ld_export.graph.statements import (
    END,
    Statements,
    Triple,
    described,
    lines_about,
    lines_of,
    naming,
    statements_of,
    triples_of,
    types_in,
)
from ld_export.graph.terms import iri_in, iri_term, language_suffix, literal_term
from ld_export.graph.turtle import turtle_body, turtle_head, turtle_prefixes

__all__ = [
    "DEEPEST",
    "END",
    "ENTITY_ALIGNMENTS",
    "EVIDENCE_ALIGNMENTS",
    "FORMATS",
    "GZIP",
    "LONGEST",
    "RDF_TYPE",
    "TOKEN",
    "Bound",
    "NamedGraph",
    "Outline",
    "Shape",
    "Statements",
    "Term",
    "Triple",
    "bound",
    "compact_iri",
    "described",
    "ending_of",
    "expanded",
    "iri_in",
    "iri_of",
    "iri_term",
    "json_ld",
    "language_suffix",
    "lines_about",
    "lines_of",
    "literal_term",
    "naming",
    "nodes_of",
    "outline",
    "parameters_from",
    "prefixes",
    "quads_in",
    "read_lines",
    "refuse_other_data",
    "shape_of",
    "statements_of",
    "term_of",
    "terms_named_in",
    "terms_used",
    "to_graph",
    "to_rdflib",
    "triples_of",
    "turtle_body",
    "turtle_head",
    "turtle_prefixes",
    "types_in",
    "unpacked",
    "vocabulary_graph",
    "with_values",
]
