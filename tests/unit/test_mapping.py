"""Records to nodes: every field arrives under a term of the context, and nothing that is not to be published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from ld_export.errors import MappingProblem
from ld_export.graph import lines_of, statements_of
from ld_export.iris import Minter
from ld_export.mapping import (
    Node,
    cited_node,
    context,
    country_node,
    document_nodes,
    family_node,
    group_node,
    organization_node,
    person_node,
)
from ld_export.model import Document, Signature
from tests.records import CITED, COUNTRY, DOCUMENT, ELSEWHERE, FAMILY, GROUP, ORGANIZATION, PERSON, SIGNATURE
from tests.support import BASE
from tests.unit.test_iris import HOSTILE

MINT = Minter(BASE)
DOC = f"{BASE}declaration/pace-wd-901"


def walk(node: Node) -> Iterator[Node]:
    """A node and all nodes in its lists, in order."""
    yield node
    for value in node.values():
        for child in value if isinstance(value, list) else ():
            if isinstance(child, dict):
                yield from walk(child)


def nodes(document: Document = DOCUMENT, first_language: str = "en") -> dict[str, Node]:
    """The nodes of a document with those inside them, by address."""
    found = [node for top in document_nodes(document, MINT, first_language) for node in walk(top)]
    assert len({node["id"] for node in found}) == len(found)
    return {node["id"]: node for node in found}


def all_nodes() -> Iterator[Node]:
    yield from document_nodes(DOCUMENT, MINT, "en")
    merged = msgspec.structs.replace(PERSON, status="merged-into:18")
    yield from (person_node(PERSON, MINT), person_node(merged, MINT), organization_node(ORGANIZATION, MINT))
    yield from (group_node(GROUP, MINT), country_node(COUNTRY, MINT), family_node(FAMILY, MINT))
    yield cited_node(CITED, MINT)


def changed(record: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(record, **fields)


class TestKeys:
    def test_every_key_of_a_full_record_has_a_term(self) -> None:
        assert statements_of(all_nodes())

    def test_every_term_of_the_context_is_the_key_of_some_full_record(self) -> None:
        used = {key for top in all_nodes() for node in walk(top) for key in node}
        terms = {term for term, definition in context().items() if isinstance(definition, dict)}
        assert terms <= used

    @pytest.mark.parametrize(
        "node",
        [
            {"id": DOC, "surname": "x"},
            {"id": DOC, "signatures": [{"id": f"{DOC}#signature-1", "surname": "x"}]},
            {"id": DOC, "publisher": {"id": f"{BASE}organization/pace", "surname": "x"}},
            {"id": DOC, "name": "x", "surname": "y"},
        ],
        ids=["at the top", "in a list", "in a node", "after others"],
    )
    def test_a_key_without_a_term_is_refused_by_name(self, node: Node) -> None:
        with pytest.raises(MappingProblem, match=r"'surname' .*has no term") as caught:
            statements_of([node])
        assert caught.value.place == "mappings/context.jsonld"

    def test_languages_are_no_keys(self) -> None:
        assert len(lines_of(statements_of([{"id": DOC, "title": {"en": "x", "kk": "y"}}]))) == 2


class TestDocument:
    def test_what_is_printed_stays_beside_what_it_means(self) -> None:
        node = nodes()[f"{DOC}#signature-17"]
        assert node["representing"] == f"{BASE}country/it"
        assert node["countryAsPrinted"] == {"en": "Italy", "fr": "Italie"}
        assert (node["signatory"], node["nameAsPrinted"]) == (f"{BASE}person/17", "Aldo TESTARI")

    def test_a_signatory_who_is_nobody_of_the_registry_has_no_person_group_or_honorific(self) -> None:
        node = nodes()[f"{DOC}#signature-esempio-sm"]
        assert not {"signatory", "politicalGroup", "groupAsPrinted", "honorificAsPrinted"} & node.keys()

    @pytest.mark.parametrize(
        ("kind", "adopted"), [("written-declaration", False), ("resolution", True), ("motion-for-a-resolution", None)]
    )
    def test_adopted_is_said_only_where_it_is_known(self, kind: str, adopted: bool | None) -> None:
        assert nodes(changed(DOCUMENT, kind=kind))[DOC].get("adopted") is adopted

    def test_a_passage_keeps_its_address_when_a_language_is_added(self) -> None:
        alone = nodes(changed(DOCUMENT, versions=DOCUMENT.versions[:1]))
        assert {iri for iri in alone if "passage" in iri} == {f"{DOC}#passage-0", f"{DOC}#passage-1"}
        assert {iri for iri in nodes() if "passage" in iri} - alone.keys() == {
            f"{DOC}#fr-passage-0",
            f"{DOC}#fr-passage-1",
        }

    def test_the_first_language_is_that_of_the_publication_and_not_of_the_document(self) -> None:
        french = changed(DOCUMENT, versions=DOCUMENT.versions[1:])
        assert f"{DOC}#fr-passage-1" in nodes(french)
        assert f"{DOC}#passage-1" in nodes(french, first_language="fr")

    def test_text_that_may_only_be_quoted_is_not_published(self) -> None:
        node = nodes(changed(DOCUMENT, rights="quotes"))[f"{DOC}#passage-1"]
        assert node == {"id": f"{DOC}#passage-1", "type": "hrd:Passage", "position": 1}

    def test_where_only_metadata_may_be_published_there_are_no_passages(self) -> None:
        assert not any("passage" in iri for iri in nodes(changed(DOCUMENT, rights="metadata")))

    @pytest.mark.parametrize("value", HOSTILE, ids=repr)
    def test_a_key_that_would_break_an_address_is_refused(self, value: str) -> None:
        with pytest.raises(MappingProblem):
            document_nodes(changed(DOCUMENT, key=value), MINT, "en")

    @pytest.mark.parametrize("field", ["key", "country", "group"])
    @pytest.mark.parametrize("value", [value for value in HOSTILE if value], ids=repr)
    def test_a_signature_whose_fields_would_break_an_address_is_refused(self, field: str, value: str) -> None:
        signature: Signature = changed(SIGNATURE, **{field: value})
        with pytest.raises(MappingProblem):
            document_nodes(changed(DOCUMENT, signatures=(signature,)), MINT, "en")


class TestEntities:
    def test_a_person_shows_no_country_no_note_and_no_probable_link(self) -> None:
        node = person_node(PERSON, MINT)
        assert node["sameAs"] == [f"{ELSEWHERE}testari"]
        assert not any(value in str(node) for value in ("'it'", PERSON.note, "perhaps"))

    def test_a_withdrawn_person_is_an_address_and_nothing_else(self) -> None:
        assert person_node(changed(PERSON, status="withdrawn"), MINT) == {
            "id": f"{BASE}person/17",
            "type": "hrd:Tombstone",
        }

    def test_a_merged_person_points_to_the_other_and_says_nothing_else(self) -> None:
        node = person_node(changed(PERSON, status="merged-into:18"), MINT)
        assert node == {"id": f"{BASE}person/17", "type": "hrd:Tombstone", "replacedBy": f"{BASE}person/18"}

    def test_a_body_shows_no_probable_link(self) -> None:
        assert organization_node(ORGANIZATION, MINT)["sameAs"] == [f"{ELSEWHERE}times"]

    def test_a_group_has_its_codes_and_its_other_names(self) -> None:
        assert group_node(GROUP, MINT)["alternateName"] == ["NG", "GN", "The New Ones"]

    def test_a_country_has_its_codes_in_capitals(self) -> None:
        assert country_node(COUNTRY, MINT)["identifier"] == ["IT", "ITA"]
