"""What the shapes find in a document as it is made: with the types and the concepts that it names, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from ld_export import validate
from ld_export.graph import read_lines
from ld_export.iris import Minter
from ld_export.model import AgentSet, Annotations, Citation, Claim, Demand, Document, Figure, Mention
from ld_export.pipeline import stage
from ld_export.pipeline.stage import document_graph, findings_in
from ld_export.validate import DOCUMENT_SHAPES, EVIDENCE_SHAPES, Finding, violations
from tests.records import DOCUMENT

BASE = "https://example.org/hrd/"
SPARE = Path(__file__).parents[1] / "shapes" / "concepts-until-merged.ttl"
WORDS = DOCUMENT.versions[0].passages[1].text


def at(quote: str, *, number: int = 1) -> dict[str, object]:
    start = WORDS.index(quote)
    place = {"number": number, "passage": 1, "language": "en"}
    return place | {"quote": quote, "start": start, "end": start + len(quote)}


SAID = {"asserted_by": ("signatories",), "stance": "stance/asserted"}
CLAIM = msgspec.convert(
    at("Testland holds prisoners")
    | SAID
    | {
        "kinds": ("violation/imprisonment",),
        "affects": ("set/1", "family/3", "person/44"),
        "may_affect": ("group/pace-soc",),
        "imputed_to": ("country/kz", "organization/example-times"),
        "concerns": ("violation/torture", "declaration/pace-wd-800"),
        "when": "--03-14",
    },
    Claim,
)
ANNOTATIONS = Annotations(
    source="901.yaml",
    document="pace-wd-901",
    language="en",
    mentions=(
        msgspec.convert(at("prisoners") | {"refers_to": "set/1", "roles": ("role/blogger",)}, Mention),
        msgspec.convert(at("Testland", number=2), Mention),
    ),
    citations=(msgspec.convert(at("Testland") | {"cites": "pace-wd-800"}, Citation),),
    claims=(CLAIM,),
    demands=(
        msgspec.convert(at("holds") | SAID | {"kinds": ("demand/release",), "addressees": ("country/kz",)}, Demand),
    ),
    figures=(
        msgspec.convert(
            at("prisoners") | SAID | {"amount": 0, "qualifier": "qualifier/exactly", "counts": "prisoners"}, Figure
        ),
    ),
    sets=(AgentSet(number=1, words="prisoners", language="en"),),
)


@pytest.fixture(autouse=True)
def spare_concepts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Concepts of schemes that the ontology does not have yet."""
    lines = list(validate.concept_lines())
    known = {line.split(" ", 1)[0] for line in lines}
    spare = read_lines(SPARE) if SPARE.exists() else []
    lines += (line for line in spare if line.split(" ", 1)[0] not in known)
    monkeypatch.setattr(validate, "concept_lines", lambda: tuple(lines))
    validate.lines_of_concept.cache_clear()
    yield
    validate.lines_of_concept.cache_clear()


def with_claim(**changed: object) -> Document:
    claims = (msgspec.structs.replace(CLAIM, **changed),)
    return document(msgspec.structs.replace(ANNOTATIONS, claims=claims))


def document(annotations: Annotations | None = ANNOTATIONS, rights: str = "full") -> Document:
    return msgspec.structs.replace(DOCUMENT, annotations=annotations, rights=rights)


def found(made: Document) -> list[Finding]:
    return violations(findings_in(document_graph(made, Minter(BASE), "en"), made, Minter(BASE)))


def test_nothing_is_found_in_a_good_document() -> None:
    assert found(document(None)) == []
    assert found(document()) == []


def test_a_document_of_quotes_keeps_places_without_words() -> None:
    claim = msgspec.structs.replace(CLAIM, quote="")
    figure = msgspec.structs.replace(ANNOTATIONS.figures[0], quote="", counts="")
    assert found(document(msgspec.structs.replace(ANNOTATIONS, claims=(claim,), figures=(figure,)), "quotes")) == []


@pytest.mark.parametrize(
    ("made", "component", "path"),
    [
        (with_claim(start=1), "SPARQLConstraintComponent", ""),
        (with_claim(language="fr"), "SPARQLConstraintComponent", ""),
        (with_claim(asserted_by=()), "MinCountConstraintComponent", "assertedBy"),
        (with_claim(stance="stance/disputed"), "OrConstraintComponent", ""),
        (with_claim(kinds=("demand/release",)), "NodeConstraintComponent", "kind"),
        (with_claim(affects=("set/2",)), "NodeConstraintComponent", "affects"),
        (with_claim(may_affect=("person/44",)), "DisjointConstraintComponent", "affects"),
        (with_claim(asserted_by=("claim/1",)), "NodeConstraintComponent", "assertedBy"),
    ],
)
def test_what_is_wrong_is_found(made: Document, component: str, path: str) -> None:
    (finding,) = found(made)
    path = f"<https://w3id.org/hrd/ontology#{path}>" if path else ""
    assert (finding.component, finding.path) == (component, path)


def test_a_document_without_annotations_is_spared_the_shapes_of_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def note(_lines: object, shapes: tuple[str, ...]) -> list[Finding]:
        asked.append(shapes)
        return []

    monkeypatch.setattr(stage, "validate", note)
    found(document(None))
    found(document())
    assert asked == [DOCUMENT_SHAPES, DOCUMENT_SHAPES + EVIDENCE_SHAPES]


def test_the_shapes_of_a_document_know_all_shapes_that_they_name() -> None:
    """A file that a document is checked without must not be needed by one that it is checked with."""
    for names in (DOCUMENT_SHAPES, DOCUMENT_SHAPES + EVIDENCE_SHAPES):
        graph = validate._shapes_graph(names)
        start = "https://w3id.org/hrd/shape#"
        named = {term for term in graph.objects() if str(term).startswith(start)}
        assert named - set(graph.subjects()) == set()
