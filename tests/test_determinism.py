"""Same input, same bytes, same URIs: rows 18 and 26 of the trust table."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from ld_export.pipeline import forks, page_stage
from ld_export.pipeline.build import build
from tests import fixtures_built
from tests.publishing import clean_site, iris, persons, served, statements, tree_hash
from tests.support import SETTINGS, SIGNATORIES, declaration, publication

pytestmark = pytest.mark.slow  # each builds whole publications

FRENCH = """\
Logo Assembly Logo Hemicycle

Le Testland doit libérer ses prisonniers

Déclaration écrite n° 901 | Doc. 90901 | 03 mai 2031

M. Aldo TESTARI, Italie, SOC ; Mme Brita ÅKERVIND, Suède, PPE/DC ; Mme Carla D'ESEMPIO, Saint-Marin, NR

Nous, soussignés, déclarons ce qui suit :

Le Testland détient des prisonniers.

Il doit les libérer.
"""

built = fixtures_built.built

# A pool of processes starts at 32 documents.
DOCUMENTS: Mapping[str, str] = {
    **{f"wd-{number}": declaration(number, SIGNATORIES[(number - 901) % 3 :]) for number in range(901, 934)},
    "wd-901-fr": FRENCH,
}


def site_of(folder: Path) -> dict[str, bytes]:
    """What a build of a publication serves."""
    build(folder)
    return served(folder / "public")


@pytest.mark.parametrize("fits", [pytest.param(True, id="memory"), pytest.param(False, id="disk")])
def test_pages_made_by_copies_of_the_process_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fits: bool
) -> None:
    made = publication(tmp_path / "p", DOCUMENTS)
    alone = site_of(made)
    monkeypatch.setattr(forks, "_WORTH_A_FORK", 1)
    if not fits:
        monkeypatch.setattr(page_stage, "_FITS_MEMORY", 0)
    build(made, tmp_path / "by-copies", jobs=3)
    assert served(tmp_path / "by-copies") == alone


# -- row 26: one tree hash ---------------------------------------------------------------------------------------------


class Surroundings(NamedTuple):
    """What may differ between two builds and must not show."""

    hash_seed: str
    locale: Mapping[str, str]
    time_zone: str
    jobs: int
    umask: int
    backwards: bool


PLAIN = Surroundings("0", {"LC_ALL": "C.UTF-8"}, "UTC", 1, 0o022, backwards=False)
ASCII_ONLY = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
OTHERS = {
    "processes, hash seed, no locale": Surroundings("1", ASCII_ONLY, "Pacific/Kiritimati", 2, 0o077, backwards=True),
    "Turkish, far west, open umask": Surroundings(
        "4242", {"LC_ALL": "tr_TR.UTF-8"}, "Pacific/Pago_Pago", 1, 0o000, backwards=True
    ),
    "processes, random seed": Surroundings(
        "random", {"LC_ALL": "C.UTF-8"}, "America/St_Johns", 2, 0o027, backwards=False
    ),
}


def built_in(around: Surroundings, folder: Path) -> tuple[str, bytes]:
    """The tree hash and the registry that a build in some surroundings makes of the documents."""
    order = sorted(DOCUMENTS, reverse=around.backwards)
    made = publication(folder, {name: DOCUMENTS[name] for name in order})
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    environment |= {"PYTHONHASHSEED": around.hash_seed, "TZ": around.time_zone, **around.locale}
    subprocess.run(
        [sys.executable, "-m", "ld_export.cli", "build", str(made), "--jobs", str(around.jobs)],
        env=environment,
        umask=around.umask,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=60,
    )
    return tree_hash(made / "public"), persons(made)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    return built_in(PLAIN, tmp_path_factory.mktemp("plain") / "p")


@pytest.mark.slow
@pytest.mark.parametrize("around", OTHERS.values(), ids=OTHERS)
def test_row_26_nothing_around_a_build_shows_in_the_site(
    tmp_path: Path, plain: tuple[str, bytes], around: Surroundings
) -> None:
    assert built_in(around, tmp_path / "another" / "place") == plain


@pytest.mark.slow
def test_row_26_a_store_that_fits_in_memory_does_not_show_in_the_site_with_annotations(
    built: fixtures_built.Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_stage, "_FITS_MEMORY", 0)
    build(built.publication, tmp_path / "public", frozen=True)
    assert tree_hash(tmp_path / "public") == tree_hash(built.public)


def test_row_26_a_store_that_fits_in_memory_does_not_show_in_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages from the store on the disk ask a document's own queries of its own graph: that graph holds the answers."""
    small = publication(tmp_path / "p")
    build(small, tmp_path / "in memory")
    monkeypatch.setattr(page_stage, "_FITS_MEMORY", 0)
    build(small, tmp_path / "on disk")
    assert tree_hash(tmp_path / "on disk") == tree_hash(tmp_path / "in memory")


def test_the_tree_hash_tells_any_two_trees_apart(tmp_path: Path) -> None:
    trees = [{"a": "1"}, {"a": "2"}, {"b": "1"}, {"a": "1", "b": ""}, {"c/a": "1"}, {}]
    for number, tree in enumerate(trees):
        for name, content in tree.items():
            file = tmp_path / str(number) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
    assert len({tree_hash(tmp_path / str(number)) for number in range(len(trees))}) == len(trees)


def test_row_26_compressed_dumps_carry_no_time_and_no_name(tmp_path: Path) -> None:
    site = site_of(publication(tmp_path / "p"))
    compressed = {name: content for name, content in site.items() if name.startswith("dumps/") and name.endswith(".gz")}
    plain = {name for name in site if name.startswith("dumps/") and not name.endswith((".gz", "SHA256SUMS", ".html"))}
    assert {name.removesuffix(".gz") for name in compressed} == plain
    for name, content in compressed.items():
        rest, text = content, b""
        while rest:
            assert rest[:3] == b"\x1f\x8b\x08", name
            flags, time = rest[3], rest[4:8]
            assert (flags, time) == (0, bytes(4)), name
            member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            text += member.decompress(rest) + member.flush()
            assert member.eof, name
            rest = member.unused_data
        assert text == site[name.removesuffix(".gz")], name


# -- row 18: the same again, and lasting URIs --------------------------------------------------------------------------


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A publication of two declarations, built once."""
    folder = publication(tmp_path / "p", {"wd-901": declaration(901), "wd-902": declaration(902)})
    build(folder)
    return folder


def test_row_18_a_rebuild_from_nothing_is_the_same_tree(made: Path, tmp_path: Path) -> None:
    first = tree_hash(made / "public")
    (made / "public").unlink()
    build(made)
    assert tree_hash(made / "public") == first
    build(made, tmp_path / "elsewhere")
    assert tree_hash(tmp_path / "elsewhere") == first


@pytest.mark.parametrize("name", ["aaa", "zzz", "déclaration", "WD-902"])
def test_row_18_renaming_a_document_file_changes_not_a_byte(made: Path, tmp_path: Path, name: str) -> None:
    before, known = served(made / "public"), persons(made)
    (made / "documents" / "wd-902.txt").rename(made / "documents" / f"{name}.txt")
    assert site_of(made) == before
    assert clean_site(made, tmp_path) == before
    assert persons(made) == known


@pytest.mark.parametrize(
    "also_written", ["Aldo TESTARI", r"\1"], ids=["and noting the printed form", "and nothing else"]
)
def test_row_18_correcting_a_name_changes_no_uri_and_only_what_is_said_of_the_person(
    made: Path, also_written: str
) -> None:
    before = served(made / "public")
    file = made / "entities" / "persons.csv"
    corrected = f"1,Aldo Maria Testari,Aldo Maria,Testari,it,{also_written},"
    rows = re.sub("(?m)^1,Aldo Testari,Aldo,Testari,it,([^,]*),", corrected, file.read_text(encoding="utf-8"))
    assert "Aldo Maria" in rows
    file.write_text(rows, encoding="utf-8")
    after = site_of(made)
    assert persons(made).decode() == rows
    assert iris(after) == iris(before)
    changed = {line.split(" ", 1)[0] for line in statements(after) ^ statements(before)}
    assert changed == {"<https://example.org/hrd/person/1>"}


def test_row_18_another_document_changes_no_uri_and_no_statement_of_the_others(made: Path) -> None:
    before = served(made / "public")
    newcomers = [*SIGNATORIES[1:], "Ms Dalia NEULING, Austria, LDR"]
    # Its number sorts before the others, so that it comes first wherever there is an order.
    (made / "documents" / "wd-100.txt").write_text(declaration(100, newcomers), encoding="utf-8")
    after = site_of(made)
    assert iris(before) < iris(after)
    assert statements(before) < statements(after)


def test_row_18_a_translation_that_comes_later_removes_no_statement_and_changes_no_uri(made: Path) -> None:
    before = served(made / "public")
    (made / "documents" / "wd-901-fr.txt").write_text(FRENCH, encoding="utf-8")
    after = site_of(made)
    assert statements(before) < statements(after)
    assert iris(before) < iris(after)
    added = iris(after) - iris(before)
    assert added
    assert all(iri.startswith("https://example.org/hrd/declaration/pace-wd-901#") for iri in added)


def test_row_18_the_order_of_languages_in_the_settings_is_what_plain_passages_follow(tmp_path: Path) -> None:
    texts = {"a": declaration(901), "b": FRENCH}
    english = site_of(publication(tmp_path / "en", texts))
    swapped = SETTINGS.replace('["en", "fr"]', '["fr", "en"]')
    french = site_of(publication(tmp_path / "fr", texts, settings=swapped))
    passage = "https://example.org/hrd/declaration/pace-wd-901#{}passage-1"
    assert {passage.format(""), passage.format("fr-")} <= iris(english)
    assert passage.format("en-") not in iris(english)
    assert {passage.format(""), passage.format("en-")} <= iris(french)
    assert passage.format("fr-") not in iris(french)
