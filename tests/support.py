"""Small publications for tests: invented documents, a registry and settings, written into a folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from ld_export.privacy import list_head
from ld_export.settings import Settings, settings_from

ROOT = Path(__file__).parents[1]

BASE = "https://example.org/hrd/"

SETTINGS = f"""\
base_uri = "{BASE}"
licence = "https://creativecommons.org/publicdomain/zero/1.0/"
languages = ["en", "fr"]
# Five hundred pages that most tests do not look at.
vocabulary_pages = false
title = {{ en = "Invented declarations" }}
publisher = {{ name = "Tests", contact = "mailto:tests@example.org" }}
"""


def examples(many: int) -> int:
    """On how many examples a property is tried: `many`, or a few of them in the quick profile."""
    asked = hypothesis.settings().max_examples
    return many if asked >= 100 else max(many * asked // 100, 5)


def twins_slow(cases: Mapping[str, Any], twins: Iterable[str]) -> list[Any]:
    """Cases by their names as parameters of a test; the twins of others are slow: `make test` runs them."""
    assert cases.keys() >= {*twins}
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            id=name,
            marks=pytest.mark.slow if name in twins else (),
        )
        for name, case in cases.items()
    ]


def forget_releases(folder: Path) -> None:
    """As if a publication had released nothing yet: its ledger lets no address go."""
    (folder / "released.csv").unlink(missing_ok=True)


SIGNATORIES = (
    "Mr Aldo TESTARI, Italy, SOC",
    "Ms Brita ÅKERVIND, Sweden, EPP/CD",
    "Ms Carla D'ESEMPIO, San Marino, NR",
)


def publication_of(
    documents: Mapping[str, Mapping[str, str]] | None = None, languages: tuple[str, ...] = ("en", "fr")
) -> Settings:
    """Settings of a publication, with those of some of its documents."""
    return settings_from(
        {
            "base_uri": BASE,
            "title": {"en": "Tests"},
            "publisher": {"name": "Tests", "contact": "mailto:tests@example.org"},
            "licence": "https://example.org/licence",
            "languages": languages,
            "documents": documents or {},
        }
    )


def declaration(
    number: int = 901,
    signatories: Iterable[str] = SIGNATORIES,
    title: str = "Testland must free its prisoners",
    body: Iterable[str] = (
        "We, the undersigned, declare the following:",
        "Testland holds prisoners. It must free them.",
    ),
    date: str = "03 May 2031",
) -> str:
    """The text of an invented written declaration in the layout of pace.coe.int."""
    header = f"Written declaration No. {number} | Doc. {90000 + number} | {date}"
    return "\n\n".join(["Logo Assembly Logo Hemicycle", title, header, " ; ".join(signatories), *body]) + "\n"


def publication(
    folder: Path, documents: Mapping[str, str | bytes] | None = None, settings: str = SETTINGS, extra: str = ""
) -> Path:
    """A publication in a folder: documents by file name (without .txt), settings with `extra` tables behind them."""
    (folder / "documents").mkdir(parents=True)
    for name, text in ({"wd-901": declaration()} if documents is None else documents).items():
        content = text if isinstance(text, bytes) else text.encode()
        (folder / "documents" / f"{name}.txt").write_bytes(content)
    (folder / "ld-export.toml").write_text(f"{settings}\n{extra}", encoding="utf-8")
    (folder / "withheld.csv").write_text(list_head(), encoding="utf-8")
    (folder / "entities").mkdir()
    for name in ("persons.csv", "organizations.csv"):
        shutil.copyfile(ROOT / "declarations" / "entities" / name, folder / "entities" / name)
    header = (folder / "entities" / "persons.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "entities" / "persons.csv").write_text(header + "\n", encoding="utf-8")
    return folder
