"""Evidence as nodes and as Web Annotations: each field arrives under its own key, in each language."""

from __future__ import annotations

import msgspec
import pytest

from ld_export.annotating import annotation_context, web_annotations
from ld_export.excerpts import Evidence, Node
from ld_export.iris import Minter, passage_iri
from ld_export.model import Document
from tests.records import ANNOTATIONS, DOCUMENT
from tests.support import BASE

MINT = Minter(BASE)
IRI = f"{BASE}declaration/pace-wd-901"
CONCEPT = "https://w3id.org/hrd/concept/"
ONTOLOGY = "https://w3id.org/hrd/ontology#"
EVIDENCE = Evidence(DOCUMENT, ANNOTATIONS, MINT, "en")
PARTS = EVIDENCE.parts()

PLACE = {
    "inPassage": f"{IRI}#passage-1",
    "start": 0,
    "end": 8,
    "reviewStatus": f"{ONTOLOGY}Reviewed",
    "quote": {"en": "Testland"},
}
VOICE = {
    "assertedBy": [f"{IRI}#signatories", f"{BASE}organization/pace"],
    "reportedBy": [f"{BASE}organization/example-times"],
    "stance": f"{CONCEPT}stance/regretted",
    "concerns": [f"{CONCEPT}violation/torture", f"{IRI}#claim-1", f"{BASE}declaration/pace-wd-900"],
}


def test_every_field_of_a_mention_arrives() -> None:
    first, suggested, french, citation = PARTS["mentions"]
    assert first == PLACE | {
        "id": f"{IRI}#mention-1",
        "type": "hrd:Mention",
        "refersTo": f"{BASE}person/17",
        "role": [f"{CONCEPT}role/activist"],
        "descriptionAsPrinted": {"en": "prisoners"},
    }
    unresolved = {"id": f"{IRI}#mention-2", "type": "hrd:Mention", "reviewStatus": f"{ONTOLOGY}Suggested"}
    assert suggested == PLACE | unresolved
    assert (french["inPassage"], french["quote"]) == (f"{IRI}#fr-passage-0", {"fr": "Testland"})
    assert citation == PLACE | {
        "id": f"{IRI}#citation-1",
        "type": "hrd:Mention",
        "refersTo": f"{BASE}declaration/pace-wd-900",
    }


@pytest.mark.parametrize(
    ("number", "when"),
    list(
        enumerate(
            [
                {"whenDate": "2018-03-14"},
                {"whenYearMonth": "2018-03"},
                {"whenYear": "2018"},
                {"whenMonthDay": "--03-14"},
                {"whenMonth": "--03"},
                {},
            ],
            start=1,
        )
    ),
)
def test_every_field_of_a_claim_arrives_with_its_date_as_precise_as_it_is(number: int, when: Node) -> None:
    said = {
        "id": f"{IRI}#claim-{number}",
        "type": "hrd:Claim",
        "kind": [f"{CONCEPT}violation/arrest", f"{CONCEPT}violation/interrogation"],
        "affects": [f"{BASE}person/17", f"{IRI}#set-1"],
        "mayAffect": [f"{BASE}group/pace-new"],
        "imputedTo": [f"{BASE}country/it"],
    }
    assert PARTS["claims"][number - 1] == PLACE | VOICE | said | when


def test_every_field_of_a_demand_and_a_figure_arrives() -> None:
    demand = {"kind": [f"{CONCEPT}demand/release"], "addressee": [f"{BASE}country/it"]}
    assert PARTS["demands"] == [PLACE | VOICE | demand | {"id": f"{IRI}#demand-1", "type": "hrd:Demand"}]
    figure = {"amount": 4000, "qualifier": f"{CONCEPT}qualifier/at-least", "descriptionAsPrinted": {"en": "prisoners"}}
    assert PARTS["figures"] == [PLACE | VOICE | figure | {"id": f"{IRI}#figure-1", "type": "hrd:Figure"}]


def test_every_field_of_a_record_is_a_field_of_a_node() -> None:
    """So that one that is added is not forgotten: fields of the records beside those of the nodes above."""
    named = {field for item in ANNOTATIONS.excerpts for field in item.__struct_fields__}
    assert named == {
        *("number", "passage", "start", "end", "quote", "language", "status", "line"),
        *("refers_to", "roles", "described_as", "cites", "asserted_by", "stance", "reported_by", "concerns"),
        *("kinds", "affects", "may_affect", "imputed_to", "when", "addressees", "amount", "qualifier", "counts"),
    }


def test_sets_and_signatories_are_agents_of_the_document() -> None:
    assert list(EVIDENCE.agents()) == [
        {"id": f"{IRI}#set-1", "type": "foaf:Group", "name": "prisoners"},
        {
            "id": f"{IRI}#signatories",
            "type": "foaf:Group",
            "name": "the signatories of written declaration No. 901",
        },
    ]
    silent = msgspec.structs.replace(ANNOTATIONS, claims=(), demands=(), figures=(), sets=())
    assert list(Evidence(DOCUMENT, silent, MINT, "en").agents()) == []


def test_a_document_cites_each_other_once() -> None:
    twice = msgspec.structs.replace(ANNOTATIONS, citations=ANNOTATIONS.citations * 2)
    assert Evidence(DOCUMENT, twice, MINT, "en").cites() == [f"{BASE}declaration/pace-wd-900"]


def test_a_passage_has_its_language_in_its_iri_unless_that_is_the_first() -> None:
    assert passage_iri(MINT, "d", 2, "fr", "fr") == f"{BASE}declaration/d#passage-2"
    assert passage_iri(MINT, "d", 2, "fr", "en") == f"{BASE}declaration/d#fr-passage-2"


def test_words_that_may_not_be_published_leave_the_place() -> None:
    bare = msgspec.structs.replace(ANNOTATIONS.figures[0], quote="", counts="")
    (node,) = Evidence(DOCUMENT, msgspec.structs.replace(ANNOTATIONS, figures=(bare,)), MINT, "en").parts()["figures"]
    assert "quote" not in node
    assert "descriptionAsPrinted" not in node
    assert (node["start"], node["end"]) == (0, 8)


def test_every_excerpt_is_a_web_annotation_with_its_exact_words_and_place() -> None:
    made = list(web_annotations(DOCUMENT, MINT, "en"))
    assert len(made) == len(ANNOTATIONS.excerpts)
    assert made[0] == {
        "id": f"{IRI}#mention-1-annotation",
        "type": "Annotation",
        "motivation": "identifying",
        "body": f"{IRI}#mention-1",
        "target": {
            "id": f"{IRI}#mention-1-target",
            "type": "SpecificResource",
            "source": f"{IRI}#passage-1",
            "selector": [
                {"id": f"{IRI}#mention-1-quote", "type": "TextQuoteSelector", "exact": "Testland"},
                {"id": f"{IRI}#mention-1-range", "type": "TextPositionSelector", "start": 0, "end": 8},
            ],
        },
    }
    assert [one["motivation"] for one in made] == ["identifying"] * 4 + ["describing"] * 8
    assert made[2]["target"]["source"] == f"{IRI}#fr-passage-0"
    assert made[3]["body"] == f"{IRI}#citation-1"
    nodes = {node["id"] for nodes in PARTS.values() for node in nodes}
    assert {one["body"] for one in made} == nodes


def test_an_annotation_without_words_has_its_place_alone() -> None:
    bare = msgspec.structs.replace(ANNOTATIONS, mentions=(msgspec.structs.replace(ANNOTATIONS.mentions[0], quote=""),))
    document: Document = msgspec.structs.replace(DOCUMENT, annotations=bare)
    first = next(web_annotations(document, MINT, "en"))
    assert [one["type"] for one in first["target"]["selector"]] == ["TextPositionSelector"]


def test_a_document_without_annotations_has_no_web_annotation() -> None:
    assert list(web_annotations(msgspec.structs.replace(DOCUMENT, annotations=None), MINT, "en")) == []


def test_the_context_knows_every_key() -> None:
    keys: set[str] = set()

    def collect(node: Node) -> None:
        for key, value in node.items():
            keys.add(key)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    collect(one)

    for one in web_annotations(DOCUMENT, MINT, "en"):
        collect(one)
    assert keys <= annotation_context().keys()
