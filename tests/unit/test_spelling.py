"""Spellings: the pairs of names in `tests/vectors/names.json`, and what the tables promise."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_export.csvfile import read_rows
from ld_export.resources import folder
from ld_export.spelling import alike, fold, read_tables, skeletons, words
from tests.support import ROOT

PAIRS: list[dict[str, Any]] = msgspec.json.decode((ROOT / "tests" / "vectors" / "names.json").read_bytes())


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['one']}-{pair['other']}")
def test_names_are_alike_or_not(pair: dict[str, Any]) -> None:
    assert alike(pair["one"], pair["other"]) is pair["alike"], pair["because"]
    assert alike(pair["other"], pair["one"]) is pair["alike"], "it is the same from either side"


def test_there_are_pairs_enough_of_both_kinds_and_none_twice() -> None:
    kinds = Counter(pair["alike"] for pair in PAIRS)
    assert kinds[True] >= 150
    assert kinds[False] >= 60
    assert len({frozenset((pair["one"], pair["other"])) for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Matjaž HANŽEK", "matjaz hanzek"),
        ("Мұхтар Жәкішев", "mukhtar zhakishev"),
        ("Vanessa D'AMBROSIO", "vanessa d ambrosio"),
        ("O’Reilly", "o reilly"),
        ("Solov'ev", "solovev"),
        ("HERASYM’YUK", "herasymyuk"),
        ("Hovhannisyan / Հովհաննիսյան", "hovhannisyan hovhannisyan"),
        ("გიორგი", "giorgi"),
        ("İlham ALİYEV", "ilham aliyev"),
        ("Zoe\u0301 \u200bX", "zoe x"),
        ("Straße", "strasse"),
        ("Σωκράτης ΣΩΚΡΆΤΗΣ", "σωκρατησ σωκρατησ"),
        ("علي", "علي"),
        ("«»  --", ""),
    ],
)
def test_fold(name: str, found: str) -> None:
    assert fold(name) == found


def test_siblings_have_their_family_name_in_common_and_nothing_else() -> None:
    assert set(skeletons("джакишев")) & set(skeletons("jakishev"))
    assert not set(skeletons("мухтар")) & set(skeletons("murat"))


def test_a_name_without_words_is_like_none() -> None:
    assert not alike("", "")
    assert not alike("-", "'")


def test_every_letter_is_read_and_every_rule_is_tried() -> None:
    """A rule behind another for the same letters in the same places, or a letter that stands twice, would be idle."""
    tables, names = read_tables(), folder("mappings") / "names"
    rows = [row["letters"] for row in read_rows(names / "letters.csv", ("letters", "plain", "read", "note"))]
    assert len(rows) == len(set(rows)) == len(tables.plain)
    assert all(row == row.lower() for row in rows)
    seen: set[str] = set()
    for rule in tables.rules:
        assert not {f"{rule.spelling}::", f"{rule.spelling}:{rule.before}:{rule.behind}"} & seen, rule
        seen.add(f"{rule.spelling}:{rule.before}:{rule.behind}")
        assert rule.spelling.isascii()


@given(st.text(max_size=40))
def test_any_text_has_words_and_each_word_a_bounded_number_of_skeletons(text: str) -> None:
    for word in words(text):
        found = skeletons(word)
        assert len(found) == len(set(found)) <= 64
        assert all(found)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßžшжхцчяюё' -", max_size=20))
def test_a_name_is_like_itself_in_capitals(name: str) -> None:
    assert alike(name, name.upper()) or not any(skeletons(word) for word in words(name))
