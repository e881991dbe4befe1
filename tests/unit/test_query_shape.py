"""The outline of a query: what is refused before any parser sees it, and what is not."""

from __future__ import annotations

import time
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_export.errors import UsageProblem
from ld_export.graph import DEEPEST, LONGEST, shape_of
from ld_export.query import named_queries


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("ask{}", "ASK"),
        ("PREFIX insert: <http://a/insert#> # INSERT\nBASE <http://a/load> DESCRIBE insert:delete", "DESCRIBE"),
        ("CONSTRUCT { ?load ?drop 'CLEAR ALL' } {}", "CONSTRUCT"),
        ("SELECT * { ?s ?p 'a''b', \"INSERT\", '''it's\n''''''DROP''' }", "SELECT"),
        ("", ""),
        ("nothing that anybody knows", ""),
    ],
)
def test_the_form_is_the_first_word_that_is_one(text: str, form: str) -> None:
    assert shape_of(text).form == form


@pytest.mark.parametrize("word", ["INSERT", "delete", "Load", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
@pytest.mark.parametrize("before", ["", "PREFIX a: <http://a/> ", "# SELECT\n", "BASE <http://select/>"])
def test_an_update_is_refused(word: str, before: str) -> None:
    with pytest.raises(UsageProblem, match="only read"):
        shape_of(f"{before}{word} {{ }}")


@pytest.mark.parametrize(("opened", "closed"), [("{", "}"), ("(", ")"), ("[", "]"), ("{ ?s ?p [ ?q (", ")]}")])
def test_depth_counts_all_brackets_together(opened: str, closed: str) -> None:
    each = len(closed)
    most = DEEPEST // each
    shape_of(f"ASK {opened * most}{closed * most}")
    with pytest.raises(UsageProblem, match=f"more than {DEEPEST} brackets"):
        shape_of(f"ASK {opened * (most + 1)}")


@pytest.mark.parametrize(
    "hidden",
    [
        "# }}}\n",
        '"}}}" ',
        "'}}}' ",
        '"""}"}""}""" ',
        "'''}\n}''' ",
        '"\\"}" ',
        "<http://a/)> ",
        "a:b\\) ",
    ],
)
def test_what_is_no_bracket_closes_none(hidden: str) -> None:
    with pytest.raises(UsageProblem, match="brackets"):
        shape_of("ASK {" + f"{hidden}{{" * DEEPEST)


@pytest.mark.parametrize("harmless", ['"{{{" ', "'((('", "# [[[\n", "<http://a/a_(b)> ", "a:b\\( "])
def test_what_is_no_bracket_opens_none(harmless: str) -> None:
    shape_of("ASK { ?s ?p " + f"{harmless}, " * 200 + "1 }")


def test_an_escape_may_stand_for_a_bracket() -> None:
    with pytest.raises(UsageProblem, match="brackets"):
        shape_of("ASK " + "\\u007B" * (DEEPEST + 1))


def test_a_comparison_that_looks_like_an_iri_hides_nothing() -> None:
    with pytest.raises(UsageProblem, match="brackets"):
        shape_of(f"ASK {{ FILTER(?a <{'(' * DEEPEST}1>2) }}")


def test_a_query_that_is_too_long_is_refused() -> None:
    shape_of("#" * LONGEST)
    with pytest.raises(UsageProblem, match="200,001 characters"):
        shape_of("#" * (LONGEST + 1))


@pytest.mark.parametrize("word", ["NOW()", "rand()", "UUID()", "StrUuid()"])
def test_an_answer_that_changes_is_not_repeatable(word: str) -> None:
    assert not shape_of(f"SELECT ({word} AS ?x) {{}}").repeatable
    assert shape_of(f"SELECT ?now {{ ?rand a:now '{word}' }} # {word}").repeatable


def test_the_shipped_queries_are_what_they_are() -> None:
    assert {shape_of(text).form for text in named_queries().values()} <= {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


PIECES = ["{", "}", "(", ")", "[", "]", "<", ">", '"', "'", '"""', "'''", "\\", "#", "\n", "a", "a.", ":", "?x", "@en"]
PIECES += ["SELECT", "ASK", "\\u007B", "\\U0000007B", "_:", "1", "é", "\ufeff", "\x00", " "]


@given(st.lists(st.sampled_from(PIECES), max_size=300).map("".join))
def test_no_text_is_too_much_and_none_gets_deeper_than_the_parser_can(text: str) -> None:
    try:
        shape_of(text)
    except UsageProblem:
        return
    with suppress(SyntaxError, ValueError):  # and where it does parse, that is as good
        ox.Store().query(text)


@pytest.mark.slow
@pytest.mark.parametrize("piece", [*PIECES, 'a"', '"""\\', "<a", "a.b:c\\(", "''' ", "x-", "(a"])
def test_the_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    text = (piece * LONGEST)[:LONGEST]
    began = time.process_time()
    with suppress(UsageProblem):
        shape_of(text)
    assert time.process_time() - began < 3
