"""Bytes to clean text. What is refused, and why, is under test in tests/test_trust_documents.py too."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.errors import UnreadableDocument
from ld_export.sources import clean, read_source
from tests.support import examples

# Every character that may stand in a text, but for the surrogates that Hypothesis leaves out by itself.
FORBIDDEN = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\ufffd", "\ufffe", "\uffff"]
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters=FORBIDDEN)
TEXTS = st.text(st.one_of(LETTERS, st.sampled_from(" \n\t\xa0")), max_size=60)


def cleaned(text: str) -> str:
    return clean(text.encode(), "a.txt").text


def test_a_source_knows_its_file_its_text_and_the_checksum_of_that_text() -> None:
    source = clean(b"\xef\xbb\xbfTestl\xc3\xa5nd \r\n", "a.txt")
    assert (source.name, source.text) == ("a.txt", "Testlånd")
    assert source.sha256 == hashlib.sha256("Testlånd".encode()).hexdigest()


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "one\r\ntwo\rthree\vfour\ffive\x85six\u2028seven\u2029eight",
            "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight",
        ),
        ("one\r\n\r\ntwo", "one\n\ntwo"),
        ("one \t\xa0\u2003\ntwo ", "one\ntwo"),
        ("\n\n  indented\n\n", "  indented"),
        ("a\tb\xa0c", "a\tb\xa0c"),
    ],
)
def test_line_ends_become_line_feeds_and_no_line_ends_in_a_space(printed: str, expected: str) -> None:
    assert cleaned(printed) == expected


def test_a_mark_of_utf_32_is_not_taken_for_one_of_utf_16() -> None:
    assert clean(b"\xff\xfe\x00\x00" + "Test".encode("utf-32-le"), "a.txt").text == "Test"


def test_a_file_is_read_under_its_name_without_its_folder(tmp_path: Path) -> None:
    (tmp_path / "wd.txt").write_text("Testland", encoding="utf-8")
    assert read_source(tmp_path / "wd.txt") == clean(b"Testland", "wd.txt")


def test_a_missing_file_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(
        UnreadableDocument, match=r"^wd\.txt: cannot be read: No such file or directory; check the file"
    ):
        read_source(tmp_path / "wd.txt")


@given(TEXTS)
def test_a_clean_text_is_clean_already(text: str) -> None:
    try:
        once = cleaned(text)
    except UnreadableDocument:
        assert not text.strip()
        return
    assert cleaned(once) == once
    assert not any(line != line.rstrip() for line in once.split("\n"))


@settings(max_examples=examples(200))
@given(TEXTS.filter(str.strip))
def test_nothing_but_white_space_at_the_ends_of_lines_is_lost(text: str) -> None:
    kept = [line for line in cleaned(text).split("\n") if line]
    assert kept == [line.rstrip() for line in text.split("\n") if line.rstrip()]
