"""The reconciliation service: every answer is as version 0.2 of the specification has it, and nobody harms it."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from ld_export.pipeline.build import build
from ld_export.reconciliation.properties import PROPERTIES
from ld_export.reconciliation.types import TYPES
from tests import reconciliation
from tests.fixtures_built import Built
from tests.hosts.conftest import Answer
from tests.reconciliation import holds
from tests.serve.running import Server, serving
from tests.support import SIGNATORIES, declaration, publication
from tests.test_incremental import Withhold, person, rewrite

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]

PLACE = "/reconcile"
NAMESAKES = ("Mr Jan PODOBNY, Poland, SOC", "Mr Jan PODOBNY, Czech Republic, EPP/CD", *SIGNATORIES)


def post(server: Server, form: Mapping[str, str] | bytes, media_type: str = "") -> tuple[int, bytes]:
    """Ask by POST, as OpenRefine does; the status and the answer."""
    body = form if isinstance(form, bytes) else urlencode(form).encode()
    kind = media_type or "application/x-www-form-urlencoded; charset=UTF-8"
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with closing(connection):
        connection.request("POST", PLACE, body, {"Content-Type": kind})
        answer = connection.getresponse()
        return answer.status, answer.read()


def asked(server: Server, queries: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The candidates of some queries."""
    status, body = post(server, {"queries": json.dumps(queries)})
    assert status == 200, body
    said = json.loads(body)
    holds(said, reconciliation.RESULTS)
    assert said.keys() == queries.keys()
    return {name: one["result"] for name, one in said.items()}


def one(server: Server, query: str, **more: Any) -> list[dict[str, Any]]:
    return asked(server, {"q": {"query": query, **more}})["q"]


def extended(server: Server, ids: list[str], *properties: str, **settings: Any) -> dict[str, Any]:
    """The values of properties, by entity."""
    asked_for = [{"id": name, "settings": settings} for name in properties]
    status, body = post(server, {"extend": json.dumps({"ids": ids, "properties": asked_for})})
    assert status == 200, body
    said = json.loads(body)
    holds(said, reconciliation.EXTENDED)
    assert [meta["id"] for meta in said["meta"]] == list(properties)
    rows: dict[str, Any] = said["rows"]
    assert list(rows) == ids
    return rows


def got(server: Server, path: str, **values: str) -> Any:
    answer = server.ask(f"{PLACE}/{path}?{urlencode(values)}")
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


# -- the manifest ------------------------------------------------------------------------------------------------------


def test_the_manifest_is_as_specified_and_leads_to_what_is_there(server: Server) -> None:
    answer = server.ask(PLACE)
    assert answer.headers["content-type"] == "application/json"
    said = json.loads(answer.body)
    holds(said, reconciliation.MANIFEST)
    assert said["identifierSpace"] == "https://w3id.org/hrd/"
    assert [one["id"] for one in said["defaultTypes"]] == list(TYPES)
    for about in ("entity", "property", "type"):
        place = said["suggest"][about]
        assert place["service_url"] == f"http://127.0.0.1:{server.port}{PLACE}"
        assert server.ask(f"{PLACE}{place['service_path']}?prefix=a").status == 200
    assert said["extend"]["propose_properties"]["service_path"] == "/properties"


@pytest.mark.parametrize("path", ["/reconcile", "/hrd/reconcile"])
def test_it_is_found_at_the_host_and_below_the_site(server: Server, path: str) -> None:
    said = json.loads(server.ask(path).body)
    assert said["preview"]["url"].startswith(f"http://127.0.0.1:{server.port}{path}/preview?")


@pytest.mark.parametrize("path", ["", "/suggest/entity?prefix=a", "/preview?id=person%2F1", "/properties?type=person"])
def test_other_sites_may_ask(server: Server, path: str) -> None:
    plain = server.ask(PLACE + path, {"Origin": "https://elsewhere.example"})
    assert plain.headers["access-control-allow-origin"] == "*"
    before = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    preflight = server.ask(PLACE + path, before, "OPTIONS")
    assert preflight.status == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "content-type" in preflight.headers["access-control-allow-headers"].lower()


# -- queries -----------------------------------------------------------------------------------------------------------


def test_a_batch_is_answered_alike_by_get_and_by_post(server: Server) -> None:
    queries = json.dumps({"a": {"query": "Stefan Schennach"}, "b": {"query": "Kazakhstan", "limit": 2}})
    status, posted = post(server, {"queries": queries})
    got_ = server.ask(f"{PLACE}?{urlencode({'queries': queries})}")
    assert (status, got_.status) == (200, 200)
    assert posted == got_.body
    holds(json.loads(posted), reconciliation.RESULTS)


@pytest.mark.parametrize("spelling", ["Stefan SCHENNACH", "Schennach, Stefan", "Стефан Шеннах", "Stefan  schennach"])
def test_a_name_in_any_script_and_order_is_a_match(server: Server, spelling: str) -> None:
    best = one(server, spelling)[0]
    assert (best["id"], best["match"]) == ("person/1", True)


@pytest.mark.parametrize("name", ["Schennach", "S. Schennach", "Stefanie Schennach", "Stefan Schennich"])
def test_what_may_be_somebody_else_is_no_match(server: Server, name: str) -> None:
    assert not any(candidate["match"] for candidate in one(server, name))


def test_the_spelling_that_fits_is_said_where_it_is_another(server: Server) -> None:
    best = one(server, "Royaume-Uni")[0]
    assert best["name"] == "United Kingdom"
    assert best["description"].startswith("“Royaume-Uni”; Country")


@pytest.mark.parametrize("id_", ["person/97", "https://w3id.org/hrd/person/97"])
def test_an_id_is_its_entity(server: Server, id_: str) -> None:
    assert [(found["id"], found["score"], found["match"]) for found in one(server, id_)] == [("person/97", 100, True)]


def test_types_are_held_to(server: Server) -> None:
    for type_ in ("country", ["country", "person"], "schema:Country"):
        assert one(server, "Kazakhstan", type=type_)[0]["id"] == "country/kz"
    assert one(server, "Kazakhstan", type="person") == []
    assert one(server, "Kazakhstan", type=["country", "person"], type_strict="all") == []
    assert one(server, "Kazakhstan", type="never-heard-of") == []
    soft = one(server, "Kazakhstan", type="person", type_strict="should")
    assert soft[0]["id"] == "country/kz"
    assert soft[0]["score"] < 80
    assert not soft[0]["match"]


@pytest.mark.parametrize(
    "country", ["Austria", "Autriche", "AT", "AUT", "at", {"id": "country/at"}, {"id": "country/at", "name": "x"}]
)
def test_a_property_may_be_given_as_label_code_or_entity(server: Server, country: object) -> None:
    found = one(server, "Stefan Schennach", properties=[{"pid": "country", "v": country}])[0]
    assert {"id": "country", "value": True} in found["features"]
    assert found["match"]


@pytest.mark.parametrize("country", ["Germany", ["Germany", {"id": "country/fr"}]])
def test_a_country_that_rules_out_leaves_a_candidate_and_no_match(server: Server, country: object) -> None:
    found = one(server, "Stefan Schennach", properties=[{"pid": "country", "v": country}])[0]
    assert {"id": "country", "value": False} in found["features"]
    assert (found["id"], found["match"]) == ("person/1", False)
    assert found["score"] < 80


def test_a_group_that_differs_rules_nobody_out(server: Server) -> None:
    found = one(server, "Stefan Schennach", properties=[{"pid": "group", "v": "EPP/CD"}])[0]
    assert {"id": "group", "value": False} in found["features"]
    assert found["match"]
    assert found["score"] < 100


@pytest.mark.parametrize(("date", "agrees"), [("2018", True), ("2017-10-11", True), ("2016-01", False)])
def test_days_months_and_years_are_compared_as_they_are_given(server: Server, date: str, agrees: bool) -> None:
    found = one(server, "Stefan Schennach", properties=[{"pid": "date", "v": date}])[0]
    assert {"id": "date", "value": agrees} in found["features"]


def test_what_cannot_be_understood_changes_nothing(server: Server) -> None:
    properties = [{"pid": "country", "v": "Atlantis"}, {"pid": "shoe size", "v": 43}, {"pid": "role", "v": True}]
    assert one(server, "Stefan Schennach", properties=properties) == one(server, "Stefan Schennach")


def test_properties_alone_find_whoever_has_them(server: Server) -> None:
    found = asked(server, {"q": {"properties": [{"pid": "role", "v": "Blogger"}], "type": "person"}})["q"]
    assert {candidate["name"] for candidate in found} == {"Sanat Dosov", "Ruslan Ginatullin", "Ardak Ashim"}
    assert not any(candidate["match"] for candidate in found)


def test_there_are_as_many_candidates_as_are_wanted(server: Server) -> None:
    assert [len(one(server, "Kazakhstan", limit=limit)) for limit in (1, 3)] == [1, 3]
    assert len(one(server, "Kazakhstan")) <= 5


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE persons; --",
        '"} UNION { ?s ?p ?o } #',
        "<script>alert(1)</script>",
        "{{7*7}}",
        ".*",
        "%",
        "\\",
        "\x00",
        "\u202e",
        "🙂",
        "(" * 400,
        "x" * 100_000,
    ],
)
def test_what_is_no_name_is_compared_as_it_stands(server: Server, text: str) -> None:
    assert one(server, text) == []
    said = got(server, "suggest/entity", prefix=text)
    assert said == {"result": []}


# -- suggestions, previews ---------------------------------------------------------------------------------------------


def test_entities_are_suggested_by_any_word_of_any_spelling(server: Server) -> None:
    for prefix in ("Mukhtar Dzha", "dzha", "DZHAKISHEV", "person/97", "https://w3id.org/hrd/person/97"):
        said = got(server, "suggest/entity", prefix=prefix)
        holds(said, reconciliation.SUGGESTED_ENTITIES)
        assert "person/97" in [found["id"] for found in said["result"]], prefix
    said = got(server, "suggest/entity", prefix="kaz", type="country")
    assert [found["id"] for found in said["result"]] == ["country/kz"]


def test_a_cursor_leads_on(server: Server) -> None:
    first, second = (got(server, "suggest/entity", prefix="a", cursor=at)["result"] for at in ("0", "10"))
    assert len(first) == 10
    assert second
    assert not {found["id"] for found in first} & {found["id"] for found in second}


def test_properties_and_types_are_suggested(server: Server) -> None:
    said = got(server, "suggest/property", prefix="sign")
    holds(said, reconciliation.SUGGESTED_PROPERTIES)
    assert [found["id"] for found in said["result"]] == ["signatures", "signed", "signatory"]
    said = got(server, "suggest/type", prefix="pol")
    holds(said, reconciliation.SUGGESTED_TYPES)
    assert [found["id"] for found in said["result"]] == ["group"]


@pytest.mark.parametrize(("about", "id_"), [("entity", "person/97"), ("property", "country"), ("type", "organization")])
def test_flyouts_are_there(server: Server, about: str, id_: str) -> None:
    said = got(server, f"flyout/{about}", id=id_)
    holds(said, reconciliation.FLYOUT)
    assert said["id"] == id_


def test_a_preview_is_a_page_that_runs_nothing(server: Server) -> None:
    answer = server.ask(f"{PLACE}/preview?id={quote('person/97', safe='')}")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    assert "Mukhtar Dzhakishev" in answer.body.decode()


def test_a_view_leads_to_the_page(server: Server) -> None:
    answer = server.ask(f"{PLACE}/view?id={quote('person/97', safe='')}")
    assert (answer.status, answer.headers["location"]) == (303, "/hrd/person/97")
    assert server.ask("/hrd/person/97").status in (200, 303)


def test_every_feature_says_what_it_is(server: Server) -> None:
    properties = [{"pid": name, "v": "x"} for name in PROPERTIES]
    names = {"id", *(one["id"] for one in asked_features(server, properties))}
    assert {"name", "type", "word_spelling"} <= names
    for name in names:
        answer = server.ask(f"{PLACE}/feature?id={name}")
        assert answer.status == 200, name


def asked_features(server: Server, properties: list[dict[str, str]]) -> list[dict[str, Any]]:
    found = one(server, "Djakichev Moukhtar", properties=properties[:20])
    return [feature for candidate in found for feature in candidate["features"]]


# -- data extension ----------------------------------------------------------------------------------------------------


def test_every_property_is_answered_for_every_type(server: Server) -> None:
    ids = ["person/1", "organization/pace", "family/1", "group/pace-soc", "country/kz", "declaration/pace-wd-655"]
    rows = extended(server, ids, *list(PROPERTIES)[:20])
    for id_, row in rows.items():
        kind = "document" if id_.startswith("declaration") else id_.partition("/")[0]
        said = got(server, "properties", type=kind)
        holds(said, reconciliation.PROPOSED)
        assert [found["id"] for found in said["properties"]] == [
            name for name, about in PROPERTIES.items() if kind in about.kinds
        ]
        assert all(not values or kind in PROPERTIES[name].kinds for name, values in row.items())
    assert rows["person/1"]["country"] == [{"id": "country/at", "name": "Austria"}]
    assert rows["person/1"]["signatures"] == [{"int": 2}]
    assert rows["country/kz"]["code"] == [{"str": "KAZ"}, {"str": "KZ"}]
    assert rows["organization/pace"]["part"] == [{"id": "organization/council-of-europe", "name": "Council of Europe"}]
    assert rows["organization/pace"]["same"] == [{"str": "http://www.wikidata.org/entity/Q939743"}]
    assert rows["declaration/pace-wd-655"]["date"] == [{"date": "2018-04-25T00:00:00"}]
    assert len(rows["declaration/pace-wd-655"]["signatory"]) > 10


def test_values_can_be_limited_and_counted(server: Server) -> None:
    document = "declaration/pace-wd-655"
    every = extended(server, [document], "signatory")[document]["signatory"]
    assert extended(server, [document], "signatory", limit="2")[document]["signatory"] == every[:2]
    assert extended(server, [document], "signatory", count=True)[document]["signatory"] == [{"int": len(every)}]


def test_an_entity_that_is_not_here_has_no_values(server: Server) -> None:
    bad = ["person/999999", "", "> } #", "https://elsewhere.example/1", "x" * 10_000]
    rows = extended(server, bad, "name", "country", "signatures")
    assert all(values == [] for row in rows.values() for values in row.values())


def test_proposed_properties_can_be_limited(server: Server) -> None:
    said = got(server, "properties", type="person", limit="3")
    holds(said, reconciliation.PROPOSED)
    assert (len(said["properties"]), said["limit"]) == (3, 3)


# -- who is not to be found --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Server]]:
    """A publication in which two have one name, one was merged, one was withdrawn and one is withheld."""
    folder = publication(
        tmp_path_factory.mktemp("people") / "p",
        {
            "wd-901": declaration(901, [*NAMESAKES, "Mr Dorian EXEMPLO, Portugal, ALDE"]),
            "wd-902": declaration(902, ["Ms Elva GEHEIM, Austria, LDR", "Mr Dorian EXEMPLO, Portugal, ALDE"]),
        },
    )
    build(folder)
    gone = {"name": "", "given_name": "", "family_name": "", "countries": "", "also_written": ""}
    person(5, status="merged-into:4")(folder)
    person(6, status="withdrawn", **gone)(folder)
    for name in ("wd-901", "wd-902"):
        text = folder / "documents" / f"{name}.txt"
        text.write_text(
            text.read_text(encoding="utf-8").replace(" ; Mr Dorian EXEMPLO, Portugal, ALDE", ""), encoding="utf-8"
        )
    Withhold(["Elva GEHEIM"])(folder)
    build(folder)
    with serving(folder / "public") as server:
        yield folder, server


def test_of_two_with_one_name_none_is_a_match_until_something_tells(people: tuple[Path, Server]) -> None:
    _, server = people
    both = one(server, "Jan Podobny")
    assert [(found["id"], found["match"]) for found in both[:2]] == [("person/1", False), ("person/2", False)]
    for country, id_ in (("Poland", "person/1"), ("Czech Republic", "person/2")):
        found = one(server, "Jan Podobny", properties=[{"pid": "country", "v": country}])
        assert (found[0]["id"], found[0]["match"]) == (id_, True)
        assert not found[1]["match"]


def test_a_merged_person_is_found_as_the_other(people: tuple[Path, Server]) -> None:
    _, server = people
    assert one(server, "person/5")[0]["id"] == "person/4"
    assert one(server, "Carla d'Esempio")[0]["id"] == "person/4"
    assert extended(server, ["person/5"], "address")["person/5"]["address"][0]["str"].endswith("person/4")


@pytest.mark.parametrize("name", ["Dorian Exemplo", "Elva Geheim", "GEHEIM", "Эльва Гехайм"])
def test_who_was_withdrawn_or_is_withheld_cannot_be_found(people: tuple[Path, Server], name: str) -> None:
    _, server = people
    assert [found for found in one(server, name) if found["score"] > 60] == []
    assert got(server, "suggest/entity", prefix=name)["result"] == []


def test_who_was_withdrawn_cannot_be_found_by_id(people: tuple[Path, Server]) -> None:
    _, server = people
    for id_ in ("person/6", "person/7"):
        assert one(server, id_) == []
        assert extended(server, [id_], "name", "country", "signed")[id_] == {"name": [], "country": [], "signed": []}
        for path in ("preview", "view", "flyout/entity"):
            assert server.ask(f"{PLACE}/{path}?id={id_}").status == 404


def test_a_new_build_is_picked_up(people: tuple[Path, Server]) -> None:
    folder, server = people
    rewrite("documents/wd-901.txt", "ÅKERVIND", "NEUGEBORN")(folder)
    build(folder)
    end = time.monotonic() + 10
    while not one(server, "Brita Neugeborn") and time.monotonic() < end:
        time.sleep(0.1)
    assert one(server, "Brita Neugeborn")[0]["match"]


# -- requests that are none, and too many ------------------------------------------------------------------------------


def problem(status: int, body: bytes) -> tuple[int, str]:
    said = json.loads(body)
    assert said["status"] == status
    return status, said["type"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"queries": "{"}, (400, "#reconciliation")),
        ({"queries": "[]"}, (400, "#reconciliation")),
        ({"queries": '{"q": {}}'}, (400, "#reconciliation")),
        ({"queries": '{"q": {"query": "  "}}'}, (400, "#reconciliation")),
        ({"queries": '{"q": {"query": 7}}'}, (400, "#reconciliation")),
        ({"queries": '{"q": {"query": "a", "limit": 0}}'}, (400, "#reconciliation")),
        ({"queries": '{"q": {"query": "a", "limit": 1e400}}'}, (400, "#reconciliation")),
        ({"queries": '{"q": {"query": "a", "type_strict": "never"}}'}, (400, "#reconciliation")),
        ({"queries": "[" * 50_000}, (400, "#reconciliation")),
        ({"queries": json.dumps({str(n): {"query": "a"} for n in range(51)})}, (413, "#batch")),
        ({"extend": '{"ids": []}'}, (400, "#reconciliation")),
        ({"extend": '{"ids": ["person/1"], "properties": [{"id": "shoe"}]}'}, (400, "#reconciliation")),
        ({"extend": json.dumps({"ids": ["x"] * 501, "properties": []})}, (413, "#batch")),
        ({"queries": "{}", "extend": "{}"}, (400, "#reconciliation")),
        ({"other": "1"}, (400, "#reconciliation")),
    ],
)
def test_what_is_no_request_is_told(server: Server, form: Mapping[str, str], expected: tuple[int, str]) -> None:
    assert problem(*post(server, form)) == expected


def test_a_body_that_is_too_large_is_refused_before_it_comes(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with closing(connection):
        connection.putrequest("POST", PLACE)
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
        connection.putheader("Content-Length", "1000001")
        connection.endheaders()
        answer = connection.getresponse()
        assert problem(answer.status, answer.read()) == (413, "#body")


def test_another_body_than_a_form_is_refused(server: Server) -> None:
    assert problem(*post(server, b"{}", "application/json")) == (415, "#media-type")


@pytest.mark.parametrize(
    "path", ["/preview", "/suggest/entity?cursor=-1", "/suggest/entity?prefix=a&cursor=9999999999"]
)
def test_parameters_that_are_wrong_are_told(server: Server, path: str) -> None:
    assert problem(*_status(server.ask(PLACE + path))) == (400, "#reconciliation")


@pytest.mark.parametrize("path", ["/nothing", "/preview?id=person%2F0", "/feature?id=none", "/../dumps"])
def test_what_is_not_here_is_not_found(server: Server, path: str) -> None:
    assert server.ask(PLACE + path).status == 404


def test_another_method_is_refused(server: Server) -> None:
    answer = server.ask(PLACE, method="DELETE")
    assert problem(*_status(answer)) == (405, "#method")
    assert "POST" in answer.headers["allow"]


def _status(answer: Answer) -> tuple[int, bytes]:
    return answer.status, answer.body


def test_who_is_too_many_is_told_to_come_again_and_the_site_answers_on(built: Built) -> None:
    with serving(built.public, "--queue", "1", "--patience", "1") as server:
        stop, slow = threading.Event(), []

        def watch() -> None:
            while not stop.is_set():
                began = time.monotonic()
                assert server.ask("/hrd/index.html").status == 200
                slow.append(time.monotonic() - began)

        watcher = threading.Thread(target=watch)
        watcher.start()
        batches = [
            {"queries": json.dumps({str(n): {"query": f"Stefan Mukhtar Kazakhstan {k} {n}"} for n in range(50)})}
            for k in range(40)
        ]
        with ThreadPoolExecutor(20) as pool:
            statuses = [status for status, _ in pool.map(lambda form: post(server, form), batches)]
        stop.set()
        watcher.join()
        assert set(statuses) <= {200, 503}
        assert {200, 503} <= set(statuses)
        assert max(slow) < 2
        assert one(server, "Stefan Schennach")[0]["match"]


def test_a_process_that_is_killed_is_replaced(built: Built, tmp_path: Path) -> None:
    public = shutil.copytree(built.public.resolve().parent, tmp_path / ".public" / "generation-1")
    (tmp_path / "public").symlink_to(public / "site")
    with serving(tmp_path / "public") as server:
        before = server.children()
        for number in before:
            os.kill(number, signal.SIGKILL)
        assert one(server, "Stefan Schennach")[0]["match"]
