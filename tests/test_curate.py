"""What curators do to people: what is shown before it is done, what is written, and what is public afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ld_export import cli
from ld_export.entity_rows import PERSON_COLUMNS
from ld_export.errors import BuildLocked, LdExportError, RegistryProblem, WithheldProblem
from ld_export.pipeline.build import build
from ld_export.pipeline.curate import Edit, apply, merge, split, withdraw, withhold
from ld_export.pipeline.inputs import only_one
from ld_export.privacy import list_head, read_listed
from tests import fixtures_built
from tests.publishing import served, statements
from tests.support import BASE, SIGNATORIES, declaration, publication

pytestmark = pytest.mark.slow  # builds publications again and again

made = fixtures_built.made

BODY = ("Testland holds Dora Beispiel and Emil Exempel.", "It must free Ms Beispiel now.")
PERSONS = [
    "1,Aldo Testari,Aldo,Testari,it | sm,Aldo TESTARI | Al TESTARI,,,,active,",
    "2,Brita Åkervind,Brita,Åkervind,se,Brita ÅKERVIND,,,,active,",
    "3,Carla D'Esempio,Carla,D'Esempio,sm,Carla D'ESEMPIO,,,,active,\"a note,\r\nof two lines\"",
    '4,"Dora Beispiel",,,,D. Beispiel,,,,active,',
    "5,Bea Åkervind,Bea,Åkervind,se,Bea ÅKERVIND,,,,merged-into:2,",
    "6,,,,,,,,,withdrawn,",
]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built publication with people of every status."""
    texts = {
        "wd-901": declaration(901, body=BODY, title="Free Dora Beispiel"),
        "wd-902": declaration(902, [SIGNATORIES[0], "Ms Bea ÅKERVIND, Sweden, EPP/CD"]),
    }
    folder = publication(tmp_path_factory.mktemp("first") / "p", texts)
    rows(folder, PERSONS)
    build(folder)
    return folder


def rows(folder: Path, lines: Sequence[str]) -> None:
    text = "".join(f"{line}\r\n" for line in [",".join(PERSON_COLUMNS), *lines])
    (folder / "entities" / "persons.csv").write_bytes(text.encode())


def lines_of(folder: Path) -> list[bytes]:
    return (folder / "entities" / "persons.csv").read_bytes().split(b"\r\n")


def changed(folder: Path, edit: Edit) -> list[str]:
    """The lines of the registry that an edit changes or adds, once it is written."""
    before = lines_of(folder)
    apply(edit)
    return [line.decode() for line in lines_of(folder) if line not in before]


def listed(folder: Path) -> list[str]:
    return (folder / "withheld.csv").read_text(encoding="utf-8").removeprefix(list_head()).splitlines()


def said_of(folder: Path, person: int) -> list[str]:
    """What is said of a person, and of whom the person is said to be the signatory."""
    found = []
    for line in sorted(statements(served(folder / "public"))):
        subject, predicate, value = line.split(" ", 2)
        if subject == f"<{BASE}person/{person}>":
            found.append(f"{predicate.rpartition('#')[2].rpartition('/')[2].strip('>')} {value.rpartition(' <')[0]}")
    return found


# -- withhold ----------------------------------------------------------------------------------------------------------


def test_withholding_shows_every_change_in_public_without_the_name(made: Path) -> None:
    edit = withhold(made, "4", "2031-05-03", made / "public")
    assert edit.shown == [
        "person 4: a tombstone instead of a page",
        "pace-wd-901, title (en): reads Free [name withheld]",
        "pace-wd-901, passage 1 (en): reads Testland holds [name withheld] and Emil Exempel.",
        "pace-wd-901, passage 2 (en): reads It must free Ms [name withheld] now.",
    ]
    assert changed(made, edit) == ["4,,,,,,,,,withdrawn,"]
    assert listed(made) == ["Dora Beispiel,D. Beispiel,,,,4,2031-05-03,"]
    build(made)
    assert [line.split(" ")[0] for line in said_of(made, 4)] == ["type"]
    assert "Beispiel" not in served(made / "public")["dumps/dataset.nq"].decode()


def test_a_signatory_is_withheld_as_a_member_of_the_known_delegations(made: Path) -> None:
    edit = withhold(made, "Brita AKERVIND")
    assert edit.shown == [
        "person 2: a tombstone instead of a page",
        "pace-wd-901, signatory 2: #signature-withheld-1, a place without a name instead of #signature-2, of person 2",
        "pace-wd-902, signatory 2: #signature-withheld-1, a place without a name instead of #signature-5, of person 2",
    ]
    assert changed(made, edit) == ["2,,,,,,,,,withdrawn,", "5,,,,,,,,,merged-into:2,"]
    (row,) = read_listed(made / "withheld.csv")
    assert row.spellings == ("Brita AKERVIND", "Brita Åkervind", "Brita ÅKERVIND", "Bea Åkervind", "Bea ÅKERVIND")
    assert (row.family_name, row.countries, row.id) == ("Åkervind", ("se",), 2)


def test_the_rest_of_the_registry_and_of_the_list_stays_byte_for_byte(made: Path) -> None:
    (made / "withheld.csv").write_bytes(b"\xef\xbb\xbf" + list_head().encode() + b'"Somebody Else",,,,,,"",')
    before, before_list = lines_of(made), (made / "withheld.csv").read_bytes()
    apply(withhold(made, "2"))
    after = lines_of(made)
    assert [line for line in before if line not in after] == [PERSONS[1].encode(), PERSONS[4].encode()]
    assert len(after) == len(before)
    assert (made / "withheld.csv").read_bytes().startswith(before_list + b"\n")
    assert len(read_listed(made / "withheld.csv")) == 2


def test_a_number_under_which_nothing_was_published_is_reserved(made: Path) -> None:
    rows(made, [*PERSONS, "7,Emil Exempel,,,,,,,,active,"])
    edit = withhold(made, "Emil Exempel", published=made / "public")
    assert edit.shown[0] == "person 7: nothing instead of a page"
    assert changed(made, edit) == ["7,,,,,,,,,reserved,"]
    build(made)
    site = served(made / "public")
    assert "person/7.html" not in site
    assert "person/7>" not in site["dumps/dataset.nq"].decode()


def test_where_nobody_knows_what_was_published_a_number_becomes_a_tombstone(made: Path) -> None:
    rows(made, [*PERSONS, "7,Emil Exempel,,,,,,,,active,"])
    assert changed(made, withhold(made, "7")) == ["7,,,,,,,,,withdrawn,"]


def test_somebody_without_a_row_is_withheld_by_name(made: Path) -> None:
    edit = withhold(made, "  Emil   Exempel ")
    assert edit.shown == ["pace-wd-901, passage 1 (en): reads Testland holds Dora Beispiel and [name withheld]."]
    assert changed(made, edit) == []
    assert listed(made) == ["Emil Exempel,,,,,,,"]


def test_somebody_of_whom_nothing_is_known_yet_can_be_withheld(made: Path) -> None:
    edit = withhold(made, "Nora Nowhere")
    assert edit.shown == []
    apply(edit)
    assert listed(made) == ["Nora Nowhere,,,,,,,"]


def test_the_list_may_lie_elsewhere_and_keeps_who_may_read_it(made: Path, tmp_path: Path) -> None:
    settings = made / "ld-export.toml"
    settings.write_text('withheld = "../list.csv"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "real.csv").write_text(list_head(), encoding="utf-8")
    (tmp_path / "real.csv").chmod(0o600)
    (tmp_path / "list.csv").symlink_to("real.csv")
    apply(withhold(made, "Nora Nowhere"))
    assert (tmp_path / "list.csv").is_symlink()
    assert (tmp_path / "real.csv").stat().st_mode & 0o777 == 0o600
    assert "Nora" in (tmp_path / "real.csv").read_text(encoding="utf-8")
    assert listed(made) == []


# -- withdraw ----------------------------------------------------------------------------------------------------------


def test_a_withdrawn_person_is_not_added_again_by_the_next_build(made: Path) -> None:
    edit = withdraw(made, 3)
    assert edit.shown[0] == "person 3: a tombstone instead of a page"
    assert changed(made, edit) == ["3,,,,,,,,,withdrawn,"]
    assert build(made).added == []
    assert "name withheld" in served(made / "public")["declaration/pace-wd-901.html"].decode()


def test_a_person_whom_somebody_put_on_the_list_by_hand_can_be_withdrawn(made: Path) -> None:
    (made / "withheld.csv").write_text(f"{list_head()}Dora Beispiel,,,,,,,\n", encoding="utf-8")
    build(made)
    edit = withdraw(made, 4)
    assert edit.shown == []
    assert changed(made, edit) == ["4,,,,,,,,,withdrawn,"]
    before = served(made / "public")
    build(made)
    assert served(made / "public") == before


# -- merge -------------------------------------------------------------------------------------------------------------


def test_merging_redirects_and_the_printed_name_goes_on_matching(made: Path) -> None:
    edit = merge(made, 3, 2)
    assert edit.shown == [
        "person 3: a redirect to person 2 instead of a page",
        "pace-wd-901, signatory 3: #signature-3, of person 2 instead of #signature-3, of person 3",
    ]
    assert len(changed(made, edit)) == 1  # of the two lines of the row, the one with the status
    build(made)
    assert f"isReplacedBy <{BASE}person/2>" in said_of(made, 3)


# -- split -------------------------------------------------------------------------------------------------------------


def test_spellings_are_split_off_to_a_new_person(made: Path) -> None:
    edit = split(made, 1, ["al testari"])
    assert edit.shown == ["person 7: a page instead of nothing"]
    assert changed(made, edit) == [
        "1,Aldo Testari,Aldo,Testari,it | sm,Aldo TESTARI,,,,active,",
        "7,Al Testari,,,it | sm,Al TESTARI,,,,active,split from 1\n",
    ]


def test_the_name_in_some_countries_is_split_off_to_a_new_person(made: Path) -> None:
    edit = split(made, 1, [], ["it"])
    assert edit.shown == [
        "person 7: a page instead of nothing",
        "pace-wd-901, signatory 1: #signature-7, of person 7 instead of #signature-1, of person 1",
        "pace-wd-902, signatory 1: #signature-7, of person 7 instead of #signature-1, of person 1",
    ]
    assert changed(made, edit) == [
        "1,Aldo Testari,Aldo,Testari,sm,Aldo TESTARI | Al TESTARI,,,,active,",
        "7,Aldo Testari,Aldo,Testari,it,Aldo TESTARI | Al TESTARI | Aldo Testari,,,,active,split from 1\n",
    ]
    assert build(made).added == []


def test_a_merge_is_undone_by_splitting_and_the_old_number_stays_a_redirect(made: Path) -> None:
    edit = split(made, 5, ["Bea Åkervind"])
    assert edit.shown == [
        "person 7: a page instead of nothing",
        "pace-wd-902, signatory 2: #signature-7, of person 7 instead of #signature-5, of person 2",
    ]
    assert changed(made, edit) == [
        "5,,,,,,,,,merged-into:2,",
        "7,Bea Åkervind,Bea,Åkervind,se,Bea ÅKERVIND | Bea Åkervind,,,,active,split from 5\n",
    ]
    build(made)
    assert f"isReplacedBy <{BASE}person/2>" in said_of(made, 5)


# -- what cannot be done -----------------------------------------------------------------------------------------------

Attempt = Callable[[Path], Edit]

REFUSED: dict[str, tuple[Attempt, str]] = {
    "withhold: unknown id": (lambda p: withhold(p, "99"), "persons.csv: there is no person 99; look the id up"),
    "withhold: withdrawn": (lambda p: withhold(p, "6"), "person 6 is withdrawn already"),
    "withhold: merged": (lambda p: withhold(p, "5"), "person 5 is merged into 2; name 2 instead"),
    "withhold: no name": (lambda p: withhold(p, "!"), "a name without letters"),
    "withdraw: unknown id": (lambda p: withdraw(p, 99), "there is no person 99"),
    "withdraw: twice": (lambda p: withdraw(p, 6), "person 6 is withdrawn already"),
    "merge: unknown id": (lambda p: merge(p, 99, 1), "there is no person 99"),
    "merge: into an unknown id": (lambda p: merge(p, 1, 99), "there is no person 99"),
    "merge: into itself": (lambda p: merge(p, 1, 1), "person 1 would be merged into itself"),
    "merge: circle": (lambda p: merge(p, 2, 5), "person 5 would be merged into itself"),
    "merge: merged already": (lambda p: merge(p, 5, 1), "person 5 is merged into 2; name 2 instead"),
    "merge: into a merged one": (lambda p: merge(p, 1, 5), "person 5 is merged into 2; name 2 instead"),
    "merge: withdrawn": (lambda p: merge(p, 6, 1), "person 6 is withdrawn already"),
    "merge: into a withdrawn one": (lambda p: merge(p, 1, 6), "person 6 is withdrawn already"),
    "split: unknown id": (lambda p: split(p, 99, ["x"]), "there is no person 99"),
    "split: nothing": (lambda p: split(p, 1, []), "nothing to split off; name spellings, or countries"),
    "split: another's spelling": (
        lambda p: split(p, 1, ["Brita ÅKERVIND"]),
        "person 1 is not written 'Brita ÅKERVIND'; these are: Aldo TESTARI | Al TESTARI | Aldo Testari",
    ),
    "split: the name": (lambda p: split(p, 1, ["ALDO TESTARI"]), "'Aldo Testari' is the name of person 1"),
    "split: another's country": (lambda p: split(p, 1, [], ["se"]), "person 1 has no country 'se'; these are: it | sm"),
    "split: every country": (lambda p: split(p, 1, [], ["it", "sm"]), "person 1 would be left without a country"),
    "split: withdrawn": (lambda p: split(p, 6, ["x"]), "of person 6 nothing is left to split"),
}


@pytest.mark.parametrize(("attempt", "said"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(made: Path, attempt: Attempt, said: str) -> None:
    before = lines_of(made), listed(made)
    with pytest.raises(LdExportError) as refused:
        attempt(made)
    assert said in str(refused.value)
    assert refused.value.remedy
    assert (lines_of(made), listed(made)) == before


def test_a_name_that_several_people_have_is_refused_with_their_ids(made: Path) -> None:
    rows(made, [*PERSONS, "7,Dora Beispiel,,,de,,,,,active,"])
    with pytest.raises(RegistryProblem, match=r"several people have that name: 4, 7; say which, by the id"):
        withhold(made, "Dora BEISPIEL")


@pytest.mark.parametrize("who", ["Nora Nowhere", "nowhere, NORA"])
def test_who_is_withheld_already_is_not_withheld_again(made: Path, who: str) -> None:
    apply(withhold(made, "Nora Nowhere"))
    with pytest.raises(WithheldProblem, match="that name is withheld already"):
        withhold(made, who)


@pytest.mark.parametrize(
    "attempt", [lambda p: merge(p, 4, 1), lambda p: merge(p, 1, 4), lambda p: split(p, 4, ["D. Beispiel"])]
)
def test_a_withheld_row_is_neither_merged_nor_split(made: Path, attempt: Attempt) -> None:
    (made / "withheld.csv").write_text(f"{list_head()}Dora Beispiel,,,,,,,\n", encoding="utf-8")
    with pytest.raises(WithheldProblem, match="person 4 is withheld; ld-export withdraw 4"):
        attempt(made)


# -- writing -----------------------------------------------------------------------------------------------------------


def test_an_edit_gives_way_to_a_build_and_to_another_edit(made: Path) -> None:
    first, second = withdraw(made, 4), merge(made, 3, 2)
    with only_one(made / "entities"), pytest.raises(BuildLocked):
        apply(first)
    apply(first)
    with pytest.raises(RegistryProblem, match="changed meanwhile; nothing was written; begin again"):
        apply(second)


def test_if_only_the_first_file_can_be_written_nobody_is_named_who_should_not_be(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = withdraw(made, 4)
    written: list[Path] = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if written:
            raise OSError("no more")
        written.append(target)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OSError, match="no more"):
        apply(edit)
    monkeypatch.undo()
    assert [path.name for path in written] == ["withheld.csv"]
    build(made)
    assert "Beispiel" not in served(made / "public")["dumps/dataset.nq"].decode()


# -- the commands ------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def call(*arguments: str | Path, answer: str | None = None) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["ld-export", *map(str, arguments)])
        monkeypatch.setattr(sys.stdin, "isatty", lambda: answer is not None)
        monkeypatch.setattr("typer.prompt", lambda _: answer)
        monkeypatch.setattr("typer.confirm", _confirming(answer))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    return call


def _confirming(answer: str | None) -> Callable[..., bool]:
    def confirm(_: str, *, abort: bool) -> bool:
        import typer  # noqa: PLC0415

        if answer == "no" and abort:
            raise typer.Abort
        return True

    return confirm


Run = Callable[..., tuple[int, str]]


def test_a_command_shows_what_changes_does_it_and_says_what_is_next(made: Path, run: Run) -> None:
    code, printed = run("merge", "3", "2", "-p", made, "--yes")
    assert (code, printed.splitlines()) == (
        0,
        [
            "What changes in public with the next build:",
            "  person 3: a redirect to person 2 instead of a page",
            "  pace-wd-901, signatory 3: #signature-3, of person 2 instead of #signature-3, of person 3",
            f"changed {made / 'entities' / 'persons.csv'}",
            "next: ld-export build",
        ],
    )


@pytest.mark.parametrize("command", ["withhold 4", "withdraw 4", "merge 3 2", "split 1 --country it"])
def test_without_a_terminal_nothing_is_done_unless_it_was_said_before(made: Path, run: Run, command: str) -> None:
    before = lines_of(made), listed(made)
    code, printed = run(*command.split(), "-p", made)
    assert code == 2
    assert "nobody is there to ask; read what changes, then give --yes" in printed
    assert "What changes in public" in printed
    assert (lines_of(made), listed(made)) == before
    assert run(*command.split(), "-p", made, "--yes")[0] == 0
    assert (lines_of(made), listed(made)) != before


def test_whoever_is_asked_may_say_no(made: Path, run: Run) -> None:
    before = lines_of(made)
    assert run("withdraw", "4", "-p", made, answer="no")[0] == 1
    assert lines_of(made) == before
    assert run("withdraw", "4", "-p", made, answer="yes")[0] == 0
    assert lines_of(made) != before


def test_a_name_is_asked_for_so_that_no_shell_keeps_it(made: Path, run: Run) -> None:
    code, printed = run("withhold", "-p", made, answer="Emil Exempel")
    assert (code, "Exempel" in printed) == (0, False)
    assert listed(made)[0].startswith("Emil Exempel,")
    code, printed = run("withhold", "-p", made)
    assert (code, "nobody is named" in printed) == (2, True)


def test_the_built_site_tells_what_was_published(made: Path, run: Run) -> None:
    rows(made, [*PERSONS, "7,Emil Exempel,,,,,,,,active,"])
    run("withhold", "7", "-p", made, "--yes")
    run("withhold", "4", "-p", made, "--yes")
    assert {b"7,,,,,,,,,reserved,", b"4,,,,,,,,,withdrawn,"} <= set(lines_of(made))
