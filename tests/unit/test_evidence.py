"""Annotations made ready for publishing: together, reviewed, resolved, and no more words than may be quoted."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_export.errors import DocumentConflict
from ld_export.evidence import (
    LARGEST_SHARE,
    LONGEST_QUOTE,
    UNNAMED,
    agents_named,
    combined,
    concepts_named,
    resolved,
    reviewed,
    targets_in,
    within_rights,
)
from ld_export.model import (
    AgentSet,
    Annotations,
    Citation,
    Claim,
    Demand,
    Figure,
    Mention,
    Passage,
    Reference,
    SignedOff,
)
from tests.records import ANNOTATIONS

VOICE: dict[str, Any] = {"asserted_by": ("signatories",), "stance": "stance/asserted"}


def place(number: int, quote: str = "words", **more: Any) -> dict[str, Any]:
    return {"number": number, "passage": 1, "start": 0, "end": len(quote), "quote": quote, "language": "en"} | more


def mention(number: int, refers_to: str | None = None, **more: Any) -> Mention:
    roles = more.pop("roles", ())
    described = more.pop("described_as", None)
    return Mention(**place(number, **more), refers_to=refers_to, roles=roles, described_as=described)


def claim(number: int, *, affects: tuple[str, ...] = (), concerns: tuple[str, ...] = (), **more: Any) -> Claim:
    voice = VOICE | {key: more.pop(key) for key in tuple(more) if key in {"asserted_by", "reported_by"}}
    return Claim(**place(number, **more), **voice, kinds=("violation/arrest",), affects=affects, concerns=concerns)


def file(source: str = "a.yaml", language: str = "en", **items: Any) -> Annotations:
    return Annotations(source=source, document="d", language=language, **items)


class TestCombined:
    def test_one_file_is_itself(self) -> None:
        assert combined([ANNOTATIONS]) is ANNOTATIONS

    def test_the_items_of_all_texts_stand_in_the_order_of_their_numbers(self) -> None:
        english = file(
            mentions=(mention(1), mention(5)), claims=(claim(1),), sets=(AgentSet(number=2, words="a", language="en"),)
        )
        french = file(
            "b.yaml",
            "fr",
            mentions=(mention(3),),
            claims=(claim(2),),
            sets=(AgentSet(number=1, words="b", language="fr"),),
        )
        both = combined([english, french])
        assert [one.number for one in both.mentions] == [1, 3, 5]
        assert [one.number for one in both.claims] == [1, 2]
        assert [one.words for one in both.sets] == ["b", "a"]
        assert both == combined([english, french])

    @pytest.mark.parametrize(
        "items", [{"mentions": (mention(3),)}, {"sets": (AgentSet(number=3, words="a", language="fr"),)}]
    )
    def test_one_number_in_two_languages_would_be_one_iri(self, items: dict[str, Any]) -> None:
        (section,) = items
        with pytest.raises(DocumentConflict, match=f"a.yaml and b.yaml both have number 3 of {section}") as caught:
            combined([file(**items), file("b.yaml", "fr", **items)])
        assert "number on" in caught.value.remedy

    def test_sections_number_for_themselves(self) -> None:
        assert combined([file(mentions=(mention(3),)), file("b.yaml", "fr", claims=(claim(3),))]).claims


class TestReviewed:
    def test_what_is_reviewed_stays_as_it_is(self) -> None:
        given_ = file(mentions=(mention(1, "person/1"),))
        assert reviewed(given_) is given_

    def test_what_is_suggested_goes_with_the_sets_and_references_that_only_it_is_about(self) -> None:
        given_ = file(
            mentions=(mention(1, "person/1"), mention(2, "person/2", status="suggested")),
            claims=(claim(1, affects=("set/1",)), claim(2, affects=("set/2", "person/3"), status="suggested")),
            sets=tuple(AgentSet(number=number, words="some", language="en") for number in (1, 2)),
            references=tuple(Reference(f"person/{id_}", "", 1) for id_ in (1, 2, 3)),
        )
        rest = reviewed(given_)
        numbers = [[one.number for one in rest.mentions], [one.number for one in rest.claims]]
        assert [*numbers, [one.number for one in rest.sets]] == [[1], [1], [1]]
        assert [one.target for one in rest.references] == ["person/1"]

    def test_nothing_concerns_a_claim_that_was_only_suggested(self) -> None:
        demand = Demand(**place(1), **VOICE, kinds=("demand/release",), concerns=("claim/1", "claim/2"))
        rest = reviewed(file(claims=(claim(1), claim(2, status="suggested")), demands=(demand,)))
        assert rest.demands[0].concerns == ("claim/1",)


class TestResolved:
    def test_a_reference_becomes_the_one_that_is_meant_and_stands_once(self) -> None:
        given_ = file(
            mentions=(mention(1, "person/? Jana Novak"), mention(2), mention(3, "set/1")),
            claims=(claim(1, affects=("person/1", "person/2", "set/1"), concerns=("violation/torture",)),),
        )
        rest = resolved(given_, {"person/? Jana Novak": "person/2", "person/1": "person/2", "person/2": "person/2"})
        assert [one.refers_to for one in rest.mentions] == ["person/2", None, "set/1"]
        assert rest.claims[0].affects == ("person/2", "set/1")
        assert rest.claims[0].concerns == ("violation/torture",)

    def test_nothing_to_resolve_changes_nothing(self) -> None:
        assert resolved(ANNOTATIONS, {"person/17": "person/17"}) is ANNOTATIONS

    def test_who_was_withdrawn_is_not_described(self) -> None:
        one = mention(1, "person/1", roles=("role/activist",), described_as="the activist")
        (left,) = resolved(file(mentions=(one,)), {"person/1": None}).mentions
        assert (left.refers_to, left.roles, left.described_as) == (None, (), None)

    def test_of_whom_was_withdrawn_nothing_is_said(self) -> None:
        given_ = file(claims=(claim(1, affects=("person/1", "person/2"), concerns=("person/1",)),))
        (left,) = resolved(given_, {"person/1": None, "person/2": "person/2"}).claims
        assert (left.affects, left.concerns) == (("person/2",), ())

    def test_what_only_a_withdrawn_person_says_goes_and_so_do_references_to_it(self) -> None:
        given_ = file(
            claims=(claim(1, asserted_by=("person/1",)), claim(2, asserted_by=("person/1", "person/2"))),
            demands=(Demand(**place(1), **VOICE, kinds=("demand/release",), concerns=("claim/1", "claim/2")),),
        )
        left = resolved(given_, {"person/1": None, "person/2": "person/2"})
        assert [(one.number, one.asserted_by) for one in left.claims] == [(2, ("person/2",))]
        assert left.demands[0].concerns == ("claim/2",)


# -- within rights -----------------------------------------------------------------------------------------------------

TEXT = "".join(chr(97 + number % 26) if number % 7 else " " for number in range(1600))


def passages(length: int = 1600) -> dict[str, list[Passage]]:
    return {"en": [Passage(position=1, text=TEXT[:length], start=0, end=length)]}


spans = st.tuples(st.integers(0, 1599), st.integers(1, 320)).map(lambda pair: TEXT[pair[0] : sum(pair)])


@st.composite
def quoting(draw: st.DrawFn) -> Annotations:
    def numbered() -> list[tuple[int, str]]:
        return list(enumerate(draw(st.lists(spans, max_size=5)), start=1))

    words = st.none() | spans
    return file(
        mentions=tuple(mention(n, "person/1", quote=q, described_as=draw(words)) for n, q in numbered()),
        citations=tuple(Citation(**place(n, q), cites="x") for n, q in numbered()),
        claims=tuple(claim(n, quote=q) for n, q in numbered()),
        demands=tuple(Demand(**place(n, q), **VOICE, kinds=("demand/release",)) for n, q in numbered()),
        figures=tuple(
            Figure(**place(n, q), **VOICE, amount=1, qualifier="qualifier/exactly", counts=draw(spans))
            for n, q in numbered()
        ),
        sets=tuple(AgentSet(number=n, words=q, language="en") for n, q in numbered()),
    )


def published(annotations: Annotations) -> list[str]:
    """All words of a text that some annotations would publish, those within a published quote left out."""
    quotes = [one.quote for one in annotations.excerpts if one.quote]
    more = [one.words for one in annotations.sets if one.words != UNNAMED]
    more += [one.described_as for one in annotations.mentions if one.described_as]
    more += [one.counts for one in annotations.figures if one.counts]
    alone: list[str] = []
    for words in more:
        if not any(words in other for other in (*quotes, *alone)):
            alone = [one for one in alone if one not in words] + [words]
    return [*quotes, *alone]


@given(quoting(), st.integers(10, 1600))
def test_never_a_quote_too_long_nor_more_than_a_quarter_in_all(annotations: Annotations, length: int) -> None:
    words = published(within_rights(annotations, passages(length)))
    assert all(len(one) <= LONGEST_QUOTE for one in words)
    assert sum(map(len, words)) * LARGEST_SHARE <= length


@given(quoting())
def test_what_is_quoted_does_not_hang_on_the_order_of_things_and_nothing_else_is_lost(annotations: Annotations) -> None:
    once = within_rights(annotations, passages())
    assert once == within_rights(annotations, passages())
    assert [one.number for one in once.excerpts] == [one.number for one in annotations.excerpts]
    assert [(one.start, one.end) for one in once.excerpts] == [(one.start, one.end) for one in annotations.excerpts]
    assert all(one.quote in {"", given_.quote} for one, given_ in zip(once.excerpts, annotations.excerpts, strict=True))


def test_what_somebody_says_comes_before_names_and_the_shortest_first() -> None:
    given_ = file(
        mentions=(mention(1, quote=TEXT[:90]),),
        claims=(claim(1, quote=TEXT[:190]), claim(2, quote=TEXT[200:301]), claim(3, quote=TEXT[400:500])),
    )
    left = within_rights(given_, passages())
    assert [bool(one.quote) for one in left.claims] == [True, True, True]
    assert not left.mentions[0].quote
    smaller = within_rights(given_, passages(900))
    assert [bool(one.quote) for one in smaller.claims] == [False, True, True]


def test_words_that_go_are_those_of_sets_descriptions_and_counts_too() -> None:
    long = TEXT[:300]
    figure = Figure(**place(1, "a"), **VOICE, amount=1, qualifier="qualifier/exactly", counts=long)
    sets = (AgentSet(number=1, words=long, language="en"), AgentSet(number=2, words="a", language="en"))
    left = within_rights(file(mentions=(mention(1, described_as=long),), figures=(figure,), sets=sets), passages())
    assert left.mentions[0].described_as is None
    assert left.figures[0].counts == ""
    assert [one.words for one in left.sets] == [UNNAMED, "a"]


def test_a_quarter_is_of_each_text_by_itself() -> None:
    """What may not be quoted of the one text is not quoted on the account of its translation."""
    texts = passages(400) | {"fr": passages(1600)["en"]}
    given_ = file(
        claims=(claim(1, quote=TEXT[:60]), claim(2, quote=TEXT[100:170]), claim(3, quote=TEXT[:150], language="fr"))
    )
    assert [bool(one.quote) for one in within_rights(given_, texts).claims] == [True, False, True]


# -- what is named -----------------------------------------------------------------------------------------------------


def test_every_agent_and_concept_that_is_named_is_found() -> None:
    assert agents_named(ANNOTATIONS) == {
        *("person/17", "family/1", "country/it", "group/pace-new", "organization/pace", "organization/example-times"),
    }
    assert concepts_named(ANNOTATIONS) == {
        *("role/activist", "stance/regretted", "violation/arrest", "violation/interrogation", "violation/torture"),
        *("demand/release", "qualifier/at-least"),
    }
    assert set(targets_in(ANNOTATIONS.claims[0])) == {
        *("person/17", "set/1", "group/pace-new", "country/it", "violation/torture", "claim/1", "signatories"),
        *("declaration/pace-wd-900", "organization/pace", "organization/example-times"),
    }


def test_sign_offs_are_for_the_audit_alone() -> None:
    signed = msgspec.structs.replace(ANNOTATIONS, signed_off=(SignedOff(1, 0, 1, "x"),))
    assert combined([signed, file("b.yaml", "fr")]).signed_off == ()
