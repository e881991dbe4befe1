"""A publication whose people are partly known elsewhere, the endpoint, and the command that asks it."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ld_export.entity_rows import ORGANIZATION_COLUMNS, PERSON_COLUMNS
from ld_export.privacy import Listed, list_head, listed_row
from ld_export.resources import folder as resources
from tests import command_line
from tests.candidates.elsewhere import Elsewhere, listening
from tests.command_line import Command, Outcome
from tests.support import publication

NAME, ALIAS = "Ýrsa Þórðardóttir-Žluťák", "Yrsa Quillfeather"
"""Somebody who is withheld."""

LINKED = "http://www.wikidata.org/entity/Q900000099"
PERSONS = [
    "1,Aldo Testari,Aldo,Testari,it,Aldo TESTARI,,,,active,a private note",
    "2,Brita Åkervind,Brita,Åkervind,se | no,Brita ÅKERVIND | Brita Aakervind,,,,active,",
    "3,Carla D'Esempio,Carla,D'Esempio,sm,Carla D'ESEMPIO,,,,active,",
    f"4,{NAME},Ýrsa,Þórðardóttir-Žluťák,is,{NAME.upper()},,,,active,",
    "5,Wanda Withdrawn,,,se,Wanda WITHDRAWN,,,,withdrawn,",
    "6,Merla Merged,,,se,Merla MERGED,,,,merged-into:2,",
    f"7,{ALIAS},,,fr,{ALIAS.upper()},,,,active,",
    "8,Beispiel,,Beispiel,,,,,,active,",
    f"9,Lina Linked,Lina,Linked,it,Lina LINKED,{LINKED},certain,a card,active,",
]
BODIES = [
    "times,The Testland Times,Le Temps de Testland,Testland Times,,,,,active",
    "tlt,Testland League of Towns,,TLT,,,,,active",
    "quill,Friends of Yrsa Quillfeather,,,,,,,active",
    "gone,Gone Body,,,,,,,withdrawn",
    "pace,An Assembly,,,,http://www.wikidata.org/entity/Q900000098,certain,a card,active",
]


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with listening() as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A publication in which nobody has been looked for."""
    made = publication(tmp_path / "p")
    for name, columns, rows in (("persons", PERSON_COLUMNS, PERSONS), ("organizations", ORGANIZATION_COLUMNS, BODIES)):
        text = "".join(f"{line}\n" for line in [",".join(columns), *rows])
        (made / "entities" / f"{name}.csv").write_text(text, encoding="utf-8")
    withhold(made, Listed(name=NAME, also_written=(ALIAS,), id=4))
    return made


def withhold(folder: Path, *listed: Listed) -> None:
    (folder / "withheld.csv").write_text(list_head() + "".join(map(listed_row, listed)), encoding="utf-8")


Run = Callable[..., Outcome]

command = command_line.run


@pytest.fixture
def run(folder: Path, elsewhere: Elsewhere, command: Command) -> Run:
    """Run the command on the publication, with pauses so short that tests need not wait."""
    shipped = resources("mappings") / "endpoints"
    shutil.copytree(shipped, folder / "endpoints")
    text = (shipped / "wikidata.toml").read_text(encoding="utf-8")
    (folder / "endpoints" / "wikidata.toml").write_text(text.replace("pause = 1.0", "pause = 0.0"), encoding="utf-8")

    def one(*options: str, url: str | None = elsewhere.url) -> Outcome:
        where = () if url is None else ("--url", url)
        return command("candidates", "-p", folder, *where, *options)

    return one


def review(folder: Path, name: str = "candidates.csv") -> list[dict[str, str]]:
    """The rows of a review file."""
    return list(csv.DictReader(io.StringIO((folder / name).read_text(encoding="utf-8"), newline="")))


def decide(folder: Path, decided: dict[str, str], name: str = "candidates.csv", **more: str) -> None:
    """Write into `accept` what is decided of candidates, by the last part of their address."""
    rows = review(folder, name)
    for row in rows:
        if answer := decided.get(row["theirs"].rpartition("/")[2]):
            row.update({"accept": answer, **more})
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
