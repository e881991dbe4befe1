"""What holds for every picture: well-formed, named, linked, escaped, obeying the policy, the same every time."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from ld_export.pages.pictures import Caption, Datum, columns, legend
from ld_export.pages.pictures.svg import clean, number, picture
from ld_export.pages.pictures.symbols import Key
from tests.unit.pictures_support import PICTURES, hrefs, numbers, read, said

every_picture = pytest.mark.parametrize("name", list(PICTURES))
SAMPLE = [
    Datum(label, value, f"x/{label}", f"{label} says {value}") for label, value in (("a", 3), ("b", 0), ("c", 12))
]
NASTY = "<script>alert(1)</script> \" ' & ]]> \u202eabc\u200f \x00\x0b\ud800 ]]&gt;"
IDS = {"title": {"id"}, "desc": {"id"}}
ALLOWED = {"svg", "title", "desc", "a", "g", "rect", "line", "circle", "polygon", "path", "text"}


@every_picture
def test_a_picture_is_a_group_with_title_and_description(name: str) -> None:
    svg = read(PICTURES[name](SAMPLE))
    assert svg.tag == "svg"
    assert svg.get("role") == "group"
    assert svg.get("aria-labelledby") == "p-title p-desc"
    assert [(part.tag, part.get("id"), part.text) for part in svg[:2]] == [
        ("title", "p-title", "Title"),
        ("desc", "p-desc", "What it shows."),
    ]
    assert re.fullmatch(r"0 0 [\d.]+ [\d.]+", svg.get("viewBox", ""))


@every_picture
def test_a_picture_has_no_ids_beside_these_two(name: str) -> None:
    found = [mark.get("id") for mark in read(PICTURES[name](SAMPLE)).iter() if mark.get("id")]
    assert found == ["p-title", "p-desc"]


@every_picture
def test_a_picture_obeys_the_strictest_policy(name: str) -> None:
    for mark in read(PICTURES[name](SAMPLE)).iter():
        assert mark.tag in ALLOWED
        assert not [key for key in mark.attrib if key in {"style", "id"} - IDS.get(mark.tag, set()) or key[:2] == "on"]


@every_picture
def test_every_datum_is_linked_and_named(name: str) -> None:
    made = PICTURES[name](SAMPLE)
    assert sorted(hrefs(made)) == ["x/a", "x/b", "x/c"]
    for link in read(made).iter("a"):
        assert link.get("aria-label") == link.findtext("title")
    if name != "timeline":
        assert {"a says 3", "b says 0", "c says 12"} <= set(said(made))


@every_picture
def test_a_datum_without_a_page_is_an_image_with_a_name(name: str) -> None:
    made = PICTURES[name]([Datum("a", 3)])
    assert hrefs(made) == []
    assert [mark.get("aria-label") for mark in read(made).iter("g") if mark.get("role") == "img"]


@every_picture
@pytest.mark.parametrize("count", [0, 1, 2, 1000])
def test_any_number_of_data_makes_a_picture_within_its_frame(name: str, count: int) -> None:
    made = PICTURES[name]([Datum(str(1000 + at), at % 17, f"x/{at}") for at in range(count)])
    assert len(set(hrefs(made))) == (min(count, 200) if name == "network" else count)
    svg = read(made)
    bound = max(float(svg.get("width", "")), float(svg.get("height", "")))
    assert all(math.isfinite(value) and -1 <= value <= bound + 1 for value in numbers(made))


@every_picture
def test_nothing_but_zeros_makes_a_picture(name: str) -> None:
    made = PICTURES[name]([Datum("a", 0, "x"), Datum("b", 0, "y")])
    assert sorted(hrefs(made)) == ["x", "y"]


@pytest.mark.parametrize("name", sorted(PICTURES.keys() - {"timeline"}))
def test_a_number_below_zero_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="-1 is no count"):
        PICTURES[name]([Datum("a", -1)])


@every_picture
def test_hostile_words_stay_words(name: str) -> None:
    made = PICTURES[name]([Datum(NASTY, 1, f'"><script>{NASTY}', NASTY if name != "timeline" else "")])
    svg = read(made)
    assert {mark.tag for mark in svg.iter()} <= ALLOWED
    assert any(clean(NASTY) in label for label in said(made))
    assert all(link.get("href") == clean(f'"><script>{NASTY}') for link in svg.iter("a"))


@every_picture
@given(label=st.text(max_size=60), note=st.text(max_size=20), value=st.integers(0, 10**9), href=st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_every_string_survives(name: str, label: str, note: str, value: int, href: str) -> None:
    made = PICTURES[name]([Datum(label, value, href, note), Datum("b", 1)])
    read(made)
    expected = f"{label}" if name == "timeline" else note or f"{value}"
    # XML readers make one space of a tab or a line's end in an attribute, and one line's end of two.
    plain = re.sub(r"\s", "", clean(expected))
    assert any(plain in re.sub(r"\s", "", words) for words in said(made))


@every_picture
def test_the_same_data_make_the_same_bytes(name: str) -> None:
    assert PICTURES[name](SAMPLE) == PICTURES[name](list(SAMPLE))


def test_hash_seeds_do_not_show() -> None:
    code = (
        "from tests.unit.pictures_support import PICTURES\n"
        "from ld_export.pages.pictures import Datum\n"
        "for make in PICTURES.values(): print(make([Datum(str(n * n % 97), n % 13, str(n)) for n in range(90)]))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


@every_picture
def test_coordinates_have_one_decimal_at_most(name: str) -> None:
    made = PICTURES[name]([Datum(str(at), at * 7 % 11) for at in range(30)])
    assert not re.findall(r'="-?\d+\.\d\d', made)
    assert not re.findall(r"\d\.\d\d", "".join(re.findall(r'points="([^"]*)"', made)))


@pytest.mark.parametrize(
    ("value", "expected"), [(3, "3"), (3.0, "3"), (3.14, "3.1"), (-0.01, "0"), (-0.5, "-0.5"), (1e6, "1000000")]
)
def test_numbers_are_written_short(value: float, expected: str) -> None:
    assert number(value) == expected


@pytest.mark.parametrize("id_", ["", "1a", "a b", 'a"b', "ä"])
def test_an_id_that_cannot_be_referred_to_is_refused(id_: str) -> None:
    with pytest.raises(ValueError, match="no id of a picture"):
        picture(Caption(id_, "", ""), 1, 1)


def test_title_and_description_are_escaped() -> None:
    svg = read(columns([], Caption("p", NASTY, NASTY)))
    assert svg[0].text == svg[1].text == clean(NASTY)


def test_a_legend_breaks_into_lines() -> None:
    keys = [Key("circle", "pic-group-1", "word " * 4), Key("tile", "pic-tile", "word " * 4)]
    _, low = legend(keys, 0, 0, 600)
    parts, high = legend(keys, 0, 0, 200)
    assert high == 2 * low
    assert read(parts).get("aria-hidden") == "true"
    assert legend([], 0, 0, 200) == (Markup(), 0.0)
