"""Clean text to records: which layout a text is in, and that whatever it prints comes out or is complained of."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.errors import LdExportError, UnknownLayout, UnparsedText
from ld_export.model import SourceText, Text
from ld_export.parse import LAYOUTS, detect, parse
from ld_export.parse.lines import Cursor, joined, passages
from ld_export.parse.words import is_furniture, read_date, read_filed_header, read_kind
from ld_export.sources import clean
from tests.support import declaration, examples

LIST = "Mr Aldo TESTARI, Italy, SOC ; Ms Brita ÅKERVIND, Sweden, EPP/CD"
HEADER = "Written declaration No. 901 | Doc. 90001 | 03 May 2031"


def source(*blocks: str) -> SourceText:
    return clean("\n\n".join(blocks).encode(), "a.txt")


def read(*blocks: str, layout: str | None = None, language: str | None = None) -> Text:
    return parse(source(*blocks), layout, language)


# -- which layout ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blocks", "layout"),
    [
        (["Logo Assembly Logo Hemicycle", "A title", HEADER, LIST, "Words."], "pace-site"),
        (["A title", HEADER, LIST, "Words."], "pace-site"),
        (["A title\nof two lines", HEADER, LIST, "Words."], "pace-site"),
        (["Print\nSee related documents", HEADER, "A title", LIST, "Words."], "assembly-site"),
        ([HEADER, "A title", LIST, "Words."], "assembly-site"),
        (["Doc. 9001", "3 May 2003", "A title"], "overleaf-2003"),
        (["Resolution 9193 (2031)", "A title", "1. Words."], "adopted-text"),
        (["A title", "Résolution 9193 (2031)1", "1. Words."], "adopted-text"),
        (["A headline", "PRUEBA (TPA) — Words."], "news"),
        (["A headline", "PRUEBA, May 3 -- Words."], "news"),
        (["A headline\nKØBENHAVN – Words."], "news"),
        (["A headline", "NUR-SULTAN (TPA) — Words."], "news"),
    ],
)
def test_a_text_is_known_by_what_it_says_and_not_by_the_name_of_its_file(blocks: list[str], layout: str) -> None:
    assert detect(source(*blocks)) == layout


@pytest.mark.parametrize(
    "blocks",
    [
        ["A headline", "Words without a dateline."],
        ["A headline", "NATO and the EU — two bodies — met."],
        ["A headline", "UN – two letters are no place."],
        ["One", "Two", HEADER.replace("|", "/"), LIST],
        ["line\n" * 9 + "last", HEADER, LIST, "Words."],
        ["line\n" * 9 + "PRUEBA (TPA) — Words."],
    ],
)
def test_a_text_in_no_layout_is_refused_with_what_each_looks_like(blocks: list[str]) -> None:
    with pytest.raises(UnknownLayout) as caught:
        detect(source(*blocks))
    assert all(f"{name}: {module.LOOKS_LIKE}" in str(caught.value) for name, module in LAYOUTS.items())
    assert str(caught.value).startswith("a.txt: fits no layout.")
    assert caught.value.remedy == "correct the text, or force one with --layout"


def test_a_layout_can_be_forced_and_only_one_that_there_is() -> None:
    blocks = ["A headline", "Words without a dateline."]
    assert read(*blocks, layout="news").title == "A headline"
    with pytest.raises(UnknownLayout, match=r"there is no layout 'newz'; the layouts are assembly-site, .*news"):
        read(*blocks, layout="newz")


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name not in {"news", "pace-site"}])
def test_a_text_that_is_forced_into_another_layout_is_refused(layout: str) -> None:
    with pytest.raises(UnparsedText, match=r"^a\.txt"):
        read("A title", HEADER, LIST, "Words.", layout=layout)


def test_the_language_of_news_is_said_from_outside_and_that_of_a_declaration_by_its_words() -> None:
    news = ["Un titre", "PRUEBA (TPA) — Des mots."]
    assert (read(*news).language, read(*news, language="fr").language) == ("en", "fr")
    assert read("A title", HEADER, LIST, "Words.", language="fr").language == "en"


# -- headers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (HEADER, ("en", "written-declaration", "901", "90001", "2031-05-03")),
        (
            "WRITTEN DECLARATION no 901|Doc 90001|3 may 2031",
            ("en", "written-declaration", "901", "90001", "2031-05-03"),
        ),
        (
            "Déclaration écrite nº 901 | Doc. 90001 | 1er août 2031",
            ("fr", "written-declaration", "901", "90001", "2031-08-01"),
        ),
        (
            "Motion for a resolution | Doc. 90004 | 16 December 2031",
            ("en", "motion-for-a-resolution", None, "90004", "2031-12-16"),
        ),
        (
            "Motion for a recommendation | Doc. 90004 Add. 1 | 1 June 2031",
            ("en", "motion-for-a-recommendation", None, "90004 Add. 1", "2031-06-01"),
        ),
        (
            "Proposition de résolution | Doc. 90004 | 16 décembre 2031",
            ("fr", "motion-for-a-resolution", None, "90004", "2031-12-16"),
        ),
    ],
)
def test_a_header_says_kind_language_numbers_and_date(line: str, expected: tuple[str | None, ...]) -> None:
    header = read_filed_header(line, "a.txt:1")
    assert (header.language, header.kind, header.number, header.document_number, header.date) == expected


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Report | Doc. 90001 | 3 May 2031", "unknown document kind 'Report'"),
        ("Written question No. 5 | Doc. 90001 | 3 May 2031", "unknown document kind 'Written question No. 5'"),
        ("Written declaration | Doc. 90001 | 3 May 2031", "'Written declaration' has no number"),
        ("Motion for a resolution No. 5 | Doc. 90001 | 3 May 2031", "'Motion for a resolution No. 5' has a number"),
        ("Written declaration No. 901 | Doc. 90001", "'Written declaration No. 901 | Doc. 90001' is no header"),
        ("Written declaration No. 901 | Doc. x | 3 May 2031", "'Doc. x' is no document number; it reads: Doc. 90001"),
        ("Written declaration No. 901 | Doc. 90001 | soon", "'soon' is no date"),
        ("Written declaration No. 901 | Doc. 90001 | 3 mai 2031", "'3 mai 2031' is no date"),
    ],
)
def test_a_header_that_is_not_whole_is_refused_with_its_line(line: str, said: str) -> None:
    with pytest.raises(UnparsedText) as caught:
        read_filed_header(line, "a.txt:1")
    assert str(caught.value).startswith(f"a.txt:1: {said}")


@pytest.mark.parametrize("edition", ["", "1", " | Final version", " Provisional version", "|Édition provisoire"])
def test_the_header_of_a_resolution_may_say_which_edition_it_is(edition: str) -> None:
    record = read(f"Resolution 9193 (2031){edition}", "A title", "1. Words.")
    assert (record.kind, record.number) == ("resolution", "9193")


@pytest.mark.parametrize(
    ("printed", "language", "expected"),
    [
        ("3 May 2031", "en", "2031-05-03"),
        ("03 May 2031", "en", "2031-05-03"),
        ("25th September, 1953", "en", "1953-09-25"),
        ("1st MAY 2031", "en", "2031-05-01"),
        ("29\xa0February\xa02032", "en", "2032-02-29"),
        ("1er février 2031", "fr", "2031-02-01"),
        ("31 décembre 2031", "fr", "2031-12-31"),
    ],
)
def test_a_whole_date_is_read_in_its_language(printed: str, language: str, expected: str) -> None:
    assert read_date(printed, language, "a.txt:1") == expected


@settings(max_examples=examples(60))
@given(st.dates(), st.sampled_from(["en", "fr"]))
def test_every_date_can_be_printed_and_read(date: object, language: str) -> None:
    year, month, day = str(date).split("-")
    months = {
        "en": "January February March April May June July August September October November December",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    }
    assert read_date(f"{day} {months[language].split()[int(month) - 1]} {year}", language, "") == str(date)


def test_a_motion_is_named_without_a_number_and_a_declaration_with_one() -> None:
    assert read_kind("Motion for a resolution", "") == ("motion-for-a-resolution", "en", None)
    assert read_kind("Déclaration écrite n° 901", "") == ("written-declaration", "fr", "901")


# -- what stands where -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        (
            ["A title", HEADER],
            "a.txt: the text ends where the list of signatories should be; check that the file is whole",
        ),
        (["A title", HEADER, LIST], "a.txt: no text follows the signatories"),
        (["A title", HEADER, f"{LIST} ;"], "a.txt: no text follows the signatories"),
        (["A title", HEADER, f"{LIST} ;", "Words."], "a.txt:5, signatory 3: 'Words.' is no signatory"),
        ([HEADER, "A title", "Signatories:"], "a.txt: the text ends where the list of signatories should be"),
        ([HEADER], "a.txt: the text ends where the title should be"),
        (["One", "Two", HEADER, LIST, "Words."], "a.txt:3: 'Two' is no header"),
        (["Resolution 9193 (2031)", "A title"], "a.txt: no text follows the title"),
        (
            ["Resolution 9193 (2031)", "A title", "Author(s):", "Origin - Here.", "1. Words."],
            "a.txt:5: nothing stands behind 'Author(s):'",
        ),
        (["A headline", "PRUEBA — "], "a.txt: fits no layout"),
        (["Doc. 9001", "3 May 2003", "A title", "Words."], "a.txt:7: unknown document kind 'Words.'"),
    ],
)
def test_a_text_without_one_of_its_parts_is_refused_with_the_place(blocks: list[str], said: str) -> None:
    with pytest.raises(LdExportError) as caught:
        read(*blocks)
    assert str(caught.value).startswith(said)


OVERLEAF = [
    "Doc. 9001",
    "3 May 2003",
    "A title",
    "Motion for a resolution",
    "Words.",
    "Signed 1:",
    "Falski, Poland, SOC",
]


def test_the_layout_of_2003_has_its_signatories_at_the_end() -> None:
    record = read(*OVERLEAF, "1  SOC: Socialist Group")
    assert (record.document_number, record.date, record.title) == ("9001", "2003-05-03", "A title")
    assert [one.name_as_printed for one in record.signatories] == ["Falski"]
    assert [passage.text for passage in record.passages] == ["A title", "Words."]


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        (OVERLEAF, r"^a\.txt:11: the footnote with the legend of groups is missing; check that the file is whole"),
        ([*OVERLEAF, "1  SOC: Socialist Group", "More."], r"^a\.txt:17: left over: 'More\.'; it is no field"),
        (OVERLEAF[:5], r"^a\.txt: the text ends where the list of signatories should be"),
        ([*OVERLEAF[:4], *OVERLEAF[5:], "SOC: Socialist Group"], r"^a\.txt: no text, or no signatories"),
        ([*OVERLEAF[:5], "Signed:", "SOC: Socialist Group"], r"^a\.txt: no text, or no signatories"),
    ],
)
def test_the_layout_of_2003_with_a_part_missing_or_too_many_is_refused(blocks: list[str], said: str) -> None:
    with pytest.raises(UnparsedText, match=said):
        read(*blocks)


def test_a_legend_is_not_asked_for_where_no_footnote_mark_points_to_it() -> None:
    assert len(read(*OVERLEAF[:5], "Signed:", OVERLEAF[6]).signatories) == 1


@pytest.mark.parametrize(
    "blocks",
    [
        ["Author(s): Parliamentary Assembly", "Origin - Text adopted by the Assembly on 3 May 2031", "1. Words."],
        ["Author(s):\nParliamentary Assembly\nOrigin\nText adopted by the Assembly on 3 May 2031\n1. Words."],
        ["Author(s):", "Parliamentary Assembly", "Origin:", "Text adopted by the Assembly on 3 May 2031", "1. Words."],
        ["Parliamentary Assembly\nText adopted by the Assembly on 3 May 2031\n1. Words."],
        ["Parliamentary Assembly", "Text adopted by the Assembly on 3 May 2031", "1. Words."],
    ],
)
def test_author_and_origin_are_found_however_their_lines_are_broken(blocks: list[str]) -> None:
    record = read("Resolution 9193 (2031)", "A title", *blocks)
    assert record.author_as_printed == "Parliamentary Assembly"
    assert record.origin_as_printed == "Text adopted by the Assembly on 3 May 2031"
    assert record.date == "2031-05-03"
    assert [passage.text for passage in record.passages] == ["A title", "1. Words."]


def test_a_body_that_speaks_of_the_assembly_is_no_origin() -> None:
    record = read("Resolution 9193 (2031)", "A title", "Parliamentary Assembly", "The Assembly asks when.")
    assert (record.author_as_printed, record.origin_as_printed) == ("Parliamentary Assembly", None)
    assert record.passages[1].text == "The Assembly asks when."


@pytest.mark.parametrize(
    "sentence",
    [
        "This written declaration commits only those who have signed it.",
        "This written declaration commits only the members who have signed it",
        "This motion has not been discussed in the Assembly and commits only those who have signed it.",
        "This motion has not been discussed in the Assembly\nand commits only\nthose who have signed it.",
    ],
)
def test_the_sentence_that_it_commits_only_its_signatories_is_no_passage(sentence: str) -> None:
    record = read(HEADER, "A title", f"Signatories: {LIST}", sentence, "Words.")
    assert [passage.text for passage in record.passages] == ["A title", "Words."]


def test_that_sentence_within_the_text_is_one_of_its_passages() -> None:
    sentence = "This written declaration commits only those who have signed it."
    record = read(HEADER, "A title", LIST, "Words.", sentence)
    assert [passage.text for passage in record.passages] == ["A title", "Words.", sentence]


@pytest.mark.parametrize("line", ["Print", "print", "See related documents", "Imprimer", "Autres documents liés"])
def test_the_site_s_own_lines_are_known_in_both_languages(line: str) -> None:
    assert is_furniture(line)
    assert read(line, "A title", HEADER, LIST, "Words.").title == "A title"


@pytest.mark.parametrize(
    ("last", "author"),
    [
        ("Times of Testland", "Times of Testland"),
        ("TPA", None),
        ("They left.", None),
        ("They had left without", None),
        ("A Name " * 20, None),
    ],
)
def test_the_last_line_of_news_is_its_source_if_it_is_a_name(last: str, author: str | None) -> None:
    record = read("A headline", "PRUEBA (TPA) — Words.", last)
    assert record.author_as_printed == author
    assert len(record.passages) == (2 if author else 3)


# -- lines -------------------------------------------------------------------------------------------------------------


def test_a_line_is_taken_once_and_what_is_left_over_is_complained_of() -> None:
    cursor = Cursor(source("one\ntwo", "three"))
    assert cursor.take("a line").text == "one"
    following = cursor.peek(1)
    assert following is not None
    assert following.text == "three"
    assert [line.text for line in cursor.take_block("a block")] == ["two"]
    with pytest.raises(UnparsedText, match=r"^a\.txt:4: left over: 'three'"):
        cursor.finish()
    assert cursor.rest() != []
    cursor.finish()
    assert cursor.peek() is None
    with pytest.raises(UnparsedText, match=r"^a\.txt: the text ends where more should be"):
        cursor.take("more")


def test_a_sentence_is_taken_only_as_a_whole() -> None:
    pattern = re.compile("one two three")
    cursor = Cursor(source("one\n  two\nthree\nfour"))
    assert joined(cursor.take_sentence(pattern)) == "one two three"
    assert cursor.take_sentence(pattern) == []
    assert cursor.take("the rest").text == "four"


@pytest.mark.parametrize(
    ("block", "paragraphs"),
    [
        ("one\ntwo", ["one two"]),
        (f"{'long ' * 30}\nshort", ["long " * 29 + "long", "short"]),
        ("one\n• two\n  three\n- four", ["one", "• two three", "- four"]),
        ("1. one\ntwo\n2.1. three\n(a) four\nb) five", ["1. one two", "2.1. three", "(a) four", "b) five"]),
        ("in\n2031 it was\na good year", ["in 2031 it was a good year"]),
    ],
)
def test_a_block_is_one_paragraph_unless_its_lines_are_long_or_open_with_a_mark(
    block: str, paragraphs: list[str]
) -> None:
    cursor = Cursor(source("title", block))
    title = cursor.take_block("the title")
    assert [passage.text for passage in passages(title, cursor.rest())] == ["title", *paragraphs]


# -- nothing is lost ---------------------------------------------------------------------------------------------------

# No line of these is furniture, a label or a header; the marks open paragraphs, the spaces indent.
WORDS = st.text("abcdefghij ABC éÅß'’“”()<>{}&;,.:!?-–|0123456789\xa0", max_size=40)
LINE = st.builds("{}{}".format, st.text("abcdefghij", min_size=1, max_size=5), WORDS).map(str.strip)
MARK = st.sampled_from(["", "", "", "  ", "• ", "- ", "1. ", "2.1. ", "(a) "])
PARAGRAPH = st.lists(st.builds("{}{}".format, MARK, LINE), min_size=1, max_size=4).map("\n".join)
BODY = st.lists(PARAGRAPH, min_size=1, max_size=5)


@settings(max_examples=examples(120))
@given(st.sampled_from(["pace-site", "assembly-site", "adopted-text", "overleaf-2003", "news"]), LINE, BODY)
def test_no_word_of_a_document_is_lost(layout: str, title: str, body: list[str]) -> None:
    text = "\n\n".join(_laid_out(layout, title, body))
    record = parse(clean(text.encode(), "a.txt"), layout)
    printed = clean(text.encode(), "a.txt").text
    assert record.title.split() == title.split()
    assert [word for passage in record.passages[1:] for word in passage.text.split()] == [
        word for paragraph in _body_of(layout, body) for word in paragraph.split()
    ]
    for passage in record.passages:
        assert printed[passage.start : passage.end].split() == passage.text.split()


def _laid_out(layout: str, title: str, body: list[str]) -> list[str]:
    return {
        "pace-site": [title, HEADER, LIST, *body],
        "assembly-site": [HEADER, title, f"Signatories: {LIST}", *body],
        "adopted-text": ["Resolution 9193 (2031)", title, "Author(s): Parliamentary Assembly", *body],
        "overleaf-2003": [
            "Doc. 9001",
            "3 May 2003",
            title,
            "Motion for a resolution",
            *body,
            "Signed:",
            "Falski, Poland",
        ],
        "news": [title, *_body_of(layout, body)],
    }[layout]


def _body_of(layout: str, body: list[str]) -> list[str]:
    return ["PRUEBA (TPA) — it begins.", *body, "it ends."] if layout == "news" else body


@settings(max_examples=examples(150))
@given(
    st.lists(st.sampled_from([*declaration().split("\n"), "Signatories:", "Origin", "", "Signed 1:", "x"]), max_size=14)
)
def test_lines_in_any_order_are_a_record_with_all_its_fields_or_a_named_error(lines: list[str]) -> None:
    try:
        record = parse(clean("\n".join(lines).encode(), "a.txt"))
    except LdExportError as problem:
        assert "a.txt" in str(problem)  # noqa: PT017 - either outcome is right
        return
    assert record.title
    assert len(record.passages) > 1
    assert record.kind != "written-declaration" or (record.number and record.date and record.signatories)
