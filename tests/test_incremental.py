"""A build that redoes only what changed makes, byte for byte, what a build from nothing makes."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ld_export.errors import OutputProblem, RegistryProblem
from ld_export.pipeline.build import build
from ld_export.pipeline.index import read_index
from ld_export.privacy import Listed, list_head, listed_row
from tests import fixtures_built
from tests.publishing import clean_site, served, statements
from tests.support import SETTINGS, SIGNATORIES, declaration, publication, twins_slow

pytestmark = pytest.mark.slow  # builds publications again and again

made = fixtures_built.made

MORE_SETTINGS = """
[documents.wd-902]
rights = "full"
source = "https://example.org/source/902"
"""

Edit = Callable[[Path], object]
"""What is done to the publication in a folder."""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of three declarations that share signatories, built once."""
    texts = {
        "wd-901": declaration(901),
        "wd-902": declaration(902, [*SIGNATORIES[1:], "Mr Dorian EXEMPLO, Portugal, ALDE"], title="Second"),
        "wd-903": declaration(903, SIGNATORIES[:1], title="Third"),
    }
    folder = publication(tmp_path_factory.mktemp("first") / "p", texts, extra=MORE_SETTINGS)
    build(folder)
    return folder


def rewrite(name: str, old: str, new: str) -> Edit:
    """An edit that replaces words in a file of a publication, which must be there."""

    def edit(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def person(id_: int, **cells: str) -> Edit:
    """An edit of one row of the registry's persons, if it is there; none of their cells holds a comma."""

    def edit(folder: Path) -> None:
        file = folder / "entities" / "persons.csv"
        header, *rows = (line.split(",") for line in file.read_text(encoding="utf-8").splitlines())
        for number, row in enumerate(rows):
            if row[0] == str(id_):
                rows[number] = list((dict(zip(header, row, strict=True)) | cells).values())
        file.write_text("".join(",".join(row) + "\n" for row in [header, *rows]), encoding="utf-8")

    return edit


class Withhold(NamedTuple):
    """From now on these people are not named, and nobody else."""

    names: list[str]

    def __call__(self, folder: Path) -> None:
        listed = "".join(listed_row(Listed(name=name)) for name in self.names)
        (folder / "withheld.csv").write_text(list_head() + listed, encoding="utf-8")


def write(name: str, text: str) -> Edit:
    return lambda folder: (folder / "documents" / name).write_text(text, encoding="utf-8")


def remove(name: str) -> Edit:
    """An edit that takes a document away and says so in the ledger: nothing else lets it go."""

    def edit(folder: Path) -> None:
        (folder / "documents" / name).unlink()
        address = f"declaration/pace-{name.removesuffix('.txt')},"
        rewrite("released.csv", f"{address}active", f"{address}withdrawn")(folder)

    return edit


def no_groups(folder: Path) -> None:
    """An edit after which no group is named, so that the section of groups, which all pages link to, is gone.

    Nor was one ever released: its page would stay.
    """
    (folder / "released.csv").unlink()
    for text in (folder / "documents").iterdir():
        text.write_text(re.sub("(SOC|EPP/CD|ALDE)", "NR", text.read_text(encoding="utf-8")), encoding="utf-8")


FRENCH = """\
Le Testland doit libérer ses prisonniers

Déclaration écrite n° 903 | Doc. 90903 | 03 mai 2031

M. Aldo TESTARI, Italie, SOC

Nous, soussignés, déclarons ce qui suit : Le Testland doit libérer ses prisonniers.
"""

ONE = "documents/wd-901.txt"
EDITS: dict[str, tuple[Edit, int]] = {
    # Each with the number of documents that have to be made anew.
    "a body": (rewrite(ONE, "It must free them.", "It must free them now.\n\nAnd for good."), 1),
    "the order of signatories": (
        rewrite("documents/wd-902.txt", " ; ".join(SIGNATORIES[1:]), " ; ".join(SIGNATORIES[:0:-1])), 1
    ),
    "a title": (rewrite(ONE, "Testland must free its prisoners", "Testland shall free its prisoners"), 1),
    "a date": (rewrite(ONE, "03 May 2031", "04 May 2031"), 1),
    "a new signatory": (rewrite("documents/wd-903.txt", "SOC", "SOC ; Ms Elva NEULING, Austria, LDR"), 1),
    "a known signatory": (rewrite("documents/wd-903.txt", "SOC", f"SOC ; {SIGNATORIES[1]}"), 1),
    "a signatory who leaves": (rewrite("documents/wd-902.txt", " ; Mr Dorian EXEMPLO, Portugal, ALDE", ""), 1),
    "a signatory's country": (rewrite("documents/wd-902.txt", "Portugal", "Spain"), 1),
    "a signatory's group": (rewrite("documents/wd-902.txt", "ALDE", "NR"), 1),
    "a document less": (remove("wd-902.txt"), 0),
    "the first document less": (remove("wd-901.txt"), 0),
    "a document more": (write("wd-904.txt", declaration(904, SIGNATORIES[:2])), 1),
    "a document more, before all others": (write("a.txt", declaration(9, SIGNATORIES[:2])), 1),
    "a translation": (write("wd-903-fr.txt", FRENCH), 1),
    "a person's name": (person(1, name="Aldo Maria Testari", also_written="Aldo TESTARI"), 0),
    "a person's other spelling": (person(2, also_written="Brita ÅKERVIND | Britta ÅKERVIND"), 0),
    "a person's link": (
        person(2, same_as="https://example.org/other", certainty="certain", link_source="a test"), 0
    ),
    "a merge of two persons": (person(4, status="merged-into:2"), 1),
    "a merge of two signatories of one document": (person(3, status="merged-into:2"), 2),
    "the last of the groups": (no_groups, 3),
    "an organization's name": (
        rewrite("entities/organizations.csv", "Parliamentary Assembly", "Assembly of parliaments"), 0
    ),
    "the site's title": (rewrite("ld-export.toml", "Invented declarations", "Imagined declarations"), 3),
    "the order of languages": (rewrite("ld-export.toml", '["en", "fr"]', '["fr", "en"]'), 3),
    "a document's rights": (rewrite("ld-export.toml", 'rights = "full"', 'rights = "metadata"'), 1),
    "a document's address": (rewrite("ld-export.toml", "source/902", "source/902b"), 1),
    # While somebody is withheld, nothing of a generation in which nobody was is used.
    "somebody withheld": (Withhold(["Carla D'Esempio"]).__call__, 3),
    "a file's name": (lambda folder: (folder / ONE).rename(folder / "documents" / "z.txt"), 0),
    "trailing space": (rewrite(ONE, "them.", "them.   "), 1),
}  # fmt: skip


TWINS = (
    *("the order of signatories", "a date", "a known signatory", "a signatory's group", "the first document less"),
    *("a document more, before all others", "a person's link", "the order of languages", "a document's address"),
)


@pytest.mark.parametrize(("edit", "remade"), twins_slow(EDITS, TWINS))
def test_after_an_edit_an_incremental_build_equals_a_clean_one(
    made: Path, tmp_path: Path, edit: Edit, remade: int
) -> None:
    edit(made)
    summary = build(made)
    assert served(made / "public") == clean_site(made, tmp_path)
    assert not summary.unchanged
    assert summary.remade == remade
    assert summary.documents == len({path.stem.removesuffix("-fr") for path in (made / "documents").iterdir()})
    assert summary.statements == len(statements(served(made / "public")))
    # And back to rest: the state that the build left is that of its inputs.
    assert build(made).unchanged


def test_an_edit_and_its_undoing_end_where_they_began(made: Path) -> None:
    before = served(made / "public")
    text = (made / ONE).read_bytes()
    rewrite(ONE, "prisoners", "captives")(made)
    build(made)
    assert served(made / "public") != before
    (made / ONE).write_bytes(text)
    assert build(made).remade == 1
    assert served(made / "public") == before


def everything(folder: Path) -> dict[str, tuple[int, ...]]:
    """Of every file and link below a folder (but for the lock): which it is, and when it was last touched."""
    found = {str(path.relative_to(folder)): path.lstat() for path in folder.rglob("*") if path.name != "lock"}
    return {name: (stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size) for name, stat in found.items()}


def test_a_rebuild_with_nothing_changed_says_so_and_touches_nothing(made: Path) -> None:
    before = everything(made)
    summary = build(made)
    assert summary.unchanged
    assert (summary.documents, summary.remade, summary.added) == (3, 0, [])
    after = everything(made)
    # The folder that holds the lock may be touched; nothing in it but the lock is.
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} <= {".public"}


def test_a_dump_of_which_nothing_changed_is_not_written_again(made: Path, tmp_path: Path) -> None:
    def files() -> dict[str, int]:
        return {path.name: path.stat().st_ino for path in (made / "public" / "dumps").iterdir()}

    before = files()
    rewrite(ONE, "prisoners", "captives")(made)
    build(made)
    after = files()
    same = {name for name in after if after[name] == before[name]}
    assert {"signatures.csv", "signatures.csv.gz", "entities.csv", "entities.csv.gz"} <= same
    assert same.isdisjoint({"dataset.nq", "dataset.nq.gz", "dataset.jsonld", "SHA256SUMS"})
    assert served(made / "public") == clean_site(made, tmp_path)


def test_where_somebody_is_withheld_nothing_is_remembered_of_the_settings(made: Path) -> None:
    def memory() -> set[str]:
        return set(read_index((made / "public").resolve().parent).memory)

    rewrite(ONE, "prisoners", "captives")(made)
    build(made)
    assert "settings" in memory()
    Withhold(["Carla D'Esempio"])(made)
    build(made)
    assert memory() == set()


def test_files_that_are_touched_without_a_change_are_no_change(made: Path) -> None:
    for path in [*(made / "documents").iterdir(), *(made / "entities").iterdir(), made / "ld-export.toml"]:
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
    assert build(made).unchanged


def _lose(generation: Path, name: str) -> None:
    lost = generation / name
    shutil.rmtree(lost) if lost.is_dir() else lost.unlink()


@pytest.mark.parametrize("name", ["index.msgpack", "store"])
def test_what_a_build_keeps_for_itself_can_be_lost(made: Path, tmp_path: Path, name: str) -> None:
    _lose((made / "public").resolve().parent, name)
    rewrite(ONE, "prisoners", "captives")(made)
    build(made)
    assert served(made / "public") == clean_site(made, tmp_path)


@pytest.mark.parametrize("name", ["manifest.sha256", "site/country/se.html", "site/dumps/dataset.nt", "site/person"])
def test_a_site_that_lost_something_is_named_and_the_remedy_mends_it(made: Path, tmp_path: Path, name: str) -> None:
    _lose((made / "public").resolve().parent, name)
    rewrite(ONE, "prisoners", "captives")(made)
    with pytest.raises(OutputProblem, match="not as the last build left it") as refused:
        build(made)
    assert f"remove {made / 'public'}" in refused.value.remedy
    (made / "public").unlink()
    build(made)
    assert served(made / "public") == clean_site(made, tmp_path)


# -- many edits in a row -----------------------------------------------------------------------------------------------

# As the English list prints them, and as the French one does.
PEOPLE = {
    SIGNATORIES[0]: "M. Aldo TESTARI, Italie, SOC",
    SIGNATORIES[1]: "Mme Brita ÅKERVIND, Suède, PPE/DC",
    SIGNATORIES[2]: "Mme Carla D'ESEMPIO, Saint-Marin, NI",
    "Mr Dorian EXEMPLO, Portugal, ALDE": "M. Dorian EXEMPLO, Portugal, ADLE",
    "Ms Elva NEULING, Austria, LDR": "Mme Elva NEULING, Autriche, LDR",
    "Mr Aldo TESTARI, San Marino, SOC": "M. Aldo TESTARI, Saint-Marin, SOC",
}


class Write(NamedTuple):
    """A document is written, for the first time or anew, with a translation or (from now on) without."""

    number: int
    signatories: list[str]
    title: str
    body: list[str]
    translated: bool

    def __call__(self, folder: Path) -> None:
        text = declaration(self.number, self.signatories, self.title, self.body)
        (folder / "documents" / f"wd-{self.number}.txt").write_text(text, encoding="utf-8")
        translation = folder / "documents" / f"wd-{self.number}-fr.txt"
        translation.unlink(missing_ok=True)
        if self.translated:
            header = f"Déclaration écrite n° {self.number} | Doc. {90000 + self.number} | 03 mai 2031"
            french = [self.title, header, " ; ".join(PEOPLE[one] for one in self.signatories), *self.body]
            translation.write_text("\n\n".join(french) + "\n", encoding="utf-8")


class Remove(NamedTuple):
    """A document goes, if there is another. Its addresses would be missed, had they been released in earnest."""

    number: int

    def __call__(self, folder: Path) -> None:
        files = set((folder / "documents").iterdir())
        own = {file for file in files if file.name.startswith(f"wd-{self.number}")}
        for file in own if own < files else ():
            file.unlink()
            (folder / "released.csv").unlink(missing_ok=True)


class Correct(NamedTuple):
    """A curator gives a person (if there is one of the number) another name, merges it into the first, or ends it."""

    number: int
    name: str
    status: str

    def __call__(self, folder: Path) -> None:
        status = "active" if self.number == 1 else self.status
        cells = {"name": f"{self.name} {self.number}", "countries": "it", "status": status}
        if status == "withdrawn":
            cells |= dict.fromkeys(("name", "given_name", "family_name", "countries", "also_written"), "")
        person(self.number, **cells)(folder)


class Settings(NamedTuple):
    """Title of the site and rights of one document; those of the others fall back to what they are by default."""

    title: str
    number: int
    rights: str

    def __call__(self, folder: Path) -> None:
        text = SETTINGS.replace("Invented declarations", self.title)
        for name in (f"wd-{self.number}", f"wd-{self.number}-fr"):
            statement = 'rights_statement = { en = "All rights reserved", fr = "Tous droits réservés" }'
            text += f'\n[documents.{name}]\nrights = "{self.rights}"\n{statement}\n'
        (folder / "ld-export.toml").write_text(text, encoding="utf-8")


numbers = st.integers(901, 904)
edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(
        Write,
        numbers,
        st.lists(st.sampled_from(list(PEOPLE)), min_size=1, max_size=4, unique=True),
        st.sampled_from(["Testland must free its prisoners", "Ünïcode & <markup>", "Zebras"]),
        st.lists(st.sampled_from(["We declare.", "They are held.", "Free them."]), min_size=1, max_size=3),
        st.booleans(),
    ),
    st.builds(Remove, numbers),
    st.builds(
        Correct,
        st.integers(1, 6),
        st.sampled_from(["Ada Corrected", "Zoé Übersetzt", "J. O'Neill"]),
        st.sampled_from(["active", "merged-into:1", "withdrawn"]),
    ),
    st.builds(Withhold, st.lists(st.sampled_from(["Aldo Testari", "Brita Åkervind", "Nora Nowhere"]), max_size=2)),
    st.builds(
        Settings,
        st.sampled_from(["Invented declarations", "Other title"]),
        numbers,
        st.sampled_from(["full", "quotes", "metadata"]),
    ),
)


# Each example takes seconds, so that one that fails is shown as it was found.
@settings(max_examples=2, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(edits, min_size=10, max_size=10))
def test_after_any_edits_in_a_row_an_incremental_build_equals_a_clean_one(row: list[Edit]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = publication(Path(scratch) / "p", settings=f"list_size = 2\n{SETTINGS}")
        persons = folder / "entities" / "persons.csv"
        for edit in row:
            before = persons.read_bytes()
            edit(folder)
            try:
                build(folder)
            except RegistryProblem:  # two persons of one spelling and country: whoever edits takes it back
                persons.write_bytes(before)
                build(folder)
            assert served(folder / "public") == clean_site(folder, Path(scratch)), edit
