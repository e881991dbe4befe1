"""Whom the command finds elsewhere, and what it makes of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.candidates.conftest import Run, decide, review
from tests.candidates.elsewhere import Elsewhere
from tests.support import BASE


def found(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The candidates by what the addresses end in."""
    return {(row["ours"].removeprefix(BASE), row["theirs"].rpartition("/")[2]): row for row in review(folder)}


def test_people_and_bodies_are_found_by_any_name_and_told_apart(run: Run, folder: Path) -> None:
    assert run().code == 0
    rows = found(folder)
    assert {pair: row["score"] for pair, row in rows.items()} == {
        ("person/1", "Q900000001"): "1.00",
        ("person/1", "Q900000002"): "0.70",
        ("person/2", "Q900000004"): "1.00",
        ("person/3", "Q900000005"): "0.90",
        ("organization/times", "Q900000009"): "1.00",
        ("organization/tlt", "Q900000010"): "0.80",
    }
    best = rows["person/1", "Q900000001"]
    assert best["reasons"] == "“Aldo Testari” and “Aldo Testari”: the same; PACE member id 90210; the country fits"
    assert best["description"] == "politician who was never born"
    assert rows["person/1", "Q900000002"]["reasons"].endswith("the country is another one")
    assert rows["person/2", "Q900000004"]["their_name"] == "Britta Åkervind"
    assert rows["person/3", "Q900000005"]["reasons"].endswith("nothing but the name is known to fit")
    assert rows["organization/tlt", "Q900000010"]["their_name"] == "Testers of Long Tunnels"
    assert all(row["accept"] == row["by"] == row["on"] == "" for row in rows.values())


def test_what_others_wrote_is_no_formula(run: Run, folder: Path) -> None:
    run()
    assert found(folder)["person/1", "Q900000002"]["description"].startswith("'=HYPERLINK")


def test_only_who_is_asked_for_is_looked_for(run: Run, folder: Path) -> None:
    ran = run("--class", "person", "--limit", "2", "--most", "1")
    assert set(found(folder)) == {("person/1", "Q900000001"), ("person/2", "Q900000004")}
    assert "2 candidates for 2 of 2; 1 more that fit less are left out (--most); 1 are left for another" in ran.err


def test_a_dry_run_says_what_would_be_asked_and_asks_nothing(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    ran = run("--dry-run")
    assert ran.out.splitlines() == [
        f"{BASE}person/1: Aldo Testari",
        f"{BASE}person/2: Brita Åkervind | Brita Aakervind",
        f"{BASE}person/3: Carla D'Esempio | Carla D’Esempio",
        f"{BASE}organization/times: The Testland Times | Le Temps de Testland | Testland Times",
        f"{BASE}organization/tlt: Testland League of Towns | TLT",
    ]
    assert f"5 would be asked for at {elsewhere.url}; nothing was; 3 have no name" in ran.err
    assert elsewhere.asked == []
    assert not (folder / "candidates.csv").exists()
    assert not (folder / ".candidates").exists()


def test_the_same_answers_make_the_same_file(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    run()
    first = (folder / "candidates.csv").read_bytes()
    (folder / "candidates.csv").unlink()
    asked = len(elsewhere.asked)
    assert run("--out", "-").out.encode() == first
    assert len(elsewhere.asked) == asked


def test_each_run_with_a_limit_asks_for_some_more(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    whole = set(found_by(run, folder))
    (folder / "candidates.csv").unlink()
    shutil.rmtree(folder / ".candidates")
    seen = []
    for left in (3, 1, 0):
        assert (f"{left} are left for another time" in run("--limit", "2").err) is (left > 0)
        seen.append(len(review(folder)))
    assert set(found(folder)) == whole
    assert seen == [3, 5, 6]
    asked = len(elsewhere.asked)
    assert run("--dry-run").out == ""
    assert run("--limit", "1").code == 0
    assert len(elsewhere.asked) == asked


def found_by(run: Run, folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    assert run().code == 0
    return found(folder)


def test_what_was_decided_stays_when_it_is_looked_again(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    """So do rows of those who are not looked for this time; others are what is found now."""
    run()
    decide(folder, {"Q900000002": "no", "Q900000001": "probable"}, by="Cara Curator", on="2031-05-03")
    before = found(folder)
    shutil.rmtree(folder / ".candidates")
    elsewhere.store.clear()
    assert run("--class", "person").code == 0
    gone = {("person/2", "Q900000004"), ("person/3", "Q900000005")}
    assert found(folder) == {pair: row for pair, row in before.items() if pair not in gone}


def test_a_file_that_is_no_review_is_left_alone(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    (folder / "candidates.csv").write_text("something,else\n1,2\n", encoding="utf-8")
    ran = run()
    assert (ran.code, elsewhere.asked) == (3, [])
    assert "candidates.csv:1: the columns are" in ran.err
    assert (folder / "candidates.csv").read_text(encoding="utf-8") == "something,else\n1,2\n"


@pytest.mark.parametrize("name", ["nowhere", "../wikidata", "Wikidata"])
def test_a_profile_that_there_is_not_is_refused(run: Run, name: str) -> None:
    ran = run("--endpoint", name)
    assert ran.code == 3
    assert "known are wikidata" in ran.err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("batch = 20", "bach = 20"), "unknown field `bach`"),
        (("batch = 20", "batch = 0"), "Expected `int` >= 1"),
        (("wikidata-persons.rq", "elsewhere.rq"), "elsewhere.rq cannot be read"),
        (("wikidata-persons.rq", "wikidata-describe.rq"), "the query has no ?name"),
        (('name = "Wikidata"', 'name = "Wiki|data"'), "use words without |"),
        (('entities = "http', 'entities = "ftp'), "is no web address"),
    ],
)
def test_a_profile_that_is_wrong_is_refused_before_anything_is_asked(
    run: Run, folder: Path, elsewhere: Elsewhere, wrong: tuple[str, str], said: str
) -> None:
    path = folder / "endpoints" / "wikidata.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(*wrong), encoding="utf-8")
    ran = run()
    assert (ran.code, elsewhere.asked) == (3, [])
    assert said in ran.err


def test_another_endpoint_is_another_file(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    """Names without languages, and countries by their codes."""
    elsewhere.store.clear()
    elsewhere.store.update(
        """PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX ex: <https://example.net/>
        INSERT DATA { ex:aldo foaf:name "Aldo Testari" ; ex:country "IT" . ex:it foaf:name "Aldo Testari" . }"""
    )
    (folder / "endpoints" / "ours.toml").write_text(
        f'name = "Theirs"\nendpoint = "{elsewhere.url}"\nentities = "https://example.net/"\nlanguages = [""]\n'
        'pause = 0.0\ndescribe = "told.rq"\n[find]\nperson = "find.rq"\n',
        encoding="utf-8",
    )
    (folder / "endpoints" / "find.rq").write_text(
        "SELECT ?name ?item WHERE { VALUES ?name {} ?item <http://xmlns.com/foaf/0.1/name> ?name }", encoding="utf-8"
    )
    (folder / "endpoints" / "told.rq").write_text(
        """SELECT ?item ?what ?value WHERE { VALUES ?item { }
        { ?item <http://xmlns.com/foaf/0.1/name> ?value BIND("label" AS ?what) }
        UNION { ?item <https://example.net/country> ?value BIND("country" AS ?what) } }""",
        encoding="utf-8",
    )
    assert run("--endpoint", "ours", url=None).code == 0
    rows = [(row["theirs"], row["score"], row["found"][:6]) for row in review(folder)]
    assert rows == [("https://example.net/aldo", "1.00", "Theirs"), ("https://example.net/it", "0.90", "Theirs")]
