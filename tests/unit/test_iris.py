"""IRIs: each is what `mappings/iris.toml` says, and whatever could break one is refused."""

from __future__ import annotations

import re
import tomllib
from itertools import product
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.errors import MappingProblem
from ld_export.iris import Minter
from tests.support import BASE, ROOT, examples

TABLE: dict[str, Any] = tomllib.loads((ROOT / "mappings" / "iris.toml").read_text(encoding="utf-8"))
ALLOWED: dict[str, str] = TABLE["allowed"]
FIXED = {"base": BASE, "vocabulary": TABLE["vocabulary"]}
FIELDS = {name: re.findall(r"{(\w+)}", pattern) for name, pattern in TABLE["patterns"].items()}
OWN_FIELDS = {name: [field for field in fields if field not in FIXED] for name, fields in FIELDS.items()}
EXAMPLES = {
    "document": "pace-wd-901",
    "language": "fr",
    "signature": "17",
    "position": "0",
    "id": "pace-epp-cd",
    "number": "4",
    "excerpt": "mention-4",
    "about": "class-hrd.Claim",
    "part": "target",
    "scheme": "document-kind",
    "code": "written-declaration",
}
HOSTILE = [
    *(
        "",
        " ",
        "a b",
        "a/b",
        "../x",
        "..",
        ".",
        "a.",
        "a#b",
        "a?b",
        "a%2Fb",
        "a\\b",
        "a:b",
        "<a>",
        '"',
        "{a}",
        "{base}",
    ),
    *("A", "É", "e\u0301", "а", "\u202e1", "1\u200b", "１", "a\n", "a\0", "a--b", "-a", "a-", "a_b", "\ud800", "🦋"),
    *("javascript:alert(1)", "//example.org", "CON ", "a" * 300 + "/"),
]

# A part of what is told of the data is named after a term, which may have capitals.
OF_TERMS = ("A", "a--b", "a_b")


def test_every_pattern_and_every_allowed_field_is_used_by_the_other() -> None:
    assert {field for fields in OWN_FIELDS.values() for field in fields} == set(ALLOWED) == set(EXAMPLES)


@pytest.mark.parametrize("name", FIELDS)
def test_an_iri_is_its_pattern_filled_in(name: str) -> None:
    values = {field: EXAMPLES[field] for field in OWN_FIELDS[name]}
    expected = re.sub(r"{(\w+)}", lambda found: (FIXED | values)[found[1]], TABLE["patterns"][name])
    assert Minter(BASE)(name, **values) == expected
    assert ox.NamedNode(expected).value == expected


@pytest.mark.parametrize("name", [name for name, fields in OWN_FIELDS.items() if fields])
def test_a_hostile_value_of_any_field_is_refused_with_the_field_and_the_rule(name: str) -> None:
    mint = Minter(BASE)
    for field in OWN_FIELDS[name]:
        for value in (one for one in HOSTILE if not (field == "about" and one in OF_TERMS)):
            values = {other: EXAMPLES[other] for other in OWN_FIELDS[name]} | {field: value}
            with pytest.raises(MappingProblem) as caught:
                mint(name, **values)
            assert repr(value) in caught.value.message
            assert field in caught.value.message
            assert ALLOWED[field] in caught.value.remedy


@pytest.mark.parametrize("value", ["index", "con", "prn", "aux", "nul", "com1", "lpt9", "a" * 121])
def test_a_name_that_a_file_system_or_a_section_keeps_for_itself_is_refused(value: str) -> None:
    for name, field in (("Document", "document"), ("Person", "id"), ("Organization", "id"), ("Group", "id")):
        with pytest.raises(MappingProblem):
            Minter(BASE)(name, **{field: value})
        assert Minter(BASE)(name, **{field: f"x{value[:119]}"})


def test_numbers_are_values_too() -> None:
    assert Minter(BASE)("Person", id=17) == f"{BASE}person/17"
    with pytest.raises(MappingProblem):
        Minter(BASE)("Passage", document="pace-wd-901", position=-1)


def test_a_base_with_braces_is_no_pattern() -> None:
    assert Minter("https://example.org/{id}/")("Person", id=17) == "https://example.org/{id}/person/17"


# Short values of few letters, so that two of them are often nearly the same.
SHORT = ["".join(letters) for size in (1, 2, 3) for letters in product("ag01-", repeat=size)]
LONGER = ["mention-1", "mention-11", "claim-1", "figure-1", "annotation", "target", "quote", "range"]
VALUES = {field: [value for value in SHORT + LONGER if re.fullmatch(rule, value)] for field, rule in ALLOWED.items()}


@st.composite
def minted(draw: st.DrawFn) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A pattern's name and values that its fields allow."""
    name = draw(st.sampled_from(sorted(FIELDS)))
    return name, tuple((field, draw(st.sampled_from(VALUES[field]))) for field in OWN_FIELDS[name])


ASCII_VALUES = st.text(st.characters(max_codepoint=127), max_size=12)


@settings(max_examples=examples(200))
@given(minted(), minted())
def test_no_two_things_have_one_iri(one: tuple[str, Any], two: tuple[str, Any]) -> None:
    mint = Minter(BASE)
    assert (mint(one[0], **dict(one[1])) == mint(two[0], **dict(two[1]))) == (one == two)


@settings(max_examples=examples(200))
@given(st.sampled_from(sorted(OWN_FIELDS)), st.one_of(ASCII_VALUES, st.text(max_size=12)))
def test_any_text_is_refused_or_becomes_a_valid_iri_under_the_base(name: str, value: str) -> None:
    try:
        iri = Minter(BASE)(name, **dict.fromkeys(OWN_FIELDS[name], value))
    except MappingProblem:
        return
    assert iri.startswith((BASE, TABLE["vocabulary"]))
    assert ox.NamedNode(iri).value == iri
    assert iri.isascii()
    assert iri == iri.lower() or "about" in OWN_FIELDS[name]
    assert ".." not in iri.removeprefix(BASE)
