"""Nobody who is withheld is asked for, and no file tells of them: rows 29 and 30 of the trust table."""

from __future__ import annotations

from pathlib import Path

import pytest

from ld_export.leaks import all_marks, search, search_bytes
from ld_export.pipeline.build import build
from ld_export.pipeline.curate import apply, withdraw
from ld_export.privacy import Listed
from tests.candidates.conftest import ALIAS, NAME, Run, decide, withhold
from tests.candidates.elsewhere import Elsewhere
from tests.remote.scripted import Reply
from tests.support import BASE

MARKS = all_marks([NAME, ALIAS, "Þórðardóttir-Žluťák", "Quillfeather"], iris=[f"{BASE}person/4"])


def test_no_name_of_a_withheld_person_leaves_the_machine(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    """Nor does it come back: the endpoint knows the person, once under a name of somebody else."""
    ran = run()
    assert ran.code == 0
    assert "Aldo Testari" in elsewhere.said
    assert search_bytes(elsewhere.said.encode(), MARKS) == []
    assert search_bytes(f"{ran.out}{ran.err}".encode(), MARKS) == []
    assert search(folder / ".candidates", MARKS) == []
    assert search_bytes((folder / "candidates.csv").read_bytes(), MARKS) == []
    assert "Q900000007" not in (folder / "candidates.csv").read_text(encoding="utf-8")


def test_the_search_for_names_finds_one_that_is_asked_for(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    withhold(folder)
    assert run().code == 0
    assert search_bytes(elsewhere.said.encode(), MARKS) != []
    assert search(folder / ".candidates", MARKS) != []


def test_only_public_names_of_public_people_are_sent(run: Run, elsewhere: Elsewhere) -> None:
    run()
    people = ("Wanda", "WITHDRAWN", "Merla", "Lina", "Beispiel", "TESTARI", "Gone Body")
    others = ("private", BASE, "/p/", "Ital", "ITA", "Q38", "San Marino")
    assert [secret for secret in (*people, *others) if secret in elsewhere.said] == []


@pytest.mark.parametrize("again", [("--dry-run",), ()])
def test_who_is_withheld_later_is_forgotten(
    run: Run, folder: Path, elsewhere: Elsewhere, again: tuple[str, ...]
) -> None:
    """By hand, in the list: the next run removes what it kept, and what was decided of the person."""
    marks = all_marks(["Aldo Testari", "Testari"])
    run()
    decide(folder, {"Q900000001": "certain"})
    elsewhere.asked.clear()
    withhold(folder, Listed(name="Aldo Testari"))
    ran = run(*again)
    assert ran.code == 0
    assert search_bytes(f"{ran.out}{ran.err}{elsewhere.said}".encode(), marks) == []
    assert search(folder / ".candidates", marks) == []
    if not again:
        assert search_bytes((folder / "candidates.csv").read_bytes(), marks) == []


def test_a_build_forgets_who_is_withheld(run: Run, folder: Path) -> None:
    marks = all_marks(["Aldo Testari", "Testari"])
    run()
    withhold(folder, Listed(name="Aldo Testari"))
    build(folder)
    assert search(folder / ".candidates", marks) == []
    assert list((folder / ".candidates").glob("*.json"))  # the bodies


def test_the_commands_that_withhold_forget_at_once(run: Run, folder: Path) -> None:
    run()
    assert list((folder / ".candidates").glob("*.json"))
    apply(withdraw(folder, 1))
    assert not (folder / ".candidates").exists()


def test_no_message_names_a_withheld_person(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    elsewhere.faults = {0: Reply(400, f"never heard of {NAME}".encode(), {"Content-Type": "text/plain"})}
    ran = run()
    assert ran.code == 3
    assert "never heard of [name withheld]" in ran.err
    assert search_bytes(ran.err.encode(), MARKS) == []


def test_a_missing_list_asks_nobody(run: Run, folder: Path, elsewhere: Elsewhere) -> None:
    (folder / "withheld.csv").unlink()
    assert run().code == 3
    assert elsewhere.asked == []
