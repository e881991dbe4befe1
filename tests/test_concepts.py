"""The concept schemes are whole: everyone who picks a code finds what it means, in English and in French.

That a scheme and its concepts agree with the shapes and the code tables is tested in `test_vocabulary.py`.
"""

from __future__ import annotations

import re
import runpy
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Literal, URIRef

ROOT = Path(__file__).parents[1]
CONCEPT = "https://w3id.org/hrd/concept/"
NORM = URIRef("https://w3id.org/hrd/ontology#norm")
FILES = sorted((ROOT / "ontology" / "concepts").glob("*.ttl"))
BY_SCHEME = {path.stem: Graph().parse(path) for path in FILES}
LANGUAGES = ("en", "fr")
LABELS = (SKOS.prefLabel, SKOS.altLabel)
NOTES = (SKOS.definition, SKOS.scopeNote)
# Bodies that made the instruments, or that keep and publish their texts.
OFFICIAL = {
    "ihl-databases.icrc.org",
    "legal.un.org",
    "normlex.ilo.org",
    "undocs.org",
    "www.coe.int",
    "www.ohchr.org",
    "www.un.org",
}

reference: Callable[[], str] = runpy.run_path(str(ROOT / "tools" / "concept_reference.py"))["reference"]


def concepts(scheme: str) -> list[URIRef]:
    return [one for one in BY_SCHEME[scheme].subjects(RDF.type, SKOS.Concept) if isinstance(one, URIRef)]


def texts(scheme: str, *predicates: URIRef) -> Iterator[tuple[URIRef, Literal]]:
    for predicate in predicates:
        for subject, text in BY_SCHEME[scheme].subject_objects(predicate):
            assert isinstance(subject, URIRef)
            assert isinstance(text, Literal)
            yield subject, text


def wider(scheme: str, concept: URIRef) -> set[URIRef]:
    """Every concept above one, however far; the concept itself where the way leads back to it."""
    found: set[URIRef] = set()
    ahead = [concept]
    while ahead:
        above = {one for one in BY_SCHEME[scheme].objects(ahead.pop(), SKOS.broader) if isinstance(one, URIRef)}
        ahead.extend(above - found)
        found |= above
    return found


def notes(concept: URIRef, language: str) -> str:
    graph = BY_SCHEME["violation"]
    return " ".join(str(text) for text in graph.objects(concept, SKOS.scopeNote) if text.language == language)  # type: ignore[attr-defined]


@pytest.mark.parametrize("scheme", BY_SCHEME)
class TestEveryScheme:
    def test_has_a_file_of_its_own(self, scheme: str) -> None:
        graph = BY_SCHEME[scheme]
        assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [URIRef(CONCEPT + scheme)]
        others = {one for one in graph.subjects() if not f"{one}/".startswith(f"{CONCEPT}{scheme}/")}
        assert others == set()

    def test_says_what_it_is_and_on_what_terms_it_may_be_used(self, scheme: str) -> None:
        graph, iri = BY_SCHEME[scheme], URIRef(CONCEPT + scheme)
        assert list(graph.objects(iri, DCTERMS.license)) == [
            URIRef("https://creativecommons.org/publicdomain/zero/1.0/")
        ]
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert sorted(text.language for text in graph.objects(iri, predicate)) == ["en", "fr"]  # type: ignore[attr-defined]

    def test_names_and_defines_each_concept_in_both_languages(self, scheme: str) -> None:
        for predicate in (SKOS.prefLabel, SKOS.definition):
            said = Counter((concept, text.language) for concept, text in texts(scheme, predicate))
            wanted = {
                (one, language) for one in [*concepts(scheme), URIRef(CONCEPT + scheme)] for language in LANGUAGES
            }
            assert said == Counter(wanted)

    def test_has_each_note_in_both_languages_or_in_none(self, scheme: str) -> None:
        noted = {
            language: {one for one, text in texts(scheme, SKOS.scopeNote) if text.language == language}
            for language in LANGUAGES
        }
        assert noted["en"] == noted["fr"]

    def test_lists_what_stands_under_no_other(self, scheme: str) -> None:
        graph = BY_SCHEME[scheme]
        top = {one for one in concepts(scheme) if (one, SKOS.broader, None) not in graph}
        assert top == set(graph.objects(URIRef(CONCEPT + scheme), SKOS.hasTopConcept))

    def test_has_wider_concepts_of_its_own_and_no_circle(self, scheme: str) -> None:
        for concept in concepts(scheme):
            above = wider(scheme, concept)
            assert above <= set(concepts(scheme))
            assert concept not in above

    def test_names_no_wider_concept_twice_over(self, scheme: str) -> None:
        """A concept that is directly under another is not under one further up as well: that follows."""
        for concept in concepts(scheme):
            direct = {one for one in BY_SCHEME[scheme].objects(concept, SKOS.broader) if isinstance(one, URIRef)}
            assert not any(one in wider(scheme, other) for one in direct for other in direct), concept

    def test_is_printed_as_books_are(self, scheme: str) -> None:
        for concept, text in texts(scheme, *LABELS, *NOTES):
            assert str(text) == text.strip()
            assert "  " not in text, concept
            assert "'" not in text, concept
            assert '"' not in text, concept
        for concept, text in texts(scheme, *NOTES):
            assert re.search(r"[.]$", text), concept
            if text.language == "fr":
                assert not re.search(r"\w[;:!?]", text), concept


# A form of address is found in print, not the name of a concept: Mme is printed for Ms and for Mrs.
@pytest.mark.parametrize("scheme", sorted(BY_SCHEME.keys() - {"honorific"}))
def test_no_label_is_of_two_concepts(scheme: str) -> None:
    counted = Counter((text.casefold(), text.language) for _, text in texts(scheme, *LABELS))
    assert [label for label, count in counted.items() if count > 1] == []


def test_a_kind_of_claim_has_one_meaning() -> None:
    """A claim's kind is a violation or a development: no code may be both."""
    codes = {scheme: {one.rpartition("/")[2] for one in concepts(scheme)} for scheme in ("violation", "development")}
    assert codes["violation"] & codes["development"] == set()


def test_a_violation_has_a_norm_or_says_that_none_is_claimed() -> None:
    for concept in concepts("violation"):
        claimed = (concept, NORM, None) in BY_SCHEME["violation"]
        assert claimed != ("No norm is claimed" in notes(concept, "en")), concept
        assert claimed != ("Aucune norme n’est indiquée" in notes(concept, "fr")), concept


def test_a_norm_exists_and_is_of_some_violation() -> None:
    pointed = {norm for norm in BY_SCHEME["violation"].objects(None, NORM) if isinstance(norm, URIRef)}
    known = set(concepts("norm"))
    assert pointed <= known
    assert known <= pointed | {above for norm in pointed for above in wider("norm", norm)}


def test_only_violations_point_to_norms() -> None:
    assert {scheme for scheme, graph in BY_SCHEME.items() if (None, NORM, None) in graph} == {"violation"}


@pytest.mark.parametrize("norm", concepts("norm"), ids=lambda norm: norm.rpartition("/")[2])
def test_a_norm_has_an_official_source(norm: URIRef) -> None:
    (source,) = BY_SCHEME["norm"].objects(norm, DCTERMS.source)
    assert urlsplit(str(source)).scheme == "https"
    assert urlsplit(str(source)).hostname in OFFICIAL


def test_an_instrument_has_its_day() -> None:
    for norm in concepts("norm"):
        days = list(BY_SCHEME["norm"].objects(norm, DCTERMS.date))
        assert all(isinstance(day, Literal) and day.datatype == XSD.date and day.value for day in days)
        assert len(days) == 1 or (not days and wider("norm", norm))


def test_the_reference_in_the_docs_is_that_of_the_schemes() -> None:
    """If this fails, run `python tools/concept_reference.py` and read the difference."""
    assert (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8") == reference()
