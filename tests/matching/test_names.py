"""Two names compared: cases by kind, the truth set, systems of romanisation, and what holds for any text."""

from __future__ import annotations

import time
from itertools import combinations
from pathlib import Path

import pytest
from benchmarks.matching import Pair, area, our_score, precision_and_recall, read_pairs, scored
from benchmarks.romanising import NAMES, cyrillic
from hypothesis import given
from hypothesis import strategies as st

import ld_export
from ld_export.csvfile import read_rows
from ld_export.matching import CANDIDATE, CERTAIN, KINDS, match_names
from ld_export.matching.distance import _FIRM
from ld_export.matching.tables import given_names, near_sounds, patronymics, small_words
from ld_export.resources import folder
from tests.support import ROOT

PAIRS = read_pairs()


def kinds(one: str, other: str) -> set[str]:
    return {reason.kind for reason in match_names(one, other).reasons}


# -- cases -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Mukhtar Dzhakishev", "Мұхтар Жәкішев", "spelling"),
        ("Ilham Aliyev", "İlham Heydər oğlu Əliyev", "no patronymic"),
        ("Nursultan Abishuly Nazarbayev", "Назарбаев Нурсултан Абишевич", "patronymic"),
        ("Dzhakishev Mukhtar", "Mukhtar Dzhakishev", "order"),
        ("Muammar al-Gaddafi", "Muammar Gaddafi", "no particle"),
    ],
)
def test_spellings_of_one_name_are_certain(one: str, other: str, kind: str) -> None:
    assert match_names(one, other).score >= CERTAIN
    assert kind in kinds(one, other)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Volodymyr Zelenskyy", "Владимир Зеленский", "variant"),
        ("Bolat Atabayev", "Bulat Atabayev", "variant"),
        ("M. Dzhakishev", "Mukhtar Dzhakishev", "initial"),
        ("Dzhakishev", "Mukhtar Dzhakishev", "alone"),
        ("Mukhtar Dzhakishev", "Mukhtar Dzhakishve", "typing"),
        ("Galymzhan Zhakiyanov", "Galymzhan Zhakhiyanov", "near"),
        ("Pedro Sánchez", "Pedro Sánchez Pérez-Castejón", "missing"),
        ("Jean Weber", "Johann Weber", "cognate"),
        ("Sasha Orlov", "Aleksandr Orlov", "short form"),
    ],
)
def test_what_somebody_should_look_at_is_a_candidate_and_never_certain(one: str, other: str, kind: str) -> None:
    assert CANDIDATE <= match_names(one, other).score < CERTAIN
    assert kind in kinds(one, other)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Mukhtar Dzhakishev", "Murat Dzhakishev", "other name"),
        ("Marat Karimov", "Мурат Каримов", "other name"),
        ("Serik Nazarbayev", "Serik Nazarbayeva", "man and woman"),
        ("Ilham Heydar oglu", "Ilham Heydar qizi", "man and woman"),
        ("Ivan Petrovich Sidorov", "Ivan Ivanovich Sidorov", "other father"),
        ("A. Dzhakishev", "Mukhtar Dzhakishev", "different"),
        ("Ivan Petrov", "Petr Ivanov", "other name"),
        ("", "Mukhtar", "no words"),
        ("-", "'", "no words"),
    ],
)
def test_others_are_no_candidates(one: str, other: str, kind: str) -> None:
    assert match_names(one, other).score < CANDIDATE
    assert kind in kinds(one, other)


def test_a_given_name_alone_says_less_than_a_family_name() -> None:
    family, first = (match_names(one, "Mukhtar Dzhakishev").score for one in ("Dzhakishev", "Mukhtar"))
    assert first < CANDIDATE <= family < CERTAIN


def test_a_name_in_a_comma_order_loses_nothing() -> None:
    assert (
        match_names("DZHAKISHEV, Mukhtar", "Mukhtar Dzhakishev").score
        > match_names("Dzhakishev Mukhtar", "Mukhtar Dzhakishev").score
    )


def test_bodies_are_compared_by_words_and_acronyms() -> None:
    def score(one: str, other: str) -> float:
        return match_names(one, other, kind="organization").score

    assert CANDIDATE <= score("OSCE", "Organization for Security and Co-operation in Europe") < CERTAIN
    assert score("United Nations Organisation", "The United Nations Organization") >= CERTAIN
    assert score("Ministry of Justice", "Ministry of Finance") < CANDIDATE
    assert score("Council of Europe", "Parliamentary Assembly of the Council of Europe") < CANDIDATE


def test_a_reason_says_itself_in_english_and_can_be_turned() -> None:
    match = match_names("Mukhtar Dzhakishev", "M. Jakishev")
    assert [reason.mine for reason in match.reasons] == ["mukhtar", "dzhakishev"]
    assert [reason.theirs for reason in match.turned().reasons] == ["mukhtar", "dzhakishev"]
    assert all(reason.sentence.endswith(".") for reason in match.reasons)


def test_the_library_exports_it() -> None:
    assert ld_export.match_names("Mukhtar Dzhakishev", "Jakishev Mukhtar").score >= CERTAIN


# -- the truth set -----------------------------------------------------------------------------------------------------


def test_the_truth_set_is_large_and_half_of_it_are_others() -> None:
    assert len(PAIRS) >= 500
    assert 0.45 <= sum(pair.same for pair in PAIRS) / len(PAIRS) <= 0.55
    assert len({frozenset((pair.one, pair.other)) for pair in PAIRS}) == len(PAIRS)
    assert 0.25 <= sum(pair.set_aside for pair in PAIRS) / len(PAIRS) <= 0.45


@pytest.mark.parametrize("set_aside", [False, True])
def test_names_are_told_apart(set_aside: bool) -> None:
    results = scored((pair for pair in PAIRS if pair.set_aside is set_aside), our_score)
    assert area(results) >= 0.98
    assert precision_and_recall(results, CERTAIN)[0] == 1.0
    assert precision_and_recall(results, CERTAIN)[1] >= 0.6
    assert precision_and_recall(results, CANDIDATE)[0] >= 0.95
    assert precision_and_recall(results, CANDIDATE)[1] >= 0.95


def test_the_figures_would_show_a_matcher_that_cannot_tell() -> None:
    results = scored(PAIRS, lambda one, other: 0.5)
    assert area(results) == 0.5
    assert precision_and_recall(results, 0.4)[1] == 1.0


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if not pair.same], ids=lambda pair: f"{pair.one}-{pair.other}")
def test_no_pair_of_two_people_is_certain(pair: Pair) -> None:
    assert match_names(pair.one, pair.other).score < CERTAIN


# -- systems -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", NAMES)
def test_names_are_known_again_in_any_two_systems(language: str) -> None:
    """Nearly all are as good as certain; a rest, mostly German s and z or Spanish j, stays a candidate."""
    found = [
        match_names(one, other).score
        for name in cyrillic(language)
        for one, other in combinations([name, *(system.write(name) for system in NAMES[language][0].values())], 2)
    ]
    assert sum(score >= 0.9 for score in found) / len(found) >= 0.94
    assert sum(score >= CANDIDATE for score in found) / len(found) >= 0.99
    assert min(found) >= 0.65


@pytest.mark.parametrize("language", NAMES)
def test_every_system_is_read_for_its_own_script(language: str) -> None:
    for system, table in NAMES[language][0].items():
        scores = [match_names(name, table.write(name)).score for name in cyrillic(language)]
        assert sum(scores) / len(scores) >= 0.9, system


@pytest.mark.parametrize("language", NAMES)
def test_no_two_of_the_names_are_taken_for_one(language: str) -> None:
    for one, other in combinations(cyrillic(language), 2):
        assert match_names(one, other).score < CANDIDATE, (one, other)


def test_a_consonant_changed_in_a_known_given_name_is_no_candidate() -> None:
    changed = {"b": "m", "d": "n", "k": "l", "l": "b", "m": "d", "n": "b", "r": "m", "t": "l", "s": "r"}
    names = [name for row in read_rows(_given_names(), _COLUMNS) for name in row.several("names")[:1]]
    likely = []
    for name in names:
        at = next((at for at in range(1, len(name)) if name[at] in changed), None)
        if at is not None:
            other = name[:at] + changed[name[at]] + name[at + 1 :]
            if match_names(f"{name} Dzhakishev", f"{other} Dzhakishev").score >= CANDIDATE:
                likely.append((name, other))
    assert len(names) > 1000
    assert not likely


_COLUMNS = ("names", "cognates", "short", "note")


def _given_names() -> Path:
    return folder("mappings") / "names" / "given-names.csv"


# -- any text ----------------------------------------------------------------------------------------------------------

_ANY = st.text(max_size=60)
_NAMES = st.lists(
    st.sampled_from(
        [name for language in NAMES for name in cyrillic(language)] + ["M.", "al", "Jean", "oglu", "O'", "ß"]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(st.one_of(_ANY, _NAMES), st.one_of(_ANY, _NAMES))
def test_a_score_is_the_same_from_either_side_and_between_none_and_all(one: str, other: str) -> None:
    match = match_names(one, other)
    assert 0.0 <= match.score <= 1.0
    assert match_names(other, one) == match.turned()
    assert all(reason.kind in KINDS and 0.0 <= reason.score <= 1.0 for reason in match.reasons)
    assert match.reasons


@given(st.one_of(_ANY, _NAMES))
def test_a_name_is_itself(name: str) -> None:
    assert match_names(name, name).score == (1.0 if name.strip() else 0.0)


@given(_NAMES)
def test_the_order_of_words_takes_little_away(name: str) -> None:
    """But for small words that have their place: behind a father's name, or before the word they belong to."""
    words = name.replace("oglu", "").replace("O'", "").split()
    if len(words) > 1:
        assert match_names(" ".join(words), " ".join(reversed(words))).score >= 0.9


@pytest.mark.parametrize("text", ["x" * 10_000_000, "Ivan " * 2_000_000, "ж" * 301])
def test_what_is_too_long_for_a_name_is_refused_at_once(text: str) -> None:
    began = time.perf_counter()
    assert match_names(text, "Ivan Ivanov").reasons[0].kind == "too long"
    assert match_names(text, "Ivan Ivanov").score == 0.0
    assert match_names(text, text).score == 1.0
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("text", ["ё" * 300, "ch" * 150, "j c s " * 50, "a " * 150, "dzh" * 100])
def test_the_longest_names_take_no_time(text: str) -> None:
    began = time.perf_counter()
    match_names(text, text[1:] + "x")
    assert time.perf_counter() - began < 2


# -- the tables --------------------------------------------------------------------------------------------------------


def test_the_bound_on_letters_holds_for_the_table() -> None:
    assert all(letter not in pair for pair in near_sounds() for letter in _FIRM)
    assert all(0 < cost < 1 for cost in near_sounds().values())


def test_every_kind_of_reason_is_documented_with_its_ceiling() -> None:
    page = (ROOT / "docs" / "names.md").read_text(encoding="utf-8")
    for name, kind in KINDS.items():
        assert f"| `{name}` | {kind.sentence} | {'' if kind.ceiling == 1 else f'{kind.ceiling:.2f}'} |" in page


def test_tables_say_nothing_twice() -> None:
    assert len({row.ending for row in patronymics()}) == len(patronymics())
    rows = list(read_rows(folder("mappings") / "names" / "near-sounds.csv", ("one", "other", "cost", "note")))
    assert len({frozenset((row["one"], row["other"])) for row in rows}) == len(rows)
    for row in read_rows(_given_names(), _COLUMNS):
        names = [name for column in _COLUMNS[:3] for name in row.several(column)]
        assert len(set(names)) == len(names), row.place
    assert {"title", "generation", "particle"} == set(small_words().values())
    assert len(given_names().names) > 1000
