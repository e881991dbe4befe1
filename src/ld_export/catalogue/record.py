"""A data set as those who list it want it told: one record, from which every description is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ld_export.catalogue.counting import Counts
from ld_export.catalogue.files import DumpFile
from ld_export.settings import DatasetSettings, Publisher

Texts = Mapping[str, str]
"""A text by language."""


MEASURED = (
    *("hrd:Signature", "hrd:Mention", "hrd:Claim", "hrd:Demand", "hrd:Figure"),
    *("schema:Person", "schema:Organization", "schema:Country", "hrd:PoliticalGroup"),
)
"""The classes that whoever looks for data asks for, as the context calls them."""


class Distribution(NamedTuple):
    """One dump: its row of the table, its path on the site, whether it is compressed, its size in bytes and its sum.

    `entries` is the number of statements, rows or annotations in it; `title` says what it holds.
    """

    file: DumpFile
    path: str
    compressed: bool
    size: int
    sha256: str
    entries: int
    title: Texts

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.rpartition("/")[2]


class Dataset(NamedTuple):
    """Everything that is told of a publication's data as a whole.

    `base` begins its IRIs, `site` its addresses; `ontology` is the IRI of what it is described with. `version` names
    what was published: equal data have an equal one. `modified` is the day of the sources, where the build was told.
    `counts` are by kind of source: `documents`, `registry`, `vocabulary`. `examples` are IRIs of entities.
    `classes` is what things of some classes are called, in the plural and by language.
    """

    base: str
    site: str
    ontology: str
    title: Texts
    description: Texts
    keywords: Mapping[str, Sequence[str]]
    classes: Mapping[str, Texts]
    publisher: Publisher
    licence: str
    languages: Sequence[str]
    version: str
    modified: str
    settings: DatasetSettings
    counts: Mapping[str, Counts]
    distributions: Sequence[Distribution]
    examples: Sequence[str]

    @property
    def issued(self) -> str:
        """The day of release, where the settings state one."""
        return self.settings.released or ""

    @property
    def period(self) -> tuple[str, str] | None:
        """The first and the last date of its documents; nothing where none has one."""
        dates = sorted(self.counts["documents"].dates)
        return (dates[0], dates[-1]) if dates else None

    @property
    def page(self) -> str:
        """The address of the page about the data."""
        return f"{self.site}data.html"

    def address(self, distribution: Distribution) -> str:
        """Where a dump lies."""
        return self.site + distribution.path
