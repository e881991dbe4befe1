"""Files of the site into a generation that is being staged: made anew, or linked from the one before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from ld_export.errors import OutputProblem
from ld_export.pages import Page, Renderer
from ld_export.pipeline.forks import shared

DUMPS = "dumps"
"""The folder of the dumps within a site."""

Facts = Mapping[str, Any]
"""What pages of the whole show besides what the graph says: the names of the `dumps`, the quality `report`, what the
`query` page loads."""

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
            raise _wanted_twice(page.path) from None
        self.sums[page.path] = hashlib.sha256(page.content).hexdigest()

    def share(self) -> StagedSite:
        """The same folder, for a process of its own to write files into; `adopt` makes them this one's."""
        return StagedSite(Path(self.folder), self._recycled)

    def adopt(self, sums: Mapping[str, str]) -> None:
        """Count files as written that a share of this site wrote. Raises `OutputProblem` where another did, too."""
        for name in sums:
            if name in self.sums:
                raise _wanted_twice(name)
            self._recycled.pop(name, None)
        self.sums |= sums

    def link(self, earlier: Earlier, name: str) -> None:
        """Take a file of the earlier site; nothing has to be done where the old generation had the same."""
        digest = earlier.sums[name]
        if self._recycled.get(name) == digest:
            del self._recycled[name]
        else:
            os.link(f"{earlier.folder}/{name}", self._make_room(name), follow_symlinks=False)
        self.sums[name] = digest

    def link_all(self, earlier: Earlier, files: Iterable[Iterable[str]]) -> None:
        """Take the files of several pages."""
        for name in chain.from_iterable(files):
            self.link(earlier, name)

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
        # Every folder in the site had a file: only where one went away may none be left.
        left = {above for name in self._recycled for above in PurePosixPath(name).parents if above.name}
        for folder in sorted((Path(self.folder, above) for above in left), reverse=True):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _wanted_twice(name: str) -> OutputProblem:
    return OutputProblem(f"two pages want the file {name}", remedy="the views of site/views.toml overlap")


def write_pages(
    renderer: Renderer,
    site: StagedSite,
    earlier: Earlier | None,
    facts: Facts,
    progress: Progress,
    *,
    beside: Callable[[], Iterable[Page]] = tuple,
    jobs: int = 1,
) -> dict[str, str]:
    """All pages of a site; file names to SHA-256. Those that cannot have changed are taken from the earlier site.

    `beside` are other files, made meanwhile and asked for last; `jobs` processes make those of entities.
    """
    if earlier and not renderer.has_sections_of(earlier.sums):
        earlier = None
    kept = _kept_entities(renderer, earlier) if earlier else {}
    if earlier:
        site.link_all(earlier, kept.values())
    made = [iri for iri in renderer.pages if iri not in kept]
    for sums in shared(made, partial(_write_entities, renderer, site), jobs, _telling(progress, len(made))):
        site.adopt(sums)
    _write_whole(renderer, site, earlier, facts)
    for file in beside():
        site.write(file)
    site.clear()
    return site.sums


def _kept_entities(renderer: Renderer, earlier: Earlier) -> Mapping[str, list[str]]:
    """The files of the entities whose pages cannot have changed."""
    return {iri: names for iri, names in renderer.kept(earlier.sums).items() if iri not in earlier.touched}


def _write_entities(renderer: Renderer, site: StagedSite, iris: Iterable[str]) -> dict[str, str]:
    """Write the files of some entities, in a process of its own perhaps; their names to SHA-256."""
    share = site.share()
    for iri in iris:
        for page in renderer.entity(iri):
            share.write(page)
    return share.sums


def _telling(progress: Progress, total: int) -> Callable[[int], None]:
    return lambda done: progress("pages", done, total)


def _write_whole(renderer: Renderer, site: StagedSite, earlier: Earlier | None, facts: Facts) -> None:
    """Write the pages of the whole."""
    unchanged = renderer.sections_without(earlier.described) if earlier else []
    pages = _unchanged_pages(renderer, earlier, facts) if earlier else {}
    if earlier:
        site.link_all(earlier, [renderer.index_files(unchanged, earlier.sums), *pages.values()])
    for page in renderer.site_pages(facts, but=unchanged, kept=pages):
        site.write(page)


def _unchanged_pages(renderer: Renderer, earlier: Earlier, facts: Facts) -> dict[str, list[str]]:
    """The pages of the whole that can be taken from the earlier site, each with its files."""
    dumps = {name for name in earlier.sums if name.startswith(f"{DUMPS}/") and not name.endswith(".html")}
    if {f"{DUMPS}/{name}" for name in facts["dumps"]} != dumps:
        return {}
    same = renderer.pages_without(earlier.predicates, earlier.facts, earlier.sums)
    return {path: names for path, names in same.items() if all(name in earlier.sums for name in names)}
