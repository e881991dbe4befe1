"""Printed words to codes: each language by itself, nothing guessed, the nearest word suggested."""

from __future__ import annotations

import time

import pytest

from ld_export.codes import (
    Lookup,
    countries,
    country_codes,
    country_words,
    group_codes,
    groups,
    has_own_number,
    honorific_codes,
    kind_codes,
    kinds,
)
from ld_export.errors import UnknownWord
from ld_export.spelling import fold


@pytest.mark.parametrize(
    ("language", "printed", "code"),
    [
        ("en", "Italy", "it"),
        ("en", "italy", "it"),
        ("en", "United\xa0Kingdom", "gb"),
        ("en", "Turkey", "tr"),
        ("en", "Türkiye", "tr"),
        ("en", "Moldova", "md"),
        ("en", "Slovakia", "sk"),
        ("en", "Russia", "ru"),
        ("en", "''The former Yugoslav Republic of Macedonia''", "mk"),
        ("en", "Serbia and Montenegro", "csxx"),
        ("fr", "Italie", "it"),
        ("fr", "Royaume-Uni", "gb"),
        ("fr", "Etats-Unis", "us"),
        ("fr", "L'ex-République yougoslave de Macédoine", "mk"),
    ],
)
def test_a_country_is_found_by_its_names_of_any_day(language: str, printed: str, code: str) -> None:
    assert country_codes(language)[printed] == code


@pytest.mark.parametrize(("language", "printed"), [("en", "Italie"), ("fr", "Italy"), ("en", "Royaume-Uni")])
def test_a_country_is_not_found_by_a_name_of_the_other_language(language: str, printed: str) -> None:
    assert country_codes(language).get(printed) is None


@pytest.mark.parametrize(
    ("language", "printed", "group"),
    [
        ("en", "SOC", "pace-soc"),
        ("en", "EPP/CD", "pace-epp-cd"),
        ("en", "EPP", "pace-epp-cd"),
        ("fr", "PPE/DC", "pace-epp-cd"),
        ("en", "LDR", "pace-ldr"),
        ("fr", "ADLE", "pace-alde"),
        ("fr", "GUE", "pace-uel"),
        ("fr", "GDE", "pace-edg"),
        ("en", "EC", "pace-ec"),
        ("fr", "CE", "pace-ec"),
        ("en", "EC/DA", "pace-ec-da"),
        ("fr", "CE/AD", "pace-ec-da"),
        ("fr", "EPP/CD", "pace-epp-cd"),
        ("en", "NR", ""),
        ("fr", "NI", ""),
    ],
)
def test_a_group_is_found_by_its_code_in_the_language_of_the_page(language: str, printed: str, group: str) -> None:
    assert group_codes(language)[printed] == group


def test_a_french_code_is_no_group_on_an_english_page() -> None:
    assert group_codes("en").get("PPE/DC") is None


@pytest.mark.parametrize(
    ("language", "printed", "code"),
    [
        ("en", "Mr", "mr"),
        ("en", "Baroness", "baroness"),
        ("en", "Prof.", "prof"),
        ("fr", "M.", "mr"),
        ("fr", "Mme", "ms"),
    ],
)
def test_a_form_of_address_is_found_as_it_is_printed(language: str, printed: str, code: str) -> None:
    assert honorific_codes(language).exactly(printed) == code


@pytest.mark.parametrize("printed", ["mr", "MR", "Mme", "Mrr", ""])
def test_a_form_of_address_is_not_found_in_other_capitals_or_in_the_other_language(printed: str) -> None:
    assert honorific_codes("en").exactly(printed) is None


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Itali", "unknown country 'Itali'; did you mean 'Italy'? Correct the text, or add it to "),
        ("Xqzzwv", "unknown country 'Xqzzwv'; Correct the text, or add it to mappings/codes/countries.csv"),
    ],
)
def test_an_unknown_word_is_an_error_with_the_nearest_known_one(printed: str, said: str) -> None:
    with pytest.raises(UnknownWord) as caught:
        country_codes("en")[printed]
    assert str(caught.value).startswith(said)


def test_an_unknown_word_of_any_length_is_refused_at_once_and_shown_in_short() -> None:
    before = time.process_time()
    said = str(country_codes("en").unknown("Italy" * 1_000_000))
    assert time.process_time() - before < 1
    assert len(said) < 300
    assert "ItalyItaly" in said
    assert "…" in said


def test_the_first_of_two_equal_words_wins() -> None:
    table = Lookup("groups", [("EC", "one"), ("ec", "two"), ("", "three")])
    assert table["EC"] == "one"
    assert table.get("") is None


def test_the_words_of_a_table_come_longest_first() -> None:
    words = country_codes("en").words()
    assert [len(word) for word in words] == sorted(map(len, words), reverse=True)
    assert "Italy" in words


def test_motions_have_no_number_of_their_own() -> None:
    assert {kind for kind in kinds() if not has_own_number(kind)} == {
        "motion-for-a-resolution",
        "motion-for-a-recommendation",
    }


@pytest.mark.parametrize(
    ("language", "printed", "kind"),
    [
        ("en", "Written declaration", "written-declaration"),
        ("fr", "Proposition de résolution", "motion-for-a-resolution"),
    ],
)
def test_a_kind_is_found_by_its_name_in_its_language(language: str, printed: str, kind: str) -> None:
    assert kind_codes(language)[printed] == kind


def test_a_country_knows_its_names_and_its_entries_elsewhere() -> None:
    italy = countries()["it"]
    assert (italy.name, italy.alpha3, italy.translated) == ("Italy", "ITA", {"fr": "Italie"})
    assert [link.target for link in italy.links] == [
        "http://www.wikidata.org/entity/Q38",
        "http://publications.europa.eu/resource/authority/country/ITA",
    ]


def test_a_country_is_called_by_its_codes_and_its_names_in_every_language_of_their_day_too() -> None:
    assert country_words()["cz"] == ("cz", "CZE", "Czech Republic", "République tchèque", "Czechia", "Tchéquie")


def test_no_word_stands_for_two_countries() -> None:
    called = [(fold(word), code) for code, words in country_words().items() for word in words]
    assert all(word for word, _ in called)
    assert len({word for word, _ in called}) == len(set(called))


def test_a_state_whose_wikidata_item_is_not_confirmed_has_no_link_there() -> None:
    assert [link.target for link in countries()["csxx"].links] == [
        "http://publications.europa.eu/resource/authority/country/SCG"
    ]


def test_a_group_knows_its_codes_and_which_group_it_came_from() -> None:
    alde = groups()["pace-alde"]
    assert (alde.codes, alde.succeeds, alde.body) == (("ALDE", "ADLE"), "pace-ldr", "pace")
    assert groups()["pace-soc"].codes == ("SOC",)
    assert groups()["pace-soc"].succeeds is None
