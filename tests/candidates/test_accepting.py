"""What a curator accepts goes into the registry with its source, and nothing else does."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ld_export.pipeline.build import build
from ld_export.privacy import Listed
from tests.candidates.conftest import Run, decide, review, withhold
from tests.candidates.elsewhere import Elsewhere
from tests.publishing import served, statements
from tests.support import BASE

pytestmark = pytest.mark.slow  # builds publications again and again

WHO = ("--by", "Cara Curator", "--on", "2031-05-03", "--yes")
ENTITY = "http://www.wikidata.org/entity/"


def rows(folder: Path, name: str = "persons") -> dict[str, str]:
    """The lines of a file of the registry by their ids."""
    text = (folder / "entities" / f"{name}.csv").read_text(encoding="utf-8")
    return {line.partition(",")[0]: line for line in text.splitlines()}


@pytest.fixture
def reviewed(run: Run, folder: Path) -> Path:
    """A review file in which a curator has decided."""
    run()
    decide(folder, {"Q900000001": "certain", "Q900000002": "no", "Q900000005": "probable", "Q900000009": "certain"})
    return folder / "candidates.csv"


def apply(run: Run, reviewed: Path, *options: str) -> tuple[int, str, str]:
    ran = run("--apply", str(reviewed), *options, url=None)
    return ran.code, ran.out, ran.err


def test_what_is_accepted_stands_in_the_registry_with_its_source(run: Run, folder: Path, reviewed: Path) -> None:
    day = review(folder)[0]["found"]
    before = rows(folder), rows(folder, "organizations")
    code, out, err = apply(run, reviewed, *WHO)
    assert code == 0, err
    source = f"{day}; accepted by Cara Curator on 2031-05-03"
    persons, bodies = rows(folder), rows(folder, "organizations")
    assert {id_: line for id_, line in persons.items() if line != before[0][id_]} == {
        "1": f"1,Aldo Testari,Aldo,Testari,it,Aldo TESTARI,{ENTITY}Q900000001,certain,{source},active,a private note",
        "3": f"3,Carla D'Esempio,Carla,D'Esempio,sm,Carla D'ESEMPIO,{ENTITY}Q900000005,probable,{source},active,",
    }
    changed = (
        f"times,The Testland Times,Le Temps de Testland,Testland Times,,{ENTITY}Q900000009,certain,{source},active"
    )
    assert {id_: line for id_, line in bodies.items() if line != before[1][id_]} == {"times": changed}
    assert f"{BASE}person/1: published as the same as {ENTITY}Q900000001" in out
    assert f"{BASE}person/3: only noted, not published: {ENTITY}Q900000005" in out


def test_applying_twice_changes_nothing_more(run: Run, folder: Path, reviewed: Path) -> None:
    apply(run, reviewed, *WHO)
    first = (folder / "entities" / "persons.csv").read_bytes()
    code, out, _ = apply(run, reviewed, *WHO)
    assert code == 0
    assert "nothing" in out
    assert (folder / "entities" / "persons.csv").read_bytes() == first


def test_who_becomes_sure_later_says_so(run: Run, folder: Path, reviewed: Path) -> None:
    apply(run, reviewed, *WHO)
    decide(folder, {"Q900000005": "certain"}, by="Dora Deputy", on="2031-06-01")
    assert apply(run, reviewed, *WHO)[0] == 0
    line = rows(folder)["3"]
    assert f",{ENTITY}Q900000005,certain," in line
    assert line.count("accepted by") == 1
    assert "accepted by Dora Deputy on 2031-06-01" in line


def test_who_is_linked_is_not_looked_for_again(run: Run, folder: Path, reviewed: Path) -> None:
    apply(run, reviewed, *WHO)
    reviewed.unlink()
    run()
    assert {row["ours"].removeprefix(BASE) for row in review(folder)} == {"person/2", "organization/tlt"}


def test_people_are_never_said_to_be_identical(run: Run, folder: Path, reviewed: Path, elsewhere: Elsewhere) -> None:
    """A certain link of a person is schema:sameAs; a probable one is not published; a body's is owl:sameAs as well."""
    apply(run, reviewed, *WHO)
    build(folder)
    said = {line for line in statements(served(folder / "public")) if "/Q9000000" in line}
    schema, owl = "<https://schema.org/sameAs>", "<http://www.w3.org/2002/07/owl#sameAs>"
    person, body = f"<{BASE}person/1>", f"<{BASE}organization/times>"
    pairs = {tuple(line.split(" ")[:3]) for line in said}
    mine = {pair for pair in pairs if pair[0] in {person, body} or pair[0] == f"<{BASE}person/3>"}
    assert mine == {
        (person, schema, f"<{ENTITY}Q900000001>"),
        (body, schema, f"<{ENTITY}Q900000009>"),
        (body, owl, f"<{ENTITY}Q900000009>"),
    }


def test_the_file_says_who_and_when_or_the_options_do(run: Run, folder: Path, reviewed: Path) -> None:
    decide(folder, {"Q900000005": "probable"}, by="Dora Deputy", on="2031-04-01")
    before = rows(folder)
    code, _, err = apply(run, reviewed, "--yes")
    assert (code, rows(folder)) == (2, before)
    assert "candidates.csv:2: nobody says who accepted it; fill in by and on, or give --by and --on" in err
    assert apply(run, reviewed, *WHO)[0] == 0
    assert "accepted by Dora Deputy on 2031-04-01" in rows(folder)["3"]
    assert "accepted by Cara Curator on 2031-05-03" in rows(folder)["1"]


WRONG = {
    "an answer that is none": ({"accept": "yes"}, "accept is 'yes'; write certain, probable, no or nothing"),
    "no address": ({"theirs": "Q1"}, "'Q1' is no web address"),
    "no date": ({"on": "3 May"}, "on is '3 May'"),
    "a name with a bar": ({"by": "A | B"}, "a cell holds |"),
    "nobody": ({"ours": f"{BASE}person/99"}, "person/99 is not in the registry"),
    "a withheld person": ({"ours": f"{BASE}person/4"}, "person/4 is withdrawn"),
    "a merged person": ({"ours": f"{BASE}person/6"}, "person/6 is merged-into:2"),
    "two of theirs": ({"ours": f"{BASE}person/9"}, "person/9 would be"),
    "two of ours": ({"theirs": f"{ENTITY}Q900000099"}, "person/9 would be one; accept one, or merge them first"),
}


@pytest.mark.parametrize(("cells", "said"), WRONG.values(), ids=WRONG)
def test_nothing_is_written_where_a_row_is_wrong(
    run: Run, folder: Path, reviewed: Path, cells: dict[str, str], said: str
) -> None:
    decide(folder, {"Q900000001": "certain"}, **cells)
    before = rows(folder)
    code, _, err = apply(run, reviewed, *WHO)
    assert (code, rows(folder)) == (3, before)
    assert "candidates.csv:2: " in err
    assert said in err


def test_whoever_is_withheld_after_the_review_gets_no_link(run: Run, folder: Path, reviewed: Path) -> None:
    withhold(folder, Listed(name="Aldo Testari", id=1))
    before = rows(folder)
    code, _, err = apply(run, reviewed, *WHO)
    assert (code, rows(folder)) == (3, before)
    assert "person/1 is withdrawn" in err
    assert "Testari" not in err


def test_nobody_is_asked_while_links_are_accepted(run: Run, reviewed: Path, elsewhere: Elsewhere) -> None:
    elsewhere.asked.clear()
    apply(run, reviewed, *WHO)
    assert elsewhere.asked == []


@pytest.mark.parametrize(
    "options",
    [("--on", "2031-5-3"), ("--by", "A | B"), ("--dry-run",), ("--out", "elsewhere.csv")],
    ids=["date", "name", "dry-run", "out"],
)
def test_options_that_make_no_sense_are_refused(run: Run, reviewed: Path, options: tuple[str, ...]) -> None:
    assert apply(run, reviewed, "--yes", *options)[0] == 2


def test_accepting_needs_somebody_to_ask_or_a_yes(
    run: Run, folder: Path, reviewed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(folder)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert apply(run, reviewed, *WHO[:-1])[0] == 2
    assert rows(folder) == before
