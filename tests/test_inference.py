"""A reasoner that knows the vocabularies used takes no part of a document for a person and no country for a concept.

The good graph of the shapes, with its alignments, is expanded by OWL RL together with the ontology and with
`inference/axioms.ttl`. Then it is poisoned with statements that look harmless, and the harm must show.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

import owlrl
import pytest
from rdflib import FOAF, ORG, PROV, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.term import Node

pytestmark = pytest.mark.slow  # a reasoner takes seconds

ROOT = Path(__file__).parents[1]
HRD = Namespace("https://w3id.org/hrd/ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
SCHEMA = Namespace("https://schema.org/")
DOCUMENTS = (HRD.WrittenDeclaration, HRD.Motion, HRD.Resolution, SCHEMA.NewsArticle)
EXCERPTS = (HRD.Mention, HRD.Claim, HRD.Demand, HRD.Figure)
PARTS = (HRD.Signature, HRD.Passage, HRD.LanguageVersion, *EXCERPTS)
AGENTS = (FOAF.Agent, FOAF.Person, FOAF.Organization, PROV.Agent, SCHEMA.Person, SCHEMA.Organization, ORG.Organization)
# Two lists that the good graph points to and one with broader concepts stand for all: the rest would only take time.
SCHEMES = [ROOT / "ontology" / "concepts" / f"{name}.ttl" for name in ("document-kind", "rights", "stance")]
REGISTRY = (SCHEMA.Person, SCHEMA.Organization, HRD.PoliticalGroup, SCHEMA.Country, FOAF.Group)
NO_WEB_ANNOTATION = (OA.Annotation, OA.Selector)
SINGLE = (FOAF.Person, FOAF.Organization, SCHEMA.Person, SCHEMA.Organization)
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


class Harm(NamedTuple):
    """What was inferred wrongly.

    Documents, parts, countries and what is only cited as agents; families and sets as one person or one body; parts
    as what belongs to a Web Annotation; registry entities as concepts; and contradictions.
    """

    agents: frozenset[Node]
    single: frozenset[Node]
    annotations: frozenset[Node]
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

    def meant(*kinds: URIRef) -> set[Node]:
        found = [set(before.subjects(RDF.type, kind)) for kind in kinds]
        assert all(found), kinds
        return set().union(*found)

    def taken(things: set[Node], *kinds: URIRef) -> frozenset[Node]:
        return frozenset(thing for thing in things if any((thing, RDF.type, kind) in graph for kind in kinds))

    return Harm(
        agents=taken(meant(*PARTS, *DOCUMENTS, SCHEMA.Country, SCHEMA.CreativeWork), *AGENTS),
        single=taken(meant(FOAF.Group), *SINGLE),
        annotations=taken(meant(*PARTS), *NO_WEB_ANNOTATION),
        concepts=taken(meant(*REGISTRY, *EXCERPTS), SKOS.Concept),
        contradictions=frozenset(str(message) for message in graph.objects(None, ERROR)),
    )


def test_nothing_is_taken_for_what_it_is_not() -> None:
    assert not any(harm(expanded(), good()))


def test_the_reasoner_reasons() -> None:
    """What should follow does: a group is an organisation and an agent, a signed document a creative work."""
    group = URIRef("https://example.org/hrd/group/pace-soc")
    declaration = URIRef("https://example.org/hrd/declaration/pace-wd-901")
    assert {SCHEMA.Organization, FOAF.Agent, ORG.Organization} <= set(expanded().objects(group, RDF.type))
    assert {SCHEMA.CreativeWork, FOAF.Document} <= set(expanded().objects(declaration, RDF.type))
    assert (group, RDF.type, SCHEMA.Organization) not in good()


def test_what_follows_from_evidence_is_what_was_meant() -> None:
    """A claim is an excerpt and, to schema.org, a work of words; a set is an agent, and nobody in particular."""
    claim = URIRef("https://example.org/hrd/declaration/pace-wd-901#claim-1")
    some = URIRef("https://example.org/hrd/declaration/pace-wd-901#set-1")
    assert {HRD.Excerpt, SCHEMA.Claim, SCHEMA.CreativeWork, PROV.Entity} <= set(expanded().objects(claim, RDF.type))
    assert FOAF.Agent in set(expanded().objects(some, RDF.type))
    cited = URIRef("https://example.org/hrd/declaration/pace-wd-800")
    assert not {HRD.WrittenDeclaration, HRD.Motion, HRD.Resolution} & set(expanded().objects(cited, RDF.type))


def test_nobody_is_said_to_be_what_a_document_calls_them() -> None:
    """Role, kind and stance stay with the words: nothing about the one named follows from them."""
    named = URIRef("https://example.org/hrd/person/5")
    said = {predicate for predicate in expanded().predicates(named) if str(predicate).startswith(str(HRD))}
    assert said == set()
    assert {HRD.role, HRD.affects} <= set(good().predicates())


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
    "a family name on a mention": ("wd901:mention-4 foaf:familyName 'Blogova'", "wd901:mention-4", "agents"),
    "a mention that is the same as the one it names": (
        "wd901:mention-4 owl:sameAs person:5",
        "wd901:mention-4",
        "agents",
    ),
    "a mention as the author": ("doc:pace-wd-901 dcterms:creator wd901:mention-4", "wd901:mention-4", "agents"),
    "a claim that something is attributed to": (
        "wd901:text-en <http://www.w3.org/ns/prov#wasAttributedTo> wd901:claim-1",
        "wd901:claim-1",
        "agents",
    ),
    "a figure as a member of a set": ("wd901:set-1 foaf:member wd901:figure-1", "wd901:figure-1", "agents"),
    "an excerpt with the start of a selector": ("wd901:mention-1 oa:start 29", "wd901:mention-1", "annotations"),
    "an excerpt as an annotation": ("wd901:demand-1 oa:hasBody person:5", "wd901:demand-1", "annotations"),
    "a claim for a kind of claim": ("wd901:claim-2 hrd:kind wd901:claim-1", "wd901:claim-1", "concepts"),
    "whom a claim affects as a person": ("hrd:affects rdfs:range schema:Person", "wd901:set-1", "single"),
    "to whom it is imputed as an agent": ("hrd:imputedTo rdfs:range foaf:Agent", "country:xt", "agents"),
    "a family that is the same as a person": ("family:1 owl:sameAs person:5", "family:1", "single"),
    "a person for a kind of document": ("doc:pace-wd-901 hrd:documentKind person:1", "person:1", "concepts"),
}


@pytest.mark.parametrize("name", POISONS)
def test_poison_is_found(name: str) -> None:
    statement, victim, kind = POISONS[name]
    prefixes = dict(good().namespaces()) | {"rdfs": URIRef(str(RDFS))}
    poisoned = expanded() + Graph()
    poisoned.update(f"INSERT DATA {{ {statement} }}", initNs=prefixes)
    found = harm(closed(poisoned), good())
    assert good().namespace_manager.expand_curie(victim) in getattr(found, kind)
    assert found.contradictions
