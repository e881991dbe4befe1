"""What the endpoint says of itself: a service description (SPARQL 1.1), with its limits in words."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from ld_export.graph import prefixes
from ld_export.serve.formats import BY_NAME, GRAPHS, TABLES
from ld_export.serve.limits import Limits

_SD = "http://www.w3.org/ns/sparql-service-description#"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_UNION = ox.NamedNode(f"{_SD}UnionDefaultGraph")

MANNERS = (
    "the default graph is the union of all graphs, unless the request names others",
    "the prefixes of the publication's context need no declaration",
    "queries are only read: no update, no SERVICE, no FROM",
)


def description(endpoint: str, site: str, limits: Limits, format_name: str) -> bytes:
    """The description in one of the formats of graphs. `endpoint` and `site` are whole addresses."""
    return (
        ox.serialize(
            list(_statements(endpoint, site, limits)),
            format=BY_NAME[format_name].engine,
            prefixes={**prefixes(), "sd": _SD},
        )
        or b""
    )


def _statements(endpoint: str, site: str, limits: Limits) -> Iterator[ox.Triple]:
    service, dataset = ox.NamedNode(f"{endpoint}#service"), ox.NamedNode(f"{endpoint}#dataset")
    default = ox.NamedNode(f"{endpoint}#default-graph")
    yield ox.Triple(service, _RDF_TYPE, _term("Service"))
    yield ox.Triple(service, _term("endpoint"), ox.NamedNode(endpoint))
    yield ox.Triple(service, _term("supportedLanguage"), _term("SPARQL11Query"))
    yield ox.Triple(service, _term("feature"), _UNION)
    for one in (*TABLES, *GRAPHS):
        yield ox.Triple(service, _term("resultFormat"), ox.NamedNode(one.engine.iri))
    yield ox.Triple(service, _term("defaultDataset"), dataset)
    yield ox.Triple(dataset, _RDF_TYPE, _term("Dataset"))
    yield ox.Triple(dataset, _term("defaultGraph"), default)
    yield ox.Triple(default, _RDF_TYPE, _term("Graph"))
    yield ox.Triple(dataset, ox.NamedNode(f"{_RDFS}seeAlso"), ox.NamedNode(f"{site}void.ttl"))
    for said in (*MANNERS, *limits.told().values()):
        yield ox.Triple(service, ox.NamedNode(f"{_RDFS}comment"), ox.Literal(said, language="en"))


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
