"""The network: the strongest are picked, always the same, and drawn apart from one another."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.pages.pictures import Node, Tie, network, strongest
from ld_export.pages.pictures import forces as forces_module
from ld_export.pages.pictures.forces import Line, places
from ld_export.pages.pictures.labelling import placed
from ld_export.pages.pictures.lettering import width
from ld_export.pages.pictures.sampling import drawable
from ld_export.pages.pictures.spreading import apart, fitted
from tests.unit.pictures_support import CAPTION, classes, hrefs, read, said, words

keys = st.sampled_from("abcdefghij")
pairs_of = st.dictionaries(st.tuples(keys, keys), st.integers(0, 9))


def crowd(count: int, seed: int = 1) -> dict[tuple[str, str], int]:
    """Pairs of people in documents of different lengths."""
    chance = random.Random(seed)
    found: dict[tuple[str, str], int] = {}
    for _ in range(count):
        signed = sorted({f"p{int(chance.random() ** 2 * count):04}" for _ in range(12)})
        for at, one in enumerate(signed):
            for other in signed[at + 1 :]:
                found[one, other] = found.get((one, other), 0) + 1
    return found


# -- the pick ----------------------------------------------------------------------------------------------------------


def test_the_strongest_are_those_with_the_most_shared_documents() -> None:
    found = strongest({("a", "b"): 3, ("b", "c"): 2, ("c", "d"): 1}, limit=3)
    assert found.keys == ("b", "a", "c")
    assert found.ties == (Tie("a", "b", 3), Tie("b", "c", 2))


def test_what_is_equal_goes_by_the_keys() -> None:
    assert strongest({("d", "c"): 1, ("b", "a"): 1}, limit=2).keys == ("a", "b")


def test_a_pair_in_both_orders_is_one_pair_and_nobody_is_tied_to_themselves() -> None:
    assert strongest({("a", "b"): 1, ("b", "a"): 2, ("a", "a"): 9, ("a", "c"): 0}).ties == (Tie("a", "b", 3),)


@given(pairs_of, st.integers(2, 10), st.integers(1, 5))
@settings(deadline=None)
def test_everyone_picked_has_their_strongest_tie(pairs: dict[tuple[str, str], int], limit: int, each: int) -> None:
    found = strongest(pairs, limit, each)
    assert {key for tie in found.ties for key in (tie.one, tie.other)} == set(found.keys)
    assert len(found.keys) <= limit
    whole = strongest(pairs, limit, 99)
    for key in found.keys:
        mine = [tie for tie in whole.ties if key in tie]
        assert set(mine[:each]) <= set(found.ties)
    assert found == strongest(dict(reversed(pairs.items())), limit, each)


def test_equal_ties_are_drawn_evenly_so_that_nobody_seems_to_be_the_middle() -> None:
    everyone = [f"p{at:02}" for at in range(40)]
    found = strongest({(one, other): 1 for one in everyone for other in everyone if one < other})
    assert len(found.ties) == 40 * 39 // 2  # equal ones are all kept, and all say who is near whom
    drawn = drawable(found.ties, 120)
    counts = Counter(key for tie in drawn for key in (tie.one, tie.other))
    assert len(drawn) == 120
    assert set(counts.values()) <= {5, 6, 7}


def test_few_ties_are_all_drawn_the_strongest_last() -> None:
    assert drawable([Tie("a", "b", 3), Tie("b", "c", 2), Tie("a", "c", 1)], 9) == [
        Tie("a", "c", 1),
        Tie("b", "c", 2),
        Tie("a", "b", 3),
    ]


def test_who_is_tied_weakly_but_to_all_does_not_seem_to_stand_alone() -> None:
    strong = {(f"a{one}", f"a{other}"): 9 for one in range(9) for other in range(one + 1, 9)}
    weak = {(f"a{one}", f"b{other}"): 1 for one in range(9) for other in range(9)}
    together = {(f"b{one}", f"b{other}"): 1 for one in range(9) for other in range(one + 1, 9)}
    found = strongest({**strong, **weak, **together}, each=2)
    reached = {"a0"}
    for _ in found.ties:
        reached |= {key for tie in found.ties if {tie.one, tie.other} & reached for key in (tie.one, tie.other)}
    assert reached == set(found.keys)
    assert len(found.keys) == 18


def test_eighty_of_a_thousand() -> None:
    found = strongest(crowd(1000))
    assert len(found.keys) == 80
    assert len(drawable(found.ties, 240)) == 240


# -- the places --------------------------------------------------------------------------------------------------------


def test_the_layout_is_the_same_for_a_seed_and_another_for_another() -> None:
    lines = [Line(at, at + 1, 1.0) for at in range(9)]
    assert places(10, lines, 1) == places(10, lines, 1)
    assert places(10, lines, 1) != places(10, lines, 2)


def test_a_chain_is_drawn_as_a_line_of_its_length_lying_across() -> None:
    found = places(10, [Line(at, at + 1, 1.0) for at in range(9)], 1)
    first, last = found[0], found[9]
    assert abs(first[0] - last[0]) == pytest.approx(9, rel=0.05)
    assert abs(first[1] - last[1]) < 1


def test_a_triangle_has_nearly_equal_sides() -> None:
    found = places(3, [Line(0, 1, 2.0), Line(1, 2, 2.0), Line(0, 2, 2.0)], 5)
    assert [math.dist(found[a], found[b]) for a, b in ((0, 1), (1, 2), (0, 2))] == pytest.approx([2, 2, 2], rel=0.1)


def test_what_is_not_tied_is_farther_than_what_is() -> None:
    found = places(4, [Line(0, 1, 1.0), Line(2, 3, 1.0)], 1)
    assert math.dist(found[0], found[2]) > math.dist(found[0], found[1])


def test_the_number_of_steps_is_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not timed: each round moves every pair once, and nothing else takes more than that."""
    moved: list[int] = []
    monkeypatch.setattr(forces_module, "_round", lambda _xs, _ys, pairs, _step: moved.append(len(pairs)))
    places(80, [Line(at, at // 2, 1.0) for at in range(1, 80)], 1)
    assert moved == [80 * 79 // 2] * forces_module.ROUNDS


def test_points_fill_the_frame() -> None:
    found = fitted([(0, 0), (2, 1), (1, 0.5)], 300, 200, 999)
    assert (min(found), max(found)) == ((0, 0), (300, 200))
    assert fitted([(5, 5)], 300, 200, 9) == [(150, 100)]
    assert fitted([], 300, 200, 9) == []


def test_a_few_points_do_not_fill_it() -> None:
    assert fitted([(0, 0), (1, 0)], 300, 200, 100) == [(100, 100), (200, 100)]


def test_circles_on_one_another_are_pushed_apart() -> None:
    found = apart([(50.0, 50.0)] * 6, [5.0] * 6, 100, 100, gap=2)
    assert min(math.dist(one, other) for at, one in enumerate(found) for other in found[:at]) > 11
    assert all(5 <= x <= 95 and 5 <= y <= 95 for x, y in found)


def test_names_cover_neither_nodes_nor_each_other() -> None:
    points = [(100.0 + at % 5 * 30, 100.0 + at // 5 * 30) for at in range(25)]
    found = placed(["Someone"] * 25, points, [5.0] * 25, (400, 400), 14)
    boxes = [(label.x, label.y - 11, label.x + width("Someone", 14), label.y + 3) for label in found if label]
    assert 5 <= len(boxes) < 25
    for at, (left, top, right, bottom) in enumerate(boxes):
        assert not any(left < x + 5 and x - 5 < right and top < y + 5 and y - 5 < bottom for x, y in points)
        assert not any(left < c and a < right and top < d and b < bottom for a, b, c, d in boxes[:at])


# -- the picture -------------------------------------------------------------------------------------------------------

NODES = [Node("a", "Ann", 9, "p/a", "soc"), Node("b", "Bo", 4, "p/b", "epp", "Bo: 4 documents"), Node("c", "Cy", 1)]
TIES = [Tie("a", "b", 3), Tie("b", "c", 1)]
GROUPS = {"soc": "Socialists", "epp": "People’s Party"}


def test_people_are_linked_and_ties_are_named() -> None:
    made = network(NODES, TIES, CAPTION, groups=GROUPS, other="other", seed=1)
    assert hrefs(made) == ["p/a", "p/b"]
    assert said(made) == ["Ann: 9", "Bo: 4 documents", "Cy: 1"]
    assert [line.findtext("title") for line in read(made).iter("line")] == ["Bo – Cy: 1", "Ann – Bo: 3"]
    assert words(made) == ["Ann", "Bo", "Cy", "Socialists", "People’s Party", "other"]


def test_the_area_of_a_node_shows_its_value_and_the_width_of_a_tie_its_strength() -> None:
    svg = read(network(NODES, TIES, CAPTION, groups=GROUPS, other="other", seed=1))
    radii = [float(mark.get("r", "")) for mark in svg.iter("circle") if "pic-node" in mark.get("class", "")]
    assert radii[0] ** 2 / radii[1] ** 2 == pytest.approx(9 / 4, rel=0.01)
    assert [line.get("stroke-width") for line in svg.iter("line")] == ["1.9", "4.5"]


def test_only_the_first_eight_groups_have_a_look_of_their_own() -> None:
    nodes = [Node(str(at), str(at), 1, group=f"g{at}") for at in range(10)]
    made = network(nodes, [], CAPTION, groups={f"g{at}": f"Group {at}" for at in range(10)}, other="other", seed=1)
    looks = [(mark.tag, mark.get("class")) for mark in read(made).iter() if "pic-node" in mark.get("class", "")]
    assert len(set(looks)) == 9
    assert classes(made) >= {"pic-group-1", "pic-group-4", "pic-group-other"}
    assert words(made)[-1] == "other"
    assert "Group 8" not in words(made)


def test_ties_for_which_there_is_no_room_are_drawn_faintly() -> None:
    found = strongest({(f"p{one:02}", f"p{other:02}"): 1 for one in range(30) for other in range(one + 1, 30)})
    svg = read(network([Node(key, key, 1) for key in found.keys], found.ties, CAPTION, groups={}, other="", seed=1))
    assert len(list(svg.iter("line"))) == 240
    assert [path.get("d", "").count("M") for path in svg.iter("path")] == [30 * 29 // 2 - 240]


def test_only_the_strongest_are_named_in_the_picture() -> None:
    found = strongest(crowd(300))
    made = network([Node(key, key, 5, key) for key in found.keys], found.ties, CAPTION, groups={}, other="all", seed=1)
    assert 1 <= len(words(made)) <= 26
    assert len(hrefs(made)) == 80


@pytest.mark.parametrize(
    ("nodes", "ties", "message"),
    [
        ([Node(str(at), "", 1) for at in range(201)], [], r"pick at most 200 with strongest\(\)"),
        ([Node("a", "", 1), Node("a", "", 2)], [], "the same key"),
        ([Node("a", "", 1)], [Tie("a", "z", 1)], "an end that is no node"),
        ([Node("a", "", 1), Node("b", "", 1)], [Tie("a", "b", 0)], "or no strength"),
    ],
)
def test_a_network_that_cannot_be_drawn_is_refused(nodes: list[Node], ties: list[Tie], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        network(nodes, ties, CAPTION, groups={}, other="", seed=1)
