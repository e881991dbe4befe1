"""The JSON Schema for editors says what the format says, of the real files and of broken ones."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ld_export.curation import parse_annotations
from ld_export.errors import LdExportError
from tests.support import ROOT
from tests.unit.test_curation import KEY, SIGNED, WHOLE

SCHEMA = json.loads((ROOT / "mappings" / "annotations.schema.json").read_text(encoding="utf-8"))
FILES = sorted((ROOT / "declarations" / "annotations").glob("*.yaml"))
schema: Callable[[], str] = runpy.run_path(str(ROOT / "tools" / "annotation_schema.py"))["schema"]


def problems(text: str, loader: Any = yaml.CBaseLoader) -> list[str]:
    content = yaml.load(text, Loader=loader)
    return [one.message for one in Draft202012Validator(SCHEMA).iter_errors(content)]


def test_the_file_is_what_its_tool_makes() -> None:
    assert (ROOT / "mappings" / "annotations.schema.json").read_text(encoding="utf-8") == schema()


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_real_files_are_valid(path: Path) -> None:
    assert problems(path.read_text(encoding="utf-8")) == []


def test_a_file_with_every_key_is_valid() -> None:
    assert problems(WHOLE) == []


def test_numbers_and_years_may_be_read_as_numbers_by_an_editor() -> None:
    text = (
        "document: d\nfigures: {'1': {quote: a, amount: 4, qualifier: exactly, counts: b, passage: 0, occurrence: 1}}\n"
    )
    more = "claims: {'1': {quote: a, kind: arrest, when: 2018}}\n"
    assert problems(text + more, yaml.SafeLoader) == []


def claim(keys: str) -> str:
    return f"document: {KEY}\nclaims:\n  1: {{quote: Testland arrested Aldo Testari, {keys}}}\n"


BROKEN = {
    "no document": "language: en\n",
    "an unknown section": f"document: {KEY}\nclaim: {{}}\n",
    "an unknown key": claim("kind: arrest, affect: person/17"),
    "a key of another section": claim("kind: arrest, addressee: country/kz"),
    "an unknown code": claim("kind: arest"),
    "an unknown code in a list": claim("kind: [arrest, arest]"),
    "no kind": claim("note: x"),
    "an empty list": claim("kind: arrest, affects: []"),
    "no reference": claim("kind: arrest, affects: Aldo Testari"),
    "a reference of the wrong kind": claim("kind: arrest, affects: violation/torture"),
    "no date": claim("kind: arrest, when: March 2018"),
    "a month that is none": claim("kind: arrest, when: 2018-13"),
    "an unknown stance": claim("kind: arrest, stance: said"),
    "an unknown status": f"document: {KEY}\nstatus: draft\n",
    "a number that is none": f"document: {KEY}\nmentions:\n  one: {{quote: undersigned}}\n",
    "the number 0": f"document: {KEY}\nmentions:\n  0: {{quote: undersigned}}\n",
    "items without numbers": f"document: {KEY}\nmentions:\n  - {{quote: undersigned}}\n",
    "no quote": f"document: {KEY}\nmentions:\n  1: {{refers_to: person/17}}\n",
    "an empty quote": f"document: {KEY}\nmentions:\n  1: {{quote: ''}}\n",
    "a passage that is none": f"document: {KEY}\nmentions:\n  1: {{quote: undersigned, passage: two}}\n",
    "an amount with a space": (
        f"document: {KEY}\nfigures:\n  1: {{quote: 4 000 people, amount: 4 000, qualifier: exactly, counts: people}}\n"
    ),
    "a key that is none": f"document: {KEY}\ncitations:\n  1: {{quote: undersigned, cites: No. 900}}\n",
    "no reason": f"document: {KEY}\nnot_relevant:\n  - {{quote: undersigned}}\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_refused_by_the_schema_as_by_the_reader(text: str) -> None:
    assert problems(text)
    with pytest.raises(LdExportError):
        parse_annotations(text, "x.yaml", SIGNED, KEY)


def test_the_line_that_names_the_schema_is_a_comment() -> None:
    line = "# yaml-language-server: $schema=https://example.org/annotations.schema.json\n"
    found, plain = (parse_annotations(text, "x", SIGNED, KEY) for text in (line + WHOLE, WHOLE))
    assert [one.quote for one in found.excerpts] == [one.quote for one in plain.excerpts]
