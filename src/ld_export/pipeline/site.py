"""Files of the site into a generation that is being staged: made anew, or linked from the one before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from ld_export.errors import OutputProblem
from ld_export.pages import Page, Renderer

Progress = Callable[[str, int, int], None]

ENDINGS = (".html", ".ttl", ".jsonld", ".nt")


class Earlier(NamedTuple):
    """The site of the generation before: its folder, the SHA-256 of its files, and the entities that changed since."""

    folder: Path
    sums: Mapping[str, str]
    touched: Collection[str]


def write_pages(
    renderer: Renderer, site: Path, earlier: Earlier | None, dumps: list[str], progress: Progress
) -> dict[str, str]:
    """All pages of a site; file names to SHA-256. Those of untouched entities are linked from the earlier site."""
    sums: dict[str, str] = {}
    if earlier and not renderer.has_sections_of(earlier.sums):
        earlier = None
    for folder in sorted({str(Path(path).parent) for path in renderer.pages.values()}):
        (site / folder).mkdir(parents=True, exist_ok=True)
    for done, (iri, path) in enumerate(renderer.pages.items(), start=1):
        progress("pages", done, len(renderer.pages))
        if earlier is None or iri in earlier.touched or not _link(earlier, site, path, sums):
            for page in renderer.entity(iri):
                sums[page.path] = _write(site, page)
    for page in renderer.site_pages(dumps):
        sums[page.path] = _write(site, page)
    return sums


def _link(earlier: Earlier, site: Path, path: str, sums: dict[str, str]) -> bool:
    """Link all four files of an entity; false where the earlier site lacks one."""
    names = [path + ending for ending in ENDINGS]
    if any(name not in earlier.sums for name in names):
        return False
    for name in names:
        os.link(earlier.folder / name, site / name, follow_symlinks=False)
        sums[name] = earlier.sums[name]
    return True


def _write(site: Path, page: Page) -> str:
    target = site / page.path
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True)
    try:
        with target.open("xb") as file:
            file.write(page.content)
    except FileExistsError:
        raise OutputProblem(
            f"two pages want the file {page.path}", remedy="the views of site/views.toml overlap"
        ) from None
    return hashlib.sha256(page.content).hexdigest()
