"""Reconciliation without a server: what makes a match, what values mean, and what is shown of strange names."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest

from ld_export.authority import Authority, Named, read_authority, to_json
from ld_export.reconciliation import Asked, Service, Unanswered
from ld_export.reconciliation.properties import PROPERTIES, property_of
from ld_export.reconciliation.types import TYPES, wanted
from tests import reconciliation
from tests.reconciliation import holds

BASE = "https://example.org/hrd/"
STRANGE = '<img src=x onerror="alert(1)"> & "friends"'


def named(id_: str, name: str, *spellings: str, **more: Any) -> Named:
    kind = id_.partition("/")[0]
    return Named(id=BASE + id_, kind=kind, name=name, spellings=(name, *spellings), **more)


PEOPLE = (
    named("person/1", "Jan Podobny", countries=("PL",), groups=("pace-soc",), first="2017-10-11", last="2019-06-27"),
    named("person/2", "Jan Podobny", countries=("CZ",)),
    named("person/3", "Jan Podobny"),
    named("person/4", "Almat Zhumagulov", "Алмат Жұмағұлов", roles=("activist",), documents=3),
    named("person/5", "Amat Zhumagulov"),
    named("person/6", STRANGE),
    named("country/pl", "Poland", "Pologne", countries=("PL",)),
)
AUTHORITY = Authority(
    base=BASE,
    merged={f"{BASE}person/8": f"{BASE}person/4"},
    withdrawn=(f"{BASE}person/9",),
    roles={"activist": ("Activist", "Militant")},
    entities=PEOPLE,
)


@pytest.fixture(scope="module")
def service() -> Service:
    store = ox.Store()
    signature = ox.NamedNode(f"{BASE}declaration/x#signature-1")
    for predicate, value in (
        ("https://w3id.org/hrd/ontology#signatory", f"{BASE}person/1"),
        ("https://w3id.org/hrd/ontology#representing", f"{BASE}country/pl"),
    ):
        store.add(ox.Quad(signature, ox.NamedNode(predicate), ox.NamedNode(value)))
    return Service(read_authority(to_json(AUTHORITY)), store)


def ask(service: Service, what: str, **values: str) -> Any:
    return json.loads(service.answer(Asked(what, values, "https://example.org/reconcile", "https://example.org/hrd/")))


def find(service: Service, query: str, **more: Any) -> list[dict[str, Any]]:
    said = ask(service, "queries", queries=json.dumps({"q": {"query": query, **more}}))
    holds(said, reconciliation.RESULTS)
    found: list[dict[str, Any]] = said["q"]["result"]
    return found


def test_namesakes_are_no_match(service: Service) -> None:
    assert [one["match"] for one in find(service, "Jan Podobny")] == [False] * 3


def test_a_country_does_not_choose_where_one_namesake_has_none_known(service: Service) -> None:
    found = find(service, "Jan Podobny", properties=[{"pid": "country", "v": "PL"}])
    assert [one["id"] for one in found] == ["person/1", "person/3", "person/2"]
    assert not any(one["match"] for one in found)


@pytest.mark.parametrize("word", ["pl", "POL", "Poland", "Pologne", "Republic of Poland", "République de Pologne"])
def test_a_country_is_understood_by_any_of_its_names(service: Service, word: str) -> None:
    found = find(service, "Jan Podobny", properties=[{"pid": "country", "v": word}])
    assert {"id": "country", "value": True} in found[0]["features"]


def test_names_a_letter_apart_are_told_apart(service: Service) -> None:
    for name, id_ in (("Almat Zhumagulov", "person/4"), ("Amat Zhumagulov", "person/5")):
        best = find(service, name)[0]
        assert (best["id"], best["match"]) == (id_, True)


def test_a_merged_id_leads_on_and_a_withdrawn_one_nowhere(service: Service) -> None:
    assert find(service, "person/8")[0]["id"] == "person/4"
    assert find(service, "person/9") == []
    with pytest.raises(Unanswered, match="no entity 'person/9'"):
        ask(service, "preview", id="person/9")


def test_a_property_that_is_given_twice_is_one_feature(service: Service) -> None:
    properties = [{"pid": "country", "v": "PL"}, {"pid": "Country", "v": "Poland"}, {"pid": "name", "v": "x"}]
    found = find(service, "Jan Podobny", properties=properties)
    assert isinstance(next(one["value"] for one in found[0]["features"] if one["id"] == "name"), float)


def test_a_strange_name_is_text_on_every_page(service: Service) -> None:
    for what in ("preview", "flyout/entity"):
        said = service.answer(Asked(what, {"id": "person/6"}, "https://example.org/reconcile")).decode()
        assert "<img" not in said
        assert "&lt;img" in said


def test_an_address_in_a_query_reaches_no_other_data(service: Service) -> None:
    evil = f"{BASE}person/1> ?p ?o . <{BASE}person/1"
    said = ask(service, "extend", extend=json.dumps({"ids": [evil], "properties": [{"id": "country"}]}))
    assert said["rows"] == {evil: {"country": []}}
    said = ask(service, "extend", extend=json.dumps({"ids": ["person/1"], "properties": [{"id": "country"}]}))
    assert said["rows"] == {"person/1": {"country": [{"id": "country/pl", "name": "Poland"}]}}


def test_suggestions_come_with_the_most_documents_first(service: Service) -> None:
    said = ask(service, "suggest/entity", prefix="zhum")
    assert [one["id"] for one in said["result"]] == ["person/4", "person/5"]
    assert ask(service, "suggest/entity", prefix="Алмат")["result"][0]["id"] == "person/4"
    assert ask(service, "suggest/entity", prefix="")["result"] == []


def test_every_property_can_be_asked_and_names_known_kinds() -> None:
    for name, about in PROPERTIES.items():
        assert property_of(name) is about
        assert property_of(about.name.upper()) is about
        assert set(about.kinds) <= set(TYPES)
        assert about.values in ("str", "int", "date", "count", *TYPES)
        assert about.told or about.pattern


def test_types_go_by_ids_and_classes() -> None:
    assert wanted(["Person", "schema:person", "hrd:PoliticalGroup", "thing"]) == ["person", "group"]
