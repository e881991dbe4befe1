"""Where files of a site lie: row 20 of the trust table, and what the names of input files may do."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path, PurePosixPath

import pytest

from ld_export.errors import LdExportError
from ld_export.pipeline.build import build
from tests.publishing import files_of, served
from tests.support import BASE, ROOT, SETTINGS, declaration, publication

pytestmark = pytest.mark.slow  # builds publications again and again

NEWS = """\
Testland frees its prisoners

TESTVILLE (Invented) — Nobody expected it, and nobody can say why.

The prisoners went home.
"""

# Names that Windows keeps for devices, whatever their case and ending.
DEVICES = ("con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10)))
LONGEST_NAME = 255  # bytes of UTF-8, on every file system in use
ROOM_FOR_ENDING = len(".jsonld")


def news(folder: Path, key: str) -> Path:
    """A publication of one declaration and one article with a key of its own."""
    extra = f'[documents.news]\nkey = {toml(key)}\npublisher = "times-of-central-asia"\nlanguage = "en"\n'
    return publication(folder, {"wd-901": declaration(), "news": NEWS}, extra=extra)


def short(name: str) -> str:
    """A name as the id of a test."""
    return ascii(name) if len(name) < 20 else f"{len(name)} characters"


def toml(text: str) -> str:
    """A text as a string of TOML, every character written as its number."""
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


def assert_paths_are_sound(public: Path) -> None:
    """Every file lies in the site as itself, under a name that no file system confuses with another or refuses."""
    site = public.resolve()
    paths = list(site.rglob("*"))
    names = [path.relative_to(site).as_posix() for path in paths]
    folded = [unicodedata.normalize("NFC", name).casefold() for name in names]
    assert len(set(folded)) == len(folded)
    for path, name in zip(paths, names, strict=True):
        assert path.resolve().relative_to(site).as_posix() == name
        assert path.is_dir() or path.is_file()
        for part in PurePosixPath(name).parts:
            assert len(part.encode()) <= LONGEST_NAME
            assert part == part.strip(" ").rstrip(".")
            assert part.partition(".")[0].casefold() not in DEVICES
            assert not set(part) & set('<>:"\\|?*')
            assert part.isprintable()
    assert set(served(public)) == {name for path, name in zip(paths, names, strict=True) if path.is_file()}


def test_row_20_every_file_of_a_site_has_a_place_of_its_own_in_it(tmp_path: Path) -> None:
    made = news(tmp_path / "p", "testland-frees")
    build(made)
    assert_paths_are_sound(made / "public")
    assert "declaration/testland-frees.html" in served(made / "public")


def test_row_20_every_file_of_the_publication_that_ships_has_a_place_of_its_own(tmp_path: Path) -> None:
    build(ROOT / "declarations", tmp_path / "public", frozen=True)
    assert_paths_are_sound(tmp_path / "public")


@pytest.mark.parametrize("base", ["https://w3id.org/hrd/", "https://w3id.org/", "https://w3id.org/hrd/concept/", BASE])
def test_row_20_no_base_address_leads_two_pages_to_one_file(tmp_path: Path, base: str) -> None:
    made = publication(tmp_path / "p", settings=SETTINGS.replace(BASE, base))
    build(made)
    assert_paths_are_sound(made / "public")


HOSTILE = [
    *("../x", "..", ".", "/x", "x/y", "a/A", "\\x", "x\\y", "C:x", "%2e%2e", "x%2fy"),
    *("CON", "con", "nul", "com1", "lpt9"),
    *("x.", ".x", "x ", " x", "x\n", "x\0", "-x", "x-", "x--y"),
    *("A", "é", "e\u0301", "ﬁ", "ı", "ß", "Ⅷ", "\u202ex", "\u200bx"),
    *("a" * 300, "a" * (LONGEST_NAME - ROOM_FOR_ENDING + 1), ""),
    *("index", "pace-wd-901"),
]


@pytest.mark.parametrize("key", HOSTILE, ids=short)
def test_row_20_a_hostile_key_in_the_settings_is_a_named_error(tmp_path: Path, key: str) -> None:
    made = news(tmp_path / "p", key)
    with pytest.raises(LdExportError) as refused:
        build(made)
    assert refused.value.exit_code == 3
    assert "ld-export.toml" in str(refused.value) or "news.txt" in str(refused.value)
    assert not files_of(made / "public")
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


# Space around a cell is no part of it, NUL is refused with the file, and a document's key is no organisation's.
HOSTILE_IDS = [id_ for id_ in HOSTILE if id_ == id_.strip() and "\0" not in id_ and id_ != "pace-wd-901"]


@pytest.mark.parametrize("id_", HOSTILE_IDS, ids=short)
def test_row_20_a_hostile_id_in_the_registry_is_a_named_error(tmp_path: Path, id_: str) -> None:
    made = publication(tmp_path / "p")
    registry = made / "entities" / "organizations.csv"
    columns = registry.read_text(encoding="utf-8").partition("\n")[0].split(",")
    row = {"id": f'"{id_}"', "name": "Hostile", "status": "active"}
    with registry.open("a", encoding="utf-8", newline="") as file:
        file.write(",".join(row.get(column, "") for column in columns) + "\n")
    with pytest.raises(LdExportError) as refused:
        build(made)
    assert refused.value.exit_code == 3
    assert "organizations.csv" in str(refused.value)
    assert not files_of(made / "public")


# -- names of document files -------------------------------------------------------------------------------------------


ODD_NAMES = [
    *("-rf", "--help", "a b", "'\"", "$(id)", "é", "e\u0301"),
    *("x\ny", "..x", "CON", "%s{0}", "\u202ex", "a" * 240),
]


def test_the_names_of_document_files_do_not_show_in_the_site(tmp_path: Path) -> None:
    texts = [declaration(901 + number) for number in range(len(ODD_NAMES))]
    plain = publication(tmp_path / "plain", {f"wd-{number}": text for number, text in enumerate(texts)})
    odd = publication(tmp_path / "odd", dict(zip(ODD_NAMES, texts, strict=True)))
    build(plain)
    build(odd)
    assert served(odd / "public") == served(plain / "public")


def test_files_whose_names_differ_only_in_case_or_in_form_are_two_files(tmp_path: Path) -> None:
    names = ["wd", "WD", "\u00e9", "e\u0301"]
    made = publication(tmp_path / "p", {name: declaration(901 + number) for number, name in enumerate(names)})
    assert len(list((made / "documents").iterdir())) == len(names), "this file system folds names"
    assert build(made).documents == len(names)


def test_a_file_name_that_is_no_text_is_a_named_error(tmp_path: Path) -> None:
    made = publication(tmp_path / "p")
    (Path(os.fsdecode(os.fsencode(made / "documents") + b"/\xff.txt"))).write_text(declaration(902), encoding="utf-8")
    with pytest.raises(LdExportError) as refused:
        build(made)
    assert refused.value.exit_code == 3
    assert str(refused.value).isprintable()


def test_a_file_name_that_the_locale_cannot_hold_is_read_or_named_but_no_traceback(tmp_path: Path) -> None:
    made = publication(tmp_path / "p", {"déclaration": declaration()})
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "ld_export.cli", "build", str(made)],
        env={**os.environ, **ascii_only},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode in (0, 3)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("planted", ["a folder", "a dangling link", "a link outside", "a pipe"])
def test_what_is_no_document_file_among_the_documents_is_read_or_named_but_never_waited_for(
    tmp_path: Path, planted: str
) -> None:
    made = publication(tmp_path / "p")
    place = made / "documents" / "wd-902.txt"
    (tmp_path / "outside.txt").write_text(declaration(902), encoding="utf-8")
    match planted:
        case "a folder":
            place.mkdir()
        case "a dangling link":
            place.symlink_to("nowhere")
        case "a link outside":
            place.symlink_to(tmp_path / "outside.txt")
        case "a pipe":
            os.mkfifo(place)
    done = subprocess.run(
        [sys.executable, "-m", "ld_export.cli", "build", str(made)],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=5,
    )
    if planted == "a link outside":
        assert done.returncode == 0
    else:
        assert done.returncode in (3, 5)
        assert "wd-902.txt" in done.stderr
        assert "Traceback" not in done.stderr
