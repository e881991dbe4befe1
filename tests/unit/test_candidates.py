"""Parts of looking for candidates: names as they are asked for, scores, and places for values in queries."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from ld_export.candidates.judging import Description, judged
from ld_export.candidates.wanted import Wanted, wanted
from ld_export.errors import UsageProblem
from ld_export.graph import with_values
from ld_export.model import Link, Organization, Person
from ld_export.registry import Registry
from tests.support import BASE

THERE = "https://example.net/"


def asked(row: Person | Organization, secret: str = "\0") -> tuple[str, ...]:
    """The names by which a row is asked for."""
    registry = Registry([row]) if isinstance(row, Person) else Registry((), [row])
    (one,) = wanted(registry, BASE, THERE, lambda text: secret in text)
    return one.asked


@pytest.mark.parametrize(
    ("name", "also", "expected"),
    [
        ("Aldo Testari", ("Aldo TESTARI",), ["Aldo Testari"]),
        ("Aldo Testari", ("Al TESTARI",), ["Aldo Testari", "Al Testari"]),
        ("Carla D'Esempio", (), ["Carla D'Esempio", "Carla D’Esempio"]),
        ("Carla D’Esempio", (), ["Carla D’Esempio", "Carla D'Esempio"]),
        ("Brita A\u030akervind", (), ["Brita Åkervind"]),
        ("Testari", (), []),
        ("Aldo\u00a0 Testari", ("TESTARI",), ["Aldo Testari"]),
        ("Aldo " + "o" * 300, (), []),
    ],
)
def test_people_are_asked_for_by_whole_names_as_others_write_them(
    name: str, also: tuple[str, ...], expected: list[str]
) -> None:
    assert list(asked(Person(id=1, name=name, also_written=also))) == expected


def test_bodies_are_asked_for_by_every_name_as_it_is() -> None:
    body = Organization(id="a", name="A  Body", translated={"fr": "Un corps"}, also_written=("AB",))
    assert asked(body) == ("A Body", "Un corps", "AB")


def test_a_secret_spelling_is_left_out_and_a_secret_name_leaves_nothing() -> None:
    person = Person(id=1, name="Aldo Testari", also_written=("Al Secret",))
    assert asked(person, "Secret") == ("Aldo Testari",)
    assert asked(person, "Testari") == ()


def test_who_is_linked_there_or_not_in_use_is_not_wanted() -> None:
    linked = Person(id=1, name="Aldo Testari", links=(Link(target=f"{THERE}1", certainty="certain", source="s"),))
    others = [Person(id=2, name="B C", status="withdrawn"), Person(id=3, name="D E", status="merged-into:1")]
    assert list(wanted(Registry([linked, *others]), BASE, THERE, lambda _: False)) == []


def score(names: tuple[str, ...] = ("Aldo Testari",), *facts: tuple[str, str], kind: str = "person") -> float | None:
    """The score of one candidate for Aldo Testari of Italy; nothing where it is none."""
    ours = Wanted(f"{BASE}person/1", kind, "Aldo Testari", ("Aldo Testari",), (), ("it",))
    found = judged(ours, [Description(f"{THERE}1", names, "", facts)], ["member id"])
    return found[0].score if found else None


@pytest.mark.parametrize("country", ["it", "IT", "ITA", "http://www.wikidata.org/entity/Q38"])
def test_a_country_is_known_by_any_of_its_names(country: str) -> None:
    assert score(("Aldo Testari",), ("country", country)) == 1
    assert score(("Aldo Testari",), ("country", "fr"), ("country", country)) == 1


def test_what_speaks_against_somebody_lessens_the_score_and_what_speaks_for_raises_it() -> None:
    other, alone, member = (
        score(("Aldo Testari",), ("country", "fr")),
        score(),
        score(("Aldo Testary",), ("member id", "1")),
    )
    assert (other, alone) == (0.7, 0.9)
    plain = score(("Aldo Testary",), ("country", "it"))
    assert member
    assert plain
    assert member > plain


def test_other_names_are_no_candidates() -> None:
    assert score(("Marat Testari",)) is None
    assert score(()) is None


def test_candidates_are_ordered_by_score_and_then_by_address() -> None:
    ours = Wanted(f"{BASE}person/1", "person", "Aldo Testari", ("Aldo Testari",), ())
    found = [
        Description(f"{THERE}{number}", (name,), "", ()) for number, name in ((2, "Aldo Testari"), (1, "A. Testari"))
    ]
    same = [*found, Description(f"{THERE}0", ("Aldo Testari",), "", ())]
    assert [one.description.iri[-1] for one in judged(ours, same, ())] == ["0", "2", "1"]


def test_an_acronym_alone_is_never_certain() -> None:
    ours = Wanted(f"{BASE}organization/a", "organization", "Assembly of Testland", ("Assembly of Testland", "AOT"), ())
    (found,) = judged(ours, [Description(f"{THERE}1", ("AOT",), "", ())], ())
    assert found.score == 0.8


def test_a_query_without_a_place_for_values_is_refused() -> None:
    with pytest.raises(UsageProblem, match=r"no place for values of \?name"):
        with_values("SELECT * { VALUES ?name { 1 } }", "name", [ox.Literal("a")])
