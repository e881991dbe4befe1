"""The page of the ontology: every term with its meaning, its use here, its alignments; the shapes in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.term import Node

from ld_export.pages.alignments import Alignment, Step, alignments, read_rule
from ld_export.pages.shapes import rules, shapes
from ld_export.pipeline.build import build
from tests.reading import rdflib_dataset
from tests.support import SETTINGS, declaration, publication

pytestmark = pytest.mark.slow  # each builds whole publications

ROOT = Path(__file__).parents[1]
RULES = sorted((ROOT / "mappings" / "align").glob("*.rq"))
HRD = "https://w3id.org/hrd/ontology#"
DECLARATIONS = ROOT / "declarations"
WITH_VOCABULARY = SETTINGS.replace("vocabulary_pages = false", "vocabulary_pages = true")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("ontology") / "public"
    build(DECLARATIONS, out, frozen=True)
    return out


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ROOT / "ontology" / "hrd.ttl")


def terms(graph: Graph) -> set[str]:
    return {str(term) for term in graph.subjects(RDFS.isDefinedBy) if str(term).startswith(HRD)}


def in_language(graph: Graph, subject: Node, predicate: URIRef, language: str) -> list[str]:
    found = graph.objects(subject, predicate)
    return [str(text) for text in found if isinstance(text, Literal) and text.language == language]


def section(page: str, fragment: str) -> str:
    """The HTML of one term, up to the next."""
    return page.partition(f'<section class="term" id="{fragment}">')[2].partition("</section>")[0]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_term_has_a_place_with_its_label_and_its_definition(site: Path, ontology: Graph, language: str) -> None:
    page = (site / ("ontology.html" if language == "en" else f"ontology.{language}.html")).read_text(encoding="utf-8")
    assert len(terms(ontology)) > 50
    for term in terms(ontology):
        shown = section(page, term.removeprefix(HRD))
        assert f'<code class="copied-from">{term}</code>' in shown
        for predicate in (RDFS.label, SKOS.definition):
            assert in_language(ontology, URIRef(term), predicate, language)[0] in shown, term


def test_every_borrowed_term_stands_there_with_its_use(site: Path) -> None:
    page = (site / "ontology.fr.html").read_text(encoding="utf-8").partition('<section id="borrowed">')[2]
    borrowed = Graph().parse(ROOT / "ontology" / "borrowed.ttl")
    for term in set(borrowed.subjects(SKOS.scopeNote)):
        assert isinstance(term, URIRef)
        assert f'href="{term}"' in page
        assert in_language(borrowed, term, SKOS.scopeNote, "fr")[0] in page


def test_a_term_without_a_domain_says_why(site: Path, ontology: Graph) -> None:
    page = (site / "ontology.html").read_text(encoding="utf-8")
    for term in (URIRef(one) for one in terms(ontology)):
        notes = in_language(ontology, term, SKOS.editorialNote, "en")
        assert all(note in section(page, term.removeprefix(HRD)) for note in notes)


@pytest.mark.parametrize("predicate", [RDFS.domain, RDFS.range, RDFS.subClassOf, OWL.disjointWith])
def test_what_the_ontology_says_of_a_term_stands_in_its_place(site: Path, ontology: Graph, predicate: URIRef) -> None:
    page = (site / "ontology.html").read_text(encoding="utf-8")
    for term, value in ontology.subject_objects(predicate):
        shown = section(page, str(term).removeprefix(HRD))
        assert (f'"{value}"' if not str(value).startswith(HRD) else f"#{str(value).removeprefix(HRD)}") in shown


def test_every_anchor_is_there_once_and_every_link_within_the_page_leads_to_one(site: Path) -> None:
    page = (site / "ontology.html").read_text(encoding="utf-8")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="(?:ontology\.html)?#([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize("ending", [".ttl", ".nt", ".jsonld"])
def test_the_ontology_dereferences_whole_in_every_format(site: Path, ontology: Graph, ending: str) -> None:
    found = rdflib_dataset((site / f"ontology{ending}").read_bytes(), ending)
    assert {triple[:3] for triple in found.quads()} >= set(ontology)


def examples(page: str) -> dict[str, str]:
    found = re.findall(
        r'<section class="term" id="(\w+)">(?:(?!</section>).)*<dt>Example</dt><dd>(.*?)</dd>', page, re.S
    )
    return dict(found)


def test_an_example_is_a_statement_of_the_publication(site: Path) -> None:
    shown = examples((site / "ontology.html").read_text(encoding="utf-8"))
    assert "Nothing in this publication uses it." in shown["Tombstone"]
    assert '(<a href="declaration/' in shown["LanguageVersion"]
    subject = re.findall(r'href="(declaration/[\w-]+)\.html(#[\w-]+)"', shown["signatory"])[0]
    line = f"<https://w3id.org/hrd/{subject[0]}{subject[1]}> <{HRD}signatory> <"
    assert line in (site / f"{subject[0]}.nt").read_text(encoding="utf-8")


def test_a_term_is_called_unused_only_if_it_is(site: Path, ontology: Graph) -> None:
    shown = examples((site / "ontology.html").read_text(encoding="utf-8"))
    data = (site / "dumps" / "dataset.nt").read_text(encoding="utf-8")
    for name, example in shown.items():
        term = f"<{HRD}{name}>"
        lines = [line for line in data.splitlines() if f" {term} " in line]
        used = [line for line in lines if not line.startswith(f"<{HRD}") or f" <{RDF.type}> {term}" in line]
        assert ("Nothing in this publication" in example) == (not used), name


def test_no_example_names_a_person_of_whom_something_is_said_where_another_would_do(site: Path) -> None:
    shown = examples((site / "ontology.html").read_text(encoding="utf-8"))
    assert 'href="person/' in shown["signatory"]
    for name in ("affects", "mayAffect", "concerns", "imputedTo", "refersTo", "addressee", "assertedBy"):
        assert 'href="person/' not in shown[name], name


@pytest.mark.slow
def test_examples_follow_the_data_in_a_build_that_keeps_other_pages(tmp_path: Path) -> None:
    folder = publication(tmp_path / "p", {"b": declaration(902)}, WITH_VOCABULARY)
    build(folder)
    before = examples((folder / "public" / "ontology.html").read_text(encoding="utf-8"))["number"]
    (folder / "documents" / "a.txt").write_text(declaration(901, title="Another title"), encoding="utf-8")
    build(folder)
    after = (folder / "public" / "ontology.html").read_text(encoding="utf-8")
    assert "901" in examples(after)["number"]
    assert "902" in before
    build(folder, tmp_path / "clean")
    assert after == (tmp_path / "clean" / "ontology.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_page_is_kept_where_its_examples_stay_the_same(tmp_path: Path) -> None:
    folder = publication(tmp_path / "p", {"a": declaration(901), "b": declaration(902)}, WITH_VOCABULARY)
    build(folder)
    before = (folder / "public" / "ontology.html").resolve().stat().st_ino
    (folder / "documents" / "b.txt").write_text(declaration(902, title="Another title"), encoding="utf-8")
    build(folder)
    assert (folder / "public" / "ontology.html").resolve().stat().st_ino == before
    (folder / "documents" / "a.txt").write_text(declaration(901, title="Another title"), encoding="utf-8")
    build(folder)
    page = (folder / "public" / "ontology.html").read_text(encoding="utf-8")
    build(folder, tmp_path / "clean")
    assert page == (tmp_path / "clean" / "ontology.html").read_text(encoding="utf-8")


def test_shapes_have_a_message_in_the_language_of_the_page_or_are_marked_as_english() -> None:
    found = rules()
    assert len(found) > 150
    assert all(set(rule.messages) == {"en", "fr"} for _, rule in found.values())


# -- alignments ----------------------------------------------------------------------------------------------------


def written(term: Any) -> str:
    return str(term.n3()).strip("<>")


def triples_in(part: Any) -> Iterator[tuple[str, str, str]]:
    """The triples of a query's algebra."""
    if isinstance(part, dict):
        if "triples" in part:  # not asked with get: that of rdflib's algebra answers the key
            yield from ((written(one), written(two), written(three)) for one, two, three in part["triples"])
        for key, value in part.items():
            if key != "triples":
                yield from triples_in(value)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from triples_in(one)


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_is_read_as_rdflib_reads_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    algebra = translateQuery(parseQuery(text)).algebra
    rule = read_rule(text)
    assert {tuple(one) for one in rule.makes} == {tuple(map(written, triple)) for triple in algebra.template}
    matched = {tuple(one) for branch in rule.branches for one in branch if not one.predicate.startswith("values:")}
    assert matched == set(triples_in(algebra.p))


def test_alignments_are_read_from_the_rules() -> None:
    found = alignments()
    agent = "https://schema.org/agent"
    assert found[f"{HRD}signatory"] == (Alignment(agent, (Step(f"{HRD}signatory", False),)),)
    assert Alignment("https://schema.org/EndorseAction") in found[f"{HRD}Signature"]
    assert Alignment("http://xmlns.com/foaf/0.1/Person") in found["https://schema.org/Person"]
    assert [len(one.path) for one in found[f"{HRD}refersTo"]] == [2]


def test_what_a_rule_makes_stands_with_the_term_that_it_is_made_of(site: Path) -> None:
    page = (site / "ontology.html").read_text(encoding="utf-8")
    for term, made in alignments().items():
        if term.startswith(HRD):
            shown = section(page, term.removeprefix(HRD))
            assert all(f'href="{one.term}"' in shown for one in made), term


def test_every_term_that_a_rule_makes_is_aligned_with_something() -> None:
    made = {one.predicate for path in RULES for one in read_rule(path.read_text(encoding="utf-8")).makes}
    told = {one.term for those in alignments().values() for one in those}
    assert made - told - {str(RDF.type)} == set()


# -- shapes --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shapes_graph() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        graph.parse(path)
    return graph


def test_every_shape_and_every_message_is_told(site: Path, shapes_graph: Graph) -> None:
    page = (site / "ontology.fr.html").read_text(encoding="utf-8")
    targeted = set(shapes_graph.subjects(SH.targetClass))
    assert {URIRef(one.iri) for one in shapes()} == targeted
    for shape in targeted:
        shown = section(page, f"shape-{str(shape).partition('#')[2]}")
        parts = [shape, *shapes_graph.objects(shape, SH.property)]
        wanted = [text for part in parts for text in in_language(shapes_graph, part, SH.message, "fr")]
        assert wanted
        assert all(text in shown for text in wanted), shape


def test_no_shape_shows_a_name_that_only_the_machine_knows(site: Path) -> None:
    page = (site / "ontology.html").read_text(encoding="utf-8")
    assert "_:" not in page.partition('id="shapes"')[2].partition('id="link"')[0]
    assert not any(
        isinstance(value, BNode)
        for shape in shapes()
        for rule in shape.rules
        for fact in rule.facts
        for value in fact.values
    )


def test_a_rule_is_told_in_words(site: Path) -> None:
    shown = section((site / "ontology.html").read_text(encoding="utf-8"), "shape-Document")
    row = next(row for row in shown.split("<tr>") if "needs exactly one publisher" in row)
    assert "exactly 1" in row
    assert '<a href="https://schema.org/Organization">organisation</a>' in row
