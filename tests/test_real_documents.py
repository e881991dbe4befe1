"""The five documents that ship with the project: nothing they print is lost, and nothing is made up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from ld_export.model import SourceText, Text
from ld_export.parse import parse
from ld_export.sources import read_source

DOCUMENTS = Path(__file__).parents[1] / "declarations" / "documents"
DECLARATIONS = ("pace-wd-638", "pace-wd-655", "pace-wd-682", "pace-wd-734")
NEWS = "tca-ep-resolution"


def source_of(name: str) -> SourceText:
    return read_source(DOCUMENTS / f"{name}.txt")


def record_of(name: str) -> Text:
    return parse(source_of(name))


def test_these_are_all_the_documents_there_are() -> None:
    assert sorted(path.stem for path in DOCUMENTS.iterdir()) == [*DECLARATIONS, NEWS]


class Facts(NamedTuple):
    number: str
    document_number: str
    date: str
    signatories: int
    passages: int
    title: str


FACTS = [
    Facts(
        *("638", "14416", "2017-10-11", 26, 5),
        title="Kazakhstan: political oppression, injustice and torture must be stopped",
    ),
    Facts(
        *("655", "14542", "2018-04-25", 29, 6),
        title="Kazakhstan must respect the freedom of speech, the freedom of peaceful assembly, and stop blocking "
        "social media sites",
    ),
    Facts(
        *("682", "14933", "2019-06-27", 32, 6),
        title="Co-operation with Kazakhstan must be reconsidered in response to its rigged presidential election and "
        "mass arrests",
    ),
    Facts(
        *("734", "15452", "2022-02-08", 21, 7),
        title='Kazakhstan\'s human rights violations and "shooting without warning" must be internationally '
        "investigated",
    ),
]


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts.number)
def test_a_declaration_has_its_title_numbers_date_and_every_signatory(facts: Facts) -> None:
    record = record_of(f"pace-wd-{facts.number}")
    assert (record.kind, record.language, record.layout) == ("written-declaration", "en", "pace-site")
    assert (record.number, record.document_number, record.date) == facts[:3]
    assert record.title == record.passages[0].text == facts.title
    assert len(record.signatories) == facts.signatories
    assert len(record.passages) == facts.passages


def test_the_article_has_its_headline_its_source_and_nothing_that_only_declarations_have() -> None:
    record = record_of(NEWS)
    assert (record.kind, record.layout) == ("news-article", "news")
    assert record.title == "European Parliament urges Kazakhstan to end political repression"
    assert record.author_as_printed == "Times of Central Asia"
    assert (record.number, record.document_number, record.date, record.signatories) == (None, None, None, ())
    assert len(record.passages) == 8


@pytest.mark.parametrize("name", DECLARATIONS)
def test_nr_is_kept_as_printed_and_is_no_group(name: str) -> None:
    record = record_of(name)
    unregistered = [one for one in record.signatories if one.group_as_printed == "NR"]
    assert len(unregistered) == len(re.findall(", NR\\b", source_of(name).text))
    assert all(one.group is None for one in unregistered)
    assert all(one.group for one in record.signatories if one.group_as_printed != "NR")


@pytest.mark.parametrize("name", DECLARATIONS)
def test_every_signatory_is_taken_apart_and_can_be_put_together_again(name: str) -> None:
    for one in record_of(name).signatories:
        assert f"{one.given_name} {one.family_name}" == one.name_as_printed
        printed = f"{one.honorific_as_printed} {one.name_as_printed}, {one.country_as_printed}, {one.group_as_printed}"
        assert printed in source_of(name).text


def test_difficult_names_are_taken_apart_where_a_reader_would() -> None:
    parts = {
        one.family_name: (one.given_name, one.honorific, one.country)
        for name in DECLARATIONS
        for one in record_of(name).signatories
    }
    assert parts["van de VEN"] == ("Mart", "mr", "nl")
    assert parts["De SUTTER"] == ("Petra", "ms", "be")
    assert parts["de BRUIJN-WEZEMAN"] == ("Reina", "ms", "nl")
    assert parts["De BOER"] == ("Margreet", "ms", "nl")
    assert parts["JOHNSSON FORNARVE"] == ("Lotta", "ms", "se")
    assert parts["LEITE RAMOS"] == ("Luís", "mr", "pt")
    assert parts["COZMANCIUC"] == ("Corneliu Mugurel", "mr", "ro")
    assert parts["D'AMBROSIO"] == ("Vanessa", "ms", "sm")
    assert parts["TÜRK-NACHBAUR"] == ("Derya", "ms", "de")
    assert parts["ANDERSON"] == ("Donald", "lord", "gb")
    assert parts["MASSEY"] == ("Doreen", "baroness", "gb")
    assert parts["LLOYD"] == ("Tony", "sir", "gb")


@pytest.mark.parametrize("name", [*DECLARATIONS, NEWS])
def test_a_passage_is_what_stands_at_its_offsets(name: str) -> None:
    text = source_of(name).text
    record = record_of(name)
    assert [text[passage.start : passage.end] for passage in record.passages] == [
        passage.text for passage in record.passages
    ]
    assert [passage.position for passage in record.passages] == list(range(len(record.passages)))
    ends = [0, *(passage.end for passage in record.passages)]
    assert all(passage.start >= end for passage, end in zip(record.passages, ends, strict=False))


@pytest.mark.parametrize("name", [*DECLARATIONS, NEWS])
def test_every_line_is_a_field_a_passage_or_the_logo(name: str) -> None:
    for line in filter(None, source_of(name).text.split("\n")):
        assert _is_accounted_for(line, record_of(name)), line


def _is_accounted_for(line: str, record: Text) -> bool:
    header = f"Written declaration No. {record.number} | Doc. {record.document_number} | "
    listed = " ; ".join(
        f"{one.honorific_as_printed} {one.name_as_printed}, {one.country_as_printed}, {one.group_as_printed}"
        for one in record.signatories
    )
    known = {passage.text for passage in record.passages}
    known |= {"Logo Assembly Logo Hemicycle", listed, record.author_as_printed or ""}
    return line in known or (record.number is not None and line.startswith(header))


@pytest.mark.parametrize("name", [*DECLARATIONS, NEWS])
def test_no_break_spaces_stay_as_printed(name: str) -> None:
    printed = "".join(passage.text for passage in record_of(name).passages)
    assert printed.count("\xa0") == source_of(name).text.count("\xa0")


def test_a_number_of_thousands_has_its_no_break_space() -> None:
    printed = "\n".join(passage.text for name in DECLARATIONS for passage in record_of(name).passages)
    assert [number.split() for number in re.findall(r"[0-9]+\s000", printed)] == [
        ["4", "000"],
        ["20", "000"],
        ["10", "000"],
    ]
    assert printed.count("\xa0000") == 3
