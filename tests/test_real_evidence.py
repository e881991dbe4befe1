"""What is annotated of the five documents that ship with the project, and what the shipped questions answer over it."""

from __future__ import annotations

import json
from functools import cache
from itertools import chain
from typing import Any

import pyoxigraph as ox
import pytest

from ld_export.curation import read_annotations
from ld_export.evidence import UNNAMED, targets_in, within_rights
from ld_export.model import Annotations, Text
from ld_export.parse import parse
from ld_export.pipeline.review import audit
from ld_export.query import Answer, ask, named_queries, named_query
from ld_export.sources import read_source
from tests import fixtures_built
from tests.fixtures_built import Built
from tests.support import ROOT

built = fixtures_built.built
FOLDER = ROOT / "declarations"
ARTICLE = "tca-ep-resolution"
PARLIAMENT, TIMES = "organization/european-parliament", "organization/times-of-central-asia"
SECTIONS = ("mentions", "citations", "claims", "demands", "figures", "sets")
COUNTS = {
    "pace-wd-638": (19, 1, 6, 5, 0, 4),
    "pace-wd-655": (21, 0, 12, 5, 1, 3),
    "pace-wd-682": (30, 2, 14, 3, 1, 6),
    "pace-wd-734": (31, 1, 14, 6, 2, 6),
    ARTICLE: (30, 4, 8, 12, 0, 7),
}


def text_of(name: str) -> Text:
    return parse(read_source(FOLDER / "documents" / f"{name}.txt"))


@cache
def annotations_of(name: str) -> Annotations:
    return read_annotations(FOLDER / "annotations" / f"{name}.yaml", text_of(name), name, 2**24)


@pytest.mark.parametrize("name", COUNTS)
def test_every_item_of_a_file_is_there(name: str) -> None:
    found = annotations_of(name)
    assert tuple(len(getattr(found, section)) for section in SECTIONS) == COUNTS[name]
    assert all(item.status == "reviewed" for item in found.excerpts)


@pytest.mark.parametrize("name", COUNTS)
def test_every_quote_is_the_slice_of_its_passage(name: str) -> None:
    passages = {passage.position: passage.text for passage in text_of(name).passages}
    for item in annotations_of(name).excerpts:
        assert passages[item.passage][item.start : item.end] == item.quote


def test_nothing_is_open_in_any_of_them() -> None:
    audited = audit(FOLDER)
    assert [one.document for one in audited] == sorted(COUNTS)
    assert [(one.document, account.found.words) for one in audited for account in one.open] == []


def test_who_gives_the_disputed_figure_and_the_admitted_one() -> None:
    disputed = annotations_of("pace-wd-734").figures[0]
    assert (disputed.amount, disputed.qualifier, disputed.stance) == (20_000, "qualifier/exactly", "stance/disputed")
    assert disputed.asserted_by == ("organization/government-of-kazakhstan",)
    (admitted,) = annotations_of("pace-wd-682").figures
    assert (admitted.amount, admitted.qualifier, admitted.stance) == (4_000, "qualifier/at-least", "stance/reported")
    assert admitted.asserted_by == ("organization/authorities-of-kazakhstan",)


def test_the_article_s_statements_are_the_parliament_s_and_the_paper_reports_them() -> None:
    for item in annotations_of(ARTICLE).statements:
        assert item.asserted_by == (PARLIAMENT,)
        assert TIMES in item.reported_by
        assert item.stance == "stance/reported"


def test_of_the_article_no_more_is_quoted_than_may_be() -> None:
    text = text_of(ARTICLE)
    left = within_rights(annotations_of(ARTICLE), {"en": text.passages})
    words = [item.quote for item in left.excerpts]
    words += [one.words for one in left.sets if one.words != UNNAMED and not any(one.words in quote for quote in words)]
    assert max(map(len, words)) <= 200
    assert sum(map(len, words)) <= sum(len(passage.text) for passage in text.passages) / 4
    assert [item.number for item in left.claims if not item.quote] == [2, 6]
    assert [item.number for item in left.demands if not item.quote] == [9, 11]


def test_the_same_holds_for_what_is_published_of_it(built: Built) -> None:
    data: Any = json.loads(built.dump("annotations.jsonld"))
    quotes = [
        selector["exact"]
        for one in data["@graph"]
        if f"/{ARTICLE}#" in one["id"] and "target" in one
        for selector in one["target"]["selector"]
        if "exact" in selector
    ]
    assert quotes
    assert max(map(len, quotes)) <= 200
    assert sum(map(len, quotes)) <= sum(len(passage.text) for passage in text_of(ARTICLE).passages) / 4
    page = (built.public / "declaration" / f"{ARTICLE}.html").read_text(encoding="utf-8")
    assert "proactively engage in trial observation missions, in order to monitor" not in page


def test_no_person_is_described_by_health_family_or_the_like() -> None:
    never = ("health", "mother", "child", "wife", "husband", "pregnan", "ill ", "sick", "religi", "ethnic", "disab")
    for item in chain.from_iterable(annotations_of(name).mentions for name in COUNTS):
        if (item.refers_to or "").startswith("person/"):
            described = (item.described_as or "").lower()
            assert not [word for word in never if word in described], item.quote


def test_no_claim_of_a_person_is_of_a_kind_that_says_how_they_are() -> None:
    said = {
        kind.partition("/")[2]
        for name in COUNTS
        for claim in annotations_of(name).claims
        if any(target.startswith("person/") for target in targets_in(claim))
        for kind in claim.kinds
    }
    assert not [kind for kind in said if "health" in kind or "discrimination" in kind]
    # What is said of persons at all: a kind more is looked at by whoever adds it here.
    assert "development/death" not in said
    assert {"torture", "denial-of-medical-care", "house-arrest", "forced-psychiatric-hospitalisation"} <= said


# -- the competency questions ------------------------------------------------------------------------------------------

HRD = "https://w3id.org/hrd/declaration/"


@pytest.fixture(scope="module")
def store(built: Built) -> ox.Store:
    found = ox.Store()
    found.bulk_load(built.dump("dataset.nq"), format=ox.RdfFormat.N_QUADS)
    return found


CLOSURE = (
    "The latest decision to uphold the closure of the investigation on torture of Iskander Yerimbetov is deeply "
    "unacceptable"
)
EXPECTED: dict[str, tuple[int, list[dict[str, str]]]] = {
    # The number of rows, and some of them by what stands in their columns.
    "signatures": (108, [{"document": f"{HRD}pace-wd-655", "position": "1"}]),
    "top-signatories": (92, [{"name": "Doreen Massey", "signatures": "3"}]),
    "cosignatures": (1406, [{"a": "Doreen Massey", "b": "Ulla Sandbæk", "together": "3"}]),
    "no-group": (5, [{"printed": "NR"}]),
    "said-of-persons": (
        65,
        [
            {"name": "Iskander Yerimbetov", "what": "Continued detention", "how": "Regretted", "certain": "true"},
            {"name": "Iskander Yerimbetov", "how": "Condemned", "words": CLOSURE, "date": "2018-04-25"},
        ],
    ),
    "said-to-be-held": (28, [{"name": "Akmaral Kerimbayeva", "what": "House arrest"}]),
    "demands": (33, [{"document": f"{HRD}pace-wd-655", "what": "Respect rights", "addressed": "Kazakhstan"}]),
    "demands-of-others": (
        17,
        [
            {"document": f"{HRD}pace-wd-638", "by": "UN Human Rights Committee", "what": "Release", "reporter": ""},
            {"by": "European Parliament", "reporter": "The Times of Central Asia", "what": "Observe trials"},
        ],
    ),
    "figures": (
        4,
        [
            {"amount": "38", "exactness": "At least", "how": "Asserted"},
            {"amount": "4000", "exactness": "At least", "by": "Authorities of Kazakhstan", "how": "Reported"},
            {"amount": "20000", "exactness": "Exactly", "by": "Government of Kazakhstan", "how": "Disputed"},
            {"amount": "10000", "by": "the signatories of written declaration No. 734", "how": "Asserted"},
        ],
    ),
    "citations": (
        6,
        [
            {"document": f"{HRD}pace-wd-638", "cited": f"{HRD}pace-wd-630", "here": "false"},
            {"document": f"{HRD}pace-wd-682", "cited": f"{HRD}pace-wd-675", "here": "false"},
            {"document": f"{HRD}pace-wd-734", "cited": f"{HRD}ep-ta-9-2022-0012"},
            {"document": f"{HRD}{ARTICLE}", "cited": f"{HRD}ep-ta-8-2019-0203"},
        ],
    ),
    "who-says-so": (
        15,
        [
            {"graph": f"{HRD}{ARTICLE}#graph", "by": "European Parliament", "how": "Reported", "statements": "20"},
            {"graph": f"{HRD}pace-wd-734#graph", "by": "Government of Kazakhstan", "how": "Disputed"},
        ],
    ),
    "open-questions": (
        18,
        [
            {"name": "Radio Azattyq", "document": f"{HRD}pace-wd-655"},
            {"name": "Aliya Isenova", "open": "whether it is said of them"},
        ],
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_question_is_answered_over_the_real_data(name: str, store: ox.Store) -> None:
    answer = ask(store, named_query(name))
    assert isinstance(answer, Answer)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    number, expected = EXPECTED[name]
    assert len(rows) == number
    for facts in expected:
        assert any(facts.items() <= row.items() for row in rows), facts


def test_no_unsaid_person_is_said_to_be_tortured(store: ox.Store) -> None:
    answer = ask(store, named_query("said-to-be-tortured"))
    assert isinstance(answer, Answer)
    assert {row[0]: row[1] for row in answer.rows} == {
        **dict.fromkeys(("Berik Abishov", "Yerbol Borlibay", "Mukhtar Dzhakishev", "Muratkhan Tokmadi"), "true"),
        **dict.fromkeys(("Aliya Isenova", "Raigul Sadyrbayeva"), "false"),
        "Numerous protesters": "true",
    }


def test_every_question_is_asked_somewhere() -> None:
    assert EXPECTED.keys() <= named_queries().keys()
    assert len(EXPECTED) == 12
