"""Where the exact words of a document stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_export.errors import UnfoundQuote
from ld_export.quotes import Place, find_quote, places
from tests.records import passages_of as passages


def test_a_quote_is_found_with_its_code_points() -> None:
    text = passages("A title", "On 🕊 day, Aldo TESTARI was detained.")
    place = find_quote("Aldo TESTARI", text)
    assert place == Place(1, 10, 22, "Aldo TESTARI")
    assert text[1].text[place.start : place.end] == place.words


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\n", "  "], ids=ascii)
def test_row_07_a_quote_with_a_plain_space_finds_whatever_space_is_printed(space: str) -> None:
    place = find_quote("20 000 people", passages("The title", f"Some 20{space}000{space}people came."))
    assert place.words == f"20{space}000{space}people"


@pytest.mark.parametrize("quote", ["aldo TESTARI", "Aldo TESTARÌ", "AldoTESTARI", "Aldo  TESTAR I", "Aldo.TESTARI"])
def test_other_characters_must_be_the_same(quote: str) -> None:
    with pytest.raises(UnfoundQuote, match="stands nowhere") as caught:
        find_quote(quote, passages("A title", "Aldo TESTARI was detained."))
    assert caught.value.place == "passage 1"
    assert "copy the words" in caught.value.remedy


def test_one_that_stands_in_several_places_is_chosen_by_number() -> None:
    text = passages("Free them", "They say: free them.", "Free them, free them!")
    assert [place.passage for place in places("ree them", text)] == [0, 1, 2, 2]
    assert find_quote("free them", text, 2) == Place(2, 11, 20, "free them")
    with pytest.raises(UnfoundQuote, match=r"stands in 4 places \(passages 0, 1, 2, 2\)"):
        find_quote("ree them", text)
    for wrong in (0, 5, -1):
        with pytest.raises(UnfoundQuote, match="no occurrence"):
            find_quote("ree them", text, wrong)


def test_places_may_overlap() -> None:
    assert [place.start for place in places("na na", passages("na na na"))] == [0, 3]


@pytest.mark.parametrize("empty", ["", " ", "\n\u00a0"])
def test_an_empty_quote_is_refused(empty: str) -> None:
    with pytest.raises(UnfoundQuote, match="empty"):
        find_quote(empty, passages("A title"))


def test_a_quote_that_shares_nothing_has_no_nearest_passage() -> None:
    with pytest.raises(UnfoundQuote) as caught:
        find_quote("жж", passages("A title"))
    assert caught.value.place == ""


@given(st.text(), st.text(), st.text())
def test_what_is_cut_from_a_passage_is_found_where_it_was_cut(before: str, quote: str, after: str) -> None:
    text = passages(before + quote + after)
    if not quote.split():
        return
    kept = quote.strip()
    start = len(before) + len(quote) - len(quote.lstrip())
    assert Place(0, start, start + len(kept), kept) in list(places(quote, text))
