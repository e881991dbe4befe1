"""The settings of a publication: every mistake is named with its file and its key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ld_export.errors import SettingsProblem
from ld_export.settings import DocumentSettings, Settings, read_settings, settings_from
from ld_export.sources import DEFAULT_LIMIT
from tests.support import BASE, ROOT, SETTINGS, publication


def table(**changes: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "base_uri": BASE,
        "title": {"en": "Tests"},
        "publisher": {"name": "Tests", "contact": "mailto:tests@example.org"},
        "licence": "https://example.org/licence",
    }
    return {key: value for key, value in (known | changes).items() if value is not None}


def document(**keys: Any) -> dict[str, Any]:
    return table(documents={"wd-901": keys})


def test_the_settings_that_a_publication_must_have_are_enough() -> None:
    settings = settings_from(table())
    assert settings.site == settings.base_uri == BASE
    assert settings.languages == ("en", "fr")
    assert settings.size_limit == DEFAULT_LIMIT == 16 * 1024 * 1024
    assert settings.of("anything") == DocumentSettings(rights="full")


def test_the_pages_may_lie_elsewhere() -> None:
    assert settings_from(table(site_url="https://pages.example.org/x/")).site == "https://pages.example.org/x/"


def test_the_settings_of_a_document_are_kept_under_its_file_s_name() -> None:
    settings = settings_from(document(key="news-1", rights="quotes", date="2031-05-03", language="fr"))
    assert settings.of("wd-901") == DocumentSettings(key="news-1", rights="quotes", date="2031-05-03", language="fr")


def test_a_file_is_read_with_or_without_its_mark(tmp_path: Path) -> None:
    folder = publication(tmp_path)
    plain = read_settings(folder)
    (folder / "ld-export.toml").write_text("\ufeff" + SETTINGS, encoding="utf-8")
    assert read_settings(folder) == plain
    assert plain.title == {"en": "Invented declarations"}


def test_the_publication_that_ships_with_the_project_has_good_settings() -> None:
    settings = read_settings(ROOT / "declarations")
    assert isinstance(settings, Settings)
    assert settings.of("tca-ep-resolution").rights == "quotes"


def test_a_folder_without_settings_is_no_publication(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match=r"ld-export\.toml: no such file; name a publication with -p"):
        read_settings(tmp_path)


def test_settings_that_are_a_folder_are_a_named_error(tmp_path: Path) -> None:
    (tmp_path / "ld-export.toml").mkdir()
    with pytest.raises(SettingsProblem, match=r"ld-export\.toml: cannot be read: Is a directory"):
        read_settings(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"base_uri = ", r"ld-export\.toml: Invalid value"),
        (b'base_uri = "a"\nbase_uri = "b"\n', r"ld-export\.toml: .*line 2"),
        (b'title = "\xff"', r"ld-export\.toml: 'utf-8' codec can't decode"),
    ],
)
def test_what_is_no_toml_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "ld-export.toml").write_bytes(content)
    with pytest.raises(SettingsProblem, match=said):
        read_settings(tmp_path)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (table(base_uri=None), "missing required field `base_uri`"),
        (table(publisher={"name": "x"}), r"missing required field `contact` - at `\$\.publisher`"),
        (table(titel={"en": "x"}), "unknown field `titel`"),
        (document(soruce="https://example.org/"), "unknown field `soruce`"),
        (document(rights="some"), r"'some' - at `\$\.documents\[\.\.\.\]\.rights`"),
        (document(language="english"), "regex"),
        (table(languages=[]), "length >= 1"),
        (table(size_limit=0), ">= 1"),
        (table(size_limit="16"), "Expected `int`"),
    ],
)
def test_a_key_that_is_missing_unknown_or_of_another_kind_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsProblem, match=said) as caught:
        settings_from(changed)
    assert str(caught.value).startswith("ld-export.toml: ")
    assert caught.value.remedy == "see docs/settings.md for every key"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (table(base_uri="https://example.org/hrd"), "base_uri .* lacks its last slash; write https://example.org/hrd/"),
        (table(base_uri="example.org/"), "base_uri 'example.org/' is no web address"),
        (table(base_uri="https://example.org/a b/"), "base_uri .* is no web address"),
        (table(base_uri="https://example.org/#"), "base_uri .* is no web address"),
        (table(site_url="https://example.org/x"), "site_url .* lacks its last slash"),
        (document(source="pace.coe.int/en/files/1/html"), "documents.wd-901.source .* is no web address"),
        (document(key="A key"), "documents.wd-901.key is 'A key'; use a-z, 0-9 and hyphens"),
        (document(key="../x"), "documents.wd-901.key"),
        (document(date="3 May 2031"), "documents.wd-901.date '3 May 2031' is no date"),
    ],
)
def test_an_address_a_key_or_a_date_that_cannot_be_used_is_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsProblem, match=said):
        settings_from(changed)


def test_the_address_of_a_document_needs_no_slash_at_its_end() -> None:
    address = "https://pace.coe.int/en/files/24151/html?x=1"
    assert settings_from(document(source=address)).of("wd-901").source == address
