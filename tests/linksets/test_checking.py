"""Link sets of others: which of our addresses still hold, and the same set with those that do."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from ld_export.authority import to_json
from ld_export.errors import LdExportError
from ld_export.linksets import Here, checked, corrected, read_statements
from tests import command_line
from tests.command_line import Command
from tests.linking.tables import AUTHORITY, BASE

run = command_line.run

SKOS = "http://www.w3.org/2004/02/skos/core#"
THEIRS = "https://theirs.example/"
STATES = {
    "person/1": ("here", "person/1"),
    "person/9": ("merged", "person/1"),
    "person/8": ("withdrawn", ""),
    "person/777": ("unknown", ""),
    "organization/house": ("here", "organization/house"),
}

TURTLE = f"""\
@prefix skos: <{SKOS}> .
<{THEIRS}a> skos:exactMatch <{BASE}person/1> ; skos:prefLabel "A" .
<{THEIRS}b> skos:exactMatch <{BASE}person/9> .
<{THEIRS}c> skos:exactMatch <{BASE}person/8> .
<{BASE}person/8> skos:prefLabel "Who It Was" .
<{THEIRS}d> skos:closeMatch <{BASE}person/777> .
<{BASE}organization/house> skos:exactMatch <{THEIRS}e> .
<{THEIRS}a> skos:exactMatch <https://others.example/1> .
<{THEIRS}f> skos:closeMatch <https://w3id.org/hrd/concept/violation/torture> .
"""

SSSOM = f"""\
#curie_map:
#  ours: {BASE}
#  theirs: {THEIRS}
#mapping_set_id: {THEIRS}set
#license: https://w3id.org/sssom/license/unspecified
subject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tpredicate_modifier
theirs:a\tskos:exactMatch\tours:person/1\tZ\tsemapv:ManualMappingCuration\t
theirs:b\tskos:exactMatch\tours:person/9\tZ\tsemapv:ManualMappingCuration\t
theirs:c\tskos:exactMatch\tours:person/8\tWho It Was\tsemapv:ManualMappingCuration\t
theirs:d\tskos:closeMatch\tours:person/777\t\tsemapv:ManualMappingCuration\t
ours:organization/house\tskos:exactMatch\ttheirs:e\t\tsemapv:ManualMappingCuration\t
theirs:g\tskos:exactMatch\tours:person/2\t\tsemapv:ManualMappingCuration\tNot
"""


def write(folder: Path, name: str, text: str = TURTLE) -> Path:
    path = folder / name
    if name.endswith(".tsv"):
        text = SSSOM if text is TURTLE else text
    elif not name.endswith(".ttl") and text is TURTLE:
        made = ox.serialize(ox.parse(TURTLE, format=ox.RdfFormat.TURTLE), format=_FORMATS[path.suffix])
        text = (made or b"").decode()
    path.write_text(text, encoding="utf-8")
    return path


_FORMATS = {".nt": ox.RdfFormat.N_TRIPLES, ".jsonld": ox.RdfFormat.JSON_LD, ".rdf": ox.RdfFormat.RDF_XML}
FILES = ["set.ttl", "set.nt", "set.jsonld", "set.rdf", "set.sssom.tsv"]


@pytest.mark.parametrize("name", FILES)
def test_every_address_is_told_what_has_become_of_it(tmp_path: Path, name: str) -> None:
    found = list(checked(read_statements(write(tmp_path, name)), Here(AUTHORITY)))
    assert {one.ours.removeprefix(BASE): (one.status, one.now.removeprefix(BASE)) for one in found} == STATES
    assert {one.theirs for one in found} == {f"{THEIRS}{letter}" for letter in "abcde"}


@pytest.mark.parametrize("name", FILES)
def test_what_is_corrected_holds_and_says_nothing_of_who_was_withdrawn(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name)
    again = tmp_path / ("again.tsv" if name.endswith(".tsv") else "again.nt")
    again.write_text("".join(corrected(path, Here(AUTHORITY))), encoding="utf-8")
    found = list(checked(read_statements(again), Here(AUTHORITY)))
    assert [one.status for one in found] == ["here"] * 3
    assert {(one.theirs.removeprefix(THEIRS), one.ours.removeprefix(BASE)) for one in found} == {
        *(("a", "person/1"), ("b", "person/1"), ("e", "organization/house"))
    }
    text = again.read_text(encoding="utf-8")
    assert "Who It Was" not in text
    assert "person/8" not in text
    if not name.endswith(".tsv"):
        kept = {str(one) for one in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)}
        assert f'<{THEIRS}a> <{SKOS}prefLabel> "A"' in kept
        assert f"<{THEIRS}a> <{SKOS}exactMatch> <https://others.example/1>" in kept
        assert f"<{THEIRS}f> <{SKOS}closeMatch> <https://w3id.org/hrd/concept/violation/torture>" in kept


def test_what_was_right_in_sssom_stays_as_it_was(tmp_path: Path) -> None:
    right = "".join(line for line in SSSOM.splitlines(keepends=True) if not line.startswith(("theirs:c", "theirs:d")))
    made = "".join(corrected(write(tmp_path, "set.tsv"), Here(AUTHORITY)))
    assert made == right.replace("ours:person/9", "ours:person/1")


def test_a_part_of_a_document_is_known_by_its_document() -> None:
    here = Here(AUTHORITY)
    assert here.state(f"{BASE}person/1#x")[0] == "here"
    assert here.state(f"{BASE}person/8#x")[0] == "withdrawn"
    assert here.state(f"{BASE}declaration/none#x")[0] == "unknown"


@pytest.mark.parametrize(
    ("name", "text", "place", "words"),
    [
        ("s.ttl", "<x:a> <x:b> <x:c> .\noops\n", "s.ttl:2", ""),
        ("s.csv", "a,b\n", "s.csv", ".csv is no link set"),
        ("s.tsv", "subject_id\tobject_id\n", "s.tsv:1", "no column 'predicate_id'; did you mean"),
        ("s.tsv", SSSOM + "x:a\tskos:exactMatch\tours:p\t\t\t\n", "s.tsv:13", "the prefix of 'x:a' is not declared"),
        ("s.tsv", SSSOM + "theirs:a\n", "s.tsv:13", "1 cells where the head has 6"),
        ("s.tsv", "#a: [\n", "s.tsv", "the head is no YAML"),
    ],
    ids=["syntax", "ending", "column", "prefix", "ragged", "head"],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, text: str, place: str, words: str) -> None:
    with pytest.raises(LdExportError) as caught:
        list(read_statements(write(tmp_path, name, text)))
    assert caught.value.place == place
    assert words in str(caught.value)
    assert caught.value.remedy


def test_the_command_tells_what_does_not_hold_and_nothing_of_people(tmp_path: Path, run: Command) -> None:
    (tmp_path / "names.json").write_bytes(to_json(AUTHORITY))
    path, names = write(tmp_path, "set.ttl"), ("--names", tmp_path / "names.json")
    shown = run("links", "check", path, *names, "--out", tmp_path / "again.nt")
    assert shown.code == 1
    assert "5 links to us: 2 here, 1 merged, 1 unknown, 1 withdrawn" in shown.out
    assert f"{BASE}person/8" in shown.out
    assert "Who It Was" not in shown.out
    as_json = run("links", "check", path, *names, "--json")
    assert as_json.code == 1
    states = {
        one["uri"].removeprefix(BASE): (one["state"], one["now"].removeprefix(BASE)) for one in json.loads(as_json.out)
    }
    assert states == STATES
    assert run("links", "check", tmp_path / "again.nt", *names).code == 0
