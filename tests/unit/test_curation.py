"""Annotation files to records: every key arrives, and whatever is wrong is named with its line and a way out."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_export.concepts import codes_of
from ld_export.curation import parse_annotations, read_annotations
from ld_export.curation.format import SECTIONS
from ld_export.errors import CurationProblem, LdExportError, SeveralProblems, UnfoundQuote
from ld_export.model import (
    AgentSet,
    Annotations,
    Citation,
    Claim,
    Demand,
    Figure,
    Mention,
    Reference,
    SignedOff,
    Text,
)
from tests.records import text_of

KEY = "pace-wd-901"
PASSAGES = (
    "Testland must free its prisoners",
    "We, the undersigned, declare that the blogger Aldo Testari and some friends were arrested in March 2018.",
    "Testland arrested Aldo Testari; the police say “at least 4\u00a0000 people” were held. Testland must free them.",
    "Written declaration No. 900 asked for it. Testland must free them, Testland must free them!",
)


SIGNED = text_of(*PASSAGES, signed=True)
UNSIGNED = text_of(*PASSAGES)


def read(body: str, text: Text = SIGNED) -> Annotations:
    """The annotations of a file that begins with its document's key, so that the body begins in line 2."""
    return parse_annotations(f"document: {KEY}\n{body}", "wd-901.yaml", text, KEY)


def problem(body: str, text: Text = SIGNED) -> LdExportError:
    """The one thing that is wrong with a file."""
    with pytest.raises(LdExportError) as caught:
        read(body, text)
    assert not isinstance(caught.value, SeveralProblems), str(caught.value)
    return caught.value


def claim(**more: str) -> str:
    keys = {"quote": "Testland arrested Aldo Testari", "kind": "arrest"} | more
    return f"claims:\n  1: {{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}\n"


# -- every key ---------------------------------------------------------------------------------------------------------

WHOLE = f"""\
document: {KEY}
language: en
status: suggested
defaults: {{reported_by: organization/example-times Example Times}}
sets:
  2: some friends
mentions:
  1: {{quote: Aldo Testari, passage: 1, refers_to: person/17 Aldo Testari, role: blogger, described_as: the blogger}}
  4:
    quote: Testland
    passage: 3
    occurrence: 2
    refers_to: country/kz
    role: [authority, government]
    status: reviewed
    note: decided together
  9: {{quote: the police, refers_to: organization/? The Police}}
citations:
  1: {{quote: Written declaration No. 900, cites: pace-wd-900}}
claims:
  3:
    quote: the blogger Aldo Testari and some friends were arrested in March 2018
    kind: [arrest, trial]
    affects: person/17
    may_affect: [set/2, family/1]
    imputed_to: country/kz
    concerns: [violation/torture, claim/5, declaration/pace-wd-900, development/trial, group/pace-soc]
    by: [signatories, person/17]
    stance: condemned
    when: 2018-03
  5: {{quote: Testland arrested Aldo Testari, kind: arrest, by: person/17, reported_by: signatories}}
demands:
  1: {{quote: must free its prisoners, kind: release, addressee: country/kz, concerns: person/17}}
figures:
  7:
    quote: at least 4 000 people
    amount: 4000
    qualifier: at-least
    counts: people
    by: organization/? The Police
    stance: disputed
not_relevant:
  - {{quote: undersigned, reason: a formula}}
  - {{quote: Testland must free them, reason: said already}}
  - {{quote: Testland, passage: 3, occurrence: 2, reason: this one only}}
"""


def test_every_key_of_the_format_arrives() -> None:
    found = parse_annotations(WHOLE, "wd-901.yaml", SIGNED, KEY)
    assert (found.source, found.document, found.language) == ("wd-901.yaml", KEY, "en")
    assert found.sets == (AgentSet(number=2, words="some friends", language="en"),)
    times = ("organization/example-times",)
    place: dict[str, Any] = {"language": "en", "status": "suggested"}
    one, four, nine = found.mentions
    assert one == Mention(
        **place,
        number=1,
        passage=1,
        start=46,
        end=58,
        quote="Aldo Testari",
        line=8,
        refers_to="person/17",
        roles=("role/blogger",),
        described_as="the blogger",
    )
    assert (four.number, four.passage, four.start, four.status) == (4, 3, 67, "reviewed")
    assert (four.roles, four.described_as) == (("role/authority", "role/government"), None)
    assert nine.refers_to == "organization/? The Police"
    (citation,) = found.citations
    assert isinstance(citation, Citation)
    assert citation.cites == "pace-wd-900"
    three, five = found.claims
    assert three == Claim(
        **place,
        number=3,
        passage=1,
        start=34,
        end=103,
        line=21,
        quote="the blogger Aldo Testari and some friends were arrested in March 2018",
        kinds=("violation/arrest", "development/trial"),
        affects=("person/17",),
        may_affect=("set/2", "family/1"),
        imputed_to=("country/kz",),
        concerns=("violation/torture", "claim/5", "declaration/pace-wd-900", "development/trial", "group/pace-soc"),
        asserted_by=("signatories", "person/17"),
        reported_by=times,
        stance="stance/condemned",
        when="2018-03",
    )
    assert (five.asserted_by, five.reported_by, five.stance) == (("person/17",), ("signatories",), "stance/reported")
    (demand,) = found.demands
    assert isinstance(demand, Demand)
    assert (demand.addressees, demand.concerns) == (("country/kz",), ("person/17",))
    assert (demand.asserted_by, demand.reported_by, demand.stance) == (("signatories",), times, "stance/asserted")
    (figure,) = found.figures
    assert isinstance(figure, Figure)
    assert figure.quote == "at least 4\u00a0000 people"
    assert (figure.amount, figure.qualifier, figure.counts) == (4000, "qualifier/at-least", "people")
    assert (figure.asserted_by, figure.stance) == (("organization/? The Police",), "stance/disputed")
    assert {one.target for one in found.references} == {
        *("person/17", "country/kz", "family/1", "group/pace-soc", "organization/example-times"),
        "organization/? The Police",
    }
    assert [one.reason for one in found.signed_off] == ["a formula", *["said already"] * 3, "this one only"]


def test_every_key_of_the_table_is_tried_above() -> None:
    body = parse_annotations(WHOLE, "x", SIGNED, KEY)
    for name, section in SECTIONS.items():
        assert getattr(body, name), name
        assert all(f"{key}:" in WHOLE for key in section.keys), name


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "wd-901.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    assert read_annotations(path, SIGNED, KEY, 2**20) == parse_annotations(WHOLE, "wd-901.yaml", SIGNED, KEY)


def test_a_file_of_nothing_but_its_document_says_nothing() -> None:
    assert read("") == Annotations(source="wd-901.yaml", document=KEY, language="en")


def test_the_status_of_a_file_is_reviewed_if_it_says_nothing() -> None:
    assert read(claim()).claims[0].status == "reviewed"
    assert read(f"status: suggested\n{claim()}").claims[0].status == "suggested"
    assert read(f"status: suggested\n{claim(status='reviewed')}").claims[0].status == "reviewed"


# -- references --------------------------------------------------------------------------------------------------------


def test_every_name_behind_an_id_is_kept_for_the_check() -> None:
    """The second name of one id may be the wrong one, so it must not be lost."""
    body = claim(affects="person/17 Aldo Testari", concerns="[person/17 Berta Esempio, person/17]")
    assert set(read(body).references) == {
        Reference("person/17", "Aldo Testari", 3),
        Reference("person/17", "Berta Esempio", 3),
        Reference("person/17", "", 3),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        *("person", "person/", "17", "Aldo Testari", "person/Aldo", "PERSON/17", "persons/17", "person /17", "set/1/2"),
        *("person/17,person/18", "person/../x", "person/a--b", "violation/torture", "declaration/x", "claim/1"),
        *("signatories", "signatories/1", "?", "country/? Testland", "person/?", "group/? Socialists"),
    ],
)
def test_row_16_what_is_no_reference_is_refused_with_the_forms_there_are(wrong: str) -> None:
    found = problem(claim(affects=json.dumps(wrong)))
    assert isinstance(found, CurationProblem)
    assert found.place == "wd-901.yaml:3"
    assert "person/" in found.remedy


@pytest.mark.parametrize("own", ["set/1", "claim/7", "set/0", "set/01"])
def test_row_16_a_set_or_claim_that_the_file_lacks_is_named(own: str) -> None:
    found = problem(claim(concerns=own))
    assert str(found).startswith(f"wd-901.yaml:3: there is no {own} in this file")


def test_a_claim_with_a_problem_of_its_own_is_known_to_the_others() -> None:
    second = "  2: {quote: undersigned, kind: trial, concerns: claim/1}\n"
    body = f"claims:\n  1: {{quote: nowhere at all, kind: arrest}}\n{second}"
    assert "stands nowhere" in str(problem(body))


def test_nobody_is_surely_and_perhaps_affected_by_the_same() -> None:
    found = problem(claim(affects="[person/17, person/18]", may_affect="person/17 Aldo Testari"))
    assert "person/17 is in both affects and may_affect" in str(found)


# -- codes, keys, numbers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message", "remedy"),
    [
        (claim(kind="arest"), "'arest' is no code of violation or development", "did you mean arrest?"),
        (claim(kind="release-now"), "is no code of", "codes are listed in docs/concepts.md"),
        (claim(kind="[arrest, relaese]"), "'relaese' is no code", "did you mean release?"),
        (claim(stance="rejected"), "'rejected' is no code of stance", "did you mean re"),
        (claim(concerns="violation/tortur"), "'tortur' is no code of violation", "did you mean torture?"),
        (claim(kind="Arrest"), "'Arrest' is no code", "did you mean arrest?"),
        (claim(affect="person/17"), "unknown key 'affect'", "did you mean affects?"),
        (claim(addressee="country/kz"), "unknown key 'addressee'", "The keys are quote"),
        (claim(status="final"), "the status 'final' is unknown", "it is reviewed or suggested"),
        (claim(when="2018-13"), "'2018-13' is no date", "2018-03"),
        (claim(when="2018-02-30"), "is no date", "as precise as the words"),
        (claim(when="March 2018"), "is no date", "as precise as the words"),
        (claim(passage="4"), "there is no passage 4", "0 is the title, 3 the last"),
        (claim(passage="-1"), "'-1' is no number", "count from 1"),
        (claim(occurrence="0"), "'0' is no number", "count from 1"),
        (claim(occurrence="one"), "'one' is no number", "count from 1"),
        (claim(occurrence="010"), "'010' is no number", "count from 1"),
        (claim(occurrence="2"), "has no occurrence 2, only 1", "correct the number"),
        (claim(affects="[]"), "an empty list", "leave the key out"),
        (claim(affects="''"), "a text is wanted", "write one line"),
        (claim(affects="[[person/17]]"), "a text is wanted", "write one line"),
        (claim(affects="{person: 17}"), "a text is wanted", "write one line"),
        (claim(quote="' '"), "a text is wanted", "write one line"),
        ("claims:\n  1: {kind: arrest}\n", "the key 'quote' is missing", "add it"),
        ("claims:\n  1: {quote: arrested}\n", "the key 'kind' is missing", "add it"),
        ("claims:\n  1: arrested\n", "keys with values are wanted", "such as quote, kind"),
        ("claims: arrested\n", "claims need numbered items", "write `1:`"),
        ("claims:\n  - {quote: arrested, kind: arrest}\n", "claims need numbered items", "write `1:`"),
        ("claim:\n  1: {quote: arrested, kind: arrest}\n", "unknown key 'claim'", "did you mean claims?"),
        ("not_relevant: Testland\n", "a list is wanted", "write `- quote"),
        ("not_relevant:\n  - {quote: undersigned}\n", "the key 'reason' is missing", "add it"),
        ("citations:\n  1: {quote: undersigned, cites: No. 900}\n", "is no document's key", "pace-wd-630"),
        ("citations:\n  1: {quote: undersigned, cites: index}\n", "is no document's key", "pace-wd-630"),
        ("defaults: {stance: said}\n", "'said' is no code of stance", "docs/concepts.md"),
        ("defaults: {kind: arrest}\n", "unknown key 'kind'", "The keys are by"),
        ("language: fr\n", "the words of wd-901.txt are in 'en'", "correct it"),
        ("status: draft\n", "the status 'draft' is unknown", "it is reviewed"),
    ],
)
def test_row_16_a_mistake_is_named_with_its_line_and_the_nearest_right_word(
    body: str, message: str, remedy: str
) -> None:
    found = problem(body)
    assert message in found.message
    assert remedy in found.remedy
    assert found.place.startswith("wd-901.yaml:")
    assert int(found.place.rpartition(":")[2]) > 1


AMOUNT = "figures:\n  1: {{quote: 4 000 people, amount: {}, qualifier: exactly, counts: people}}\n"


@pytest.mark.parametrize("amount", ["'4 000'", "4.5", "-1", "007", "four", "1e3", "٤", "9" * 19, "9" * 50_000])
def test_an_amount_is_digits_alone(amount: str) -> None:
    found = problem(AMOUNT.format(amount))
    assert "is no amount" in found.message
    assert len(str(found)) < 300


def test_no_amount_is_too_small_and_a_large_one_fits() -> None:
    assert read(AMOUNT.format("0")).figures[0].amount == 0
    assert read(AMOUNT.format("9" * 18)).figures[0].amount == 10**18 - 1


@pytest.mark.parametrize("key", ["0", "-1", "01", "1.0", "one", "1000000", "²", "9" * 900, "''"])
def test_the_number_of_an_item_is_a_small_whole_number(key: str) -> None:
    found = problem(f"mentions:\n  {key}: {{quote: undersigned}}\n")
    assert "of mentions" in found.message
    assert found.place == "wd-901.yaml:3"


def test_numbers_count_up_with_gaps_and_none_comes_twice() -> None:
    body = "mentions:\n  {}: {{quote: undersigned}}\n  {}: {{quote: the police}}\n"
    assert [one.number for one in read(body.format(3, 999999)).mentions] == [3, 999999]
    assert "the number '2' of mentions" in str(problem(body.format(3, 2)))
    assert "the key '3' stands twice (first in line 3)" in str(problem(body.format(3, 3)))


def test_numbers_are_those_of_one_section() -> None:
    both = read("mentions:\n  1: {quote: undersigned}\ncitations:\n  1: {quote: declaration, cites: pace-wd-900}\n")
    assert (both.mentions[0].number, both.citations[0].number) == (1, 1)


def test_the_file_names_its_document() -> None:
    with pytest.raises(CurationProblem, match=r"x:1: this annotates pace-wd-9, and wd-901.txt is pace-wd-901"):
        parse_annotations("document: pace-wd-9\n", "x", SIGNED, KEY)
    with pytest.raises(CurationProblem, match="the key 'document' is missing"):
        parse_annotations("language: en\n", "x", SIGNED, KEY)


def test_all_problems_of_a_file_are_named_at_once() -> None:
    body = (
        "sets:\n  1: nobody here\n"
        "mentions:\n  1: {quote: undersigned, refers_to: set/9}\n  2: {quote: Nowhere}\n  2x: {quote: police}\n"
        "claims:\n  1: {quote: arrested Aldo, kind: arest}\n"
        "figures: none\n"
        "not_relevant:\n  - {quote: Nowhere, reason: x}\n  - police\n"
    )
    with pytest.raises(SeveralProblems) as caught:
        read(body)
    places = {one.place for one in caught.value.problems}
    assert places == {f"wd-901.yaml:{line}" for line in (3, 5, 6, 7, 9, 10, 12, 13)}


# -- quotes ------------------------------------------------------------------------------------------------------------


def test_row_16_a_quote_that_does_not_occur_names_the_nearest_passage() -> None:
    found = problem(claim(quote="Testland arrested Aldo TESTARI"))
    assert isinstance(found, UnfoundQuote)
    assert found.place == "wd-901.yaml:3"
    assert "'Testland arrested Aldo TESTARI' stands nowhere (nearest: passage 2)" in found.message
    assert "it shares 'Testland arrested Aldo T' with it" in found.remedy


def test_a_quote_of_several_places_asks_which() -> None:
    found = problem("mentions:\n  1: {quote: Testland}\n")
    assert "stands in 5 places (passages 0, 2, 2, 3, 3)" in found.message
    found = problem("mentions:\n  1: {quote: Testland, passage: 3}\n")
    assert "stands in 2 places (passages 3, 3)" in found.message


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("passage: 0", (0, 0)),
        ("passage: 3, occurrence: 2", (3, 67)),
        ("occurrence: 1", (0, 0)),
        ("occurrence: 5", (3, 67)),
    ],
)
def test_passage_and_occurrence_choose_one_place(keys: str, place: tuple[int, int]) -> None:
    (mention,) = read(f"mentions:\n  1: {{quote: Testland, {keys}}}\n").mentions
    assert (mention.passage, mention.start) == place


@pytest.mark.parametrize(
    "body",
    [
        "sets:\n  1: some enemies\n",
        "sets:\n  1: ''\n",
        "mentions:\n  1: {quote: undersigned, described_as: the vlogger}\n",
        AMOUNT.format(1).replace("counts: people", "counts: persons"),
        "not_relevant:\n  - {quote: some enemies, reason: x}\n",
        "not_relevant:\n  - {quote: undersigned, passage: 0, reason: x}\n",
    ],
)
def test_words_of_sets_descriptions_counts_and_sign_offs_stand_in_the_document(body: str) -> None:
    assert problem(body).place == "wd-901.yaml:3"


def test_words_are_given_as_printed_whatever_space_a_curator_typed() -> None:
    found = read(
        "sets:\n  1: 4 000 people\nfigures:\n  1:\n    quote: at least\n      4 000 people\n    amount: 4000\n"
        "    qualifier: at-least\n    counts: 4 000 people\n"
    )
    assert found.sets[0].words == found.figures[0].counts == "4\u00a0000 people"
    assert found.figures[0].quote == "at least 4\u00a0000 people"


def test_a_sign_off_means_all_its_places_or_the_one_chosen() -> None:
    places = [(one.passage, one.start) for one in read("not_relevant: [{quote: Testland, reason: x}]\n").signed_off]
    assert places == [(0, 0), (2, 0), (2, 82), (3, 42), (3, 67)]
    in_third = read("not_relevant: [{quote: Testland, passage: 3, reason: x}]\n").signed_off
    assert [one.start for one in in_third] == [42, 67]
    (one,) = read("not_relevant: [{quote: Testland, occurrence: 2, reason: x}]\n").signed_off
    assert one == SignedOff(passage=2, start=0, end=8, reason="x")


# -- who says so -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "by", "stance"),
    [
        ({}, ("signatories",), "asserted"),
        ({"by": "person/17"}, ("person/17",), "reported"),
        ({"by": "[signatories, person/17]"}, ("signatories", "person/17"), "asserted"),
        ({"by": "person/17", "stance": "disputed"}, ("person/17",), "disputed"),
        ({"stance": "condemned"}, ("signatories",), "condemned"),
        ({"by": "person/17", "reported_by": "signatories"}, ("person/17",), "reported"),
    ],
)
def test_who_says_so_is_the_signatories_unless_said(keys: dict[str, str], by: tuple[str, ...], stance: str) -> None:
    (found,) = read(claim(**keys)).claims
    assert (found.asserted_by, found.stance) == (by, f"stance/{stance}")


@pytest.mark.parametrize("stance", ["reported", "disputed"])
@pytest.mark.parametrize("by", ["signatories", "[person/17, signatories]"])
def test_the_signatories_own_words_are_never_reported_or_disputed(stance: str, by: str) -> None:
    assert "not the signatories' own" in str(problem(claim(by=by, stance=stance)))
    assert "not the signatories' own" in str(problem(f"defaults: {{stance: {stance}}}\n{claim(by=by)}"))


@pytest.mark.parametrize("keys", [{}, {"by": "signatories"}, {"by": "person/17", "reported_by": "signatories"}])
def test_nobody_signed_an_unsigned_document(keys: dict[str, str]) -> None:
    found = problem(claim(**keys), UNSIGNED)
    assert "nobody signed this document" in found.message
    assert "defaults:" in found.remedy


def test_defaults_say_who_says_so_throughout_and_an_item_may_say_otherwise() -> None:
    defaults = "defaults: {by: organization/ep, reported_by: organization/times, stance: reported}\n"
    (found,) = read(defaults + claim(), UNSIGNED).claims
    assert (found.asserted_by, found.reported_by) == (("organization/ep",), ("organization/times",))
    assert found.stance == "stance/reported"
    (found,) = read(defaults + claim(by="person/17", stance="disputed"), UNSIGNED).claims
    assert (found.asserted_by, found.reported_by, found.stance) == (
        ("person/17",),
        ("organization/times",),
        "stance/disputed",
    )


# -- any file ----------------------------------------------------------------------------------------------------------


def test_row_13_a_huge_quote_that_stands_nowhere_is_refused_quickly() -> None:
    long = text_of("A title", *["Testland must free its prisoners, says everyone. " * 40] * 50, signed=True)
    start = time.process_time()
    found = problem(claim(quote="ab " * 1_000_000), long)
    assert time.process_time() - start < 1.5
    assert len(str(found)) < 1000


def places_of_problems(source: str) -> set[str]:
    """The files that are named when one is read."""
    try:
        parse_annotations(source, "x.yaml", SIGNED, KEY)
    except LdExportError as found:
        every = found.problems if isinstance(found, SeveralProblems) else (found,)
        return {one.place.partition(":")[0] for one in every}
    return set()


words = st.sampled_from(
    [
        *("document", KEY, "claims", "mentions", "figures", "sets", "not_relevant", "defaults", "quote", "kind", "by"),
        *("1", "2", "Testland", "arrest", "person/17", "set/1", "passage", "occurrence", "affects", "signatories", "x"),
    ]
)
trees = st.recursive(
    words, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4), max_leaves=12
)


@given(trees)
def test_any_file_of_known_words_is_read_or_refused_by_name(tree: object) -> None:
    source = json.dumps({"document": KEY, "mentions": tree, "claims": {"1": tree}, "not_relevant": tree})
    assert places_of_problems(source) <= {"x.yaml"}


@given(st.text())
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    assert places_of_problems(text) <= {"x.yaml"}


PLACES = [
    (passage.position, start, end)
    for passage in SIGNED.passages
    for start in range(0, len(passage.text), 7)
    for end in range(start + 1, len(passage.text) + 1, 11)
    if passage.text[start:end] == passage.text[start:end].strip()
]
AGENTS = st.sampled_from(["person/17", "organization/example-times", "family/1", "country/kz", "group/pace-soc"])
several = st.lists(AGENTS, max_size=3, unique=True).map(tuple)


def codes(*schemes: str) -> st.SearchStrategy[tuple[str, ...]]:
    known = sorted(codes_of(*schemes).values())
    # The same word may be a code of both schemes; a file then means one of them.
    own = [one for one in known if codes_of(*schemes)[one.partition("/")[2]] == one]
    return st.lists(st.sampled_from(own), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def written(draw: st.DrawFn) -> Annotations:
    """Annotations that a curator could write of the text above."""

    def items(record: type, **fields: st.SearchStrategy[Any]) -> Iterator[Any]:
        for number in sorted(draw(st.sets(st.integers(1, 999999), max_size=2))):
            passage, start, end = draw(st.sampled_from(PLACES))
            quote = SIGNED.passages[passage].text[start:end]
            place = {"number": number, "passage": passage, "start": start, "end": end, "quote": quote, "language": "en"}
            said = {name: draw(strategy) for name, strategy in fields.items()}
            yield record(**place, **said, status=draw(st.sampled_from(["reviewed", "suggested"])))

    voice = {
        "asserted_by": several.filter(bool) | st.just(("signatories",)),
        "reported_by": several,
        "stance": st.just("stance/condemned"),
        "concerns": several,
    }
    dates = st.sampled_from([None, "2018-03-14", "2018-03", "2018", "--03-14", "--03"])
    affected = {"affects": several, "imputed_to": several}
    return Annotations(
        source="x.yaml",
        document=KEY,
        language="en",
        mentions=tuple(
            items(
                Mention,
                refers_to=st.none() | AGENTS,
                roles=codes("role"),
                described_as=st.sampled_from([None, "the blogger"]),
            )
        ),
        citations=tuple(items(Citation, cites=st.sampled_from(["pace-wd-900", "a"]))),
        claims=tuple(items(Claim, **voice, **affected, kinds=codes("violation", "development"), when=dates)),
        demands=tuple(items(Demand, **voice, addressees=several, kinds=codes("demand"))),
        figures=tuple(
            items(
                Figure,
                **voice,
                amount=st.integers(0, 10**18 - 1),
                qualifier=codes("qualifier").map(lambda found: found[0]),
                counts=st.just("some friends"),
            )
        ),
    )


KEYS = {"roles": "role", "kinds": "kind", "addressees": "addressee", "asserted_by": "by"}
CODES = ("role", "kind", "stance", "qualifier")


def as_yaml(annotations: Annotations) -> str:
    """Annotations as a curator might write them; JSON is YAML."""

    def item(one: Mention | Citation | Claim | Demand | Figure) -> dict[str, object]:
        said: dict[str, Any] = {
            KEYS.get(key, key): value for key, value in msgspec.structs.asdict(one).items() if value not in (None, ())
        }
        for key in ("number", "start", "end", "language", "line"):
            said.pop(key, None)
        for key in CODES:
            if key in said:
                named = said[key] if isinstance(said[key], tuple) else (said[key],)
                said[key] = [name.partition("/")[2] for name in named]
                if key in {"stance", "qualifier"}:
                    (said[key],) = said[key]
        before = SIGNED.passages[one.passage].text[: one.start + len(one.quote) - 1]
        said["occurrence"] = 1 + sum(before.startswith(one.quote, at) for at in range(one.start))
        return {key: value if isinstance(value, tuple | list) else str(value) for key, value in said.items()}

    sections = {name: {str(one.number): item(one) for one in getattr(annotations, name)} for name in SECTIONS}
    filled = {name: section for name, section in sections.items() if section}
    return json.dumps({"document": annotations.document} | filled, ensure_ascii=False)


@given(written())
def test_annotations_that_are_written_down_are_read_back(annotations: Annotations) -> None:
    found = parse_annotations(as_yaml(annotations), "x.yaml", SIGNED, KEY)
    for name in SECTIONS:
        unlined = tuple(msgspec.structs.replace(one, line=0) for one in getattr(found, name))
        assert unlined == getattr(annotations, name)
