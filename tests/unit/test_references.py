"""What annotations refer to: the row that is meant, or a named error; and the rows that a registry lacks."""

from __future__ import annotations

from typing import Any

import pytest

from ld_export.errors import CurationProblem, SeveralProblems
from ld_export.model import Annotations, Citation, CitedDocument, Family, Organization, Person, Reference
from ld_export.references import References, additions, doubts_about
from ld_export.registry import Registry

REGISTRY = Registry(
    persons=[
        Person(id=1, name="Aldo Testari", also_written=("A. TESTARI",)),
        Person(id=2, name="Berta Esempio"),
        Person(id=3, name="Berta Esempio", also_written=("B. Esempio",)),
        Person(id=4, name="Aldo Testary", status="merged-into:5"),
        Person(id=5, name="Aldo Testaro", status="merged-into:1"),
        Person(id=6, name="", status="withdrawn"),
        Person(id=7, name="Carla", status="merged-into:6"),
        Person(id=8, name="", status="reserved"),
    ],
    organizations=[
        Organization(id="example-times", name="Example Times", translated={"fr": "Temps d’exemple"}),
        Organization(id="old-times", name="Old Times", status="merged-into:example-times"),
        Organization(id="gone", name="Gone", status="withdrawn"),
        Organization(id="lost", name="Lost", status="merged-into:gone"),
    ],
    families=[
        Family(id=1, name="the Testaris", also_written=("Testari family",)),
        Family(id=2, name="", status="withdrawn"),
    ],
    cited=[CitedDocument(key="pace-wd-900", title="No. 900")],
)


def file(*references: Reference, cites: tuple[str, ...] = (), source: str = "a.yaml") -> Annotations:
    where: dict[str, Any] = {"passage": 1, "start": 0, "end": 3, "language": "en"}
    return Annotations(
        source=source,
        document="d",
        language="en",
        references=references,
        citations=tuple(Citation(number=n, quote=f"words {n}", cites=key, **where) for n, key in enumerate(cites, 1)),
    )


def target(written: str, label: str = "") -> str | None:
    return References(REGISTRY).targets(file(Reference(written, label, 7)))[written]


def problem(written: str, label: str = "") -> CurationProblem:
    with pytest.raises(CurationProblem) as caught:
        target(written, label)
    assert caught.value.place == "a.yaml:7"
    return caught.value


@pytest.mark.parametrize(
    ("written", "label", "meant"),
    [
        ("person/1", "", "person/1"),
        ("person/1", "Aldo Testari", "person/1"),
        ("person/1", "ALDO  TESTARI", "person/1"),
        ("person/1", "A. Testari", "person/1"),
        ("organization/example-times", "Temps d'exemple", "organization/example-times"),
        ("family/1", "Testari family", "family/1"),
        ("country/it", "Italy", "country/it"),
        ("country/it", "Italie", "country/it"),
        ("group/pace-soc", "SOC", "group/pace-soc"),
        ("person/? A. Testari", "A. Testari", "person/1"),
        ("organization/? Example Times", "Example Times", "organization/example-times"),
        ("family/? the Testaris", "the Testaris", "family/1"),
        ("person/5", "", "person/1"),
        ("person/4", "", "person/1"),
        ("person/4", "Aldo Testary", "person/1"),
        ("person/4", "Aldo Testari", "person/1"),
        ("person/? Aldo Testary", "Aldo Testary", "person/1"),
        ("organization/old-times", "", "organization/example-times"),
        ("person/6", "", None),
        ("person/6", "Whoever It Was", None),
        ("person/7", "Carla", None),
        ("person/8", "", None),
        ("family/2", "", None),
        ("organization/gone", "", None),
        ("organization/lost", "", None),
    ],
)
def test_a_reference_means_a_row_after_merges_or_nobody_after_a_withdrawal(
    written: str, label: str, meant: str | None
) -> None:
    assert target(written, label) == meant


@pytest.mark.parametrize(
    ("written", "message", "remedy"),
    [
        ("person/99", "there is no person '99'", "person/? Name"),
        ("organization/exampel-times", "there is no organization 'exampel-times'", "did you mean example-times?"),
        ("country/xx", "there is no country 'xx'", "Look it up"),
        ("group/pace-sok", "there is no group 'pace-sok'", "did you mean pace-soc?"),
        ("family/01", "there is no family '01'", "Look it up"),
    ],
)
def test_row_16_an_unknown_id_is_named_with_the_nearest(written: str, message: str, remedy: str) -> None:
    found = problem(written)
    assert message in found.message
    assert remedy in found.remedy


def test_a_name_that_is_not_the_row_s_is_a_mistake() -> None:
    assert "person 1 is Aldo Testari, not Berta Esempio" in str(problem("person/1", "Berta Esempio"))


def test_each_of_two_names_of_one_id_is_checked() -> None:
    both = file(Reference("person/1", "Aldo Testari", 3), Reference("person/1", "Berta Esempio", 9))
    with pytest.raises(CurationProblem, match=r"a.yaml:9: person 1 is Aldo Testari"):
        References(REGISTRY).targets(both)


def test_a_name_of_several_rows_or_of_none_is_not_guessed() -> None:
    assert "several rows are called Berta Esempio: person/2, person/3" in str(
        problem("person/? Berta Esempio", "Berta Esempio")
    )
    found = problem("person/? Dora Nuova", "Dora Nuova")
    assert "the registry has no person called Dora Nuova" in found.message
    assert "without --frozen" in found.remedy
    assert "no person called Carla" in str(problem("person/? Carla", "Carla"))


def test_all_problems_of_a_file_are_named_at_once() -> None:
    with pytest.raises(SeveralProblems) as caught:
        References(REGISTRY).targets(file(Reference("person/99", "", 1), Reference("country/xx", "", 2)))
    assert [one.place for one in caught.value.problems] == ["a.yaml:1", "a.yaml:2"]


# -- what is missing ---------------------------------------------------------------------------------------------------


def looked_up(kind: str, name: str) -> Reference:
    return Reference(f"{kind}/? {name}", name, 1)


def test_rows_that_are_missing_are_numbered_in_the_order_of_the_files_each_once() -> None:
    first = file(
        looked_up("person", "Dora Nuova"), looked_up("family", "the Nuovos"), cites=("pace-wd-900", "pace-wd-901")
    )
    second = file(
        *(looked_up("person", name) for name in ("Emil Neu", "DORA  NUOVA", "Aldo Testari")),
        *(looked_up("organization", name) for name in ("Example-Times!", "Ünion of Ä")),
        cites=("pace-wd-901", "x-1", "here"),
    )
    made = additions([first, second], REGISTRY, ["here"])
    assert [(one.id, one.name) for one in made.persons] == [(9, "Dora Nuova"), (10, "Emil Neu")]
    assert [(one.id, one.name) for one in made.families] == [(3, "the Nuovos")]
    ids = [one.id for one in made.organizations]
    assert ids[0] == "example-times-2"
    assert len(set(ids)) == 2
    assert [(one.key, one.title) for one in made.cited] == [("pace-wd-901", "words 2"), ("x-1", "words 2")]
    assert made
    assert list(made.shown())[:2] == ["person 9: Dora Nuova", "person 10: Emil Neu"]
    assert made == additions([first, second], REGISTRY, ["here"])


def test_with_the_rows_added_nothing_is_missing() -> None:
    given_ = file(looked_up("person", "Dora Nuova"), looked_up("organization", "Nuova SpA"), cites=("x-1",))
    more = REGISTRY.with_rows(*additions([given_], REGISTRY, []))
    assert not additions([given_], more, [])
    assert References(more).targets(given_) == {
        "person/? Dora Nuova": "person/9",
        "organization/? Nuova SpA": "organization/nuova-spa",
    }


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Dora NUOVA", "Dora", "Nuova"),
        ("Dora Emilia de la NUOVA", "Dora Emilia", "de la Nuova"),
        ("Dora D'NUOVA", "Dora", "D'Nuova"),
        # Nothing tells which word is which, or whether all are the name.
        *((name, None, None) for name in ("Dora Nuova", "DORA NUOVA", "Kim Jong Un", "Dora", "NUOVA", "de la Nuova")),
        *((name, None, None) for name in ("Ms Dora NUOVA", "Mme Dora NUOVA", "M. Emil NEU", "Dora NUOVA Emil")),
    ],
)
def test_given_and_family_name_of_a_new_person_are_what_capitals_tell(
    name: str, given: str | None, family: str | None
) -> None:
    (person,) = additions([file(looked_up("person", name))], REGISTRY, []).persons
    assert (person.name, person.given_name, person.family_name) == (name, given, family)


# -- doubts ------------------------------------------------------------------------------------------------------------


def doubts(*references: Reference, registry: Registry = REGISTRY) -> list[tuple[str, str]]:
    every = [file(*references)]
    return [(one.place, one.message) for one in doubts_about(additions(every, registry, []), every, registry)]


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("person", "Аldo Testari", "person 9 looks like person 1 but is spelt otherwise"),  # the first is Cyrillic
        ("person", "A. TEST\u0410RI", "person 9 looks like person 1 but is spelt otherwise"),
        ("person", "Dora\u200b Nuova", "person 9: the printed name holds unseen characters"),
        ("organization", "Exаmple Times", "organization exmple-times looks like organization example-times but is"),
        ("family", "the Tеstaris", "family 3 looks like family 1 but is spelt otherwise"),
    ],
)
def test_row_06_a_name_that_a_reference_adds_is_looked_at_too(kind: str, name: str, said: str) -> None:
    ((place, message),) = doubts(looked_up(kind, name))
    assert place == "a.yaml:1"
    assert message.startswith(said)


def test_row_06_two_names_that_references_add_may_be_twins() -> None:
    twins = [looked_up("person", "Dora Nuova"), looked_up("person", "Dоra Nuova")]
    assert [message for _, message in doubts(*twins)] == ["person 10 looks like person 9 but is spelt otherwise"]


def test_names_that_nobody_would_take_for_another_give_no_warning() -> None:
    assert (
        doubts(looked_up("person", "Dora Nuova"), looked_up("person", "Alda Testari"), Reference("person/1", "", 1))
        == []
    )
    # The name of a row that led nowhere is spelt alike: it looks like no other.
    assert doubts(looked_up("person", "Carla")) == []
