"""The same publication the naive way: rdflib for the graphs, the rules and the files, pySHACL over the whole.

It is what a user of the usual libraries would write, and no slower than need be: it has the parser, the records, the
nodes and the tables of the toolkit, reads the nodes with rdflib's JSON-LD parser, prepares every rule once and runs it
on each document by itself, for what a rule makes of a graph belongs into it. It writes the same files, compressed as
much.
"""

from __future__ import annotations

import gzip
import hashlib
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyshacl
import rdflib
from rdflib import URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from benchmarks.stages import Measured, clock, planned
from ld_export.documents import to_document
from ld_export.dumps import ANNOTATIONS, LEVEL
from ld_export.graph import EVIDENCE_ALIGNMENTS, json_ld, prefixes
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
from ld_export.model import Country, Document, Group, Organization, Person
from ld_export.pipeline.inputs import Inputs
from ld_export.pipeline.plan import Plan, names_in
from ld_export.pipeline.registry_stage import described
from ld_export.resources import folder
from ld_export.tables import document_tables, entity_tables, heads

_ENTITY_NODES: dict[type, Callable[[Any, Minter], Node]] = {
    Person: person_node,
    Organization: organization_node,
    Group: group_node,
    Country: country_node,
}


class Publication:
    """Everything in memory: named graphs, and all their triples in one graph."""

    def __init__(self) -> None:
        self.dataset = rdflib.Dataset()
        self.triples = rdflib.Graph(bind_namespaces="none")
        self.took: Measured = {}
        self._rules = _rules()
        for name, iri in prefixes().items():
            self.triples.bind(name, iri)

    def read(self, name: str, nodes: Sequence[Node]) -> None:
        """Read nodes into a named graph, with what the rules make of them."""
        with warnings.catch_warnings():
            # The library's own JSON-LD parser calls what the library gave up; so do its serialisers of named graphs.
            warnings.simplefilter("ignore", DeprecationWarning)
            graph = rdflib.Graph(bind_namespaces="none").parse(data=json_ld(nodes), format="json-ld")
        with clock(self.took, "rules"):
            for rule in self._rules:
                made: list[Any] = list(graph.query(rule))
                graph += made
        self.add(name, graph)

    def add(self, name: str, graph: rdflib.Graph) -> None:
        """Add a graph by a name."""
        named = self.dataset.graph(URIRef(name))
        named += graph
        self.triples += graph


def build(publication: Path, target: Path) -> Measured:
    """Read a publication and write its validated dumps into a folder.

    Measures the whole as `dumps`, the rules within it as `rules`, and beside it as `rules-at-once` what they take on
    all statements at once.
    """
    measured: Measured = {}
    with clock(measured, "dumps"):
        inputs, plan = planned(publication)
        documents = list(documents_of(plan))
        everything = graphs_of(inputs, plan, documents)
        validate(everything.triples)
        write(everything, target)
        write_tables(documents, plan, Minter(inputs.settings.base_uri), target)
        write_checksums(target)
    with clock(measured, "rules-at-once"):
        run_at_once(everything)
    return measured | everything.took


def documents_of(plan: Plan) -> Iterator[Document]:
    """The records of all documents."""
    for key, task in plan.tasks.items():
        texts = {language: file.text() for language, file in task.files.items()}
        yield to_document(key, texts, task.settings, task.publisher, task.matches)


def graphs_of(inputs: Inputs, plan: Plan, documents: Iterable[Document]) -> Publication:
    """The statements of all documents, of the registry and of the vocabulary."""
    mint, everything = Minter(inputs.settings.base_uri), Publication()
    for document in documents:
        nodes = document_nodes(document, mint, inputs.settings.languages[0])
        everything.read(mint("DocumentGraph", document=document.key), nodes)
    entities = described(plan.registry, names_in(plan.entries.values()))
    everything.read(mint("RegistryGraph"), [_ENTITY_NODES[type(entity)](entity, mint) for entity in entities])
    for path in sorted(folder("ontology").rglob("*.ttl")):
        everything.add(mint("VocabularyGraph"), rdflib.Graph().parse(path))
    return everything


def run_at_once(everything: Publication) -> int:
    """How much the rules make of all statements at once, in whatever graph: faster, and not what was asked for."""
    return sum(len(list(everything.triples.query(rule))) for rule in _rules())


def _rules() -> list[Query]:
    # Nothing is annotated in the documents of this benchmark: nobody would run rules that find nothing.
    paths = sorted(path for path in (folder("mappings") / "align").glob("*.rq") if path.stem not in EVIDENCE_ALIGNMENTS)
    return [prepareQuery(path.read_text(encoding="utf-8")) for path in paths]


def validate(triples: rdflib.Graph) -> None:
    """Raise `ValueError` with the report where a rule is broken; warnings and notes stop nothing."""
    conforms, _, report = pyshacl.validate(
        triples, shacl_graph=_shapes(), inference="none", advanced=False, allow_warnings=True
    )
    if not conforms:
        raise ValueError(report)


def _shapes() -> rdflib.Graph:
    shapes = rdflib.Graph()
    for path in sorted(folder("shapes").glob("*.ttl")):
        shapes.parse(path)
    return shapes


def write(everything: Publication, target: Path) -> None:
    """All dumps, each plain and compressed."""
    for file, graph, options in (
        ("dataset.nq", everything.dataset, {"format": "nquads"}),
        ("dataset.trig", everything.dataset, {"format": "trig"}),
        ("dataset.nt", everything.triples, {"format": "nt"}),
        ("dataset.ttl", everything.triples, {"format": "turtle"}),
        ("dataset.jsonld", everything.triples, {"format": "json-ld", "context": context(), "indent": None}),
    ):
        _write(target / file, _serialised(graph, options))
    _write(target / ANNOTATIONS.file, (ANNOTATIONS.head("") + ANNOTATIONS.tail).encode())  # nothing is annotated


def _serialised(graph: rdflib.Graph, options: dict[str, Any]) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        made: bytes = graph.serialize(encoding="utf-8", **options)
    return made


def write_tables(documents: Iterable[Document], plan: Plan, mint: Minter, target: Path) -> None:
    """The tables, each plain and compressed."""
    tables = dict(heads())
    entities = described(plan.registry, names_in(plan.entries.values()))
    for parts in (*(document_tables(document, mint) for document in documents), entity_tables(entities, mint)):
        for name, rows in parts.items():
            tables[name] += rows
    for name, text in tables.items():
        _write(target / name, text.encode())


def write_checksums(target: Path) -> None:
    """The SHA-256 of every file."""
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(target.iterdir())]
    (target / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with gzip.open(f"{path}.gz", "wb", compresslevel=LEVEL) as squeezed:
        squeezed.write(content)
