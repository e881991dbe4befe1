"""Folding of names: when two spellings are one, when they only look so, and how a name is shown."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_export.names import display_form, has_unseen, matching_key, slug, twin_key

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aldo TESTARI", "Aldo Testari"),
        ("Aldo  TESTARI ", "Aldo\xa0TESTARI"),
        ("Vanda D'ESEMPIO", "Vanda D’ESEMPIO"),
        ("Olha PRYKLADʼYUK", "Olha PRYKLAD`YUK"),
        ("Philipp MUßTER", "Philipp MUSSTER"),
    ],
)
def test_case_spacing_and_apostrophes_do_not_part_two_spellings(one: str, other: str) -> None:
    assert matching_key(one) == matching_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Brita ÅKERVIND", "Brita AKERVIND"),
        ("Brita \xc5KERVIND", "Brita A\u030aKERVIND"),
        ("Aldo TESTARI", "Aldo TEST\u200bARI"),
        ("Aldo TESTARI", "Аldo TESTARI"),
        ("Anna TESTOV", "Anna TESTOVA"),
    ],
)
def test_an_accent_an_unseen_character_or_another_letter_parts_two_spellings(one: str, other: str) -> None:
    assert matching_key(one) != matching_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Brita \xc5KERVIND", "Brita A\u030aKERVIND"),
        ("Aldo TESTARI", "\u202eAldo T\u200bEST\u00adARI\ufeff"),
        ("Aldo TESTARI", "Аldo ТЕSТАRІ"),
        ("Aldo TESTARI", "Aldο ΤΕSΤΑRΙ"),
        ("Aldo TESTARI", "Ａldo ＴＥＳＴＡＲＩ"),
    ],
)
def test_spellings_that_a_reader_cannot_tell_apart_are_twins(one: str, other: str) -> None:
    assert twin_key(one) == twin_key(other)


@pytest.mark.parametrize(("one", "other"), [("Brita ÅKERVIND", "Brita AKERVIND"), ("Anna TESTOV", "Anna TESTOVA")])
def test_spellings_that_a_reader_can_tell_apart_are_no_twins(one: str, other: str) -> None:
    assert twin_key(one) != twin_key(other)


@given(TEXT, TEXT)
def test_one_spelling_is_its_own_twin_whatever_its_case(one: str, other: str) -> None:
    assert matching_key(matching_key(one)) == matching_key(one)
    assert twin_key(one) == twin_key(unicodedata.normalize("NFD", one))
    if unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other):
        assert twin_key(one) == twin_key(other)


@pytest.mark.parametrize(
    "unseen", ["\u00ad", "\u200b", "\u200d", "\u200f", "\u202e", "\u2066", "\u2060", "\ufe0f", "\ufeff"]
)
def test_zero_width_and_direction_marks_are_unseen(unseen: str) -> None:
    assert has_unseen(f"Aldo{unseen} TESTARI")


@pytest.mark.parametrize("name", ["Aldo TESTARI", "Brita A\u030aKERVIND", "Aldo\xa0TESTARI", "Олена ТЕСТОВА"])
def test_spaces_and_accents_are_not_unseen(name: str) -> None:
    assert not has_unseen(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Brita ÅKERVIND se", "brita-akervind-se"),
        ("Philipp MUßTER", "philipp-musster"),
        ("Łukasz PRZYKŁAD", "lukasz-przyklad"),
        ("Sophie LØHDE-ÆRLIG", "sophie-lohde-aerlig"),
        ("Vanda D'ESEMPIO", "vanda-d-esempio"),
        ("9001 Add. 1", "9001-add-1"),
        ("Олена", ""),
        ("../..", ""),
    ],
)
def test_a_slug_is_of_plain_letters_digits_and_single_hyphens(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(TEXT)
def test_a_slug_of_anything_is_safe_in_a_path(text: str) -> None:
    assert re.fullmatch("|[a-z0-9]+(-[a-z0-9]+)*", slug(text))


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Aldo TESTARI", "Aldo Testari"),
        ("Petra De SUTTER", "Petra De Sutter"),
        ("Reina de BRUIJN-WEZEMAN", "Reina de Bruijn-Wezeman"),
        ("Vanessa D'AMBROSIO", "Vanessa D'Ambrosio"),
        ("Joseph O’REILLY", "Joseph O’Reilly"),
        ("Marco DELL'ESEMPIO", "Marco Dell'Esempio"),
        ("Olha HERASYM'YUK", "Olha Herasym'yuk"),
        ("Pierre-Yves LE BORGN'", "Pierre-Yves Le Borgn'"),
        ("Philipp MIßFELDER", "Philipp Mißfelder"),
        ("Anne McCAFFERTY", "Anne McCafferty"),
        ("Axel E. FISCHER", "Axel E. Fischer"),
        ("Corien W.A. JONKER", "Corien W.A. Jonker"),
        ("Josep PONS de BORBÓN", "Josep Pons de Borbón"),
        ("Zmago JELINČIČ PLEMENITI", "Zmago Jelinčič Plemeniti"),
        ("Erol CEBECİ", "Erol Cebeci"),
        ("Brita A\u030aKERVIND", "Brita A\u030akervind"),
        ("John SMITH III", "John Smith III"),
        ("Aldo  Testari", "Aldo Testari"),
        ("J. X", "J. X"),
    ],
)
def test_a_name_is_shown_with_its_capitals_as_title_case(printed: str, shown: str) -> None:
    assert display_form(printed) == shown


@given(st.text("ABCÅÉØabcåéø '-.", max_size=20))
def test_a_name_as_shown_differs_from_the_printed_one_in_case_and_spacing_only(name: str) -> None:
    assert matching_key(display_form(name)) == matching_key(name)
