"""The same publication the naive way: rdflib for the graph, the rules and the files, pySHACL over the whole.

It is what a user of the usual libraries would write, and no slower than need be: it has the parser, the records and
the nodes of the toolkit, adds triples by hand (rdflib's JSON-LD parser takes half as long again), runs every rule
once over everything (document by document takes more than twice as long), and writes neither tables nor checksums.
"""

from __future__ import annotations

import gzip
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyshacl
import rdflib
from rdflib import RDF, Literal, URIRef
from rdflib.term import Node as Term

from benchmarks.stages import planned
from ld_export.documents import to_document
from ld_export.dumps import _LEVEL
from ld_export.graph import prefixes
from ld_export.iris import Minter
from ld_export.mapping import (
    Node,
    context,
    country_node,
    document_nodes,
    group_node,
    organization_node,
    person_node,
)
from ld_export.model import Country, Group, Organization, Person
from ld_export.pipeline.inputs import Inputs
from ld_export.pipeline.plan import Plan, names_in
from ld_export.pipeline.registry_stage import described
from ld_export.resources import folder

Triple = tuple[Term, Term, Term]

_ENTITY_NODES: dict[type, Callable[[Any, Minter], Node]] = {
    Person: person_node,
    Organization: organization_node,
    Group: group_node,
    Country: country_node,
}


class Publication:
    """Everything in memory: all triples in one graph, and which named graph each subject belongs to."""

    def __init__(self) -> None:
        self.triples = rdflib.Graph(bind_namespaces="none")
        self.graph_of: dict[Term, URIRef] = {}
        for name, iri in prefixes().items():
            self.triples.bind(name, iri)

    def add(self, triple: Triple, graph: URIRef) -> None:
        """One statement of a named graph."""
        self.triples.add(triple)
        self.graph_of[triple[0]] = graph

    def dataset(self) -> rdflib.Dataset:
        """The same statements in their named graphs."""
        dataset = rdflib.Dataset()
        graphs = {name: dataset.graph(name) for name in set(self.graph_of.values())}
        for subject, predicate, value in self.triples:
            graphs[self.graph_of[subject]].add((subject, predicate, value))
        return dataset


def build(publication: Path, target: Path) -> None:
    """Read a publication and write its validated dumps into a folder."""
    everything = graph_of(*planned(publication))
    validate(everything.triples)
    write(everything, target)


def graph_of(inputs: Inputs, plan: Plan) -> Publication:
    """The statements of all documents, of the registry and of the vocabulary, and what the rules add to them."""
    mint, everything = Minter(inputs.settings.base_uri), Publication()
    for key, task in plan.tasks.items():
        texts = {language: file.text() for language, file in task.files.items()}
        document = to_document(key, texts, task.settings, task.publisher, task.matches)
        for node in document_nodes(document, mint, task.first_language):
            _add(everything, node, mint("DocumentGraph", document=key))
    for entity in described(plan.registry, names_in(plan.entries.values())):
        _add(everything, _ENTITY_NODES[type(entity)](entity, mint), mint("RegistryGraph"))
    _align(everything)
    vocabulary = URIRef(mint("VocabularyGraph"))
    for path in sorted(folder("ontology").glob("*.ttl")):
        for triple in rdflib.Graph().parse(path):
            everything.add(triple, vocabulary)
    return everything


def _add(everything: Publication, node: Node, graph: str) -> None:
    name = URIRef(graph)
    for triple in triples_of(node):
        everything.add(triple, name)


def triples_of(node: Node) -> Iterator[Triple]:
    """The triples of a node and of the nodes inside it."""
    subject = URIRef(node["id"])
    for key, value in node.items():
        values = value if isinstance(value, list) else [value]
        if key == "type":
            yield from ((subject, RDF.type, URIRef(_expanded(name))) for name in values)
        elif key != "id":
            yield from _triples_of_key(subject, context()[key], values)


def _triples_of_key(subject: URIRef, term: dict[str, str], values: list[Any]) -> Iterator[Triple]:
    if "@reverse" in term:
        predicate = URIRef(_expanded(term["@reverse"]))
        for part in values:
            yield URIRef(part["id"]), predicate, subject
            yield from triples_of(part)
        return
    predicate = URIRef(_expanded(term["@id"]))
    for value in values:
        if term.get("@container") == "@language":
            yield from ((subject, predicate, Literal(words, lang=language)) for language, words in value.items())
        elif isinstance(value, dict):
            yield subject, predicate, URIRef(value["id"])
            yield from triples_of(value)
        else:
            yield subject, predicate, _term(value, term.get("@type"))


def _term(value: Any, kind: str | None) -> Term:
    if kind == "@id":
        return URIRef(value)
    return Literal(value, datatype=URIRef(_expanded(kind))) if kind else Literal(value)


def _expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return prefixes()[prefix] + local


def _align(everything: Publication) -> None:
    for path in sorted((folder("mappings") / "align").glob("*.rq")):
        made: list[Any] = list(everything.triples.query(path.read_text(encoding="utf-8")))
        for triple in made:
            everything.add(triple, everything.graph_of[triple[0]])


def validate(triples: rdflib.Graph) -> None:
    """Raise `ValueError` with the report where the shapes find anything."""
    conforms, _, report = pyshacl.validate(triples, shacl_graph=_shapes(), inference="none", advanced=False)
    if not conforms:
        raise ValueError(report)


def _shapes() -> rdflib.Graph:
    shapes = rdflib.Graph()
    for path in sorted(folder("shapes").glob("*.ttl")):
        shapes.parse(path)
    return shapes


def write(everything: Publication, target: Path) -> None:
    """All dumps, each plain and compressed."""
    dataset = everything.dataset()
    for file, graph, options in (
        ("dataset.nq", dataset, {"format": "nquads"}),
        ("dataset.trig", dataset, {"format": "trig"}),
        ("dataset.nt", everything.triples, {"format": "nt"}),
        ("dataset.ttl", everything.triples, {"format": "turtle"}),
        ("dataset.jsonld", everything.triples, {"format": "json-ld", "context": context(), "indent": None}),
    ):
        _write(target / file, _serialised(graph, options))


def _serialised(graph: rdflib.Graph, options: dict[str, Any]) -> bytes:
    with warnings.catch_warnings():
        # Each serialiser of named graphs calls what its own library gave up.
        warnings.simplefilter("ignore", DeprecationWarning)
        made: bytes = graph.serialize(encoding="utf-8", **options)
    return made


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with gzip.open(f"{path}.gz", "wb", compresslevel=_LEVEL) as squeezed:
        squeezed.write(content)
