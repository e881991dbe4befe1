"""Drafts of annotation files: loadable, verbatim, deterministic, never more than was found. All names are invented."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.curation import parse_annotations
from ld_export.errors import UsageProblem
from ld_export.model import CitedDocument, Organization, Person
from ld_export.references import References, additions
from ld_export.registry import Registry
from ld_export.suggest import suggest
from ld_export.suggest.spelling import skeleton, skeletons
from ld_export.suggest.writing import scalar
from tests.records import SIGNATORY, text_of
from tests.support import examples


def loaded(written: str) -> dict[str, Any]:
    result: dict[str, Any] = yaml.load(written, yaml.BaseLoader)
    return result


def mention(written: str, quote: str) -> dict[str, Any]:
    return next(one for one in loaded(written)["mentions"].values() if one["quote"] == quote)


REGISTRY = Registry(
    [
        Person(id=5, name="Mukhtar Dzharbekov", given_name="Mukhtar", family_name="Dzharbekov"),
        Person(id=8, name="Lena Orlik", given_name="Lena", family_name="Orlik"),
        Person(id=9, name="Ivo Tamm", given_name="Ivo", family_name="Tamm"),
        Person(id=11, name="Ada Tamm", given_name="Ada", family_name="Tamm"),
        Person(id=12, name="Lena Orlikova", status="merged-into:8"),
    ],
    [Organization(id="pace", name="Parliamentary Assembly of the Council of Europe", also_written=("PACE",))],
)


def test_a_draft_says_what_it_is() -> None:
    found = loaded(suggest(text_of("A title", "Aldo Testari was tortured."), "pace-wd-901"))
    assert (found["document"], found["language"], found["status"]) == ("pace-wd-901", "en", "suggested")


def test_people_of_the_registry_are_referred_to_in_any_spelling() -> None:
    written = suggest(text_of("A title", "Mukhtar Jarbekov met Lena ORLIK and PACE."), "k", REGISTRY)
    assert mention(written, "Mukhtar Jarbekov")["refers_to"] == "person/5 Mukhtar Dzharbekov"
    assert mention(written, "Lena ORLIK")["refers_to"] == "person/8 Lena Orlik"
    assert mention(written, "PACE")["refers_to"].startswith("organization/pace ")
    assert "registry-other-spelling" in written


def test_a_family_name_alone_resolves_here_or_to_a_single_row_or_not() -> None:
    written = suggest(
        text_of("A title", "Mr Orlik, Mr Tamm, Mr Nobody and Aldo Testari spoke. Mr Testari left."),
        "k",
        REGISTRY,
    )
    assert mention(written, "Orlik")["refers_to"] == "person/8 Lena Orlik"
    assert "refers_to" not in mention(written, "Tamm")
    assert "refers_to" not in mention(written, "Nobody")
    assert (
        mention(written, "Testari")["refers_to"]
        == mention(written, "Aldo Testari")["refers_to"]
        == "person/? Aldo Testari"
    )


def test_somebody_new_is_to_be_looked_up_by_name() -> None:
    written = suggest(text_of("A title", "Aldo TESTARI was tortured."), "k", REGISTRY)
    assert mention(written, "Aldo TESTARI")["refers_to"] == "person/? Aldo Testari"
    assert loaded(written)["claims"]["1"]["affects"] == ["person/? Aldo Testari"]


def test_what_others_say_is_never_the_signatories_own() -> None:
    written = suggest(
        text_of("A title", "According to Radio Testland, Lena Orlik was tortured. Ivo Kask was arrested."),
        "k",
        REGISTRY,
    )
    told, own = loaded(written)["claims"].values()
    assert (told["stance"], told["by"]) == ("reported", "organization/? Radio Testland")
    assert "by" not in own
    assert "stance" not in own


@pytest.mark.parametrize(
    "sentence", ["Lena Orlik was allegedly tortured.", "According to them, Lena Orlik was tortured."]
)
def test_a_claim_of_nobody_in_particular_is_a_comment_until_somebody_says_whose_it_is(sentence: str) -> None:
    written = suggest(text_of("A title", sentence), "k", REGISTRY)
    assert "claims" not in loaded(written)
    assert "stance: reported" in written


def test_roles_and_their_words() -> None:
    written = suggest(text_of("A title", "Bloggers as Aldo Testari, Lena Orlik and Ivo Tamm met President Kask."), "k")
    for name in ("Aldo Testari", "Lena Orlik", "Ivo Tamm"):
        assert (mention(written, name)["role"], mention(written, name)["described_as"]) == ("blogger", "Bloggers")
    assert mention(written, "Kask")["role"] == "head-of-state"


def test_a_role_in_the_name_of_a_body_is_nobodys() -> None:
    words = "According to the Testland Committee for the Defence of Bloggers, Aldo Testari was tortured."
    assert "role" not in mention(suggest(text_of("A title", words), "k"), "Aldo Testari")


def test_of_several_roles_nobody_gets_one() -> None:
    written = suggest(text_of("A title", "Free protesters and political prisoners, such as Aldo Testari."), "k")
    assert "role" not in mention(written, "Aldo Testari")


def test_a_reported_demand_of_whom_nobody_can_tell_is_a_comment() -> None:
    read = text_of("A title", "Lena Orlik, who had asked for an inquiry into the case, was arrested.")
    signed = msgspec.structs.replace(read, signatories=(SIGNATORY,))
    written = suggest(signed, "k")
    assert "#    # by: who asks, the text tells elsewhere" in written
    assert parse_annotations(written, "k.yaml", signed, "k").demands == ()


def test_figures_and_citations() -> None:
    found = loaded(
        suggest(text_of("A title", "At least 4\u00a0000 people, see Resolution 2193 (2017) and dozens of notes."), "k")
    )
    assert found["figures"] == {
        "1": {"quote": "At least 4\u00a0000 people", "amount": "4000", "qualifier": "at-least", "counts": "people"}
    }
    assert found["citations"] == {"1": {"quote": "Resolution 2193 (2017)", "cites": "pace-res-2193"}}


def test_a_document_told_by_its_date_is_found_among_those_known() -> None:
    given_text = text_of("A title", "We recall its resolution on the matter, adopted on 20 January 2022.")
    known = CitedDocument(key="ep-ta-9-2022-0012", title="On the matter", date="2022-01-20")
    assert loaded(suggest(given_text, "k", cited=[known]))["citations"]["1"]["cites"] == "ep-ta-9-2022-0012"
    assert "citations" not in loaded(suggest(given_text, "k"))
    assert "#    cites: KEY" in suggest(given_text, "k")


def test_a_document_number_is_looked_up_in_the_publication() -> None:
    given_text = text_of("A title", "We recall Doc. 14542.")
    found = loaded(suggest(given_text, "k", published={"14542": "pace-wd-655"}))
    assert found["citations"]["1"]["cites"] == "pace-wd-655"


def test_reported_demands_say_who_asks() -> None:
    registry = Registry([], [Organization(id="european-parliament", name="European Parliament")])
    found = loaded(
        suggest(text_of("A title", "The European Parliament urged Kazakhstan to end the repression."), "k", registry)
    )
    demand = found["demands"]["1"]
    assert (demand["stance"], demand["by"]) == ("reported", "organization/european-parliament European Parliament")
    assert (demand["kind"], demand["addressee"]) == ("stop-practice", "country/kz")


def test_quotes_that_stand_in_several_places_say_which() -> None:
    given_text = text_of("Kazakhstan today", "Kazakhstan is Kazakhstan.", "Of Kazakhstan.")
    places = [
        (one["quote"], one.get("passage"), one.get("occurrence"))
        for one in loaded(suggest(given_text, "k"))["mentions"].values()
    ]
    assert places == [
        ("Kazakhstan", "0", None),
        ("Kazakhstan", "1", "1"),
        ("Kazakhstan", "1", "2"),
        ("Kazakhstan", "2", None),
    ]


def test_a_draft_names_the_rule_of_each_item() -> None:
    written = suggest(text_of("A title", "Aldo Testari was tortured in 2019 with at least 5 people."), "k")
    items = sum(
        len(loaded(written).get(name, {})) for name in ("mentions", "claims", "demands", "figures", "citations")
    )
    assert written.count("# rule: ") == items > 2


class Fake:
    """A pipeline that finds the names it is given."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def __call__(self, words: str, /) -> Any:
        found = [(words.index(name), name) for name in self.names if name in words]
        return SimpleNamespace(
            ents=[SimpleNamespace(label_="PERSON", start_char=at, end_char=at + len(name)) for at, name in found]
        )


def test_a_pipeline_gives_a_second_opinion() -> None:
    given_text = text_of("A title", "Aldo Testari met the oddly named Nim’s friend.")
    written = suggest(given_text, "k", spacy_model=Fake("Aldo Testari", "Nim’s"))
    assert "several-words+spacy" in written
    assert mention(written, "Nim") == {"quote": "Nim"}


def test_without_spacy_the_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "spacy", None)
    with pytest.raises(UsageProblem, match="not installed"):
        suggest(text_of("A title"), "k", spacy_model="en_core_web_sm")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dzharbekov", "Jarbekov"), ("Dzharbekov", "Zharbekov"), ("Dzhakishin", "Djakichin"), ("Khasan", "Hasan"),
        ("Qasym", "Kasym"), ("Yerlan", "Erlan"), ("Джарбеков", "Dzharbekov"), ("DEMIRTAS", "Demirtaş"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("Almat", "Amat"), ("Tamov", "Tamova"), ("Serik", "Berik")])
def test_other_names_do_not(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_the_order_of_names_and_patronymics_do_not_count() -> None:
    assert skeletons("Ivan Petrovich Sokol") == skeletons("SOKOL Ivan")


@given(st.text())
def test_every_scalar_is_read_as_it_was(words: str) -> None:
    surrogates = [character for character in words if "\ud800" <= character <= "\udfff"]
    if not surrogates:
        assert yaml.load(f"a: {scalar(words)}", yaml.BaseLoader) == {"a": words}


PIECES = st.sampled_from(
    [
        "Mr ",
        "Aldo Testari",
        ", ",
        "and ",
        ". ",
        "“no”: #",
        "4 000 people ",
        "in May 2019 ",
        "Resolution 1 (2001) ",
        "Kazakhstan ",
        "must release ",
        "was tortured ",
        "'",
        '"',
        "{x}",
        "[y] ",
        "- ",
        ": ",
        " # ",
        "\u2028",
        "\t",
    ]
)


@settings(max_examples=examples(80), deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)), max_size=30))
def test_any_draft_is_an_annotation_file(parts: list[str]) -> None:
    """It can be read, every quote is found where it was, every code is known, and everybody has or can get a row."""
    given_text = text_of("A title", "".join(parts), "Aldo Testari.")
    written = suggest(given_text, "pace-wd-901", REGISTRY)
    assert written == suggest(given_text, "pace-wd-901", REGISTRY)
    signed = msgspec.structs.replace(given_text, signatories=(SIGNATORY,))
    annotations = parse_annotations(written, "a.yaml", signed, "pace-wd-901")
    grown = REGISTRY.with_rows(*additions([annotations], REGISTRY, []))
    assert all(References(grown).targets(annotations).values())
