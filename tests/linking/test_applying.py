"""Decisions of a person, and the links that are made of them: a table, SSSOM, and statements."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from ld_export.errors import UsageProblem
from ld_export.linking import Columns, Subjects, TableProblem, checked_base, read_decisions
from tests.linking.tables import BASE, Applied, applied, decide, link

MINE = "https://mine.example/list/"
ROWS = (
    "a 1,Zhanar Tulegenova",
    "b,Tulegenova",
    "c,M. Iskakov",
    "d,Somebody Else",
    "e,Tulegenova",
    "f,House of Lettars",
)
SKOS, OWL = "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/2002/07/owl#"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["id,name", *ROWS]) + "\n", encoding="utf-8")
    return path


DECIDED = {2: "y", 3: f"{BASE}person/9", 5: "n", 6: "Yes"}


def run(table: Path, subjects: Subjects = Subjects(MINE, "id"), *, same_as: bool = False) -> Applied:  # noqa: B008
    return applied(table, decide(link(table).review, DECIDED), subjects=subjects, same_as=same_as)


def test_what_is_decided_stands_in_the_table(table: Path) -> None:
    rows = run(table).rows
    assert [(row["link_status"], row["link_uri"].removeprefix(BASE)) for row in rows] == [
        ("certain", "person/1"),
        ("accepted", "person/1"),
        ("corrected", "person/1"),  # what was given has been merged
        ("none", ""),
        ("refused", ""),
        ("accepted", "organization/house"),
    ]
    assert [row["id"] for row in rows] == ["a 1", "b", "c", "d", "e", "f"]


def statements(text: str) -> set[tuple[str, str, str]]:
    return {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)
    }


def test_only_what_a_person_accepted_is_an_exact_match(table: Path) -> None:
    assert statements(run(table).turtle) == {
        (f"{MINE}a%201", f"{SKOS}closeMatch", f"{BASE}person/1"),
        (f"{MINE}b", f"{SKOS}exactMatch", f"{BASE}person/1"),
        (f"{MINE}c", f"{SKOS}exactMatch", f"{BASE}person/1"),
        (f"{MINE}f", f"{SKOS}exactMatch", f"{BASE}organization/house"),
    }


def test_people_never_get_same_as(table: Path) -> None:
    found = {(one[1], one[2]) for one in statements(run(table, same_as=True).turtle)}
    assert (f"{OWL}sameAs", f"{BASE}organization/house") in found
    assert {target for predicate, target in found if predicate == f"{OWL}sameAs"} == {f"{BASE}organization/house"}


def test_without_being_asked_for_nothing_gets_same_as(table: Path) -> None:
    done = run(table)
    assert "sameAs" not in done.turtle + done.sssom


def sssom(text: str) -> tuple[dict[str, object], list[dict[str, str]]]:
    """The metadata and the mappings of a file, read as the specification says."""
    assert not text.startswith("\ufeff")
    lines = text.splitlines(keepends=True)
    head = [line[1:] for line in lines if line.startswith("#")]
    assert lines[: len(head)] == [f"#{line}" for line in head]
    body = csv.DictReader(io.StringIO("".join(lines[len(head) :])), delimiter="\t", strict=True)
    return yaml.safe_load("".join(head)), list(body)


COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification"),
    *("subject_type", "confidence", "comment"),
)
"""Of the columns of SSSOM those that are written, in the order that its schema has them in."""


def test_the_mapping_set_is_as_its_specification_says(table: Path) -> None:
    metadata, mappings = sssom(run(table).sssom)
    assert list(metadata) == ["curie_map", "mapping_set_id", "license", "mapping_tool", "mapping_tool_version"]
    assert metadata["mapping_set_id"] == f"{MINE}t.links.sssom.tsv"
    assert metadata["mapping_tool_version"] == "1.2.3"
    prefixes = metadata["curie_map"]
    assert isinstance(prefixes, dict)
    assert list(prefixes) == sorted(prefixes)
    assert len(mappings) == 4
    for one in mappings:
        assert list(one) == [column for column in COLUMNS if column in one]
        for column in ("subject_id", "object_id"):
            prefix, _, local = one[column].partition(":")
            assert (prefixes[prefix] + local).startswith((MINE, BASE))
        assert one["predicate_id"] in ("skos:exactMatch", "skos:closeMatch")
    assert {(one["predicate_id"], one["mapping_justification"], bool(one["confidence"])) for one in mappings} == {
        ("skos:closeMatch", "semapv:LexicalMatching", True),
        ("skos:exactMatch", "semapv:ManualMappingCuration", False),
    }


def test_rows_without_addresses_are_literals_and_no_statements(table: Path) -> None:
    done = run(table, Subjects())
    metadata, mappings = sssom(done.sssom)
    assert str(metadata["mapping_set_id"]).startswith("urn:uuid:")
    assert {one["subject_type"] for one in mappings} == {"rdfs literal"}
    assert all(one["subject_label"] and "subject_id" not in one for one in mappings)
    assert done.turtle == ""
    assert [path.name for path in done.done.written] == ["t.links.csv", "t.links.sssom.tsv"]


def test_rows_without_ids_go_by_their_numbers(table: Path) -> None:
    assert (f"{MINE}row-2", f"{SKOS}exactMatch", f"{BASE}person/1") in statements(run(table, Subjects(MINE)).turtle)


def test_the_same_decisions_make_the_same_bytes(table: Path) -> None:
    first = run(table)
    (table.parent / "t.review.csv").unlink()
    second = run(table)
    assert (first.sssom, first.turtle) == (second.sssom, second.turtle)


@pytest.mark.parametrize(
    ("id_", "words"),
    [("", "no id under 'id'"), ("https://other.example/1", "does not begin with"), ("urn:x:1", "does not begin with")],
)
def test_an_id_that_makes_no_address_is_told(tmp_path: Path, id_: str, words: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"id,name\n{id_},Tulegenova\n", encoding="utf-8")
    with pytest.raises(TableProblem, match=words) as caught:
        applied(path, decide(link(path).review, {1: "y"}), subjects=Subjects(MINE, "id"))
    assert caught.value.place == "t.csv:2"
    assert not (tmp_path / "t.links.ttl").exists()


def test_ids_may_be_addresses_already(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"id,name\n{MINE}p/1,Tulegenova\n", encoding="utf-8")
    done = applied(path, decide(link(path).review, {1: "oui"}), subjects=Subjects(MINE, "id"))
    assert {one[0] for one in statements(done.turtle)} == {f"{MINE}p/1"}


@pytest.mark.parametrize("base", ["mine", "https://mine.example/list", "https://m.example/a b/", "javascript:x/", ""])
def test_what_no_address_begins_with_is_refused(base: str) -> None:
    with pytest.raises(UsageProblem):
        checked_base(base)


# -- review files ------------------------------------------------------------------------------------------------------


def decisions(folder: Path, *rows: str) -> Path:
    path = folder / "review.csv"
    path.write_text("\n".join(["row,accept,name,uri", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        (["2,maybe,Tulegenova,x"], "review.csv:2", "'maybe' under `accept`; write y, n"),
        (["two,y,Tulegenova,https://x.org/1"], "review.csv:2", "'two' is no number of a row"),
        (["2,y,Tulegenova,"], "review.csv:2", "accepted, and no address"),
        (["2,n,Tulegenova,", "2,n,Tulegenova,"], "review.csv:3", "row 2 is decided twice"),
        (["2,n,Somebody,"], "review.csv:2", "it decides about 'Somebody', and row 2 has 'Tulegenova'"),
        (["70,n,Somebody,"], "review.csv:2", "there is no row 70"),
        ([f"2,{BASE}person/8,Tulegenova,"], "review.csv:2", "nothing is known of <"),  # withdrawn
        ([f"2,{BASE}person/777,Tulegenova,"], "review.csv:2", "nothing is known of <"),
        (["2,https://elsewhere.example/1,Tulegenova,"], "review.csv:2", "nothing is known of <"),
    ],
)
def test_what_cannot_be_meant_is_told_and_writes_nothing(table: Path, rows: list[str], place: str, words: str) -> None:
    with pytest.raises(TableProblem) as caught:
        applied(table, decisions(table.parent, *rows))
    assert caught.value.place == place
    assert words in str(caught.value)
    assert {one.name for one in table.parent.iterdir()} == {"t.csv", "review.csv"}


def test_a_review_without_its_columns_is_told(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text("row,accepted\n1,y\n", encoding="utf-8")
    with pytest.raises(TableProblem, match="did you mean 'accepted'"):
        read_decisions(path)


def test_a_name_that_looks_like_a_formula_is_known_again(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name\n=Tulegenova\n", encoding="utf-8")
    review = link(path).review
    assert applied(path, decide(review, {1: "y"})).rows[0]["link_status"] == "accepted"


def test_columns_of_the_question_are_found_again(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,country\nZhanar Tulegenova,DE\n", encoding="utf-8")
    columns = Columns("name", country="country")
    assert applied(path, decide(link(path, columns).review, {1: "y"}), columns).rows[0]["link_status"] == "accepted"
