"""Every name, number, quotation and cited document of a text is annotated, signed off, or open."""

from __future__ import annotations

from ld_export.audit import Account, Span, State, accounted, open_ones
from tests.records import passages_of

TEXT = "Aldo Testari and 38 people, who cite Resolution 2193 (2017) on “a label” in Kazakhstan."
PASSAGES = passages_of("A title", TEXT)


def span(words: str, kind: str, reason: str = "") -> Span:
    start = TEXT.index(words)
    return Span(1, start, start + len(words), kind, reason)


def states(*spans: Span) -> dict[str, State]:
    return {one.found.words: one.state for one in accounted(PASSAGES, spans)}


def test_all_is_open_at_first() -> None:
    found = accounted(PASSAGES, [])
    assert [one.found.words for one in open_ones(found)] == [
        "Aldo Testari",
        "38 people",
        "Resolution 2193 (2017)",
        "a label",
        "Kazakhstan",
    ]


def test_items_account_for_what_they_speak_of() -> None:
    found = states(
        span("Aldo Testari", "mention"),
        span("38", "figure"),
        span("Resolution 2193 (2017)", "citation"),
        span("“a label”", "claim"),
        span("Kazakhstan", "not_relevant", "where it was printed"),
    )
    assert set(found.values()) == {State.ANNOTATED, State.SIGNED_OFF}
    assert found["Kazakhstan"] is State.SIGNED_OFF


def test_a_claim_does_not_account_for_the_names_in_its_quote() -> None:
    found = states(Span(1, 0, len(TEXT), "claim"))
    assert found["Aldo Testari"] is found["38 people"] is State.OPEN
    assert found["a label"] is State.ANNOTATED


def test_part_of_a_name_does_not_account_for_it_and_two_parts_do() -> None:
    assert states(span("Aldo", "mention"))["Aldo Testari"] is State.OPEN
    assert states(span("Aldo", "mention"), span("Testari", "mention"))["Aldo Testari"] is State.ANNOTATED


def test_a_sign_off_keeps_its_reason() -> None:
    found: list[Account] = accounted(PASSAGES, [span("Aldo Testari", "not_relevant", "a printer")])
    assert (found[0].state, found[0].reason) == (State.SIGNED_OFF, "a printer")
    assert str(found[0].state) == "signed off"


def test_spans_of_other_passages_do_not_count() -> None:
    assert states(Span(0, 0, 12, "mention"))["Aldo Testari"] is State.OPEN
