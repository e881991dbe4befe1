"""The wheel, installed outside the checkout, is whole: every resource is in it, and it publishes."""

from __future__ import annotations

import importlib.util
import os
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ld_export import __version__
from ld_export.resources import FOLDERS
from tests import fixtures_built
from tests.conftest import not_run
from tests.fixtures_built import Built
from tests.support import ROOT, declaration

built = fixtures_built.built

pytestmark = [pytest.mark.external, pytest.mark.slow]

_CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_", "VIRTUAL_ENV"))}


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=_CLEAN, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("hatchling") is None or importlib.util.find_spec("pip") is None:
        not_run("hatchling or pip is missing: no wheel can be built")
    folder = tmp_path_factory.mktemp("wheel")
    offline = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "wheel", ".", *offline, "--wheel-dir", folder, cwd=ROOT)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of a fresh environment with the wheel in it; what it depends on is taken from the present one."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    python = folder / "bin" / "python"
    offline = ("--no-deps", "--no-index", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "--python", python, "install", *offline, wheel, cwd=folder.parent)
    (packages,) = folder.glob("lib/python*/site-packages")
    # A path that a .pth file adds has its own .pth files left alone: an editable install there is not seen.
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()) + "\n", encoding="utf-8")
    where = run(python, "-c", "import ld_export; print(ld_export.__file__)", cwd=folder.parent)
    assert Path(where.strip()) == packages / "ld_export" / "__init__.py"
    return folder / "bin"


def test_the_wheel_has_the_package_its_marker_its_licence_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    info = f"ld_export-{__version__}.dist-info"
    assert {name.partition("/")[0] for name in names} == {"ld_export", info}
    assert {"ld_export/py.typed", f"{info}/licenses/LICENSE", f"{info}/entry_points.txt"} <= set(names)
    assert not any("__pycache__" in name for name in names)
    assert len(names) == len(set(names))


def test_every_resource_is_the_one_of_the_checkout_byte_for_byte(wheel: Path) -> None:
    head = "ld_export/_resources/"
    with zipfile.ZipFile(wheel) as archive:
        packed = {name.removeprefix(head): archive.read(name) for name in archive.namelist() if name.startswith(head)}
    kept = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert sorted(packed) == sorted(kept)
    assert [name for name in kept if packed[name] != kept[name]] == []


def test_every_module_is_the_one_of_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if name.endswith(".py")}
    source = ROOT / "src"
    assert packed == {path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*.py")}


def test_the_default_publication_builds_to_the_same_bytes(installed: Path, built: Built, tmp_path: Path) -> None:
    assert run(installed / "ld-export", "--version", cwd=tmp_path) == f"ld-export {__version__}\n"
    run(installed / "ld-export", "init", "demo", cwd=tmp_path)
    assert "108 signatures" in run(installed / "ld-export", "build", "demo", cwd=tmp_path)
    for name in ("dataset.nq", "dataset.jsonld", "signatures.csv"):
        assert (tmp_path / "demo" / "public" / "dumps" / name).read_bytes() == built.dump(name)
    answer = run(installed / "ld-export", "query", "--name", "countries", "-p", "demo", "--format", "csv", cwd=tmp_path)
    assert answer.startswith("country,name,signatures")


def test_an_empty_scaffold_builds_once_a_document_is_in_it(installed: Path, tmp_path: Path) -> None:
    run(installed / "ld-export", "init", "--empty", "scaffold", cwd=tmp_path)
    (tmp_path / "scaffold" / "documents" / "wd-901.txt").write_text(declaration(), encoding="utf-8")
    assert "3 signatures" in run(installed / "ld-export", "build", "scaffold", cwd=tmp_path)
    assert "conforms" in run(installed / "ld-export", "validate", "-p", "scaffold", cwd=tmp_path)
    assert (tmp_path / "scaffold" / "public" / "declaration" / "pace-wd-901.html").is_file()
