"""Invented texts in every layout, and the record that each must give, kept as JSON beside it.

`UPDATE_GOLDEN=1` writes the records anew; a run that changed one fails all the same, so that somebody looks.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ld_export.model import Text
from ld_export.parse import LAYOUTS, parse
from ld_export.sources import read_source

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"


def read(case: str) -> Text:
    return parse(read_source(GOLDEN / case / "source.txt"))


def as_json(record: Text) -> str:
    return json.dumps(msgspec.to_builtins(record), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("case", CASES)
def test_a_golden_text_gives_its_record(case: str) -> None:
    expected = GOLDEN / case / "record.json"
    found = as_json(read(case))
    if UPDATE and (not expected.exists() or expected.read_text(encoding="utf-8") != found):
        expected.write_text(found, encoding="utf-8", newline="\n")
        pytest.fail(f"{case}/record.json is written anew: read the difference")
    assert json.loads(found) == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_every_passage_of_a_golden_text_lies_where_its_offsets_say(case: str) -> None:
    source = read_source(GOLDEN / case / "source.txt")
    for passage in read(case).passages:
        printed = source.text[passage.start : passage.end]
        assert " ".join(line.strip() for line in printed.split("\n")) == passage.text


def test_the_golden_texts_fit_every_layout_in_both_languages_of_the_assembly() -> None:
    found = {(record.layout, record.language) for record in map(read, CASES)}
    assert {layout for layout, _ in found} == set(LAYOUTS)
    assert found >= {(layout, language) for layout in set(LAYOUTS) - {"news"} for language in ("en", "fr")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("declaration-pace-site-en", "declaration-assembly-site-en"),
        ("declaration-pace-site-fr", "declaration-assembly-site-fr"),
        ("declaration-wrapped-pace-site", "declaration-wrapped"),
        ("motion-assembly-site-origin", "motion-wrapped"),
        ("resolution-title-first-labelled", "resolution-author-on-the-next-line"),
        ("resolution-pace-site", "resolution-wrapped"),
    ],
)
def test_two_captures_of_one_text_differ_in_what_a_capture_has_of_its_own_only(one: str, other: str) -> None:
    assert _of_the_text(read(one)) == _of_the_text(read(other))


def test_two_captures_of_one_motion_differ_in_the_origin_that_one_prints_only() -> None:
    bare, whole = _of_the_text(read("motion-pace-site-en")), _of_the_text(read("motion-assembly-site-origin"))
    assert bare.pop("origin_as_printed") is None
    assert str(whole.pop("origin_as_printed")).startswith("Referred to the Committee on Legal Affairs")
    assert bare == whole


def _of_the_text(record: Text) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(record)
    for field in ("source", "sha256", "layout"):
        del fields[field]
    for passage in fields["passages"]:
        del passage["start"], passage["end"]
    return fields


def test_line_ends_a_byte_order_mark_and_trailing_spaces_do_not_show_in_the_record() -> None:
    assert read("declaration-crlf") == read("declaration-pace-site-en")


def test_a_line_break_within_a_sentence_is_a_space_in_the_record() -> None:
    wrapped = read("declaration-wrapped")
    assert wrapped.title.endswith("print what they know, and must do both before the next ordinary session opens")
    assert [one.name_as_printed for one in wrapped.signatories] == [
        one.name_as_printed for one in read("declaration-pace-site-en").signatories
    ]
    assert not any("commits only" in passage.text for passage in wrapped.passages)
