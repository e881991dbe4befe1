"""The lists of names: every spelling of everything, and nobody who is not to be found."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ld_export.authority import JSON_FILE, read_authority
from ld_export.errors import OutputProblem
from ld_export.pipeline.build import build
from tests import fixtures_built
from tests.fixtures_built import Built
from tests.support import BASE, SIGNATORIES, declaration, publication
from tests.test_incremental import Withhold, person, rewrite

pytestmark = pytest.mark.slow  # builds publications again and again

built = fixtures_built.built

TEXTS = {
    "wd-901": declaration(901),
    "wd-902": declaration(902, [*SIGNATORIES[1:], "Mr Dorian EXEMPLO, Portugal, ALDE"], title="Second"),
}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = publication(tmp_path / "p", TEXTS)
    build(folder)
    return folder


def listed(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "public" / "dumps" / JSON_FILE).read_text(encoding="utf-8"))
    return found


def by_name(folder: Path) -> Mapping[str, dict[str, Any]]:
    return {one["name"]: one for one in listed(folder)["entities"]}


def test_a_signatory_has_what_the_documents_print(made: Path) -> None:
    found = by_name(made)["Brita Åkervind"]
    assert found == {
        "id": f"{BASE}person/2",
        "kind": "person",
        "name": "Brita Åkervind",
        "spellings": ["Brita Åkervind"],
        "countries": ["SE"],
        "groups": ["pace-epp-cd"],
        "roles": [],
        "documents": 2,
        "first": "2031-05-03",
        "last": "2031-05-03",
        "description": "Person; signed for Sweden; group: Group of the European People’s Party; 2 documents; 2031",
    }


def test_every_kind_that_has_names_is_there(built: Built) -> None:
    found = read_authority(built.dump(JSON_FILE)).entities
    assert {one.kind for one in found} == {"person", "organization", "family", "group", "country", "document"}
    spellings = {one.id.removeprefix("https://w3id.org/hrd/"): one.spellings for one in found}
    assert {"United Kingdom", "Royaume-Uni", "Great Britain"} <= {*spellings["country/gb"]}
    assert {"Written declaration 655", "Déclaration écrite 655", "Doc. 14542"} <= {
        *spellings["declaration/pace-wd-655"]
    }


def test_a_spelling_that_a_document_mentions_is_listed_and_a_family_name_alone_is_not(built: Built) -> None:
    found = {one.id.rpartition("/person/")[2]: one for one in read_authority(built.dump(JSON_FILE)).entities}
    assert found["97"].roles == ("political-prisoner",)
    assert "Dzhakishev" not in found["97"].spellings


def test_the_table_has_the_same_rows_and_no_quotes(built: Built) -> None:
    rows = [line.split("\t") for line in built.dump("names.tsv").decode().splitlines()]
    assert {len(row) for row in rows} == {12}
    read = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    entities = read_authority(built.dump(JSON_FILE)).entities
    assert [(row["id"], tuple(row["spellings"].split(" | "))) for row in read] == [
        (one.id, one.spellings) for one in entities
    ]
    dialect = csv.reader(built.dump("names.tsv").decode().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    assert list(dialect) == rows


def test_a_merged_person_leads_to_the_other_and_is_not_found(made: Path) -> None:
    person(4, status="merged-into:3")(made)
    person(3, status="merged-into:2")(made)
    build(made)
    found = listed(made)
    assert found["merged"] == {f"{BASE}person/{merged}": f"{BASE}person/2" for merged in (3, 4)}
    assert not {f"{BASE}person/3", f"{BASE}person/4"} & {one["id"] for one in found["entities"]}
    survivor = by_name(made)["Brita Åkervind"]
    assert survivor["spellings"] == ["Brita Åkervind", "Carla D'ESEMPIO", "Dorian EXEMPLO"]
    assert survivor["countries"] == ["PT", "SE", "SM"]
    last = (made / "public" / "dumps" / "names.tsv").read_text(encoding="utf-8").splitlines()[-1].split("\t")
    assert (last[0], last[1], last[2], last[-1]) == (f"{BASE}person/4", "person", "", f"{BASE}person/2")


def test_a_withdrawn_person_is_only_an_address(made: Path) -> None:
    person(4, status="withdrawn", name="", given_name="", family_name="", countries="", also_written="")(made)
    rewrite("documents/wd-902.txt", " ; Mr Dorian EXEMPLO, Portugal, ALDE", "")(made)
    build(made)
    assert listed(made)["withdrawn"] == [f"{BASE}person/4"]
    assert "EXEMPLO" not in json.dumps(listed(made)).upper()


def test_whoever_is_withheld_is_in_no_list(made: Path) -> None:
    Withhold(["Dorian EXEMPLO"])(made)
    build(made)
    for name in ("names.json", "names.tsv"):
        text = (made / "public" / "dumps" / name).read_text(encoding="utf-8")
        assert "exemplo, dorian" not in text.lower()
        assert "dorian" not in text.lower()


def test_another_file_is_no_list_of_names() -> None:
    with pytest.raises(OutputProblem, match="no list of names"):
        read_authority(b'{"entities": 1}', "other.json")
