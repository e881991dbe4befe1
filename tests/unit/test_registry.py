"""The registry: who a printed name is. Rows are added and never changed; only a curator joins two."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ld_export.entity_rows import ORGANIZATION_COLUMNS, PERSON_COLUMNS, person_row
from ld_export.errors import RegistryProblem
from ld_export.model import Family, Link, Organization, Person, Signatory
from ld_export.parse.signatories import read_lines, read_list
from ld_export.registry import (
    Match,
    Registry,
    other_spellings,
    read_registry,
    spoken_name,
)
from tests.support import ROOT, examples

ALDO = "Mr Aldo TESTARI, Italy, SOC"
BRITA = "Ms Brita ÅKERVIND, Sweden, EPP/CD"


def signatory(printed: str) -> Signatory:
    return read_list(printed, "en", "a.txt")[0]


def grown(*printed: str, registry: Registry | None = None) -> Registry:
    return (registry or Registry()).with_new(("a.txt", signatory(one)) for one in printed)[0]


def write(folder: Path, persons: str = "", organizations: str = "") -> Path:
    (folder / "persons.csv").write_text(",".join(PERSON_COLUMNS) + f"\n{persons}", encoding="utf-8")
    (folder / "organizations.csv").write_text(",".join(ORGANIZATION_COLUMNS) + f"\n{organizations}", encoding="utf-8")
    return folder


# -- matching ----------------------------------------------------------------------------------------------------------


def test_a_printed_name_and_country_are_the_person_of_the_row_that_has_both() -> None:
    registry = grown(ALDO, BRITA)
    assert registry.match(signatory(BRITA)) == Match(key=2, person=2)
    assert registry.match(signatory("Ms Brita ÅKERVIND, Norway, EPP/CD")) is None
    assert registry.match(signatory("Ms Britta ÅKERVIND, Sweden, EPP/CD")) is None


@pytest.mark.parametrize(
    "printed", ["Lord Aldo TESTARI, Italy, NR", "Aldo TESTARI, Italy", "Mr  Aldo\xa0TESTARI, Italy, EC"]
)
def test_form_of_address_group_and_spacing_do_not_make_another_person(printed: str) -> None:
    assert grown(ALDO).match(signatory(printed)) == Match(1, 1)


def test_any_spelling_of_a_row_matches_in_any_of_its_countries() -> None:
    person = Person(id=7, name="Aldo Testari", countries=("it", "sm"), also_written=("Aldo DE TESTARI",))
    registry = Registry([person])
    for printed in ("Mr Aldo TESTARI, Italy", "Mr Aldo DE TESTARI, San Marino"):
        assert registry.match(signatory(printed)) == Match(7, 7)


def test_a_row_that_was_merged_stands_for_the_person_at_the_end_of_the_chain() -> None:
    persons = [
        Person(id=1, name="Aldo Testari", countries=("it",), status="merged-into:2"),
        Person(id=2, name="Aldo A. Testari", countries=("it",), status="merged-into:3"),
        Person(id=3, name="A. Testari", countries=("it",)),
    ]
    assert Registry(persons).match(signatory(ALDO)) == Match(key=1, person=3)


@pytest.mark.parametrize(
    ("status", "said"), [("merged-into:1", "merges in a circle"), ("merged-into:9", "which is no row")]
)
def test_a_merge_that_leads_nowhere_is_refused(status: str, said: str) -> None:
    persons = [Person(id=1, name="A", status="merged-into:2"), Person(id=2, name="B", status=status)]
    with pytest.raises(RegistryProblem, match=said):
        Registry(persons)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("merged-into:{0}", "{kind} {0} merges in a circle"),
        ("merged-into:{1}", "{kind} {0} merges in a circle"),
        ("merged-into:{2}", "{kind} {0} is merged into {2}, which is no row"),
    ],
)
def test_row_19_bodies_and_families_merge_in_no_circle_either(status: str, said: str) -> None:
    bodies = [Organization(id="a", name="A", status=status.format("a", "b", "c"))]
    bodies.append(Organization(id="b", name="B", status="merged-into:a"))
    with pytest.raises(RegistryProblem, match="organizations.csv: " + said.format("a", "b", "c", kind="organization")):
        Registry(organizations=bodies)
    families = [Family(id=1, name="A", status=status.format(1, 2, 3)), Family(id=2, name="B", status="merged-into:1")]
    with pytest.raises(RegistryProblem, match="families.csv: " + said.format(1, 2, 3, kind="family")):
        Registry(families=families)


def test_a_withdrawn_row_without_a_name_matches_nothing_and_keeps_its_number() -> None:
    registry = Registry([Person(id=4, name="", status="withdrawn")])
    after, added, _ = registry.with_new([("a.txt", signatory(ALDO))])
    assert [person.id for person in added] == [5]
    assert after.persons[4].status == "withdrawn"


def test_two_rows_with_one_spelling_in_one_country_are_refused() -> None:
    persons = [Person(id=n, name="Aldo Testari", countries=("it",)) for n in (1, 2)]
    with pytest.raises(
        RegistryProblem, match=r"persons 1 and 2 are both written 'Aldo Testari' in it; tell them apart"
    ):
        Registry(persons)


# -- growing -----------------------------------------------------------------------------------------------------------


def test_a_new_row_keeps_what_is_printed_and_shows_it_in_title_case() -> None:
    person = grown("Ms Petra De SUTTER, Belgium, SOC").persons[1]
    assert (person.id, person.name, person.countries) == (1, "Petra De Sutter", ("be",))
    assert (person.given_name, person.family_name) == ("Petra", "De Sutter")
    assert person.also_written == ("Petra De SUTTER",)


def test_a_person_whom_a_curator_renames_is_still_found_as_printed() -> None:
    person = msgspec.structs.replace(grown(ALDO).persons[1], name="Aldo, count of Testari")
    assert Registry([person]).match(signatory(ALDO)) == Match(1, 1)


@pytest.mark.parametrize(
    ("printed", "other"),
    [("Ms Petra De SUTTER, Belgium, SOC", ()), ("Mr Erol CEBECİ, Turkey, EPP/CD", ("Erol CEBECİ",))],
)
def test_only_a_spelling_that_is_more_than_capitals_is_another_one(printed: str, other: tuple[str, ...]) -> None:
    assert other_spellings(grown(printed).persons[1]) == other


def test_a_name_printed_family_name_first_is_the_person_that_later_lists_print_the_usual_way() -> None:
    (turned,) = read_lines([("TESTARI, Aldo, Italy, SOC", "a.txt")], "en")
    assert (turned.name_as_printed, spoken_name(turned)) == ("TESTARI, Aldo", "Aldo TESTARI")
    registry, added, _ = Registry().with_new([("a.txt", turned)])
    assert [person.name for person in added] == ["Aldo Testari"]
    assert registry.match(turned) == registry.match(signatory(ALDO)) == Match(1, 1)


def test_a_family_name_alone_is_left_to_a_curator() -> None:
    (alone,) = read_lines([("Testari, Italy, SOC", "a.txt")], "en")
    registry, added, warnings = grown(ALDO).with_new([("a.txt", alone)])
    assert (added, warnings, registry.match(alone)) == ([], [], None)


def test_rows_are_numbered_after_the_last_one_in_the_order_given() -> None:
    start = Registry([Person(id=12, name="X", countries=("fr",))])
    _, added, _ = start.with_new(("a.txt", signatory(printed)) for printed in (BRITA, ALDO, BRITA))
    assert [(person.id, person.name) for person in added] == [(13, "Brita Åkervind"), (14, "Aldo Testari")]


def test_growing_leaves_the_registry_it_started_from_alone() -> None:
    start = grown(ALDO)
    grown(BRITA, registry=start)
    assert list(start.persons) == [1]
    assert start.match(signatory(BRITA)) is None


def test_a_name_known_in_another_country_is_another_person_and_a_warning() -> None:
    _, added, warnings = grown(ALDO).with_new([("b.txt", signatory("Mr Aldo TESTARI, San Marino, SOC"))])
    assert [person.countries for person in added] == [("sm",)]
    assert [(one.place, one.message) for one in warnings] == [
        ("b.txt", "person 2 has the name of person 1, from another country")
    ]


@settings(max_examples=examples(40))
@given(
    st.lists(
        st.builds(
            "Mr {} {}, {}, SOC".format,
            st.sampled_from(["Aldo", "Brita", "Čeněk"]),
            st.sampled_from(["TESTARI", "ÅKERVIND", "D'ESEMPIO"]),
            st.sampled_from(["Italy", "Sweden"]),
        ),
        max_size=8,
    )
)
def test_growing_twice_by_one_list_adds_nothing_and_every_signatory_matches(printed: list[str]) -> None:
    registry = grown(*printed)
    again, added, _ = registry.with_new(("a.txt", signatory(one)) for one in printed)
    assert added == []
    assert again.persons == registry.persons
    assert all(registry.match(signatory(one)) for one in printed)
    assert list(registry.persons) == list(range(1, len(set(printed)) + 1))


# -- the files ---------------------------------------------------------------------------------------------------------


def test_the_registry_that_ships_with_the_project_is_read(tmp_path: Path) -> None:
    registry = read_registry(ROOT / "declarations" / "entities")
    assert registry.persons[1].name == "Stefan Schennach"
    assert registry.organizations["pace"].parent == "council-of-europe"
    assert registry.organizations["pace"].translated == {"fr": "Assemblée parlementaire du Conseil de l’Europe"}
    rows = "".join(map(person_row, registry.persons.values()))
    assert read_registry(write(tmp_path, rows)).persons == registry.persons


def test_a_person_is_read_as_written(tmp_path: Path) -> None:
    person = Person(
        id=3,
        name='Aldo "Testari", the elder',
        given_name="Aldo",
        family_name="Testari",
        countries=("it", "sm"),
        also_written=("Aldo TESTARI", "A. Testari"),
        links=(
            Link(target="https://example.org/1", certainty="certain", source="a letter"),
            Link(target="https://example.org/2", certainty="probable", source="a list"),
        ),
        note="line one\nline two",
    )
    assert read_registry(write(tmp_path, person_row(person))).persons == {3: person}


def test_a_withdrawn_person_has_no_name(tmp_path: Path) -> None:
    registry = read_registry(write(tmp_path, "3,,,,,,,,,withdrawn,\n"))
    assert registry.persons == {3: Person(id=3, name="", status="withdrawn")}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("0,A,,,,,,,,active,", r"persons\.csv:2: the id '0' is no number; ids count up from 1"),
        ("01,A,,,,,,,,active,", r"persons\.csv:2: the id '01' is no number"),
        ("1,,,,,,,,,active,", r"persons\.csv:2: a person without a name"),
        ("1,A,,,,,,,,,", r"persons\.csv:2: the status '' is unknown"),
        ("1,A,,,,,,,,merged-into:x,", r"persons\.csv:2: the status 'merged-into:x' is unknown"),
        ("1,A,,,,,https://example.org/1,,,active,", r"persons\.csv:2: each link in same_as needs its certainty"),
        ("1,A,,,,,https://example.org/1,sure,x,active,", r"persons\.csv:2: the link 'https://example.org/1' \(sure\)"),
        ("1,A,,,it | xx,,,,,active,", r"persons\.csv:2: the country 'xx' is unknown"),
        ("1,A,,,,,,,,merged-into:2,", r"persons\.csv: person 1 is merged into 2, which is no row"),
    ],
)
def test_a_person_that_is_not_as_it_should_be_is_refused_with_its_line(row: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(RegistryProblem, match=said):
        read_registry(write(tmp_path, f"{row}\n"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A Body,A body,,,,,,,active", r"organizations\.csv:2: an organisation needs an id and a name"),
        ("body,,,,,,,,active", r"organizations\.csv:2: an organisation needs an id and a name"),
        ("body,A body,,,,,,,gone", r"organizations\.csv:2: the status 'gone' is unknown"),
        ("body,A body,,,parent,,,,active", r"organizations\.csv: the parent 'parent' of body is no active row"),
        ("body,A,,,,,,,active\nbody,B,,,,,,,active", r"organizations\.csv:3: the id body stands twice"),
    ],
)
def test_a_body_that_is_not_as_it_should_be_is_refused_with_its_line(row: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(RegistryProblem, match=said):
        read_registry(write(tmp_path, organizations=f"{row}\n"))


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="|"), min_size=1, max_size=12)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, also=st.lists(NAMES, max_size=3, unique_by=str.casefold), note=st.text('ab ,"\n', max_size=9))
def test_any_name_survives_its_way_through_the_file(name: str, also: list[str], note: str, tmp_path: Path) -> None:
    person = Person(id=1, name=name, countries=("it",), also_written=tuple(also), note=note.strip())
    assert read_registry(write(tmp_path, person_row(person))).persons == {1: person}
