"""New publications: a copy of the one that ships with the toolkit, or an empty one to fill."""

from __future__ import annotations

import shutil
from pathlib import Path

from ld_export.entity_rows import PERSON_COLUMNS
from ld_export.errors import UsageProblem
from ld_export.privacy import list_head
from ld_export.resources import folder
from ld_export.settings import FILE_NAME

_EMPTY_SETTINGS = """\
# A publication of human-rights declarations as linked data. Put texts into documents/ as *.txt files, then run
# `ld-export build` here. docs/settings.md of ld-export explains every key.

# Every URI begins with this address. It must be yours, and it must last.
base_uri = "https://example.org/declarations/"
# Where the pages will lie, if elsewhere.
# site_url = "https://www.example.org/declarations/"
licence = "https://creativecommons.org/publicdomain/zero/1.0/"
languages = ["en", "fr"]

[title]
en = "Declarations"

[publisher]
name = "Your organisation"
contact = "mailto:corrections@example.org"

# What a document's text does not say about itself, by file name without .txt:
# [documents.pace-wd-901]
# source = "https://pace.coe.int/en/files/…/html"
"""


def init(target: Path, *, empty: bool = False) -> None:
    """Make a publication in a folder that does not exist yet or is empty; `UsageProblem` otherwise."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageProblem(f"{target} is not empty", remedy="name a new folder")
    target.mkdir(parents=True, exist_ok=True)
    default = folder("declarations")
    if not empty:
        # In a checkout, a site that was built in place lies there too.
        shutil.copytree(default, target, ignore=shutil.ignore_patterns("public", ".*"), dirs_exist_ok=True)
        return
    (target / FILE_NAME).write_text(_EMPTY_SETTINGS, encoding="utf-8")
    (target / "withheld.csv").write_text(list_head(), encoding="utf-8")
    (target / "documents").mkdir()
    (target / "entities").mkdir()
    (target / "entities" / "persons.csv").write_text(",".join(PERSON_COLUMNS) + "\n", encoding="utf-8")
    bodies = (default / "entities" / "organizations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in bodies if line.startswith(("id,", "pace,", "council-of-europe,"))]
    (target / "entities" / "organizations.csv").write_text("".join(kept), encoding="utf-8")
