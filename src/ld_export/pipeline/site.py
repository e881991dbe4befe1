"""Files of the site into a generation that is being staged: made anew, or linked from the one before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from ld_export.errors import OutputProblem
from ld_export.pages import Page, Renderer

DUMPS = "dumps"
"""The folder of the dumps within a site."""

Facts = Mapping[str, Any]
"""What pages of the whole show besides what the graph says: the names of the `dumps`, the quality `report`."""

Progress = Callable[[str, int, int], None]
"""Told a stage's name, how much of it is done, and how much there is."""


class Earlier(NamedTuple):
    """The site of the generation before, and what changed since.

    Its folder, the SHA-256 of its files, the entities whose pages may differ, and those of which something else is
    said than before, the predicates of what is said or no longer said, and the names of facts that are as they were.
    """

    folder: Path
    sums: Mapping[str, str]
    touched: Collection[str]
    described: Collection[str]
    predicates: Collection[str]
    facts: Collection[str]


class StagedSite:
    """The files of a site that is being staged, in a folder that may hold those of an old generation."""

    def __init__(self, folder: Path, recycled: Mapping[str, str]) -> None:
        self.folder = str(folder)
        self.sums: dict[str, str] = {}
        self._recycled = dict(recycled)
        self._folders = {self.folder}

    def write(self, page: Page) -> None:
        """Write a file. Raises `OutputProblem` where it was written or linked before."""
        target = self._make_room(page.path)
        try:
            with Path(target).open("xb") as file:
                file.write(page.content)
        except FileExistsError:
            raise OutputProblem(
                f"two pages want the file {page.path}", remedy="the views of site/views.toml overlap"
            ) from None
        self.sums[page.path] = hashlib.sha256(page.content).hexdigest()

    def link(self, earlier: Earlier, name: str) -> None:
        """Take a file of the earlier site; nothing has to be done where the old generation had the same."""
        digest = earlier.sums[name]
        if self._recycled.get(name) == digest:
            del self._recycled[name]
        else:
            os.link(f"{earlier.folder}/{name}", self._make_room(name), follow_symlinks=False)
        self.sums[name] = digest

    def _make_room(self, name: str) -> str:
        """Where a file goes. An old one is removed first: it may be shared with the published site."""
        target = f"{self.folder}/{name}"
        if self._recycled.pop(name, None):
            Path(target).unlink()
        folder = target.rpartition("/")[0]
        if folder not in self._folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return target

    def clear(self) -> None:
        """Remove what the old generation had and this one has not."""
        for name in self._recycled:
            Path(self.folder, name).unlink(missing_ok=True)
        for folder in [Path(found) for found, _, _ in os.walk(self.folder, topdown=False)]:
            if not any(folder.iterdir()):
                folder.rmdir()


def write_pages(
    renderer: Renderer,
    site: StagedSite,
    earlier: Earlier | None,
    facts: Facts,
    progress: Progress,
    *,
    others: Callable[[], Iterable[Page]] = tuple,
) -> dict[str, str]:
    """All pages of a site; file names to SHA-256. Those that cannot have changed are taken from the earlier site.

    `others` are files that are made meanwhile, and asked for last.
    """
    if earlier and not renderer.has_sections_of(earlier.sums):
        earlier = None
    kept = renderer.kept(earlier.sums) if earlier else {}
    for done, iri in enumerate(renderer.pages, start=1):
        progress("pages", done, len(renderer.pages))
        if earlier and iri in kept and iri not in earlier.touched:
            for name in kept[iri]:
                site.link(earlier, name)
        else:
            for page in renderer.entity(iri):
                site.write(page)
    unchanged = renderer.sections_without(earlier.described) if earlier else []
    pages = _unchanged_pages(renderer, earlier, facts) if earlier else {}
    if earlier:
        indexes = [name for section in unchanged for name in renderer.index_files(section, earlier.sums)]
        for name in [*indexes, *(name for names in pages.values() for name in names)]:
            site.link(earlier, name)
    for page in chain(renderer.site_pages(facts, but=unchanged, kept=pages), others()):
        site.write(page)
    site.clear()
    return site.sums


def _unchanged_pages(renderer: Renderer, earlier: Earlier, facts: Facts) -> dict[str, list[str]]:
    """The pages of the whole that can be taken from the earlier site, each with its files."""
    if {f"{DUMPS}/{name}" for name in facts["dumps"]} != {
        name for name in earlier.sums if name.startswith(f"{DUMPS}/")
    }:
        return {}
    same = renderer.pages_without(earlier.predicates, earlier.facts, earlier.sums)
    return {path: names for path, names in same.items() if all(name in earlier.sums for name in names)}
