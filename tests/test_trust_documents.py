"""What must hold when a document, or a table that documents are read with, is not as it should be.

Each test is named by its row in the project's list of trust rules.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.csvfile import read_rows
from ld_export.documents import group_by_work
from ld_export.entity_rows import PERSON_COLUMNS
from ld_export.errors import (
    DocumentConflict,
    LdExportError,
    RegistryProblem,
    SettingsProblem,
    SeveralProblems,
    UnknownLayout,
    UnknownWord,
    UnparsedText,
    UnreadableDocument,
)
from ld_export.model import Person, Signatory, Text
from ld_export.parse import parse
from ld_export.registry import Registry, read_registry
from ld_export.sources import clean, read_source
from tests.support import ROOT, SIGNATORIES, declaration, examples, publication_of

DOCUMENTS = sorted((ROOT / "declarations" / "documents").glob("*.txt"))
LIMIT = 16 * 1024 * 1024

Encode = Callable[[str], bytes]


def read(text: str | bytes) -> Text:
    return parse(clean(text if isinstance(text, bytes) else text.encode(), "wd-901.txt"))


# -- 1: encodings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_row_01_unicode_in_any_form_with_its_mark_is_read_right(encoding: str) -> None:
    assert read(declaration().encode(encoding)) == read(declaration())


@pytest.mark.parametrize("mark", [b"\xfe\xff", b"\x00\x00\xfe\xff"])
def test_row_01_big_endian_unicode_is_read_right(mark: bytes) -> None:
    encoding = {2: "utf-16-be", 4: "utf-32-be"}[len(mark)]
    assert read(mark + declaration().encode(encoding)) == read(declaration())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (declaration().encode("latin-1"), r"wd-901.txt:7: byte 0xc5 is not utf-8; .*iconv"),
        (declaration().encode("windows-1252"), r"wd-901.txt:7: byte 0xc5 is not utf-8"),
        (declaration(signatories=["Mr Aldo TESTARI, Italy"]).encode("utf-16-le"), r"wd-901.txt:1: .*U\+0000"),
        (b"A title\n\n\xff\xfe\n", r"wd-901.txt:3: byte 0xff is not utf-8"),
        (b"\xef\xbb\xbfA title\n\n\xff\n", r"wd-901.txt:3: byte 0xff is not utf-8"),
        (b"\xff\xfeA\x00 ", r"wd-901.txt:1: byte 0x20 is not utf-16"),
        (b"A title\n\nTestl\xc3", r"wd-901.txt:3: byte 0xc3 is not utf-8"),
    ],
)
def test_row_01_what_is_no_unicode_is_refused_with_the_line_and_the_remedy(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        read(content)


def test_row_01_a_replacement_character_in_the_text_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match=r"wd-901.txt:3: .*U\+FFFD .*lost a letter"):
        read(declaration(title="Testland must free \ufffdva"))


@settings(max_examples=examples(200))
@given(st.binary(max_size=200))
def test_row_01_no_bytes_become_a_text_with_a_replacement_character(content: bytes) -> None:
    try:
        text = clean(content, "any.txt").text
    except UnreadableDocument:
        return
    assert "\ufffd" not in text


# -- 2: nothing in it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["", " ", "\n\n", "\ufeff", "\t \r\n\v\f", "\xa0\u2003\n\u2028"])
def test_row_02_an_empty_text_is_refused(content: str) -> None:
    with pytest.raises(UnreadableDocument, match=r"wd-901\.txt: empty"):
        read(content)


@pytest.mark.parametrize("content", ["Logo Assembly Logo Hemicycle", "Print\nSee related documents"])
def test_row_02_a_text_with_nothing_but_the_site_s_own_lines_is_refused(content: str) -> None:
    with pytest.raises(UnparsedText, match=r"wd-901\.txt: the text ends where"):
        read(content)


# -- 3: cut short ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_row_03_a_document_cut_at_any_percent_of_its_length_is_refused_or_lacks_no_field(path: Path) -> None:
    raw = path.read_bytes()
    whole = parse(clean(raw, path.name))
    records = [_cut(raw, percent, path.name) for percent in range(100)]
    read_from = next(percent for percent, record in enumerate(records) if record)
    assert read_from > 0
    for record in records[read_from:]:
        assert record is not None, "once enough is there, more does not make it worse"
        assert _required(record) == _required(whole)
        assert len(record.passages) > 1
        for mine, theirs in zip(record.passages, whole.passages, strict=False):
            assert theirs.text.startswith(mine.text)


@pytest.mark.parametrize(
    "case",
    [
        "overleaf-declaration-en",
        "overleaf-motion-full-names",
        "resolution-assembly-site",
        "motion-assembly-site-origin",
    ],
)
def test_row_03_the_other_layouts_cut_short_lack_no_field_either(case: str) -> None:
    raw = (ROOT / "tests" / "golden" / case / "source.txt").read_bytes()
    whole = parse(clean(raw, "cut.txt"))
    records = [record for percent in range(100) if (record := _cut(raw, percent, "cut.txt"))]
    assert len(records) < 99
    for record in records:
        # A resolution need not say when it was adopted; the other kinds have their date in the header.
        assert record.date == whole.date or (record.date is None and whole.kind == "resolution")
        assert _required(msgspec.structs.replace(record, date=whole.date)) == _required(whole)


def _cut(raw: bytes, percent: int, name: str) -> Text | None:
    """The record of a document's beginning (up to the last whole letter), or nothing if it is refused by its name."""
    text = raw[: len(raw) * percent // 100].decode("utf-8", "ignore")
    problem: LdExportError | None = None
    try:
        return parse(clean(text.encode(), name))
    except LdExportError as refused:
        problem = refused
    assert name in str(problem)
    return None


def _required(record: Text) -> tuple[object, ...]:
    return (
        *(record.layout, record.language, record.kind, record.title),
        *(record.number, record.document_number, record.date, record.signatories),
    )


# -- 4: too large ------------------------------------------------------------------------------------------------------


def test_row_04_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_not(tmp_path: Path) -> None:
    path = tmp_path / "wd.txt"
    path.write_bytes(b"a" * 1001)
    with pytest.raises(UnreadableDocument, match=r"wd.txt: 1001 bytes, and the limit is 1000; .*size_limit"):
        read_source(path, limit=1000)
    assert len(read_source(path, limit=1001).text) == 1001


def test_row_04_two_hundred_megabytes_are_refused_in_a_second_and_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    program = f"""
import time
from pathlib import Path
from ld_export.errors import UnreadableDocument
from ld_export.sources import read_source
before = time.process_time()
try:
    read_source(Path({str(path)!r}))
except UnreadableDocument as problem:
    assert "limit is {LIMIT}" in str(problem), problem
    # Of this program alone: what getrusage says starts from the memory of the process that started it.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(time.process_time() - before, peak.split()[1])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    seconds, kilobytes = map(float, done.stdout.split())
    assert seconds < 1
    assert kilobytes < 200 * 1024


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "."])
def test_row_04_what_has_no_size_to_judge_by_is_refused_unread(path: str) -> None:
    with pytest.raises(UnreadableDocument, match="is no file"):
        read_source(Path(path))


# -- 5: characters that are none ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "character",
    [*(chr(code) for code in range(0x20) if chr(code) not in "\t\n\v\f\r"), "\x7f", "\x80", "\x9f", "\ufffe", "\uffff"],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_row_05_a_control_character_is_refused_with_its_line(character: str) -> None:
    with pytest.raises(UnreadableDocument, match=rf"wd-901.txt:9: the character U\+{ord(character):04X} has no place"):
        read(declaration(body=[f"Testland holds{character}prisoners."]))


@pytest.mark.parametrize(
    "content",
    [
        "Testland \ud800".encode("utf-8", "surrogatepass"),
        "Testland \udfff!".encode("utf-8", "surrogatepass"),
        b"\xff\xfe" + "Testland \ud800!".encode("utf-16-le", "surrogatepass"),
        b"\xff\xfe\x00\x00" + "Testland \ud800!".encode("utf-32-le", "surrogatepass"),
    ],
)
def test_row_05_a_lone_surrogate_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"wd-901.txt:1: byte 0x\w\w is not utf-"):
        read(content)


# -- 6: names that look alike ------------------------------------------------------------------------------------------


def signatory(name: str, country: str = "it") -> Signatory:
    given, _, family = name.rpartition(" ")
    return Signatory(
        position=1,
        name_as_printed=name,
        given_name=given,
        family_name=family,
        country=country,
        country_as_printed="Italy",
    )


@pytest.mark.parametrize(
    ("twin", "said"),
    [
        ("Aldo \u202eTESTARI", "unseen characters"),
        ("Aldo TEST\u200bARI", "unseen characters"),
        ("Aldo TESTARI\u2060", "unseen characters"),
        ("Aldo TEST\u0410RI", "looks like person 1"),
        ("Аldo TESTARI", "looks like person 1"),
        ("Aldo TESTΑRI", "looks like person 1"),
    ],
)
def test_row_06_a_twin_of_a_known_name_is_a_person_of_its_own_and_a_warning(twin: str, said: str) -> None:
    known, _, _ = Registry().with_new([("a.txt", signatory("Aldo TESTARI"))])
    grown, added, warnings = known.with_new([("b.txt, signatory 3", signatory(twin))])
    assert known.match(signatory(twin)) is None
    assert [person.id for person in added] == [2]
    match = grown.match(signatory(twin))
    assert match is not None
    assert match.person == 2
    assert any(said in warning.message and warning.place == "b.txt, signatory 3" for warning in warnings)


def test_row_06_a_name_decomposed_into_letter_and_accent_is_a_twin_too() -> None:
    known, _, _ = Registry().with_new([("a.txt", signatory("Brita ÅKERVIND", "se"))])
    _, added, warnings = known.with_new([("b.txt", signatory("Brita A\u030aKERVIND", "se"))])
    assert [person.id for person in added] == [2]
    assert ["looks like person 1" in warning.message for warning in warnings] == [True]


def test_row_06_a_twin_of_somebody_who_is_only_mentioned_may_be_from_any_country() -> None:
    known = Registry([Person(id=1, name="Aldo Testari")])
    _, _, (twin,) = known.with_new([("b.txt", signatory("Aldo TEST\u0410RI"))])
    assert twin.message == "person 2 looks like person 1 but is spelt otherwise"
    _, _, (same,) = known.with_new([("b.txt", signatory("Aldo TESTARI"))])
    assert same.message == "person 2 has the name of person 1, whose country is not known"


def test_row_06_a_name_that_only_resembles_another_gives_no_warning() -> None:
    known, _, _ = Registry().with_new([("a.txt", signatory("Aldo TESTARI"))])
    _, added, warnings = known.with_new([("b.txt", signatory("Alda TESTARI"))])
    assert len(added) == 1
    assert warnings == []


# -- 7: line ends and spaces -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n", "\u2028"),
        lambda text: text.replace("\n", "\x0b"),
        lambda text: text.replace("\n", " \t\xa0\n"),
        lambda text: text + "\n\n \n",
        lambda text: "\n \n" + text,
        lambda text: text.rstrip("\n"),
    ],
)
def test_row_07_line_ends_and_spaces_at_them_do_not_show_in_the_record(change: Callable[[str], str]) -> None:
    assert read(change(declaration())) == read(declaration())


def test_row_07_a_no_break_space_stays_as_printed() -> None:
    record = read(
        declaration(
            title="Testland\xa0must go",
            body=["It holds 4\xa0000 people."],
            signatories=["Mr\xa0Aldo\xa0TESTARI, Italy"],
        )
    )
    assert record.title == "Testland\xa0must go"
    assert record.passages[1].text == "It holds 4\xa0000 people."
    assert record.signatories[0].name_as_printed == "Aldo\xa0TESTARI"
    assert (record.signatories[0].given_name, record.signatories[0].family_name) == ("Aldo", "TESTARI")


# -- 8: one document twice ---------------------------------------------------------------------------------------------


class Source(NamedTuple):
    source: str
    language: str = "en"
    key: str = "pace-wd-901"


def test_row_08_two_files_of_one_document_in_one_language_are_refused_and_both_named() -> None:
    with pytest.raises(DocumentConflict, match=r"a.txt and b.txt are the same document .*replaces = \"a\""):
        group_by_work([Source("b.txt"), Source("a.txt")], publication_of({}))


def test_row_08_two_files_are_one_document_where_the_settings_say_that_one_replaces_the_other() -> None:
    works = group_by_work([Source("a.txt"), Source("b.txt")], publication_of({"b": {"replaces": "a"}}))
    assert works == {"pace-wd-901": {"en": Source("b.txt")}}


def test_row_08_a_file_that_is_said_to_replace_another_document_is_refused() -> None:
    sources = [Source("a.txt"), Source("b.txt", key="pace-wd-902")]
    with pytest.raises(DocumentConflict, match=r"a.txt is another document than b.txt"):
        group_by_work(sources, publication_of({"b": {"replaces": "a"}}))


def test_row_08_every_double_is_named_at_once() -> None:
    sources = [Source(f"{name}{n}.txt", key=name) for name in "xy" for n in (1, 2)]
    with pytest.raises(SeveralProblems, match=r"(?s)x1.txt and x2.txt.*y1.txt and y2.txt"):
        group_by_work(sources, publication_of({}))


# -- 9: dates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("date", ["30 February 2024", "31 April 2031", "29 February 2031", "0 May 2031"])
def test_row_09_an_impossible_date_is_refused(date: str) -> None:
    with pytest.raises(UnparsedText, match=rf"wd-901.txt:5: '{date}' is an impossible date"):
        read(declaration(date=date))


@pytest.mark.parametrize("date", ["May 2031", "2031", "03 Maj 2031", "2031-05-03", "03/05/2031", ""])
def test_row_09_a_date_that_is_not_whole_is_never_completed(date: str) -> None:
    with pytest.raises(UnparsedText, match=r"wd-901.txt:5: .* is no date; a date reads like 03 May 2031"):
        read(declaration(date=date))


def test_row_09_a_year_alone_never_becomes_the_date_of_a_resolution() -> None:
    record = read("Resolution 9193 (2031)\n\nA title\n\nAuthor(s): Parliamentary Assembly\n\n1. Words.\n")
    assert record.date is None


def test_row_09_a_resolution_adopted_in_another_year_than_its_number_s_is_refused() -> None:
    with pytest.raises(UnparsedText, match=r"wd-901.txt:5: adopted on 2030-05-03, but the header says 2031"):
        read("Resolution 9193 (2031)\n\nA title\n\nOrigin - Text adopted by the Assembly on 3 May 2030\n\n1. Words.\n")


@pytest.mark.parametrize("date", ["2024-02-30", "2024-02", "2024", "20240201", "yesterday"])
def test_row_09_a_date_in_the_settings_that_is_none_is_refused(date: str) -> None:
    with pytest.raises(SettingsProblem, match=rf"documents.news.date '{date}' is no date; write"):
        publication_of({"news": {"date": date}})


# -- 10: unknown words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "kind", "word", "suggestion"),
    [
        ("Mr Aldo TESTARI, Itali, SOC", "country", "Itali", "Italy"),
        ("Mr Aldo TESTARI, Uniteed Kingdom, SOC", "country", "Uniteed Kingdom", "United Kingdom"),
        ("Mr Aldo TESTARI, Italie, SOC", "country", "Italie", "Italy"),
        ("Mr Aldo TESTARI, Italy, EPPP", "group", "EPPP", "EPP"),
        ("Mr Aldo TESTARI, Italy, S0C", "group", "S0C", "SOC"),
        ("Mr Aldo TESTARI, Italy, PPE/DC", "group", "PPE/DC", "PPE"),
        ("Mrr Aldo TESTARI, Italy, SOC", "honorific", "Mrr", "Mr"),
        ("mr Aldo TESTARI, Italy, SOC", "honorific", "mr", "Mr"),
        ("MR Aldo TESTARI, Italy, SOC", "honorific", "MR", "Mr"),
        ("Mx Aldo TESTARI, Italy, SOC", "honorific", "Mx", "M"),
        ("Mme Carla TESTARI, Italy, SOC", "honorific", "Mme", "Mme|Dame|M"),
    ],
)
def test_row_10_an_unknown_word_is_refused_with_place_and_nearest(
    entry: str, kind: str, word: str, suggestion: str
) -> None:
    with pytest.raises(UnknownWord) as caught:
        read(declaration(signatories=[SIGNATORIES[0], entry]))
    said = str(caught.value)
    assert said.startswith(f"wd-901.txt:7, signatory 2: unknown {kind} {word!r}; did you mean '")
    assert any(f"did you mean '{near}" in said for near in suggestion.split("|")), said
    assert "Correct the text, or add it to mappings/codes/" in said


@pytest.mark.parametrize("honorific", ["Hon.", "Rt.", "Ing."])
def test_row_10_an_abbreviation_that_is_no_initial_is_no_given_name(honorific: str) -> None:
    with pytest.raises(UnknownWord, match=rf"wd-901.txt:7, signatory 1: unknown honorific '{honorific}'"):
        read(declaration(signatories=[f"{honorific} Aldo TESTARI, Italy, SOC"]))


def test_row_10_a_country_far_from_every_known_one_is_refused_without_a_guess() -> None:
    with pytest.raises(UnknownWord) as caught:
        read(declaration(signatories=["Mr Aldo TESTARI, Xqzzwv, SOC"]))
    assert "did you mean" not in str(caught.value)


def test_row_10_every_unknown_word_of_a_list_is_named_at_once() -> None:
    with pytest.raises(SeveralProblems) as caught:
        read(declaration(signatories=["Mr Aldo TESTARI, Itali, SOC", SIGNATORIES[1], "Mr Émile SPÉCIMEN, France, X/Y"]))
    assert [problem.place for problem in caught.value.problems] == [
        "wd-901.txt:7, signatory 1",
        "wd-901.txt:7, signatory 3",
    ]


# -- 11: hostile text --------------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "{% raw %}",
    "javascript:alert(1)",
    "'); DROP TABLE persons; --",
    "\\u003cscript\\u003e",
    "&lt;b&gt; &amp;",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_row_11_hostile_words_in_title_and_body_are_kept_to_the_letter(hostile: str) -> None:
    record = read(declaration(title=f"Testland {hostile}", body=[f"Words {hostile} words.", "More."]))
    assert record.title == f"Testland {hostile}"
    assert record.passages[1].text == f"Words {hostile} words."


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img', "{{7*7}}", "Javascript:alert(1)"])
def test_row_11_hostile_words_in_a_name_are_kept_to_the_letter(hostile: str) -> None:
    record = read(declaration(signatories=[f"Mr {hostile} TESTARI, Italy, SOC"]))
    assert record.signatories[0].name_as_printed == f"{hostile} TESTARI"
    assert record.signatories[0].given_name == hostile


@pytest.mark.parametrize("hostile", ["<b>Italy</b>", "{{country}}", '"Italy"'])
def test_row_11_hostile_words_for_a_country_or_a_group_are_refused(hostile: str) -> None:
    for entry in (f"Mr Aldo TESTARI, {hostile}, SOC", f"Mr Aldo TESTARI, Italy, {hostile}"):
        with pytest.raises(UnknownWord):
            read(declaration(signatories=[entry]))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", 'https://x.org/"><b>', "//x.org", "https://"]
)
def test_row_11_a_link_in_the_settings_that_is_no_web_address_is_refused(link: str) -> None:
    with pytest.raises(SettingsProblem, match="is no web address"):
        publication_of({"wd-901": {"source": link}})


@pytest.mark.parametrize("link", ["javascript:alert(1)", 'https://x.org/"><b>', "ftp://x.org/"])
def test_row_11_a_link_in_the_registry_that_is_no_web_address_is_refused(link: str, tmp_path: Path) -> None:
    row = ["1", "Aldo Testari", "Aldo", "Testari", "it", "", f'"{link.replace(chr(34), chr(34) * 2)}"', "certain", "x"]
    write_registry(tmp_path, ",".join([*row, "active", ""]))
    with pytest.raises(RegistryProblem, match=r"persons.csv:2: the link .*a link is a web address"):
        read_registry(tmp_path)


# -- 12: huge fields ---------------------------------------------------------------------------------------------------

LAYOUTS = {
    "pace-site": "{title}\n\n{kind} No. {number} | Doc. {document} | {date}\n\n{honorific} {name}, {country}, "
    "{group}\n\n{body}\n",
    "assembly-site": "{kind} No. {number} | Doc. {document} | {date}\n\n{title}\n\n"
    "Signatories: {honorific} {name}, {country}, {group}\n\nOrigin - {origin}\n\n{body}\n",
    "adopted-text": "{title}\n\nResolution {number} ({year})\n\nAuthor(s): {author}\n\nOrigin - {origin}\n\n{body}\n",
    "overleaf-2003": "Doc. {document}\n\n{date}\n\n{title}\n\n{kind} No. {number}\n\n{presented}\n\n{body}\n\nSigned 1:"
    "\n\n{name}, {country}, {group}\n\n1  {legend}\n",
    "news": "{title}\n\n{place} (TPA) — Words.\n\n{body}\n\n{author}\n",
}
ORDINARY = {
    "title": "A title",
    "kind": "Written declaration",
    "number": "901",
    "document": "90001",
    "date": "03 May 2031",
    "year": "2031",
    "honorific": "Mr",
    "name": "Aldo TESTARI",
    "country": "Italy",
    "group": "SOC",
    "origin": "Text adopted by the Assembly on 3 May 2031",
    "author": "Parliamentary Assembly",
    "presented": "presented by Mr Testari and others",
    "legend": "SOC: Socialist Group",
    "place": "PRUEBA",
    "body": "Words.",
}
FIELDS = [(layout, field) for layout, text in LAYOUTS.items() for field in ORDINARY if f"{{{field}}}" in text]
SIZE = 10_000_000
FILLINGS = {
    "digits": "9" * 50_000,
    "letters": "x" * SIZE,
    "words": "Word " * (SIZE // 5),
    "spaces": f"a{' ' * SIZE}b",
    "marks": "A, b; | - (a) 1. : " * (SIZE // 20),
}


@pytest.mark.slow
@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is done takes less of the processor. What thousands of tests have left in memory is not looked through."""
    gc.freeze()
    before = time.process_time()
    try:
        yield
        assert time.process_time() - before < seconds
    finally:
        gc.unfreeze()


@pytest.mark.slow
@pytest.mark.parametrize("filling", FILLINGS)
@pytest.mark.parametrize(("layout", "field"), FIELDS)
def test_row_12_a_huge_field_takes_less_than_two_seconds(layout: str, field: str, filling: str) -> None:
    raw = LAYOUTS[layout].format(**{**ORDINARY, field: FILLINGS[filling]}).encode()
    said, found = "", layout
    with within(2):
        try:
            found = parse(clean(raw, "huge.txt")).layout
        except LdExportError as problem:
            said = str(problem)
    assert len(said) < 20_000, "a message shows the beginning, not the whole"
    assert found == layout


@pytest.mark.parametrize("layout", LAYOUTS)
def test_row_12_the_texts_with_huge_fields_are_good_but_for_those(layout: str) -> None:
    assert read(LAYOUTS[layout].format(**ORDINARY)).layout == layout


@pytest.mark.slow
@pytest.mark.parametrize("line", ["A line.\n", "A line.\n\n", "Mr Aldo TESTARI, Italy, SOC ;\n"])
def test_row_12_fifty_thousand_lines_take_no_more_than_their_share(line: str) -> None:
    raw = declaration(body=[line * 50_000]).encode()
    with within(2):
        record = parse(clean(raw, "long.txt"))
    assert len(record.passages) > 1


def test_row_12_a_list_longer_than_any_parliament_is_refused() -> None:
    with pytest.raises(UnparsedText, match="more than 2000 signatories"):
        read(declaration(signatories=[SIGNATORIES[0]] * 2001))


# -- 15: tables --------------------------------------------------------------------------------------------------------

HEADER = ",".join(PERSON_COLUMNS)
GOOD = "1,Aldo Testari,Aldo,Testari,it,,,,,active,"


def write_registry(folder: Path, *rows: str | bytes) -> None:
    content = b"\n".join(row if isinstance(row, bytes) else row.encode() for row in (HEADER, *rows)) + b"\n"
    (folder / "persons.csv").write_bytes(content)
    organizations = (ROOT / "declarations" / "entities" / "organizations.csv").read_bytes()
    (folder / "organizations.csv").write_bytes(organizations)


def test_row_15_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"\xef\xbb\xbfid,name\r\n1,x\r\n")
    assert [dict(row) for row in read_rows(path, ["id", "name"])] == [{"id": "1", "name": "x"}]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2,Brita \0Åkervind,,,,,,,,active,", r"persons.csv:3: a NUL character; remove it"),
        ("2,Brita Åkervind,active", r"persons.csv:3: 3 cells where 11 are due"),
        (f"{GOOD},", r"persons.csv:3: 12 cells where 11 are due"),
        (f"2,{'x' * 100_001},,,,,,,,active,", r"persons.csv:3: a cell of over 100000 characters"),
        (f"2,{'x' * 200_000},,,,,,,,active,", r"persons.csv:3: field larger than field limit"),
        ('2,"Brita" Åkervind,,,,,,,,active,', r"persons.csv:3: .*quotes of this row"),
        ('2,"Brita Åkervind,,,,,,,,active,', r"persons.csv:3: .*quotes of this row"),
        (b"2,Brita \xc5kervind,,,,,,,,active,", r"persons.csv:byte \d+: not UTF-8"),
        (GOOD, r"persons.csv:3: the id 1 stands twice"),
        ("x,Brita Åkervind,,,,,,,,active,", r"persons.csv:3: the id 'x' is no number"),
        ("9" * 5000 + ",Brita Åkervind,,,,,,,,active,", r"persons.csv:3: the id '9+' is no number"),
        ("2,Brita Åkervind,,,,,,,,gone,", r"persons.csv:3: the status 'gone' is unknown"),
        ("2,Brita Åkervind,,,xy,,,,,active,", r"persons.csv:3: the country 'xy' is unknown"),
    ],
)
def test_row_15_a_bad_row_is_refused_with_its_line(row: str | bytes, said: str, tmp_path: Path) -> None:
    write_registry(tmp_path, GOOD, row)
    with pytest.raises(RegistryProblem, match=said):
        read_registry(tmp_path)


def test_row_15_the_good_row_beside_them_is_read(tmp_path: Path) -> None:
    write_registry(tmp_path, GOOD)
    assert read_registry(tmp_path).persons[1].name == "Aldo Testari"


@pytest.mark.parametrize("content", ["nothing fits", "A headline\n\nno dateline here", "12345"])
def test_a_text_that_fits_no_layout_is_refused_with_all_that_was_looked_for(content: str) -> None:
    with pytest.raises(UnknownLayout) as caught:
        read(content)
    assert str(caught.value).startswith("wd-901.txt: fits no layout. Looked for:")
    assert all(layout in str(caught.value) for layout in LAYOUTS)
