"""Finding names among many: what is found, in which order, and when nobody has to look."""

from __future__ import annotations

import pytest
from benchmarks.romanising import NAMES, cyrillic
from hypothesis import given
from hypothesis import strategies as st

from ld_export.matching import CERTAIN, Entry, Names, match_names

PEOPLE = (
    Entry("1", "person", ("Mukhtar Dzhakishev", "Мұхтар Жәкішев"), "kz"),
    Entry("2", "person", ("Murat Dzhakishev",), "kz"),
    Entry("3", "person", ("Aliya Dzhakisheva",), "kz"),
    Entry("4", "person", ("Stefan Schennach",), "at"),
    Entry("5", "person", ("Volodymyr Zelenskyy",), "ua pl"),
    Entry("6", "person", ("M. Ivanov",)),
    Entry("7", "person", ("Mikhail Ivanov",), "ru"),
    Entry("8", "person", ("Sergei Petrovich Orlov",), "ru"),
    Entry("9", "person", ("Sergei Pavlovich Orlov",), "ru"),
)
BODIES = (
    Entry("osce", "organization", ("Organization for Security and Co-operation in Europe",)),
    Entry("coe", "organization", ("Council of Europe", "Conseil de l’Europe")),
    Entry("pace", "organization", ("Parliamentary Assembly of the Council of Europe", "PACE")),
    Entry("kz", "country", ("Kazakhstan", "Республика Казахстан")),
)


@pytest.fixture(scope="module")
def names() -> Names:
    return Names((*PEOPLE, *BODIES))


@pytest.mark.parametrize(
    ("name", "best", "certain"),
    [
        ("Moukhtar Djakichev", "1", True),
        ("Жәкішев Мұхтар Еркінұлы", "1", True),
        ("Владимир Зеленский", "5", False),
        ("Mukhtar Dzhakishve", "1", False),
        ("M. Dzhakishev", "1", False),
        ("SCHENNACH Stefan", "4", True),
        ("Schennach", "4", False),
        ("OSCE", "osce", False),
        ("Organisation for Security and Cooperation in Europe", "osce", False),
        ("The Council of Europe", "coe", True),
        ("PACE", "pace", True),
        ("Казахстан", "kz", True),
    ],
)
def test_the_best_is_found_and_certain_only_where_it_is_safe(names: Names, name: str, best: str, certain: bool) -> None:
    found = names.find(name)
    assert found[0].entry.id == best
    assert found[0].certain is certain
    assert not any(one.certain for one in found[1:])
    assert [one.match.score for one in found] == sorted((one.match.score for one in found), reverse=True)


def test_two_people_with_one_name_are_never_certain() -> None:
    names = Names([Entry("a", "person", ("Ivan Ivanov",)), Entry("b", "person", ("Иван Иванов",))])
    found = names.find("Ivan Ivanov")
    assert [one.entry.id for one in found] == ["a", "b"]
    assert not any(one.certain for one in found)


def test_a_name_that_fits_father_and_son_is_not_certain(names: Names) -> None:
    found = names.find("Sergei Orlov")
    assert [one.entry.id for one in found[:2]] == ["8", "9"]
    assert found[0].match.score >= CERTAIN
    assert not found[0].certain


def test_a_single_word_is_certain_of_nobody_even_if_it_is_the_whole_name() -> None:
    assert not Names([Entry("a", "person", ("Akezhan",))]).find("Akezhan")[0].certain


def test_of_several_spellings_the_nearest_is_told(names: Names) -> None:
    assert names.find("Мухтар Жәкішев")[0].spelling == "Мұхтар Жәкішев"
    assert names.find("Mukhtar Jakishev")[0].match == match_names("Mukhtar Jakishev", "Mukhtar Dzhakishev")


def test_kinds_and_countries_limit_what_is_found(names: Names) -> None:
    def ids(**wanted: object) -> set[str]:
        return {one.entry.id for one in names.find("Dzhakishev", 10, **wanted)}  # type: ignore[arg-type]

    assert {"1", "2"} <= ids()
    assert not ids(kinds=("organization",))
    assert not ids(countries=("at",))
    assert "5" in {one.entry.id for one in names.find("Zelenskyy", countries=("pl",))}
    assert "6" in {one.entry.id for one in names.find("M. Ivanov", countries=("kz",))}, "of nobody knows which country"


def test_no_more_are_found_than_asked_for(names: Names) -> None:
    assert len(names.find("Dzhakishev", 1)) == 1
    assert names.find("Dzhakishev", 1)[0] == names.find("Dzhakishev", 10)[0]


@pytest.mark.parametrize("name", ["", " ", "-", "«»", "x" * 10_000_000, "\0", "\ud800"])
def test_what_is_no_name_finds_nobody(names: Names, name: str) -> None:
    assert names.find(name) == []


def test_an_index_of_nobody_finds_nobody() -> None:
    assert Names([]).find("Ivan Ivanov") == []


@given(st.text(max_size=60))
def test_any_text_may_be_looked_for(text: str) -> None:
    found = _OF_ALL.find(text)
    assert len(found) <= 5
    assert all(0 < one.match.score <= 1 for one in found)


_OF_ALL = Names((*PEOPLE, *BODIES))


def test_the_order_of_entries_changes_nothing() -> None:
    turned = Names(reversed((*PEOPLE, *BODIES)))
    for name in ("Mukhtar Jakishev", "Sergei Orlov", "Council of Europe", "Ivanov"):
        assert turned.find(name) == _OF_ALL.find(name)


@pytest.mark.parametrize("language", NAMES)
def test_who_is_looked_for_in_any_system_is_found_first(language: str) -> None:
    names = Names(Entry(name, "person", (name,)) for each in NAMES for name in cyrillic(each))
    lost = [
        (name, written)
        for name in cyrillic(language)
        for written in (system.write(name) for system in NAMES[language][0].values())
        if not (found := names.find(written)) or match_names(found[0].entry.id, name).score < CERTAIN
    ]
    assert not lost
