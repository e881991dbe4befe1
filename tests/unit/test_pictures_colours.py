"""The colours of the pictures can be told from the page, from each other and by the colour-blind, in both schemes."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from ld_export.pages.pictures import Datum, table
from ld_export.resources import folder
from tests.unit.pictures_support import PICTURES, classes

CSS = (folder("site") / "static" / "pictures.css").read_text(encoding="utf-8")
SCHEMES = ("light", "dark")
Colour = tuple[float, float, float]
COLOURS = {
    name: dict(zip(SCHEMES, values, strict=True))
    for name, *values in re.findall(r"--pic-([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", CSS)
}
GROUPS = ["group-1", "group-2", "group-3", "group-4", "group-other"]
# How the colour-blind see linear RGB: Machado, Oliveira, Fernandes (2009), complete deficiency.
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}

both_schemes = pytest.mark.parametrize("scheme", SCHEMES)


def linear(hexadecimal: str) -> Colour:
    red, green, blue = (int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5))

    def light(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return light(red), light(green), light(blue)


def contrast(one: str, other: str, scheme: str) -> float:
    """As WCAG 2 defines it."""
    found = (linear(COLOURS[name][scheme]) for name in (one, other))
    dark, bright = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in found)
    return (bright + 0.05) / (dark + 0.05)


def lab(colour: Colour) -> Colour:
    red, green, blue = (min(max(part, 0.0), 1.0) for part in colour)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    a, b, c = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


@both_schemes
@pytest.mark.parametrize("name", ["ink", "soft", "link"])
def test_words_stand_out_from_the_paper(name: str, scheme: str) -> None:
    assert contrast(name, "paper", scheme) >= 4.5


@both_schemes
@pytest.mark.parametrize("shade", range(1, 6))
def test_numbers_stand_out_from_their_shade(shade: int, scheme: str) -> None:
    assert contrast(f"on-{shade}", f"shade-{shade}", scheme) >= 4.5


@both_schemes
@pytest.mark.parametrize("name", ["axis", "tie", "mark", "strong", *GROUPS])
def test_marks_and_the_edges_of_squares_stand_out_from_the_paper(name: str, scheme: str) -> None:
    assert contrast(name, "paper", scheme) >= 3


@both_schemes
def test_shades_go_away_from_the_paper_step_by_step(scheme: str) -> None:
    steps = [contrast(f"shade-{shade}", "paper", scheme) for shade in range(1, 6)]
    assert steps == sorted(steps)
    assert all(after / before > 1.2 for before, after in zip([1, *steps], steps, strict=False))


@both_schemes
@pytest.mark.parametrize("eyes", SEEN)
def test_groups_can_be_told_apart_by_everyone(eyes: str, scheme: str) -> None:
    def seen(name: str) -> Colour:
        colour = linear(COLOURS[name][scheme])
        red, green, blue = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in SEEN[eyes])
        return lab((red, green, blue))

    for one, other in combinations(GROUPS, 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)) ** 0.5
        assert apart > 18, (one, other)


def test_every_class_of_a_picture_has_a_rule() -> None:
    data = [Datum(letter, value, letter) for letter, value in zip("abcdefgh", range(8), strict=True)]
    used = {name for make in PICTURES.values() for name in classes(make(data))}
    used |= (
        {"pic-faint", "pic-ring-2"}
        | classes(table("", ["a", "b"], [["c", 1]]))
        | {"pic-s", "pic-m", "pic-l", "pic-xl", "pic-wide"}
    )
    ruled = set(re.findall(r"\.(pic[a-z0-9-]*)", CSS))
    assert used <= ruled | {"pic-ties"}


def test_every_property_has_a_value_in_both_schemes_and_is_used() -> None:
    defined = set(re.findall(r"(--pic-[a-z0-9-]+):", CSS))
    assert defined == {f"--pic-{name}" for name in COLOURS}
    assert set(re.findall(r"var\((--pic-[a-z0-9-]+)\)", CSS)) == defined


def test_nothing_moves_and_nothing_is_fetched() -> None:
    assert not re.search(r"animation|transition|@import|url\(", CSS)


@pytest.mark.parametrize("medium", ["print", "(forced-colors: active)"])
def test_paper_and_the_readers_own_colours_are_thought_of(medium: str) -> None:
    assert f"@media {medium}" in CSS
