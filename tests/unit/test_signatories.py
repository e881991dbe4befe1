"""Lists of signatories: names taken apart where a reader would, and nothing guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.codes import rows
from ld_export.errors import LdExportError, SeveralProblems, UnknownWord, UnparsedText
from ld_export.model import Signatory
from ld_export.parse.persons import read_full_name
from ld_export.parse.signatories import read_lines, read_list
from tests.support import examples

PLACE = "a.txt:7"


def read(printed: str, language: str = "en") -> tuple[Signatory, ...]:
    return read_list(printed, language, PLACE)


def one_a_line(*lines: str, language: str = "en") -> tuple[Signatory, ...]:
    return read_lines(((line, f"a.txt:{n}") for n, line in enumerate(lines, start=20)), language)


# -- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "honorific", "given_name", "family_name"),
    [
        ("Mr Aldo TESTARI", "mr", "Aldo", "TESTARI"),
        ("Mr Dirk Van der MAELEN", "mr", "Dirk", "Van der MAELEN"),
        ("Ms Petra De SUTTER", "ms", "Petra", "De SUTTER"),
        ("Ms Reina de BRUIJN-WEZEMAN", "ms", "Reina", "de BRUIJN-WEZEMAN"),
        ("Mr Pierre-Yves LE BORGN'", "mr", "Pierre-Yves", "LE BORGN'"),
        ("Ms Vanessa D'AMBROSIO", "ms", "Vanessa", "D'AMBROSIO"),
        ("Ms Vanessa D’AMBROSIO", "ms", "Vanessa", "D’AMBROSIO"),
        ("Ms Olha HERASYM'YUK", "ms", "Olha", "HERASYM'YUK"),
        ("Mr Philipp MIßFELDER", "mr", "Philipp", "MIßFELDER"),
        ("Mr Fourat BEN CHIKHA", "mr", "Fourat", "BEN CHIKHA"),
        ("Mr Luís LEITE RAMOS", "mr", "Luís", "LEITE RAMOS"),
        ("Ms Lotta JOHNSSON FORNARVE", "ms", "Lotta", "JOHNSSON FORNARVE"),
        ("Mr Jordi PONS de BORBÓN", "mr", "Jordi", "PONS de BORBÓN"),
        ("Mr Axel E. FISCHER", "mr", "Axel E.", "FISCHER"),
        ("Ms Corien W.A. JONKER", "ms", "Corien W.A.", "JONKER"),
        ("Ms Karin S. WOLDSETH", "ms", "Karin S.", "WOLDSETH"),
        ("Mr J.-P. EXEMPLE", "mr", "J.-P.", "EXEMPLE"),
        ("Ms Anne McCAFFERTY", "ms", "Anne", "McCAFFERTY"),
        ("Mr Zmago JELINČIČ PLEMENITI", "mr", "Zmago", "JELINČIČ PLEMENITI"),
        ("Mr Mart van de VEN", "mr", "Mart", "van de VEN"),
        ("Mr Björn von SYDOW", "mr", "Björn", "von SYDOW"),
        ("Mr Lluís Maria de PUIG i OLIVE", "mr", "Lluís Maria", "de PUIG i OLIVE"),
        ("Ms Maria de Belém ROSEIRA", "ms", "Maria de Belém", "ROSEIRA"),
        ("Mr Yves POZZO DI BORGO", "mr", "Yves", "POZZO DI BORGO"),
        ("Mr Joseph O'REILLY", "mr", "Joseph", "O'REILLY"),
        ("Mr Seán Ó SAMPLA", "mr", "Seán", "Ó SAMPLA"),
        ("Ms Thorhildur Sunna ÆVARSDÓTTIR", "ms", "Thorhildur Sunna", "ÆVARSDÓTTIR"),
        ("Mr Erol Aslan CEBECİ", "mr", "Erol Aslan", "CEBECİ"),
        ("Mr John SMITH Jr", "mr", "John", "SMITH Jr"),
        ("Mr John SMITH III", "mr", "John", "SMITH III"),
        ("Lord Donald ANDERSON", "lord", "Donald", "ANDERSON"),
        ("Lord ANDERSON", "lord", None, "ANDERSON"),
        ("Baroness Doreen MASSEY", "baroness", "Doreen", "MASSEY"),
        ("Sir Alan MEALE", "sir", "Alan", "MEALE"),
        ("Dame Cheryl GILLAN", "dame", "Cheryl", "GILLAN"),
        ("Lady Olga PROOF", "lady", "Olga", "PROOF"),
        ("Prof. Ömer ÖRNEK", "prof", "Ömer", "ÖRNEK"),
        ("Dr Ivan PRIMJER", "dr", "Ivan", "PRIMJER"),
        ("Lord Prof. Ivan PRIMJER", "lord", "Ivan", "PRIMJER"),
        ("Iva VZOREC", None, "Iva", "VZOREC"),
        ("J. VZOREC", None, "J.", "VZOREC"),
        ("Van der PROEVEN", None, None, "Van der PROEVEN"),
    ],
)
def test_the_family_name_is_what_is_in_capitals_its_particles_included(
    printed: str, honorific: str | None, given_name: str | None, family_name: str
) -> None:
    name = read_full_name(printed, "en")
    assert (name.honorific, name.given, name.family) == (honorific, given_name, family_name)
    assert " ".join(filter(None, (name.honorific_as_printed, name.whole))) == printed


@pytest.mark.parametrize(
    ("printed", "honorific", "as_printed"),
    [
        ("M. Aldo TESTARI", "mr", "M."),
        ("Mme Brita ÅKERVIND", "ms", "Mme"),
        ("Mlle Brita ÅKERVIND", "miss", "Mlle"),
        ("Lord Simon PATTERN", "lord", "Lord"),
        ("Pr Ömer ÖRNEK", "prof", "Pr"),
    ],
)
def test_french_forms_of_address_are_known_on_french_pages(printed: str, honorific: str, as_printed: str) -> None:
    name = read_full_name(printed, "fr")
    assert (name.honorific, name.honorific_as_printed) == (honorific, as_printed)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Mr Aldo Testari", "no family name in capitals in 'Mr Aldo Testari'; a name reads: Ms Petra De SUTTER"),
        ("Mr A B", "no family name in capitals in 'Mr A B'"),
        ("Mr Aldo TESTARI junior", "words within or after the family name in 'Mr Aldo TESTARI junior'"),
        ("TESTARI Aldo PROVA", "words within or after the family name in 'TESTARI Aldo PROVA'"),
        ("Mr Aldo TESTARI We declare", "words within or after the family name"),
    ],
)
def test_a_name_that_cannot_be_taken_apart_is_refused(printed: str, said: str) -> None:
    with pytest.raises(UnparsedText) as caught:
        read_full_name(printed, "en")
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("printed", "language"),
    [
        *((f"{word} Aldo TESTARI", "en") for word in ("Mrr", "Mx", "mr", "MR", "Hon.", "Rt.", "M.", "Mme", "LORD")),
        *((f"{word} Aldo TESTARI", "fr") for word in ("Mr", "Ms", "mme", "MME", "M", "Hon.")),
    ],
)
def test_an_unknown_form_of_address_is_no_given_name(printed: str, language: str) -> None:
    with pytest.raises(UnknownWord, match=f"^unknown honorific '{printed.split(maxsplit=1)[0]}'"):
        read_full_name(printed, language)


@pytest.mark.parametrize("given_name", ["Éva", "Ng A.", "Srđ", "Ал", "W.A.", "X"])
def test_a_given_name_that_is_short_or_foreign_is_none_the_less_one(given_name: str) -> None:
    assert read_full_name(f"Mr {given_name} TESTARI", "en").given == given_name


# -- entries -----------------------------------------------------------------------------------------------------------


def test_an_entry_keeps_the_printed_words_beside_what_they_mean() -> None:
    assert read("Ms Brita ÅKERVIND, Sweden, EPP/CD") == (
        Signatory(
            position=1,
            name_as_printed="Brita ÅKERVIND",
            given_name="Brita",
            family_name="ÅKERVIND",
            honorific="ms",
            honorific_as_printed="Ms",
            country="se",
            country_as_printed="Sweden",
            group="pace-epp-cd",
            group_as_printed="EPP/CD",
        ),
    )


def test_what_is_not_printed_is_absent() -> None:
    (signatory,) = read("Iva VZOREC, Slovenia")
    assert (signatory.honorific, signatory.honorific_as_printed) == (None, None)
    assert (signatory.group, signatory.group_as_printed) == (None, None)


@pytest.mark.parametrize("code", ["NR", "NI"])
def test_membership_of_no_group_is_kept_as_printed_only(code: str) -> None:
    (signatory,) = read(f"Ms Carla D'ESEMPIO, San Marino, {code}")
    assert (signatory.group, signatory.group_as_printed) == (None, code)


@pytest.mark.parametrize("separator", [";", " ; ", "; ", " ;\xa0"])
def test_a_list_is_separated_by_semicolons_and_numbered_from_one(separator: str) -> None:
    found = read(
        separator.join(["Mr Aldo TESTARI, Italy, SOC", "Ms Brita ÅKERVIND, Sweden", "Iva VZOREC, Slovenia, NR"])
    )
    assert [(one.position, one.family_name) for one in found] == [(1, "TESTARI"), (2, "ÅKERVIND"), (3, "VZOREC")]


def test_a_semicolon_at_the_end_of_a_list_opens_no_further_entry() -> None:
    assert len(read("Mr Aldo TESTARI, Italy, SOC ;")) == 1


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "Mr Aldo TESTARI",
        "Mr Aldo TESTARI,",
        "Mr Aldo TESTARI, , SOC",
        ", Italy, SOC",
        "Mr Aldo TESTARI, Italy, SOC,",
    ],
)
def test_an_entry_with_a_gap_is_refused(entry: str) -> None:
    with pytest.raises(UnparsedText, match=r"^a\.txt:7, signatory 2: .* is no signatory; an entry reads: Mr Aldo"):
        read(f"Ms Brita ÅKERVIND, Sweden; {entry}; Iva VZOREC, Slovenia")


@pytest.mark.parametrize("part", ["name", "country", "group"])
def test_an_entry_longer_than_any_is_refused_and_shown_in_short(part: str) -> None:
    words = {"name": "Mr Aldo TESTARI", "country": "Italy", "group": "SOC"}
    with pytest.raises(UnparsedText, match="is no signatory") as caught:
        read(", ".join((words | {part: "A" * 10_000}).values()))
    assert len(str(caught.value)) < 300


def test_a_bar_in_a_name_is_refused_for_the_registry_parts_spellings_by_it() -> None:
    with pytest.raises(UnparsedText, match=r"a vertical bar in 'Mr A\|B TESTARI, Italy, SOC'"):
        read("Mr A|B TESTARI, Italy, SOC")


def test_every_problem_of_a_list_is_named_with_its_place() -> None:
    with pytest.raises(SeveralProblems) as caught:
        read("Mr Aldo Testari, Italy; Ms Brita ÅKERVIND, Sweden; Iva VZOREC, Slovenja; Mx Émile SPÉCIMEN, France")
    assert [(type(one), one.place) for one in caught.value.problems] == [
        (UnparsedText, "a.txt:7, signatory 1"),
        (UnknownWord, "a.txt:7, signatory 3"),
        (UnknownWord, "a.txt:7, signatory 4"),
    ]


def test_a_list_of_nothing_but_problems_is_given_up_after_fifty() -> None:
    with pytest.raises(SeveralProblems) as caught:
        read(";" * 1_000)
    assert len(caught.value.problems) == 50


# -- one a line --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "given_name", "family_name", "country", "group"),
    [
        ("Falski, Poland, SOC", None, "Falski", "pl", "pace-soc"),
        ("Le Guen, France, SOC", None, "Le Guen", "fr", "pace-soc"),
        ("Falski, Poland", None, "Falski", "pl", None),
        ("Lord Falski, Poland, EDG", None, "Falski", "pl", "pace-edg"),
        ("FALSKI, Poland, SOC", None, "FALSKI", "pl", "pace-soc"),
        ("FALSKI, Jan, Poland, SOC", "Jan", "FALSKI", "pl", "pace-soc"),
        ("FALSKI, Jan, Poland", "Jan", "FALSKI", "pl", None),
        ("de PUIG, Lluís Maria, Spain, SOC", "Lluís Maria", "de PUIG", "es", "pace-soc"),
        ("Van den BRANDE, Luc, Belgium, EPP/CD", "Luc", "Van den BRANDE", "be", "pace-epp-cd"),
        ("FALSKI, J., Poland, SOC", "J.", "FALSKI", "pl", "pace-soc"),
    ],
)
def test_a_line_has_the_family_name_first_or_alone(
    line: str, given_name: str | None, family_name: str, country: str, group: str | None
) -> None:
    (found,) = one_a_line(line)
    assert (found.given_name, found.family_name) == (given_name, family_name)
    assert found.name_as_printed == (f"{family_name}, {given_name}" if given_name else family_name)
    assert (found.country, found.group) == (country, group)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Falski, Polland, SOC", "unknown country 'Polland'; did you mean 'Poland'?"),
        ("Falski, Jan, Poland, SOC", "unknown country 'Jan, Poland'"),
        ("FALSKI, Polland, SOC", "unknown country 'Polland'; did you mean 'Poland'?"),
        ("FALSKI, mr, Poland, SOC", "unknown honorific 'mr'"),
        ("Falski, Poland, SOCK", "unknown group 'SOCK'; did you mean 'SOC'?"),
        ("Falski", "'Falski' is no signatory"),
    ],
)
def test_a_line_that_cannot_be_understood_is_refused_with_its_own_place(line: str, said: str) -> None:
    with pytest.raises(LdExportError) as caught:
        one_a_line("Åkervind, Sweden, EPP", line)
    assert str(caught.value).startswith(f"a.txt:21, signatory 2: {said}")


# -- any list ----------------------------------------------------------------------------------------------------------

GIVEN_NAMES = st.sampled_from(
    ["Aldo", "Brita", "Émile", "Jean-Pierre", "Axel E.", "Corien W.A.", "Maria de Belém", "Ольга"]
)
FAMILY_NAMES = st.sampled_from(
    [
        "TESTARI",
        "ÅKERVIND",
        "D'ESEMPIO",
        "De SUTTER",
        "van de VEN",
        "PONS de BORBÓN",
        "McINSTANCE",
        "MUßTER",
        "LE BORGN'",
    ]
)
LANGUAGE = st.shared(st.sampled_from(["en", "fr"]), key="language")


def words_of(table: str, column: str) -> list[tuple[str, str]]:
    """The printed words of a column, with the code of their row."""
    return [(row[column], row["id" if table == "groups" else "code"]) for row in rows(table) if row[column]]


@st.composite
def entries(draw: st.DrawFn) -> tuple[str, dict[str, str | None]]:
    language = draw(LANGUAGE)
    honorific = draw(st.none() | st.sampled_from(words_of("honorifics", language)))
    country = draw(st.sampled_from(words_of("countries", language)))
    group = draw(st.none() | st.sampled_from(words_of("groups", "code" if language == "en" else "code_fr")))
    given_name, family_name = draw(GIVEN_NAMES), draw(FAMILY_NAMES)
    name = f"{given_name} {family_name}"
    address = f"{honorific[0]} " if honorific else ""
    printed = f"{address}{name}, {country[0]}{f', {group[0]}' if group else ''}"
    return printed, {
        "name_as_printed": name,
        "given_name": given_name,
        "family_name": family_name,
        "honorific": honorific[1] if honorific else None,
        "honorific_as_printed": honorific[0] if honorific else None,
        "country": country[1],
        "country_as_printed": country[0],
        "group": group[1] if group else None,
        "group_as_printed": group[0] if group else None,
    }


@settings(max_examples=examples(150))
@given(language=LANGUAGE, drawn=st.lists(entries(), min_size=1, max_size=6))
def test_a_list_of_any_names_countries_and_groups_comes_back_as_it_was_made(
    language: str, drawn: list[tuple[str, dict[str, str | None]]]
) -> None:
    found = read(" ; ".join(printed for printed, _ in drawn), language)
    assert [one.position for one in found] == list(range(1, len(drawn) + 1))
    for signatory, (_, expected) in zip(found, drawn, strict=True):
        assert {field: getattr(signatory, field) for field in expected} == expected


@settings(max_examples=examples(150))
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80), st.sampled_from(["en", "fr"]))
def test_any_words_are_either_signatories_or_a_named_error(printed: str, language: str) -> None:
    try:
        found = read(printed, language)
    except LdExportError as problem:
        assert "a.txt:7, signatory" in str(problem)  # noqa: PT017 - either outcome is right
        return
    assert all(one.family_name in printed and one.country_as_printed in printed for one in found)
