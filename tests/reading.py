"""Statements as three independent libraries read them, in one comparable form."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

import pyoxigraph as ox
import rdflib
from pyld import jsonld

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

OXIGRAPH = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
RDFLIB = {".nq": "nquads", ".nt": "nt", ".trig": "trig", ".ttl": "turtle", ".jsonld": "json-ld"}


class Term(NamedTuple):
    """An IRI (`datatype` empty), a blank node (`_:`), or a literal with its lexical form."""

    value: str
    datatype: str = ""
    language: str = ""


class Statement(NamedTuple):
    """A statement; `graph` is empty in the default graph."""

    subject: Term
    predicate: Term
    object: Term
    graph: str = ""

    @property
    def triple(self) -> Statement:
        """The same without its graph."""
        return self._replace(graph="")


Statements = frozenset[Statement]


def by_oxigraph(data: bytes, ending: str) -> Statements:
    """What pyoxigraph reads, as written: its parser changes no literal."""
    return frozenset(
        Statement(_ox(quad.subject), _ox(quad.predicate), _ox(quad.object), _ox_graph(quad.graph_name))
        for quad in ox.parse(data, format=OXIGRAPH[ending])
    )


def _ox(term: Any) -> Term:
    if isinstance(term, ox.Literal):
        return Term(term.value, term.datatype.value, term.language or "")
    return Term(term.value if isinstance(term, ox.NamedNode) else f"_:{term.value}")


def _ox_graph(name: Any) -> str:
    return "" if isinstance(name, ox.DefaultGraph) else _ox(name).value


def by_rdflib(data: bytes, ending: str) -> Statements:
    """What rdflib reads, with its usual rewriting of literals."""
    dataset = rdflib_dataset(data, ending)
    return frozenset(
        Statement(_rdflib(s), _rdflib(p), _rdflib(o), _rdflib_graph(graph)) for s, p, o, graph in dataset.quads()
    )


def rdflib_dataset(data: bytes, ending: str) -> rdflib.Dataset:
    """A dataset whose queries see all graphs together."""
    dataset = rdflib.Dataset(default_union=True)
    with warnings.catch_warnings():
        # Its own parsers call what it deprecates.
        for deprecated in (r"Dataset\.default_context", "ConjunctiveGraph"):
            warnings.filterwarnings("ignore", f"{deprecated} is deprecated", DeprecationWarning)
        dataset.parse(data=data, format=RDFLIB[ending])
    return dataset


def _rdflib(term: Any) -> Term:
    if isinstance(term, rdflib.Literal):
        plain = _LANGUAGE_STRING if term.language else _XSD_STRING
        return Term(str(term), str(term.datatype or plain), term.language or "")
    return Term(str(term) if isinstance(term, rdflib.URIRef) else f"_:{term}")


def _rdflib_graph(name: Any) -> str:
    return "" if name is None or name == rdflib.graph.DATASET_DEFAULT_GRAPH_ID else str(name)


def by_pyld(data: bytes) -> Statements:
    """What PyLD reads of JSON-LD; it is given no means to fetch a context."""
    quads: Mapping[str, list[dict[str, dict[str, str]]]] = jsonld.to_rdf(
        json.loads(data), {"documentLoader": refuse_to_load}
    )
    return frozenset(
        Statement(
            _pyld(triple["subject"]),
            _pyld(triple["predicate"]),
            _pyld(triple["object"]),
            "" if graph == "@default" else graph,
        )
        for graph, triples in quads.items()
        for triple in triples
    )


def refuse_to_load(url: str, _options: object = None) -> NoReturn:
    """Stand in for PyLD's document loader: whatever it is asked for is a failure of the test."""
    raise AssertionError(f"asked for {url}")


def _pyld(term: Mapping[str, str]) -> Term:
    if term["type"] == "literal":
        return Term(term["value"], term["datatype"], term.get("language", ""))
    return Term(term["value"])
