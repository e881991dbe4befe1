"""What one build remembers for the next: taken where it was made of the same, made again where it was not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ld_export.errors import SettingsProblem
from ld_export.pages.views import Table, read_views
from ld_export.remembered import remembered, remembering
from ld_export.settings import FILE_NAME, read_settings
from ld_export.theme import plain_theme
from tests.support import publication


def never() -> list[str]:
    raise AssertionError("made again")


def test_a_value_is_taken_where_it_was_made_of_the_same() -> None:
    with remembering({}) as memory:
        assert remembered("names", "1", list[str], lambda: ["a", "b"]) == ["a", "b"]
    with remembering(memory):
        assert remembered("names", "1", list[str], never) == ["a", "b"]
        assert remembered("names", "2", list[str], lambda: ["c"]) == ["c"]
        assert remembered("names", "2", list[str], never) == ["c"]


def test_nothing_is_taken_that_another_version_of_the_code_made(monkeypatch: pytest.MonkeyPatch) -> None:
    with remembering({}) as memory:
        remembered("names", "1", list[str], lambda: ["a"])
    monkeypatch.setattr("ld_export.remembered.code_digest", lambda: "another")
    with remembering(memory):
        assert remembered("names", "1", list[str], lambda: ["b"]) == ["b"]


def test_a_damaged_value_is_made_again() -> None:
    with remembering({}) as memory:
        remembered("names", "1", list[str], lambda: ["a"])
    made_of, packed = memory["names"]
    with remembering({"names": (made_of, packed[:-1])}):
        assert remembered("names", "1", list[str], lambda: ["a"]) == ["a"]


def test_outside_a_build_nothing_is_remembered() -> None:
    assert remembered("names", "1", list[str], lambda: ["a"]) == ["a"]
    assert remembered("names", "1", list[str], lambda: ["b"]) == ["b"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return publication(tmp_path / "p")


def test_settings_are_the_same_from_memory(site: Path) -> None:
    with remembering({}) as memory:
        first = read_settings(site)
    with remembering(memory):
        assert read_settings(site) == first == read_settings(site)


def test_changed_settings_are_read_again(site: Path) -> None:
    file = site / FILE_NAME
    with remembering({}) as memory:
        read_settings(site)
    file.write_text(file.read_text(encoding="utf-8") + "\nunknown = 1\n", encoding="utf-8")
    with remembering(memory), pytest.raises(SettingsProblem):
        read_settings(site)


def test_views_are_the_same_from_memory() -> None:
    read_views.cache_clear()
    with remembering({}) as memory:
        first = read_views(plain_theme())
    read_views.cache_clear()
    with remembering(memory):
        again = read_views(plain_theme())
    read_views.cache_clear()
    assert isinstance(again, Table)
    assert again == first == read_views(plain_theme())
