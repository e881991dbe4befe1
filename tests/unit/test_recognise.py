"""What stands in a text: one test for each rule, and the hard cases. All names and sentences are invented."""

from __future__ import annotations

import csv
import gc
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.recognise import Found, Recognised, recognise
from ld_export.recognise.cues import Around, Demand, Violation, cues
from ld_export.recognise.tokens import sentences, tokens
from ld_export.recognise.words import COLUMNS, table
from ld_export.resources import folder
from tests.records import passages_of as passages
from tests.support import ROOT, examples


def seen(*texts: str, language: str = "en", families: tuple[str, ...] = ()) -> Recognised:
    return recognise(passages(*texts), language, families)


def people(*texts: str, language: str = "en", families: tuple[str, ...] = ()) -> list[str]:
    return [one.words for one in seen(*texts, language=language, families=families).people]


def named(kind: str, text: str) -> list[str]:
    return [one.words for one in seen(text).names if one.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan van der Meer, Omar bin Said and Khalid al-Masri.", "Jan van der Meer|Omar bin Said|Khalid al-Masri"),
        ("They met Mr O'Neill, Dr McTavish and Ms de Orlan.", "O'Neill|McTavish|de Orlan"),
        ("The late Abd al-Rahman ibn Yusuf and Sheikh Ali Salmov.", "Abd al-Rahman ibn Yusuf|Ali Salmov"),
        ("Detained MP Ferhat Doru spoke.", "Ferhat Doru"),
        ("Former President Ilmar Kask spoke to Activist Lena Orlik.", "Ilmar Kask|Lena Orlik"),
        ("A. B. Karimov, K.T. Osmon and Ivan Petrovich Sokol.", "A. B. Karimov|K.T. Osmon|Ivan Petrovich Sokol"),
        ("We met Mr\u00a0Aldo\u00a0Testari.", "Aldo\u00a0Testari"),
        ("Co-chairs Selim DORUK and Figen YALIN are free.", "Selim DORUK|Figen YALIN"),
        ("Jean-Pierre N'Dour, Ngô Thị Hoa and Kim Ki-hoon.", "Jean-Pierre N'Dour|Ngô Thị Hoa|Kim Ki-hoon"),
        ("Zeid Ra’ad al-Husain’s report and Olga Markov's mother.", "Zeid Ra’ad al-Husain|Olga Markov"),
        ("Messrs Alder, Birch and Cedar met Presidents Olm and Tarr.", "Alder|Birch|Cedar|Olm|Tarr"),
        ("Minister of Foreign Affairs Sergio Lanza and Minister of Justice Kaz Kozan.", "Sergio Lanza|Kaz Kozan"),
        ("The Commissioner for Human Rights, Dora Millen, agrees.", "Dora Millen"),
        ("Roman Petrov, Christian Vogel, Jordan Ferrin fled to Jordan.", "Roman Petrov|Christian Vogel|Jordan Ferrin"),
        ("Tarbeev’s regime is cruel.", "Tarbeev"),
        ("Lord Brandon and Lady Ashby-Cole lied; Baroness Emma Nich did not.", "Brandon|Ashby-Cole|Emma Nich"),
        ("Yesterday Igor Lozin was detained.", "Igor Lozin"),
    ],
)  # fmt: skip
def test_people_are_found(text: str, expected: str) -> None:
    assert people(text) == expected.split("|")


@pytest.mark.parametrize(
    "text",
    [
        "He won the Tomas Lindner Prize and the Anna Kovic memorial award.",
        "On Human Rights Day they met in Northern Ireland, near Nagorno Karabakh and in New York.",
        "In Ilvar Tesmov v. Azerbaijan and Korban and Others v. Russia (No. 2) the Court ruled.",
        "The newspaper Novy Golos and the ship Arctic Dawn were seized.",
        "The Democratic Party of Freelandia and the Jehovah's Witnesses were banned.",
        "On Monday, in May, the Supreme Court and the Ministry of Internal Affairs refused.",
        "“Novy Den” was closed, as was ‘Golos Naroda’.",
        "KAZAKHSTAN MUST RELEASE ALL PRISONERS NOW",
        "Numerous protesters were beaten. Some Turkmen authorities and Sunni Muslims agreed.",
        "The Committee on Legal Affairs and Human Rights met in the Tomsk Region.",
        "Operation Silent Dawn began; the Grey Mountain region burned.",
        "Kosovo-Serb and EU-led talks failed.",
    ],
)
def test_what_is_nobody_is_found_nowhere(text: str) -> None:
    assert people(text) == []


def test_a_single_word_is_a_name_by_somebody_named_in_full() -> None:
    assert people("Aldo Testari was freed. Testari thanked us.", "We support Testari.") == [
        "Aldo Testari",
        "Testari",
        "Testari",
    ]
    assert people("We support Testari.") == []
    assert people("We support Testari.", families=("Testari",)) == ["Testari"]
    assert people("Aldo TESTARÍ was freed; we met Testari.") == ["Aldo TESTARÍ", "Testari"]


def test_families_in_the_plural_are_families() -> None:
    assert named("family", "the case of the Borunovs or of the Tarbeevs") == ["Borunovs", "Tarbeevs"]
    assert named("family", "Aldo Testar and the Testars fled.") == ["Testars"]


def test_a_headline_tells_names_by_the_text_below() -> None:
    title = "Release Of Ilgar Tesmov And Other Political Prisoners Must Be Immediate"
    assert people(title, "We ask for the release of Ilgar Tesmov.")[0] == "Ilgar Tesmov"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("country", "Kazakhstan and the Russian Federation", "Kazakhstan|Russian Federation"),
        ("organization", "The Union for Security in Europe met.", "Union for Security in Europe"),
        ("organization", "the Ministry of Public Health of Freelandia", "Ministry of Public Health of Freelandia"),
        ("organization", "the Council against Torture and Hate", "Council against Torture and Hate"),
        ("place", "from Saint Petersburg to Nagorno-Karabakh", "Saint Petersburg|Nagorno-Karabakh"),
        ("work", "its Criminal Code was changed", "Criminal Code"),
        ("demonym", "the Kazakhstani authorities", "Kazakhstani"),
    ],
)  # fmt: skip
def test_other_names_have_their_kinds(kind: str, text: str, expected: str) -> None:
    assert [words for words in named(kind, text) if words in expected] == expected.split("|")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at least 4 000 protesters were held", [(4000, "at-least", "protesters")]),
        ("more than 1,200 people", [(1200, "more-than", "people")]),
        ("some 300 of them, over 50 cases", [(300, "about", "of them"), (50, "more-than", "cases")]),
        ("about 20\u00a0000 unidentified rebels who", [(20000, "about", "unidentified rebels")]),
        ("about 20\u202f000 rebels", [(20000, "about", "rebels")]),
        ("between 30 and 40 people", [(30, "at-least", "people"), (40, "up-to", "people")]),
        ("300-400 people", [(300, "at-least", "people"), (400, "up-to", "people")]),
        ("2000-3000 protesters", [(2000, "at-least", "protesters"), (3000, "up-to", "protesters")]),
        ("5% of voters and 92 per cent", [(5, "exactly", "% of voters"), (92, "exactly", "per cent")]),
        ("1.5 million refugees", [(1500000, "exactly", "refugees")]),
        ("€3 million in bribes", [(3000000, "exactly", "")]),
        ("47 member states", [(47, "exactly", "member states")]),
        ("three journalists and twenty-two lawyers", [(3, "exactly", "journalists"), (22, "exactly", "lawyers")]),
        ("hundreds of people", [(None, "exactly", "of people")]),
        ("sentenced to 7 years in prison", [(7, "exactly", "years")]),
        ("in 2019 300 people", [(300, "exactly", "people")]),
        ("200+ detainees", [(200, "more-than", "detainees")]),
        ("killed 69 and wounded 200 or more", [(69, "exactly", ""), (200, "at-least", "")]),
    ],
)
def test_numbers_with_qualifier_and_what_they_count(text: str, expected: list[tuple[int | None, str, str]]) -> None:
    found = seen(text).numbers
    assert [(one.amount, one.qualifier, one.counts) for one in found][: len(expected)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Article 10, Articles 5, 6 and 11, paragraph 5.2, § 21.5, Rule 53, Protocol No. 7",
        "Resolution 1900 (2012), written declaration No. 630, Doc. 14542",
        "on 12 June, since 2019, 2011-2015, 11/09, on 5.06.2011, from 3 to 5 December 2007",
        "aged 23, a 17-year-old boy, a 37-year-old",
        "call +7 727 250 2345, at 10 a.m. or 17:20",
        "a B-52, an F-16, COVID-19, the G20",
        "10 years ago, within 30 days, a 44-day war, for two weeks",
        "5. The Assembly agrees.",
        "one of them, these two cases, day eight of a strike, 1000’s of arrests",
    ],
)
def test_what_numbers_nothing_is_no_number(text: str) -> None:
    assert [one.found.words for one in seen(text).numbers] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 20 January 2022", "2022-01-20"),
        ("in March 2018,", "2018-03"),
        ("in 2018", "2018"),
        ("on March 14 they", "--03-14"),
        ("since May they", "--05"),
        ("October 6, 2014", "2014-10-06"),
        ("2021-01-05", "2021-01-05"),
        ("3-5 December 2007", ""),
        ("the 1st of June 2019", "2019-06-01"),
    ],
)
def test_dates_keep_their_precision(text: str, expected: str) -> None:
    assert [one.code for one in seen(text).dates] == [expected]


def test_may_and_march_are_words_too() -> None:
    assert seen("They may march on.", "We may do so.").dates == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a “label”, a \"mark\", a ‘sign’, a «seal», a „fox“", ["label", "mark", "sign", "seal", "fox"]),
        ("“an ‘inner’ one”", ["an ‘inner’ one", "inner"]),
        ("the people’s and the peoples' rights, it's so", []),
        ("“never closed", []),
    ],
)  # fmt: skip
def test_quotations(text: str, expected: list[str]) -> None:
    assert [one.words for one in seen(text).quotations] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the written declaration No. 630. A", ["pace-wd-630"]),
        ("the written declarations 652 and 655", ["pace-wd-652", "pace-wd-655"]),
        ("Written Declarations Nos. 638, 655 and 682", ["pace-wd-638", "pace-wd-655", "pace-wd-682"]),
        ("Resolution 2193 (2017) and Recommendation 1754 (2006)", ["pace-res-2193", "pace-rec-1754"]),
        ("Resolutions 822 (1993) and 884 (1993) of the UN Security Council", ["un-sc-res-822", "un-sc-res-884"]),
        ("Human Rights Council resolutions 44/5 and 43/4", ["un-hrc-res-44-5", "un-hrc-res-43-4"]),
        ("(Doc. 14493)", ["pace-doc-14493"]),
        ("Written declaration No. 652 (Doc. 14493)", ["pace-wd-652", "pace-wd-652"]),
        ("P9_TA(2022)0012", ["ep-ta-9-2022-0012"]),
        ("its resolution on the situation there, adopted on 20 January 2022", ["date:2022-01-20"]),
        ("The Parliament on March 14 adopted a resolution urging it", ["date:--03-14"]),
        ("Article 3 of the European Convention on Human Rights (ETS No. 5)", ["echr", "echr"]),
        ("the Geneva Conventions", ["geneva-conventions"]),
        ("Ilvar Tesmov v. Azerbaijan, application no. 15172/13", ["ilvar-tesmov-v-azerbaijan", "echr-app-15172-13"]),
        ("CM/Rec(2016)4 and A/RES/68/262.", ["cm-cm-rec-2016-4", "un-a-res-68-262"]),
    ],
)
def test_cited_documents_have_their_keys(text: str, expected: list[str]) -> None:
    assert [one.code for one in seen(text).citations] == expected


def test_an_article_is_part_of_the_citation() -> None:
    (one,) = seen("under Article 3 of the European Convention on Human Rights").citations
    assert one.words == "Article 3 of the European Convention on Human Rights"


def _cues(text: str) -> tuple[list[Demand], list[Violation]]:
    found = seen(text)
    closed = [one for one in found.names if one.kind not in {"demonym", "name"}] + list(found.citations)
    return cues(passages(text)[0], "en", Around(found.people, found.names, closed, found.dates))


def test_demands_have_kind_addressee_and_people() -> None:
    demands, _ = _cues("Kazakhstan must respect the freedom of speech and stop blocking sites.")
    assert [(one.kind, one.found.words) for one in demands] == [
        ("respect-rights", "Kazakhstan must respect the freedom of speech"),
        ("stop-practice", "stop blocking sites"),
    ]
    assert {one.addressee.code for one in demands if one.addressee} == {"kz"}
    (release,), _ = _cues("We call for the release of Aldo Testari and Lena Orlik.")
    assert (release.kind, [one.words for one in release.people]) == ("release", ["Aldo Testari", "Lena Orlik"])


def test_what_others_ask_is_reported() -> None:
    (demand,), _ = _cues("The European Parliament urged Kazakhstan to end the repression.")
    assert demand.reported
    assert demand.asker is not None
    assert demand.asker.words == "European Parliament"


@pytest.mark.parametrize(
    ("text", "kind", "affects", "may_affect"),
    [
        ("Aldo Testari and Lena Orlik were tortured.", "torture", ["Aldo Testari", "Lena Orlik"], []),
        ("Torture of activists Aldo Testari, Lena Orlik is known.", "torture", ["Aldo Testari", "Lena Orlik"], []),
        ("Aldo Testari, Lena Orlik, who was tortured.", "torture", ["Lena Orlik"], []),
        ("Aldo Testari and Lena Orlik, who were tortured.", "torture", [], ["Aldo Testari", "Lena Orlik"]),
        ("People were tortured near Aldo Testari.", "torture", [], []),
        ("The lawyers of Aldo Testari were arrested.", "arrest", [], []),
        ("The lawyer of Aldo Testari was arrested.", "arrest", [], []),
        ("Signatories of the letter to the President, Aldo Testari, have been persecuted.", "persecution", [], []),
        ("The arrest of Aldo Testari’s lawyer shocks us.", "arrest", [], []),
        ("The arrest of relatives of Aldo Testari shocks us.", "arrest", [], []),
        ("The brother of Aldo Testari, who was tortured, fled.", "torture", [], ["Aldo Testari"]),
        ("We regret that activist Aldo Testari was arrested.", "arrest", ["Aldo Testari"], []),
        ("Activist Aldo Testari was arrested.", "arrest", ["Aldo Testari"], []),
        ("In May 2019, Aldo Testari was arrested.", "arrest", ["Aldo Testari"], []),
    ],
)
def test_whom_a_violation_affects(text: str, kind: str, affects: list[str], may_affect: list[str]) -> None:
    _, violations = _cues(text)
    one = next(one for one in violations if kind in one.kinds)
    assert ([name.words for name in one.affects], [name.words for name in one.may_affect]) == (affects, may_affect)


@pytest.mark.parametrize(
    "text",
    [
        "We want an investigation into torture.",
        "The Committee against Torture met.",
        "We call for an end to torture.",
        "They fight for the prevention of torture.",
    ],
)
def test_what_is_asked_or_fought_is_no_claim(text: str) -> None:
    assert [kind for one in _cues(text)[1] for kind in one.kinds if kind == "torture"] == []


def test_french_names_numbers_and_citations() -> None:
    text = "Nous demandons la libération d'Aldo Testari et de M. Orlik, de 49 prisonniers (Résolution 2193 (2017))."
    found = seen(text, language="fr")
    assert [one.words for one in found.people] == ["Aldo Testari", "Orlik"]
    assert [one.amount for one in found.numbers] == [49]
    assert [one.code for one in found.citations] == ["pace-res-2193"]


def test_sentences_do_not_end_behind_abbreviations() -> None:
    text = "Mr. Testari and A. Orlik met No. 5 here. They left."
    found = tokens(text)
    assert [text[found[a].start : found[b - 1].end] for a, b in sentences(found)] == [text[:40], "They left."]


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_every_table_of_words_is_readable_and_used(name: str) -> None:
    assert table(name)


def test_there_is_no_table_beyond_those() -> None:
    assert {path.stem for path in (folder("mappings") / "recognise").iterdir()} == set(COLUMNS)


def test_no_cell_of_a_table_of_words_names_a_word_twice() -> None:
    for path in (folder("mappings") / "recognise").glob("*.csv"):
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            for cell in row:
                words = cell.split(" | ")
                assert len(words) == len(set(words)), (path.name, [word for word in words if words.count(word) > 1])


def _all(found: Recognised) -> list[Found]:
    return [*found.names, *(one.found for one in found.numbers), *found.dates, *found.quotations, *found.citations]


PIECES = st.sampled_from(
    [
        "Mr",
        "Aldo",
        "Testari",
        "O'Neil",
        "al-Masri",
        "the",
        "of",
        "and",
        ",",
        ".",
        "“",
        "”",
        "'",
        "4 000",
        "20\xa0000",
        "2019",
        "12 June",
        "Article",
        "No.",
        "Resolution",
        "(2017)",
        "v.",
        "Court",
        "Kazakhstan",
        "must",
        "release",
        "tortured",
        "were",
        "Presidents",
        "d'Aldo",
        "M.",
        "UN",
        "HDP",
        "-",
        "—",
        "?",
        "между",
        "北京",
        "ßÀ",
        "́",
        "\u200b",
        "x",
    ]
)


@settings(max_examples=examples(150), deadline=None)
@given(
    st.lists(st.one_of(st.text(max_size=12), PIECES.map(lambda piece: f"{piece} ")), max_size=40),
    st.sampled_from(["en", "fr", "de"]),
)
def test_no_text_breaks_it_and_every_find_is_the_text_at_its_place(parts: list[str], language: str) -> None:
    text = "".join(parts)
    given_passages = passages("A title", text)
    for one in _all(recognise(given_passages, language)):
        assert 0 <= one.start < one.end <= len(given_passages[one.passage].text)
        assert given_passages[one.passage].text[one.start : one.end] == one.words
    cues(given_passages[1], language, Around((), (), (), ()))


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "A ",
        "1",
        "1 ",
        "“",
        "(",
        "A.",
        "and ",
        "of the Council ",
        "Article 5, ",
        "v. ",
        "X v. Y ",
        "'",
        "-",
        "1.",
        "1,",
        "in May ",
        "Mr X, ",
    ],
)
def test_time_grows_with_the_text_only(piece: str) -> None:
    taken(piece, 1_000)
    assert taken(piece, 20_000) < max(12 * taken(piece, 5_000), 0.2)


def taken(piece: str, size: int) -> float:
    """The processor time that so much of a text takes."""
    text = (piece * (size // len(piece) + 1))[:size]
    gc.disable()  # what other tests left would be looked through meanwhile
    try:
        started = time.process_time()
        seen(text)
        return time.process_time() - started
    finally:
        gc.enable()


def test_row_12_ten_million_digits_take_less_than_two_seconds() -> None:
    assert taken("7", 10_000_000) < 2


@pytest.mark.slow
def test_row_12_a_million_characters_take_less_than_two_seconds() -> None:
    files = sorted((ROOT / "declarations" / "documents").glob("*.txt"))
    said = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in files)
    seen(said)
    # The better of two, each of a text of its own: nothing is remembered from the other.
    assert min(taken(said, 1_000_000), taken(f"{said} And so on. ", 1_000_000)) < 2


@pytest.mark.parametrize("digits", [999, 1000, 1001, 1002, 1500, 60_000])
def test_row_12_what_stands_around_a_number_without_end_is_found_at_its_place(digits: int) -> None:
    run = "7" * digits
    text = f"“{run}” Aldo Testari, 38 people, {run} on 3 May 2018 {run} and Resolution 2193 (2017)."
    found = seen("A title", text)
    every = [*found.names, *(one.found for one in found.numbers), *found.dates, *found.quotations, *found.citations]
    assert all(text[one.start : one.end] == one.words for one in every)
    said = [run, "Aldo Testari", "38 people", "3 May 2018", "Resolution 2193 (2017)", "2017"]
    assert [one.words for one in sorted(every, key=lambda one: one.start)] == said
    (people,) = found.numbers
    assert text[people.counts_start :].startswith(people.counts)
