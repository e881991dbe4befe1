"""The ledger of released addresses: what a build adds to it, and what it refuses because of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ld_export.errors import DocumentConflict, LdExportError, RegistryProblem, ReleasedProblem
from ld_export.ledger import FILE_NAME
from ld_export.pipeline.build import build
from ld_export.pipeline.curate import apply, merge, withdraw, withhold
from tests import fixtures_built
from tests.fixtures_built import PUBLICATION, Built
from tests.publishing import clean_site, served
from tests.support import BASE, SETTINGS, SIGNATORIES, declaration, publication

pytestmark = pytest.mark.slow  # builds publications again and again

built = fixtures_built.built
made = fixtures_built.made

DOCUMENTS = {
    "wd-901": declaration(901, SIGNATORIES[:2]),
    "wd-902": declaration(902, ["Ms Carla D'ESEMPIO, San Marino, ALDE"]),
}
GONE = f"{BASE}declaration/pace-wd-902"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication that was published once: two documents, whose signatories share neither country nor group."""
    folder = publication(tmp_path_factory.mktemp("released") / "p", DOCUMENTS)
    build(folder)
    return folder


def ledger_of(folder: Path) -> dict[str, str]:
    """The addresses of a ledger, each with its status."""
    header, *rows = (folder / FILE_NAME).read_text(encoding="utf-8").splitlines()
    assert header == "uri,status"
    return dict(row.split(",") for row in rows)


def mark(folder: Path, uri: str, status: str) -> None:
    """Give an address of the ledger another status."""
    path = folder / FILE_NAME
    text, count = re.subn(f"^{re.escape(uri)},.*$", f"{uri},{status}", path.read_text("utf-8"), flags=re.MULTILINE)
    assert count == 1
    path.write_text(text, encoding="utf-8")


def refused(folder: Path, *, frozen: bool = False) -> LdExportError:
    """Why a build is refused; not a byte of the site or of the ledger changes."""
    site, ledger = served(folder / "public"), (folder / FILE_NAME).read_bytes()
    with pytest.raises((ReleasedProblem, DocumentConflict)) as problem:
        build(folder, frozen=frozen)
    assert served(folder / "public") == site
    assert (folder / FILE_NAME).read_bytes() == ledger
    return problem.value


def pages_of(folder: Path) -> set[str]:
    """The addresses that have a page on the site and data beside it."""
    names = {name for name in served(folder / "public") if re.match(r"(?!dumps/)\w+/.*\.ttl$", name)}
    return {BASE + name.removesuffix(".ttl") for name in names}


# -- what a ledger holds -----------------------------------------------------------------------------------------------


def test_a_build_notes_every_address_of_its_own_and_nothing_else(made: Path) -> None:
    ledger = ledger_of(made)
    own = pages_of(made)
    assert set(ledger) == own
    assert {f"{BASE}person/3", f"{BASE}country/sm", f"{BASE}group/pace-alde", GONE} <= own
    assert set(ledger.values()) == {"active"}
    assert list(ledger) == sorted(ledger)


def test_no_name_stands_in_the_ledger(made: Path) -> None:
    text = (made / FILE_NAME).read_text(encoding="utf-8").casefold()
    assert not any(name in text for name in ("testari", "åkervind", "akervind", "esempio"))


def test_the_default_publication_notes_terms_and_concepts_too(built: Built) -> None:
    ledger = set(ledger_of(built.publication))
    assert {"https://w3id.org/hrd/ontology", "https://w3id.org/hrd/ontology#Tombstone"} <= ledger
    assert {"https://w3id.org/hrd/concept/demand", "https://w3id.org/hrd/concept/demand/apologise"} <= ledger
    assert not any("#" in uri for uri in ledger if not uri.startswith("https://w3id.org/hrd/ontology#"))


def test_a_second_build_finds_nothing_to_add(made: Path) -> None:
    before = (made / FILE_NAME).read_bytes()
    assert build(made, frozen=True).unchanged
    (made / "public").unlink()
    assert not build(made, frozen=True).unchanged
    assert (made / FILE_NAME).read_bytes() == before


def test_the_order_of_a_ledger_and_its_line_ends_mean_nothing(made: Path) -> None:
    path = made / FILE_NAME
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\r\n".join([header, *reversed(rows)]) + "\r\n", encoding="utf-8")
    assert build(made, frozen=True).unchanged


def test_what_is_new_is_added_in_its_place(made: Path) -> None:
    (made / "documents" / "wd-903.txt").write_text(declaration(903, SIGNATORIES[:1]), encoding="utf-8")
    before = set(ledger_of(made))
    assert build(made).released == 1
    assert set(ledger_of(made)) - before == {f"{BASE}declaration/pace-wd-903"}
    assert list(ledger_of(made)) == sorted(ledger_of(made))


def test_a_frozen_build_refuses_to_release_anything_new(made: Path) -> None:
    (made / "documents" / "wd-903.txt").write_text(declaration(903, SIGNATORIES[:1]), encoding="utf-8")
    problem = refused(made, frozen=True)
    assert problem.message == f"the ledger lacks 1 address: {BASE}declaration/pace-wd-903"
    assert "without --frozen" in problem.remedy


def test_the_parts_of_a_ledger_that_changed_meanwhile_are_not_overwritten(made: Path) -> None:
    (made / "documents" / "wd-903.txt").write_text(declaration(903, SIGNATORIES[:1]), encoding="utf-8")
    site = served(made / "public")

    def meddle(stage: str, *_: int) -> None:
        if stage == "pages":
            mark(made, GONE, "withdrawn")

    with pytest.raises(RegistryProblem, match="changed during the build"):
        build(made, progress=meddle)
    assert served(made / "public") == site
    assert ledger_of(made)[GONE] == "withdrawn"


# -- what may not disappear --------------------------------------------------------------------------------------------


def test_a_document_that_is_taken_away_stops_the_build(made: Path) -> None:
    (made / "documents" / "wd-902.txt").unlink()
    problem = refused(made)
    assert problem.message == f"1 released address would disappear: {GONE}"
    line = (made / FILE_NAME).read_text(encoding="utf-8").splitlines().index(f"{GONE},active") + 1
    assert problem.place == f"released.csv:{line}"
    assert "put the document back" in problem.remedy
    assert "withdrawn" in problem.remedy


def test_a_withdrawn_document_leaves_a_tombstone_and_all_that_it_named(made: Path) -> None:
    (made / "documents" / "wd-902.txt").unlink()
    mark(made, GONE, "withdrawn")
    before = pages_of(made)
    build(made)
    site = served(made / "public")
    assert pages_of(made) == before
    triples = [line for line in site["dumps/dataset.nt"].decode().splitlines() if line.startswith(f"<{GONE}> ")]
    assert [line.split(" ")[2] for line in triples if "type" in line] == ["<https://w3id.org/hrd/ontology#Tombstone>"]
    assert "This entry was withdrawn" in site["declaration/pace-wd-902.html"].decode()
    assert "pace-wd-902" not in site["declaration/index.html"].decode()
    assert "declaration/pace-wd-902" in site[".htaccess"].decode()
    assert ledger_of(made)[GONE] == "withdrawn"


def test_a_rebuild_from_nothing_has_the_same_tombstone(made: Path, tmp_path: Path) -> None:
    (made / "documents" / "wd-902.txt").unlink()
    mark(made, GONE, "withdrawn")
    build(made)
    assert clean_site(made, tmp_path) == served(made / "public")


def test_a_withdrawn_document_that_is_there_is_refused_and_can_come_back(made: Path) -> None:
    before = served(made / "public")
    mark(made, GONE, "withdrawn")
    problem = refused(made)
    assert "pace-wd-902 is withdrawn, and is here" in problem.message
    mark(made, GONE, "active")
    assert build(made, frozen=True).unchanged
    assert served(made / "public") == before


def test_a_person_or_body_whose_row_is_deleted_stops_the_build(made: Path) -> None:
    for file, row in (("persons.csv", "3,"), ("organizations.csv", "european-parliament,")):
        path = made / "entities" / file
        text = path.read_text(encoding="utf-8")
        path.write_text("".join(line for line in text.splitlines(True) if not line.startswith(row)), encoding="utf-8")
    (made / "documents" / "wd-902.txt").unlink()
    mark(made, GONE, "withdrawn")
    problem = refused(made)
    assert problem.message.startswith("2 released addresses would disappear")
    assert f"{BASE}person/3" in problem.message
    assert "put the row back into entities/persons.csv" in problem.remedy
    assert "put the row back into entities/organizations.csv" in problem.remedy


def test_merges_and_withdrawals_lose_no_address(made: Path) -> None:
    before = set(ledger_of(made))
    apply(merge(made, 1, 2))
    apply(withdraw(made, 3))
    build(made, frozen=True)
    assert set(ledger_of(made)) == before
    assert pages_of(made) == before


def test_whoever_was_withheld_before_a_release_is_never_in_the_ledger(tmp_path: Path) -> None:
    folder = publication(tmp_path / "p", DOCUMENTS)
    apply(withhold(folder, "Carla D'Esempio"))
    build(folder)
    assert sorted(uri for uri in ledger_of(folder) if "/person/" in uri) == [f"{BASE}person/1", f"{BASE}person/2"]


def test_whoever_is_withheld_afterwards_leaves_a_tombstone_even_where_no_site_tells(made: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another site"
    elsewhere.mkdir()
    apply(withhold(made, "3", published=elsewhere))  # whose page it lacks; but the ledger knows
    build(made, frozen=True)
    assert f"{BASE}person/3" in pages_of(made)
    assert "Esempio" not in served(made / "public")["dumps/dataset.nt"].decode()


def test_a_lost_address_that_names_somebody_who_is_withheld_is_not_told(made: Path) -> None:
    path = made / FILE_NAME
    path.write_text(path.read_text("utf-8") + f"{BASE}declaration/letter-of-nora-nowhere,active\n", encoding="utf-8")
    apply(withhold(made, "Nora Nowhere"))
    assert "nowhere" not in str(refused(made)).casefold()


def test_another_base_address_is_named_as_such(made: Path) -> None:
    settings = made / "ld-export.toml"
    settings.write_text(settings.read_text("utf-8").replace(BASE, "https://example.org/other/"), encoding="utf-8")
    problem = refused(made)
    assert problem.message.startswith("base_uri is https://example.org/other/, and all ")
    assert "docs/publisher.md" in problem.remedy
    (made / FILE_NAME).unlink()
    build(made)
    assert all(uri.startswith("https://example.org/other/") for uri in ledger_of(made))


def test_a_term_a_concept_or_the_vocabulary_s_pages_do_not_disappear_either(tmp_path: Path) -> None:
    folder = shutil.copytree(PUBLICATION, tmp_path / "p", ignore=shutil.ignore_patterns("public", ".*"))
    build(folder, frozen=True)
    path = folder / FILE_NAME
    whole = path.read_text(encoding="utf-8")
    for lost in ("ontology#NoSuchTerm", "concept/demand/no-such-demand"):
        path.write_text(f"{whole}https://w3id.org/hrd/{lost},active\n", encoding="utf-8")
        problem = refused(folder)
        assert lost in problem.message
        assert "ld-export" in problem.remedy
    path.write_text(whole, encoding="utf-8")
    settings = folder / "ld-export.toml"
    settings.write_text(f"vocabulary_pages = false\n{settings.read_text('utf-8')}", encoding="utf-8")
    assert "released addresses would disappear" in refused(folder).message


def test_a_publication_does_not_answer_for_a_vocabulary_that_is_not_its_own(tmp_path: Path) -> None:
    settings = SETTINGS.replace("vocabulary_pages = false", "vocabulary_pages = true")
    folder = publication(tmp_path / "p", DOCUMENTS, settings)
    build(folder)
    assert all(uri.startswith(BASE) for uri in ledger_of(folder))


# -- a ledger that is no ledger ----------------------------------------------------------------------------------------


def _add(line: str) -> Callable[[str], str]:
    return lambda text: f"{text}{line}\n"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda text: text.replace("uri,status", "url,status"), r"released\.csv:1: the columns are"),
        (_add("only-one-cell"), r"released\.csv:[0-9]+: 1 cells where 2 are due"),
        (_add(f"{BASE}person/9,gone"), r"released\.csv:[0-9]+: the status 'gone' is unknown"),
        (_add(f"{BASE}person/9,withdrawn"), r"person/9 is no document"),
        (_add(f"{GONE},active"), r"pace-wd-902 stands twice"),
        (_add(f"{BASE}\0,active"), r"a NUL character"),
    ],
    ids=["header", "ragged", "status", "no document", "twice", "NUL"],
)
def test_a_malformed_ledger_is_refused_with_its_line(made: Path, spoil: Callable[[str], str], message: str) -> None:
    path = made / FILE_NAME
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert re.search(message, str(refused(made)))
