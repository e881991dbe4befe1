"""The profiles that ship are whole, and documented."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from ld_export.candidates.profile import KINDS, Profile, read_profile
from ld_export.candidates.review import COLUMNS
from ld_export.codes import countries
from ld_export.graph import shape_of, with_values
from ld_export.resources import folder

SHIPPED = sorted(path.stem for path in (folder("mappings") / "endpoints").glob("*.toml"))
DOCS = Path(__file__).parents[2] / "docs" / "candidates.md"


def _first_cells() -> set[str]:
    rows = re.findall(r"^\| (`[^|]+) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_every_key_and_every_column_is_documented_and_nothing_else() -> None:
    assert _first_cells() == {*Profile.__struct_fields__, *COLUMNS}


def test_every_query_belongs_to_a_profile(tmp_path: Path) -> None:
    named = {text for name in SHIPPED for text in _queries(read_profile(tmp_path, name))}
    files = {path.read_text(encoding="utf-8") for path in (folder("mappings") / "endpoints").glob("*.rq")}
    assert files == named


def _rows(store: ox.Store, query: str) -> list[Any]:
    """The first column of an answer."""
    found: Any = store.query(query)
    return [row[0] for row in found]


def _queries(profile: Profile) -> list[str]:
    return [profile.describe, *(getattr(profile.find, kind) for kind in profile.kinds)]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_profile_that_ships_is_whole(tmp_path: Path, name: str) -> None:
    """Its queries parse with values and without, only read, and ask for languages that it has names in."""
    profile = read_profile(tmp_path, name)
    assert profile.kinds == KINDS
    assert profile.pause >= 1
    for text, variable in [(profile.describe, "item"), *((getattr(profile.find, one), "name") for one in KINDS)]:
        term = ox.Literal("a") if variable == "name" else ox.NamedNode("https://example.org/a")
        for query in (text, with_values(text, variable, [term])):
            assert _rows(ox.Store(), query) == []
            assert shape_of(query).form == "SELECT"
        asked = re.findall(r"LANG\(\?value\) IN \(([^)]*)\)", text)
        assert all(set(re.findall(r'"([^"]*)"', one)) <= {*profile.languages} for one in asked)


def test_countries_are_known_by_the_addresses_of_wikidata(tmp_path: Path) -> None:
    begins = read_profile(tmp_path, "wikidata").entities
    assert any(link.target.startswith(begins) for link in countries()["it"].links)


@pytest.mark.parametrize("name", ['a "quoted" name', "back\\slash", "} UNION { ?s ?p ?o", "\\u0022", "two\nlines"])
def test_a_name_is_data_whatever_it_says(name: str) -> None:
    store = ox.Store()
    right, label = ox.NamedNode("https://example.org/right"), ox.NamedNode("https://example.org/label")
    store.add(ox.Quad(right, label, ox.Literal(name)))
    store.add(ox.Quad(ox.NamedNode("https://example.org/wrong"), label, ox.Literal("other")))
    text = "SELECT ?item WHERE { VALUES ?name { } ?item <https://example.org/label> ?name }"
    assert _rows(store, with_values(text, "name", [ox.Literal(name)])) == [right]
