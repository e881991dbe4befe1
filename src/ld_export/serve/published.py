"""What is published just now: the generation that the published folder shows, and what has to be known of it."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ld_export.errors import LdExportError, OutputProblem
from ld_export.hosting import Hosts, read_hosts
from ld_export.pipeline.generation import MANIFEST, SITE, read_manifest
from ld_export.pipeline.store import STORE

_LOG = logging.getLogger("ld_export.serve")


class Published(NamedTuple):
    """One generation: its folder, the SHA-256 of its files by name, the names of their folders, its table for hosts."""

    folder: Path
    sums: Mapping[str, str]
    folders: frozenset[str]
    hosts: Hosts

    @property
    def name(self) -> str:
        """What no other generation at this place is called."""
        return self.folder.name

    @property
    def store(self) -> str:
        """Where its store lies."""
        return str(self.folder / STORE)

    def path(self, file: str) -> Path:
        """Where one of its files lies."""
        return self.folder / SITE / file


class Publication:
    """The published folder, looked at anew whenever somebody asks: a build may have changed where it leads."""

    def __init__(self, public: Path) -> None:
        self._public = public.absolute()
        self._failed = ""
        if not self._public.is_symlink():
            raise OutputProblem(f"there is no built publication at {public}", remedy="build it first: ld-export build")
        self._leads_to = str(self._public.readlink())
        self._now = read_published(self._folder(self._leads_to))

    def now(self) -> Published:
        """What is published. A generation that cannot be read is told of once, and the one before it stays."""
        try:
            leads_to = os.readlink(self._public)  # noqa: PTH115 - asked with every request, and ten times as quick
            if leads_to != self._leads_to:
                self._now = read_published(self._folder(leads_to))
                self._leads_to, self._failed = leads_to, ""
        except (LdExportError, OSError) as error:
            if str(error) != self._failed:
                self._failed = str(error)
                _LOG.error("what is published now cannot be served, so the generation before it is: %s", error)
        return self._now

    def _folder(self, leads_to: str) -> Path:
        return (self._public.parent / leads_to).parent


def read_published(folder: Path) -> Published:
    """What has to be known of a generation. Raises `OutputProblem` where it is not whole."""
    sums = read_manifest(folder)
    if not sums:
        raise OutputProblem("the list of the site's files is missing", str(folder / MANIFEST), "build it again")
    return Published(folder, sums, frozenset(_folders(sums)), read_hosts(folder))


def _folders(names: Mapping[str, str]) -> set[str]:
    return {str(above) for name in names for above in Path(name).parents[:-1]}
