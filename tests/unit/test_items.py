"""Things with everything that is said of them, as a template asks for them."""

from __future__ import annotations

import copy

import pytest

from ld_export.pages.items import Item, by_passage, linked, own_sets
from ld_export.pages.terms import ABSENT, Literal, Term
from tests.unit.test_marks import DOCUMENT, HRD, item, resource


def thing(number: int, **said: list[Term]) -> Item:
    return Item(resource(f"{DOCUMENT}#claim-{number}"), {"date": Literal("2031-05-03")}, said)


CLAIM = thing(
    3,
    type=[resource(f"{HRD}Claim")],
    affects=[resource("https://example.org/person/1"), resource(f"{DOCUMENT}#set-10")],
    concerns=[resource(f"{DOCUMENT}#set-2"), resource("https://example.org/declaration/other#set-1")],
    inPassage=[resource(f"{DOCUMENT}#passage-2")],
    start=[Literal("17")],
)


def test_values_are_asked_for_by_their_local_names() -> None:
    assert [one.iri for one in CLAIM.affects] == ["https://example.org/person/1", f"{DOCUMENT}#set-10"]
    assert CLAIM.one("affects").iri == "https://example.org/person/1"
    assert CLAIM.integer("start") == 17
    assert CLAIM.has("concerns")
    assert CLAIM.class_ == "Claim"
    assert CLAIM.fragment == "claim-3"
    assert CLAIM.href == "../declaration/d.html#claim-3"
    assert CLAIM.passage == f"{DOCUMENT}#passage-2"


def test_what_is_not_said_is_nothing() -> None:
    assert list(CLAIM.imputedTo) == []
    assert CLAIM.one("imputedTo") is ABSENT
    assert not CLAIM.has("imputedTo")
    assert CLAIM.extra("date").label == "2031-05-03"
    assert CLAIM.extra("position") is ABSENT
    assert thing(1).class_ == ""


def test_an_item_can_be_copied() -> None:
    assert copy.copy(CLAIM).fragment == "claim-3"
    with pytest.raises(AttributeError):
        _ = CLAIM._nothing


def test_items_are_found_by_their_passage_in_their_order() -> None:
    second, first = resource(f"{DOCUMENT}#passage-2"), resource(f"{DOCUMENT}#passage-1")
    found = by_passage([CLAIM, thing(1, inPassage=[second]), thing(2, inPassage=[first])])
    assert {iri: [one.fragment for one in items] for iri, items in found.items()} == {
        f"{DOCUMENT}#passage-2": ["claim-3", "claim-1"],
        f"{DOCUMENT}#passage-1": ["claim-2"],
    }


def test_the_sets_of_a_document_are_its_own_each_once_by_number() -> None:
    mention = item("Mention", 1, 0, 1, f"{DOCUMENT}#set-10")
    assert [one.fragment for one in own_sets([CLAIM, mention], DOCUMENT)] == ["set-2", "set-10"]


def test_terms_are_linked_one_after_another_and_escaped() -> None:
    terms: list[Term] = [resource("https://example.org/person/1"), Literal("<b>", "en")]
    assert str(linked(terms)) == (
        '<a href="../person/1.html">https://example.org/person/1</a>, <span lang="en">&lt;b&gt;</span>'
    )
    assert str(linked([])) == ""
