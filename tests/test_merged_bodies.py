"""Row 19 for bodies: one that was merged or withdrawn is an empty entry at its old address, and nothing hangs on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ld_export.errors import LdExportError
from ld_export.pipeline.build import build
from tests.publishing import clean_site, served
from tests.support import BASE, declaration, publication

pytestmark = pytest.mark.slow  # builds publications again and again

ROW = "old-union,Old Union,,,,,,,active\n"
NAME = b"Old Union"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = publication(tmp_path / "publication", {"wd-901": declaration(901)})
    rows = folder / "entities" / "organizations.csv"
    rows.write_text(f"{rows.read_text(encoding='utf-8')}{ROW}new-union,New Union,,,,,,,active\n", encoding="utf-8")
    build(folder)
    assert NAME in served(folder / "public")["organization/old-union.html"]
    return folder


def with_status(folder: Path, status: str) -> None:
    rows = folder / "entities" / "organizations.csv"
    rows.write_text(rows.read_text(encoding="utf-8").replace(ROW, ROW.replace("active", status)), encoding="utf-8")


def test_row_19_a_merged_body_leads_on_and_says_nothing_more(made: Path, tmp_path: Path) -> None:
    with_status(made, "merged-into:new-union")
    build(made)
    site = served(made / "public")
    assert site == clean_site(made, tmp_path)
    page = site["organization/old-union.html"].decode()
    assert f"{BASE}organization/old-union" in page
    assert 'href="../organization/new-union.html"' in page
    assert all(NAME not in content for content in site.values())


def test_row_19_a_withdrawn_body_is_an_empty_entry(made: Path, tmp_path: Path) -> None:
    with_status(made, "withdrawn")
    build(made)
    site = served(made / "public")
    assert site == clean_site(made, tmp_path)
    assert b"never be used again" in site["organization/old-union.html"]
    assert all(NAME not in content for content in site.values())
    assert b"old-union" not in site["organization/index.html"]


def test_nothing_is_a_part_of_a_body_that_was_merged(made: Path) -> None:
    with_status(made, "merged-into:new-union")
    rows = made / "entities" / "organizations.csv"
    rows.write_text(f"{rows.read_text(encoding='utf-8')}branch,Branch,,,old-union,,,,active\n", encoding="utf-8")
    before = served(made / "public")
    with pytest.raises(LdExportError, match="of branch is no active row"):
        build(made)
    assert served(made / "public") == before


def test_no_body_that_was_merged_publishes_a_document(made: Path) -> None:
    rows = made / "entities" / "organizations.csv"
    text = rows.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("pace,"))
    merged = line.rpartition(",")[0] + ",merged-into:new-union"
    rows.write_text(text.replace(line, merged), encoding="utf-8")
    with pytest.raises(LdExportError, match=r"'pace' is no active organisation|'pace' of a political group"):
        build(made)
