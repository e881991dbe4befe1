"""YAML as curators write it: everything is a text with its line, and whatever is more than that is refused at once."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_export.curation.yamlfile import Entries, Items, Scalar, Value, parse_yaml, read_yaml
from ld_export.errors import CurationProblem

LIMIT = 16 * 2**20


@contextmanager
def in_under_a_second() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < 1


def refused(content: str | bytes, folder: Path, message: str, limit: int = LIMIT) -> CurationProblem:
    """What is said of a file that is no annotation file, in under a second, with the file's name."""
    path = folder / "pace-wd-901.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with in_under_a_second(), pytest.raises(CurationProblem, match=message) as caught:
        read_yaml(path, limit)
    assert caught.value.place.startswith("pace-wd-901.yaml")
    assert caught.value.remedy
    return caught.value


def plain(value: Value) -> object:
    """A value without its lines."""
    match value:
        case Scalar():
            return value.text
        case Items():
            return [plain(one) for one in value.values]
        case Entries():
            return {key: plain(one) for key, one in value.values.items()}


BOMB = "".join(["a: &a [x, x]\n", *(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))])

ROW_13 = {
    "a duplicate key": ("a: 1\nb: 2\na: 3\n", "the key 'a' stands twice .first in line 1", 3),
    "a duplicate key in braces": ("m:\n  1: {quote: a, quote: b}\n", "the key 'quote' stands twice", 2),
    "a duplicate key written otherwise": ('a: 1\n"a": 2\n', "stands twice", 2),
    "an alias bomb": (BOMB, "an anchor", 1),
    "an anchor": ("a: &one text\n", "an anchor", 1),
    "an alias alone": ("a: 1\nb: *a\n", "an alias|no YAML", 2),
    "nesting in flow": (f"a: {'[' * 5000}{']' * 5000}\n", "nesting deeper", 1),
    "nesting in flow, never closed": ("a: " + "{a: " * 5000, "nesting deeper", 1),
    "nesting in block": ("\n".join(f"{' ' * depth}a:" for depth in range(5000)) + " x\n", "nesting deeper", 13),
    "nesting of lists": ("a:\n  " + "- " * 5000 + "x\n", "nesting deeper", 2),
    "a python tag": ("a: 1\nb: !!python/object/apply:os.system [echo]\n", "the tag tag:yaml.org,2002:python", 2),
    "a python name": ("a: !!python/name:os.system\n", "the tag", 1),
    "a harmless tag": ("a: !!str 1\n", "the tag", 1),
    "a tag of one's own": ("a: !mine {b: c}\n", "the tag !mine", 1),
    "a tag of a list": ("a: !!set {b}\n", "the tag", 1),
    "several documents": ("a: 1\n---\nb: 2\n", "a second document", 2),
    "a second document behind an empty one": ("---\n---\nb: 2\n", "a second document", 2),
    "a key that is a list": ("? [a, b]\n: 1\n", "a key that is no text", 1),
    "an escaped NUL": ('a: 1\nb: "A\\0B"\n', "the control character U[+]0000", 2),
    "an escaped bell": ('a: "\\a"\n', "the control character U[+]0007", 1),
    "a wrong indent": ("a: 1\n  b: 2\n", "no YAML", 2),
    "a quotation that never ends": ("a: 'b\nc: d\n", "no YAML", 3),
    "a tabulator as indent": ("a:\n\tb: 1\n", "no YAML", 2),
    "a list": ("- a\n- b\n", "no mapping", 1),
    "a text": ("document\n", "no mapping", 1),
    "nothing": ("", "no mapping", 1),
    "a comment alone": ("# nothing\n", "no mapping", 1),
}


@pytest.mark.parametrize(("content", "message", "line"), ROW_13.values(), ids=ROW_13)
def test_row_13_what_is_no_plain_yaml_is_refused_with_its_line(
    content: str, message: str, line: int, tmp_path: Path
) -> None:
    assert refused(content, tmp_path, message).place == f"pace-wd-901.yaml:{line}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: b\x00c\n", "special characters|no YAML|control"),
        (b"a: b\x01c\n", "special characters|no YAML|control"),
        (b"a: caf\xe9\n", "not UTF-8"),
        (b"a: \xed\xa0\x80\n", "not UTF-8"),
        ("a: b\n".encode("utf-16"), "not UTF-8"),
        ("a: b\n".encode("utf-16-le"), "special characters|no YAML|control"),
    ],
    ids=["NUL", "U+0001", "Latin-1", "a lone surrogate", "UTF-16", "UTF-16 without its mark"],
)
def test_row_13_what_is_no_text_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    refused(content, tmp_path, message)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    assert "4 are allowed" in str(refused("a: 1\n", tmp_path, "5 bytes", limit=4))
    with (tmp_path / "sparse.yaml").open("wb") as file:
        file.truncate(200 * 2**20)
    with in_under_a_second(), pytest.raises(CurationProblem, match="bytes"):
        read_yaml(tmp_path / "sparse.yaml", LIMIT)


def test_a_file_that_is_missing_or_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CurationProblem, match=r"none.yaml: cannot be read"):
        read_yaml(tmp_path / "none.yaml", LIMIT)
    with pytest.raises(CurationProblem, match="cannot be read"):
        read_yaml(tmp_path, LIMIT)


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: b\n")
    assert plain(read_yaml(tmp_path / "a.yaml", LIMIT)) == {"a": "b"}


@pytest.mark.parametrize(
    "word",
    [
        *("NO", "no", "Yes", "on", "true", "010", "0x1F", "1_000", "12:30", "1:30:00", "2018-03-14", "--03-14"),
        *("2018-03", "1.50", "1e3", ".inf", "null", "~", "<<", "=", "4 000", "4\u00a0000", "<script>"),
    ],
)
def test_row_14_a_word_is_a_string_whatever_it_looks_like(word: str) -> None:
    assert plain(parse_yaml(f"a: {word}\nb: [{word}]\n{word}: c\n", "x")) == {"a": word, "b": [word], word: "c"}


def test_row_14_a_value_left_out_is_an_empty_text() -> None:
    assert plain(parse_yaml("a:\nb: ''\n", "x")) == {"a": "", "b": ""}


def test_values_and_keys_know_their_lines() -> None:
    root = parse_yaml("# a comment\na: 1\n\nb:\n  - c\n  - d: e\n", "x")
    assert root.lines == {"a": 2, "b": 4}
    items = root.values["b"]
    assert isinstance(items, Items)
    assert [one.line for one in items.values] == [5, 6]


def test_a_long_text_goes_on_in_the_next_line() -> None:
    root = parse_yaml("a: one\n  two\nb: |\n  three\n  four\nc: 'it''s'\n", "x")
    assert plain(root) == {"a": "one two", "b": "three\nfour\n", "c": "it's"}


def test_both_parsers_read_the_same_and_refuse_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml  # noqa: PLC0415 - only to have its own parser take the place of libyaml's

    from ld_export.curation import yamlfile  # noqa: PLC0415

    text = "a: [1, {b: '2'}]\nc: |\n  d\n"
    fast = parse_yaml(text, "x")
    monkeypatch.setattr(yamlfile, "_LOADER", yaml.SafeLoader)
    assert parse_yaml(text, "x") == fast
    for content, message, _ in ROW_13.values():
        with in_under_a_second(), pytest.raises(CurationProblem, match=message):
            parse_yaml(content, "x")
    with pytest.raises(CurationProblem, match="control character"):
        parse_yaml('a: "\\ud800"', "x")


def files_named(content: bytes) -> set[str]:
    """The files that are named, each with a remedy, when one of some bytes is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.yaml")
        path.write_bytes(content)
        try:
            read_yaml(path, LIMIT)
        except CurationProblem as problem:
            return {problem.place.partition(":")[0] if problem.remedy else "no remedy"}
        return set()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_by_name(content: bytes) -> None:
    assert files_named(content) <= {"x.yaml"}


@given(st.lists(st.sampled_from([*"abe01'\"\\[]{}:,-?&*!|>#%@~\n \t\ufeff\u2028é𝄞", "a: ", "\n  - ", "--- "])))
def test_any_text_of_yaml_s_own_signs_is_read_or_refused_by_name(parts: list[str]) -> None:
    assert files_named("".join(parts).encode()) <= {"x.yaml"}
