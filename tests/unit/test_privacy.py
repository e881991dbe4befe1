"""Records without those who are withheld: the list, the names in all their forms, offsets, checksums, annotations."""

from __future__ import annotations

import hashlib
import re
import traceback
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.errors import LdExportError, SeveralProblems, UnparsedText, WithheldLeak, WithheldProblem
from ld_export.model import (
    AgentSet,
    Annotations,
    Citation,
    Claim,
    Demand,
    Figure,
    Mention,
    Passage,
    Person,
    Reference,
    SourceText,
    Text,
)
from ld_export.parse import parse
from ld_export.parse.signatories import read_lines, read_list
from ld_export.privacy import (
    Listed,
    Withheld,
    list_head,
    listed_row,
    nobody_named,
    public_registry,
    read_listed,
    redacted,
    redacted_annotations,
    unnamed,
    unnamed_problem,
    withheld_people,
)
from ld_export.registry import Registry
from ld_export.sources import clean, read_source
from tests.support import ROOT, SIGNATORIES, declaration, examples

GOLDEN = ROOT / "tests" / "golden"


def listed(*rows: Listed, registry: Registry | None = None) -> Withheld:
    return withheld_people(rows, registry or Registry())


OLGA = listed(Listed(name="Olga Šťastná-D'Esempio", also_written=("Olga ŠŤASTNÁ",)))


def texts(*body: str, signatories: tuple[str, ...] = SIGNATORIES, title: str = "A title") -> tuple[SourceText, Text]:
    source = clean(declaration(signatories=signatories, body=body or ("Nothing.",), title=title).encode(), "a.txt")
    return source, parse(source)


def body_of(text: Text) -> list[str]:
    return [passage.text for passage in text.passages[1:]]


def accounts_hold(source: SourceText, text: Text) -> bool:
    """Whether every passage lies where its offsets say, and the checksum is that of the source."""
    printed = [" ".join(line.strip() for line in source.text[p.start : p.end].split("\n")) for p in text.passages]
    own = hashlib.sha256(source.text.encode()).hexdigest()
    return printed == [p.text for p in text.passages] and own == text.sha256 == source.sha256


# -- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "printed",
    [
        "Olga Šťastná-D'Esempio",
        "OLGA ŠŤASTNÁ-D’ESEMPIO",
        "Olga ŠŤASTNÁ",
        "olga stastna desempio",
        unicodedata.normalize("NFD", "Olga Šťastná"),
        "Olga\xa0Šťastná",
        "Olga  Šťastná",
        "Šťastná Olga",
        "ŠŤASTNÁ, Olga",
        "Olga V. Šťastná",
        "Olga \u200bŠťast\u00adná",
        "Оlga Šťastná",  # the first letter is Cyrillic
        "Olga-Šťastná",
        "Olga Šťast-\nná",
        "Olga\nŠťastná",
        "OlgaŠťastná",
    ],
)
def test_a_name_is_found_however_it_is_printed(printed: str) -> None:
    source, text = texts(f"Then came {printed}, and was seen.")
    after = redacted(source, text, OLGA)
    assert body_of(after.text) == ["Then came [name withheld], and was seen."]
    assert accounts_hold(*after)


@pytest.mark.parametrize("behind", ["’s case", "' case", "'s", " said", "1 said", ".", ""])
def test_what_follows_a_name_stays(behind: str) -> None:
    source, text = texts(f"It is Olga Šťastná{behind} now.")
    assert body_of(redacted(source, text, OLGA).text) == [f"It is [name withheld]{behind} now."]


@pytest.mark.parametrize("printed", ["Olgas Šťastná", "Olga Šťastnáová", "Volga Šťastná", "Olga and Šťastná", "Olga"])
def test_another_name_is_left_alone(printed: str) -> None:
    source, text = texts(f"Then came {printed}.")
    assert redacted(source, text, OLGA) == (source, text)


def test_a_family_name_alone_counts_where_the_full_name_stands_elsewhere() -> None:
    source, text = texts("Šťastná wrote.", "So did O. Šťastná, the Šťastnás and others.", title="Free Olga Šťastná")
    after = redacted(source, text, OLGA)
    assert after.text.title == after.text.passages[0].text == "Free [name withheld]"
    assert body_of(after.text) == ["[name withheld] wrote.", "So did [name withheld], the [name withheld]s and others."]
    assert accounts_hold(*after)


def test_a_family_name_alone_does_not_count_where_nothing_says_whose_it_is() -> None:
    source, text = texts("Šťastná wrote.")
    assert redacted(source, text, OLGA).text == text


def test_a_family_name_alone_counts_where_the_list_says_so() -> None:
    alone = listed(Listed(name="Olga Šťastná", surname_alone=True))
    source, text = texts("ŠŤASTNÁ wrote; the word šťastná stays.")
    assert body_of(redacted(source, text, alone).text) == ["[name withheld] wrote; the word šťastná stays."]


def test_the_list_may_say_which_part_is_the_family_name() -> None:
    source, text = texts("De La Test Olga came.", "De La Test left; Olga stayed.")
    named = listed(Listed(name="De La Test Olga", family_name="De La Test"))
    assert body_of(redacted(source, text, named).text) == [
        "[name withheld] came.",
        "[name withheld] left; Olga stayed.",
    ]


def test_a_spelling_of_one_word_counts_where_it_is_printed_as_a_name() -> None:
    source, text = texts("Young was a blogger; the young blogger was held.")
    after = redacted(source, text, listed(Listed(name="Young")))
    assert body_of(after.text) == ["[name withheld] was a blogger; the young blogger was held."]


def test_the_full_name_of_somebody_else_with_the_family_name_stays() -> None:
    registry = Registry([Person(id=5, name="Ivo Šťastný", family_name="Šťastná", also_written=("Ivo ŠŤASTNÁ",))])
    withheld = listed(Listed(name="Olga Šťastná"), registry=registry)
    source, text = texts(
        "Olga Šťastná and Ivo Šťastná; Šťastná and Bea Šťastná.", signatories=("Ms Bea ŠŤASTNÁ, Italy",)
    )
    after = redacted(source, text, withheld)
    assert body_of(after.text) == ["[name withheld] and Ivo Šťastná; [name withheld] and Bea Šťastná."]
    assert [one.name_as_printed for one in after.text.signatories] == ["Bea ŠŤASTNÁ"]
    assert "Ms Bea ŠŤASTNÁ, Italy" in after.source.text


def test_a_french_text_says_it_in_french() -> None:
    source = read_source(GOLDEN / "declaration-pace-site-fr" / "source.txt")
    text = parse(source)
    entry = text.signatories[0]
    after = redacted(source, text, listed(Listed(name=f"{entry.given_name} {entry.family_name}")))
    assert after.text.withheld == (1,)
    assert "[nom non publié]" in after.source.text


# -- signatories -------------------------------------------------------------------------------------------------------


def test_a_signatory_becomes_a_place_and_nothing_of_the_entry_is_left() -> None:
    source, text = texts()
    after = redacted(source, text, listed(Listed(name="Brita Åkervind")))
    assert after.text.withheld == (2,)
    assert [one.position for one in after.text.signatories] == [1, 3]
    assert "Mr Aldo TESTARI, Italy, SOC ; [name withheld] ; Ms Carla D'ESEMPIO, San Marino, NR" in after.source.text
    assert accounts_hold(*after)


def test_two_who_differ_in_all_but_their_place_leave_the_same_record() -> None:
    """No honorific, country or group can be told from what is left, and none can be tried against the checksum."""
    entries = (
        "Ms Brita ÅKERVIND, Sweden, EPP/CD",
        "Lord Brita ÅKERVIND, Republic of Moldova",
        "Brita ÅKERVIND, Malta, NR",
    )
    after = {
        msgspec.json.encode(redacted(*texts(signatories=(SIGNATORIES[0], one)), listed(Listed(name="Brita Åkervind"))))
        for one in entries
    }
    assert len(after) == 1


def test_a_signatory_of_another_country_stays_where_the_list_names_a_country() -> None:
    source, text = texts(signatories=("Mr Aldo TESTARI, Italy, SOC", "Mr Aldo TESTARI, San Marino, NR"))
    after = redacted(source, text, listed(Listed(name="Aldo Testari", countries=("sm",))))
    assert after.text.withheld == (2,)
    assert "Mr Aldo TESTARI, Italy, SOC ; [name withheld]" in after.source.text


def test_a_namesake_whom_the_registry_knows_stays_where_the_list_names_a_row() -> None:
    registry = Registry(
        [
            Person(id=1, name="Aldo Testari", countries=("it",)),
            Person(id=2, name="Aldo Testari", countries=("sm",)),
        ]
    )
    source, text = texts(signatories=("Mr Aldo TESTARI, Italy, SOC", "Mr Aldo TESTARI, San Marino, NR"))
    assert redacted(source, text, listed(Listed(name="", id=2), registry=registry)).text.withheld == (2,)
    assert redacted(source, text, listed(Listed(name="Aldo Testari"), registry=registry)).text.withheld == (1, 2)


def test_a_namesake_by_another_spelling_does_not_spare_the_name_on_the_list() -> None:
    registry = Registry(
        [
            Person(id=1, name="Dora Beispiel", countries=("it",), also_written=("Aldo TESTARI",)),
            Person(id=2, name="Dora Beispiel", countries=("sm",)),
        ]
    )
    source, text = texts(signatories=("Mr Aldo TESTARI, San Marino, SOC", "Ms Dora BEISPIEL, San Marino, NR"))
    assert redacted(source, text, listed(Listed(name="Aldo Testari"), registry=registry)).text.withheld == (1,)


def test_a_signatory_by_family_name_alone_counts_where_the_list_says_so() -> None:
    (alone,) = read_lines([("Falski, Poland, SOC", "a.txt")], "en")
    (turned,) = read_lines([("FALSKI, Jan, Poland, SOC", "a.txt")], "en")
    (person,) = listed(Listed(name="Jan Falski")).people
    assert (person.signed(alone), person.signed(turned)) == (False, True)
    (person,) = listed(Listed(name="Jan Falski", surname_alone=True)).people
    assert person.signed(alone)


@pytest.mark.parametrize("case", sorted(path.name for path in GOLDEN.iterdir() if path.is_dir()))
def test_every_signatory_of_every_layout_can_be_withheld(case: str) -> None:
    source = read_source(GOLDEN / case / "source.txt")
    text = parse(source)
    names = [f"{one.given_name} {one.family_name}" if one.given_name else one.family_name for one in text.signatories]
    for name, entry in zip(names, text.signatories, strict=True):
        after = redacted(source, text, listed(Listed(name=name, family_name=entry.family_name)))
        assert entry.position in after.text.withheld
        assert not entry.given_name or not re.search(rf"{re.escape(name)}\b", after.source.text)
        assert accounts_hold(*after)
    everybody = redacted(source, text, listed(*(Listed(name=name) for name in names)))
    assert everybody.text.signatories == ()
    assert everybody.text.withheld == tuple(range(1, len(names) + 1))
    assert not any(one.name_as_printed in everybody.source.text for one in text.signatories)


def test_author_and_origin_are_looked_through_too() -> None:
    source, text = texts("Olga Šťastná.")
    text = msgspec.structs.replace(text, author_as_printed="By Olga Šťastná", origin_as_printed="From Šťastná")
    after = redacted(source, text, OLGA).text
    assert (after.author_as_printed, after.origin_as_printed) == ("By [name withheld]", "From [name withheld]")


WORDS = st.lists(
    st.sampled_from(
        ["Olga Šťastná", "OLGA\nŠŤASTNÁ’s", "Šťastná, Olga", "Šťastnás", "they", "came.", "É\u0301", "ﬁ", "x\xa0y"]
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_whatever_is_taken_out_the_accounts_hold_and_a_second_time_changes_nothing(body: list[list[str]]) -> None:
    source, text = texts(
        *(" ".join(["We", *words]) for words in body), signatories=(*SIGNATORIES, "Ms Olga ŠŤASTNÁ, Italy")
    )
    after = redacted(source, text, OLGA)
    assert accounts_hold(*after)
    assert "tastn" not in unicodedata.normalize("NFKD", after.source.text).replace("\u030c", "").lower()
    assert redacted(*after, OLGA) == after


def test_with_nobody_on_the_list_nothing_is_looked_at() -> None:
    source, text = texts()
    assert redacted(source, text, Withheld()) == (source, text)


# -- annotations -------------------------------------------------------------------------------------------------------

BODY = "Activist Olga Šťastná and Ivo Neznámý were held, as Neznámý and her lawyer said."
REGISTRY = Registry(
    [
        Person(id=1, name="Olga Šťastná"),
        Person(id=2, name="Ivo Neznámý"),
        Person(id=3, name="Olga Stastna", status="merged-into:1"),
    ]
)


def excerpt(quote: str, number: int = 1, start: int | None = None) -> dict[str, object]:
    at = BODY.index(quote) if start is None else start
    place = {"number": number, "passage": 1, "start": at, "end": at + len(quote)}
    return place | {"quote": quote, "language": "en"}


def mention(quote: str, refers_to: str | None, number: int = 1, **more: object) -> Mention:
    return msgspec.convert(excerpt(quote, number) | {"refers_to": refers_to} | more, Mention)


def claim(quote: str, number: int = 1, **more: object) -> Claim:
    said = {"asserted_by": ("signatories",), "stance": "asserted", "kinds": ("detention",)}
    return msgspec.convert(excerpt(quote, number) | said | more, Claim)


def annotated(**items: object) -> Annotations:
    return msgspec.convert({"source": "a.yaml", "document": "pace-wd-901", "language": "en"} | items, Annotations)


def after_redaction(given: Annotations, withheld: Withheld, body: str = BODY) -> tuple[Annotations, Text]:
    source, before = texts(body)
    assert before.passages[1].text == body
    after = redacted(source, before, withheld, given)
    assert accounts_hold(*after)
    return redacted_annotations(given, before, after.text, withheld), after.text


def test_excerpts_move_with_their_words_and_quote_what_stands_there() -> None:
    given = annotated(
        mentions=(mention("Ivo Neznámý", "person/2"),),
        claims=(claim("Olga Šťastná and Ivo Neznámý were held", affects=("person/1", "person/2")),),
        citations=(msgspec.convert(excerpt("her lawyer") | {"cites": "x"}, Citation),),
    )
    found, text = after_redaction(given, listed(Listed(name="Olga Šťastná"), registry=REGISTRY))
    assert text.passages[1].text.startswith("Activist [name withheld] and Ivo Neznámý were held")
    assert found.mentions[0].quote == "Ivo Neznámý"
    assert found.claims[0].quote == "[name withheld] and Ivo Neznámý were held"
    assert found.claims[0].affects == ("person/2",)
    assert found.citations[0].quote == "her lawyer"
    for one in (*found.mentions, *found.claims, *found.citations):
        assert text.passages[1].text[one.start : one.end] == one.quote


@pytest.mark.parametrize(
    ("quote", "becomes"),
    [
        ("Activist Olga", "Activist [name withheld]"),
        ("Šťastná and", "[name withheld] and"),
        ("lga Šťas", "[name withheld]"),
        ("Activist ", "Activist "),
        (" and Ivo", " and Ivo"),
    ],
)
def test_a_quote_with_part_of_a_name_has_the_whole_of_what_took_its_place(quote: str, becomes: str) -> None:
    found, text = after_redaction(annotated(claims=(claim(quote),)), listed(Listed(name="Olga Šťastná")))
    assert found.claims[0].quote == becomes
    assert text.passages[1].text[found.claims[0].start : found.claims[0].end] == becomes


def test_words_that_an_annotation_says_mean_the_person_are_the_name_as_well() -> None:
    given = annotated(mentions=(mention("her lawyer", "person/1"), mention("Activist", None, 2)))
    found, text = after_redaction(given, listed(Listed(name="Olga Šťastná", id=1), registry=REGISTRY))
    assert text.passages[1].text.endswith("as Neznámý and [name withheld] said.")
    assert [one.quote for one in found.mentions] == ["[name withheld]", "Activist"]


def test_a_family_name_that_an_annotation_gives_to_another_stays() -> None:
    body = "Olga Šťastná was held. Šťastná (the elder) wept. Šťastná wrote."
    at = body.index("Šťastná (")
    other = Mention(number=1, passage=1, start=at, end=at + 7, quote="Šťastná", language="en", refers_to="person/2")
    _, text = after_redaction(annotated(mentions=(other,)), listed(Listed(name="Olga Šťastná")), body)
    assert text.passages[1].text == "[name withheld] was held. Šťastná (the elder) wept. [name withheld] wrote."


def test_a_mention_of_a_family_name_alone_makes_the_others_of_that_text_count() -> None:
    body = "Šťastná was held. Šťastná wrote."
    one = Mention(number=1, passage=1, start=0, end=7, quote="Šťastná", language="en", refers_to="person/3")
    _, text = after_redaction(annotated(mentions=(one,)), listed(Listed(name="", id=1), registry=REGISTRY), body)
    assert text.passages[1].text == "[name withheld] was held. [name withheld] wrote."


def test_references_go_and_what_is_said_stays() -> None:
    statement = {"asserted_by": ("signatories",), "stance": "asserted"}
    given = annotated(
        mentions=(mention("Olga Šťastná", "person/1", roles=("activist",), described_as="Activist"),),
        claims=(
            claim("were held", affects=("person/1",), may_affect=("person/3",), imputed_to=("person/1", "country/kz")),
        ),
        demands=(
            msgspec.convert(
                excerpt("her lawyer")
                | statement
                | {"kinds": ("release",), "addressees": ("person/1",), "concerns": ("person/1",)},
                Demand,
            ),
        ),
        figures=(
            msgspec.convert(
                excerpt("and") | statement | {"amount": 2, "qualifier": "exactly", "counts": "friends of Olga Šťastná"},
                Figure,
            ),
        ),
        sets=(AgentSet(number=1, words="supporters of Šťastná", language="en"),),
    )
    found, _ = after_redaction(given, listed(Listed(name="Olga Šťastná"), registry=REGISTRY))
    (one,) = found.mentions
    assert (one.quote, one.refers_to, one.roles, one.described_as) == ("[name withheld]", None, (), None)
    assert (found.claims[0].affects, found.claims[0].may_affect, found.claims[0].imputed_to) == (
        (),
        (),
        ("country/kz",),
    )
    assert (found.demands[0].addressees, found.demands[0].concerns) == ((), ())
    assert found.figures[0].counts == "friends of [name withheld]"
    assert found.sets[0].words == "supporters of [name withheld]"
    assert b"tastn" not in msgspec.json.encode(found)
    assert b"person/1" not in msgspec.json.encode(found)
    assert b"person/3" not in msgspec.json.encode(found)


def test_what_only_a_withheld_person_says_is_not_put_into_another_s_mouth() -> None:
    given = annotated(
        claims=(
            claim("were held", 1, asserted_by=("person/1",)),
            claim("were held", 2, concerns=("claim/1", "claim/3")),
            claim("were held", 3, asserted_by=("claim/1",)),
            claim("were held", 4, asserted_by=("person/1", "person/2")),
        )
    )
    found, _ = after_redaction(given, listed(Listed(name="Olga Šťastná"), registry=REGISTRY))
    assert [(one.number, one.concerns, one.asserted_by) for one in found.claims] == [
        (2, (), ("signatories",)),
        (4, (), ("person/2",)),
    ]


def test_who_is_to_be_looked_up_by_name_is_known_by_it() -> None:
    """Nobody has given a number: the next build would look the name up, or give one."""
    target = "person/? Olga STASTNA"
    given = annotated(
        mentions=(mention("her lawyer", target), mention("Ivo Neznámý", "person/? Ivo Neznámý", 2)),
        claims=(claim("were held", affects=(target, "person/? Ivo Neznámý")),),
        references=(
            Reference(target=target, label="Olga STASTNA", line=3),
            Reference(target="person/? Ivo Neznámý", label="Ivo Neznámý", line=4),
        ),
    )
    found, text = after_redaction(given, listed(Listed(name="Olga Šťastná")))
    assert (
        text.passages[1].text
        == "Activist [name withheld] and Ivo Neznámý were held, as Neznámý and [name withheld] said."
    )
    assert [one.refers_to for one in found.mentions] == [None, "person/? Ivo Neznámý"]
    assert found.claims[0].affects == ("person/? Ivo Neznámý",)
    assert [one.label for one in found.references] == ["Ivo Neznámý"]


# -- the list ----------------------------------------------------------------------------------------------------------


def write(folder: Path, rows: str, name: str = "withheld.csv") -> Path:
    (folder / name).write_text(list_head() + rows, encoding="utf-8")
    return folder / name


def test_a_row_is_read_as_written(tmp_path: Path) -> None:
    one = Listed(
        name="Olga Šťastná",
        also_written=("Olga STASTNA", "Šťastná, O."),
        family_name="Šťastná",
        surname_alone=True,
        countries=("cz", "it"),
        id=7,
        since="2031-05-03",
        note='asked by "letter"',
    )
    (read,) = read_listed(write(tmp_path, listed_row(one)))
    assert msgspec.structs.replace(read, place="") == one
    assert read.place == "withheld.csv:2"


def test_a_list_of_nobody_is_a_list(tmp_path: Path) -> None:
    assert read_listed(write(tmp_path, "")) == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Secret,,,,,,,\nSecret,,,,,", "withheld.csv:3: 6 cells where 8 are due"),
        ("Secret,,,perhaps,,,,", "withheld.csv:2: surname_alone is neither yes nor no; write yes, or leave it empty"),
        ("Secret,,,,Secretland,,,", "withheld.csv:2: a country is unknown"),
        ("Secret,,,,,Secret,,", "withheld.csv:2: the id is no number"),
        (",,,,,,,Secret", "withheld.csv:2: a row without a name"),
        ("!!,,,,,,,Secret", "withheld.csv:2: a spelling without letters"),
        ('"Secret', "withheld.csv:2: .*quotes of this row"),
        ("Sec\0ret,,,,,,,", "withheld.csv:2: a NUL character"),
    ],
)
def test_row_31_a_list_that_is_not_as_it_should_be_is_refused_without_a_word_of_it(
    tmp_path: Path, row: str, said: str
) -> None:
    with pytest.raises(WithheldProblem, match=said) as refused:
        read_listed(write(tmp_path, f"{row}\n"))
    assert "ecret" not in str(refused.value)


def test_row_31_a_list_without_its_head_is_refused_without_a_word_of_it(tmp_path: Path) -> None:
    (tmp_path / "withheld.csv").write_text("Secret Name,,,,,,,\n", encoding="utf-8")
    with pytest.raises(
        WithheldProblem, match=r"withheld.csv:1: the columns are other ones; they must be name,"
    ) as refused:
        read_listed(tmp_path / "withheld.csv")
    assert "Secret" not in str(refused.value)


def test_a_number_that_the_registry_lacks_is_refused() -> None:
    with pytest.raises(WithheldProblem, match=r"w.csv:4: the id is no row of persons.csv"):
        listed(Listed(name="A Name", id=9, place="w.csv:4"))


def test_a_row_without_any_name_is_refused() -> None:
    registry = Registry([Person(id=9, name="", status="withdrawn")])
    with pytest.raises(WithheldProblem, match=r"w.csv:4: neither here nor in the registry is there a name"):
        listed(Listed(name="", id=9, place="w.csv:4"), registry=registry)


# -- the registry ------------------------------------------------------------------------------------------------------


def test_a_withheld_row_says_nothing_and_a_row_merged_into_it_neither() -> None:
    public = public_registry(REGISTRY, listed(Listed(name="Olga STASTNÁ"), registry=REGISTRY))
    assert list(public.persons.values()) == [
        Person(id=1, name="", status="withdrawn"),
        REGISTRY.persons[2],
        Person(id=3, name="", status="merged-into:1"),
    ]


def test_every_spelling_of_the_rows_that_are_one_person_is_withheld() -> None:
    registry = Registry([*REGISTRY.persons.values(), Person(id=4, name="Ola Radostná", status="merged-into:3")])
    source, text = texts("Ola Radostná, Olga Stastna.")
    for row in (Listed(name="Ola Radostna"), Listed(name="", id=3), Listed(name="Olga Šťastná")):
        assert body_of(redacted(source, text, listed(row, registry=registry)).text) == [
            "[name withheld], [name withheld]."
        ]


def test_a_row_that_was_withdrawn_by_hand_and_kept_its_name_is_withheld() -> None:
    persons = [
        Person(id=1, name="Olga Šťastná", status="withdrawn"),
        Person(id=2, name="Ivo Neznámý", status="merged-into:3"),
        Person(id=3, name="", status="withdrawn"),
    ]
    withheld = listed(registry=Registry(persons))
    assert withheld.ids == {1, 2, 3}
    source, text = texts("Olga Šťastná, Ivo Neznámý.")
    assert body_of(redacted(source, text, withheld).text) == ["[name withheld], [name withheld]."]
    assert {person.name for person in public_registry(Registry(persons), withheld).persons.values()} == {""}


def test_what_was_merged_into_a_reserved_number_does_not_tell_it() -> None:
    registry = Registry([Person(id=1, name="", status="merged-into:2"), Person(id=2, name="", status="reserved")])
    public = public_registry(registry, Withheld())
    assert public.persons[1] == Person(id=1, name="", status="withdrawn")
    assert public.persons[2].status == "reserved"


# -- messages ----------------------------------------------------------------------------------------------------------


def test_messages_name_nobody() -> None:
    problem = UnparsedText("left over: 'ŠŤASTNÁ, Olga'", "a.txt:3", "ask Mrs Šťastná")
    told = unnamed_problem(SeveralProblems([problem, problem]), OLGA)
    assert str(told).splitlines() == ["a.txt:3: left over: '[name withheld]'; ask Mrs [name withheld]"] * 2
    assert unnamed("nothing of hers", OLGA) == "nothing of hers"


def _fail(error: Exception) -> None:
    with nobody_named(OLGA):
        raise error from KeyError("Olga Šťastná")


@pytest.mark.parametrize(
    ("error", "kind"), [(UnparsedText("of Olga Šťastná"), UnparsedText), (ValueError("Olga Šťastná"), WithheldLeak)]
)
def test_a_traceback_names_nobody(error: Exception, kind: type[LdExportError]) -> None:
    with pytest.raises(kind) as raised:
        _fail(error)
    printed = "".join(traceback.format_exception(raised.value)).replace('KeyError("Olga Šťastná")', "")
    assert "tastn" not in printed
    assert raised.value.exit_code


def test_entries_of_lists_are_compared_by_every_form_of_the_name() -> None:
    (person,) = OLGA.people
    assert person.signed(read_list("Ms Olga STASTNA, Italy", "en", "")[0])


def test_passages_that_name_nobody_are_the_same_but_for_their_place() -> None:
    source, text = texts("Olga Šťastná.", "Others.")
    after = redacted(source, text, OLGA).text
    assert after.passages[2] == msgspec.structs.replace(
        text.passages[2], start=text.passages[2].start + 3, end=text.passages[2].end + 3
    )
    assert isinstance(after.passages[2], Passage)
