"""A reasoner that knows the vocabularies used takes no signature for a person and no country for a concept.

The good graph of the shapes, with its alignments, is expanded by OWL RL together with the ontology and with
`inference/axioms.ttl`. Then it is poisoned with statements that look harmless, and the harm must show.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

import owlrl
import pytest
from rdflib import FOAF, ORG, PROV, RDF, SKOS, Graph, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).parents[1]
HRD = Namespace("https://w3id.org/hrd/ontology#")
SCHEMA = Namespace("https://schema.org/")
DOCUMENTS = (HRD.WrittenDeclaration, HRD.Motion, HRD.Resolution, SCHEMA.NewsArticle)
PARTS = (HRD.Signature, HRD.Passage, HRD.LanguageVersion)
AGENTS = (FOAF.Agent, FOAF.Person, FOAF.Organization, PROV.Agent, SCHEMA.Person, SCHEMA.Organization, ORG.Organization)
# Two lists that the good graph points to and one with broader concepts stand for all: the rest would only take time.
SCHEMES = [ROOT / "ontology" / "concepts" / f"{name}.ttl" for name in ("document-kind", "rights", "stance")]
REGISTRY = (SCHEMA.Person, SCHEMA.Organization, HRD.PoliticalGroup, SCHEMA.Country)
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


class Harm(NamedTuple):
    """What was inferred wrongly: documents and parts as agents, registry entities as concepts, and contradictions."""

    agents: frozenset[Node]
    concepts: frozenset[Node]
    contradictions: frozenset[str]


def good() -> Graph:
    """Return the good graph as it is published: with what the alignments add."""
    graph = Graph().parse(ROOT / "tests" / "shapes" / "valid.ttl")
    plain = graph + Graph()
    for rule in sorted((ROOT / "mappings" / "align").glob("*.rq")):
        made = plain.query(rule.read_text(encoding="utf-8")).graph
        assert made is not None
        graph += made
    return graph


@functools.cache
def expanded() -> Graph:
    """Return everything that follows from the good graph."""
    graph = good()
    for path in [*(ROOT / "ontology").glob("*.ttl"), *SCHEMES, ROOT / "tests" / "inference" / "axioms.ttl"]:
        graph.parse(path)
    return closed(graph)


def closed(graph: Graph) -> Graph:
    # owlrl's own readers of literals would stay in rdflib and take good dates for bad ones in later tests.
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, improved_datatypes=False).expand(graph)
    return graph


def harm(graph: Graph, before: Graph) -> Harm:
    """Return what is wrong in an expanded graph; `before` tells what each thing was meant to be."""
    own = {thing for kind in (*PARTS, *DOCUMENTS) for thing in before.subjects(RDF.type, kind)}
    registered = {thing for kind in REGISTRY for thing in before.subjects(RDF.type, kind)}
    assert len(own) > 10
    assert len(registered) > 10
    return Harm(
        frozenset(thing for thing in own if any((thing, RDF.type, kind) in graph for kind in AGENTS)),
        frozenset(thing for thing in registered if (thing, RDF.type, SKOS.Concept) in graph),
        frozenset(str(message) for message in graph.objects(None, ERROR)),
    )


def test_nothing_is_taken_for_what_it_is_not() -> None:
    assert harm(expanded(), good()) == Harm(frozenset(), frozenset(), frozenset())


def test_the_reasoner_reasons() -> None:
    """What should follow does: a group is an organisation and an agent, a signed document a creative work."""
    group = URIRef("https://example.org/hrd/group/pace-soc")
    declaration = URIRef("https://example.org/hrd/declaration/pace-wd-901")
    assert {SCHEMA.Organization, FOAF.Agent, ORG.Organization} <= set(expanded().objects(group, RDF.type))
    assert {SCHEMA.CreativeWork, FOAF.Document} <= set(expanded().objects(declaration, RDF.type))
    assert (group, RDF.type, SCHEMA.Organization) not in good()


POISONS = {
    "a family name on a signature": ("wd901:signature-1 foaf:familyName 'Testari'", "wd901:signature-1", "agents"),
    "a signature that is a member": (
        "wd901:signature-1 org:memberOf group:pace-soc",
        "wd901:signature-1",
        "agents",
    ),
    "a signature as the signatory": (
        "wd901:signature-2 hrd:signatory wd901:signature-1",
        "wd901:signature-1",
        "agents",
    ),
    "a declaration written by a declaration": (
        "doc:pace-wd-901 <http://purl.org/dc/terms/creator> doc:pace-wd-902",
        "doc:pace-wd-902",
        "agents",
    ),
    "a country that is the same as its entry in the EU's list": (
        "country:it owl:sameAs <http://publications.europa.eu/resource/authority/country/ITA>",
        "country:it",
        "concepts",
    ),
    "a country that matches a concept": (
        "country:se skos:exactMatch <http://publications.europa.eu/resource/authority/country/SWE>",
        "country:se",
        "concepts",
    ),
    "a person for a kind of document": ("doc:pace-wd-901 hrd:documentKind person:1", "person:1", "concepts"),
}


@pytest.mark.parametrize("name", POISONS)
def test_poison_is_found(name: str) -> None:
    statement, victim, kind = POISONS[name]
    prefixes = dict(good().namespaces())
    poisoned = expanded() + Graph()
    poisoned.update(f"INSERT DATA {{ {statement} }}", initNs=prefixes)
    found = harm(closed(poisoned), good())
    assert good().namespace_manager.expand_curie(victim) in getattr(found, kind)
    assert found.contradictions
