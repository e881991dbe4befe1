"""Compiled templates that are kept for later runs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest

from ld_export.pages.compiled import compiled


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files in which nothing lies yet."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    compiled.cache_clear()
    yield tmp_path
    compiled.cache_clear()


def filled(text: str) -> str:
    """A template of that text filled in by an environment that has not seen it, as in another run."""
    compiled.cache_clear()
    loader = jinja2.DictLoader({"a.j2": text})
    environment = jinja2.Environment(loader=loader, autoescape=True, bytecode_cache=compiled("tests"))
    return environment.get_template("a.j2").render(name="<b>")


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_template_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled("Hello {{ name }}") == "Hello &lt;b&gt;"
    assert len(kept(folder)) == 1
    monkeypatch.setattr(jinja2.Environment, "_parse", None)  # nothing can be compiled any more
    assert filled("Hello {{ name }}") == "Hello &lt;b&gt;"


def test_another_text_is_another_template(folder: Path) -> None:
    assert filled("One {{ name }}") == "One &lt;b&gt;"
    assert filled("Two {{ name }}") == "Two &lt;b&gt;"


def test_a_file_that_is_cut_is_made_again(folder: Path) -> None:
    filled("Hello {{ name }}")
    (file,) = kept(folder)
    whole = file.read_bytes()
    for length in (*range(100), *range(100, len(whole), 97)):
        file.write_bytes(whole[:length])
        assert filled("Hello {{ name }}") == "Hello &lt;b&gt;"


def test_without_a_folder_that_is_ours_nothing_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> str:
        raise RuntimeError("somebody else's")

    monkeypatch.setattr(jinja2.FileSystemBytecodeCache, "_get_default_cache_dir", refuse)
    assert filled("Hello {{ name }}") == "Hello &lt;b&gt;"
    assert kept(folder) == []


def test_a_full_disk_is_no_matter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(jinja2.FileSystemBytecodeCache, "dump_bytecode", full)
    assert filled("Hello {{ name }}") == "Hello &lt;b&gt;"
    assert kept(folder) == []


def test_only_its_user_can_reach_the_folder(folder: Path) -> None:
    filled("Hello {{ name }}")
    (file,) = kept(folder)
    assert file.parent.stat().st_mode & 0o777 == 0o700
