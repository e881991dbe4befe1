"""The pages of a publication, for whoever writes them: which there are, which can be kept, and their content."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from ld_export.graph import RDF_TYPE
from ld_export.pages.addresses import Addresses, addresses
from ld_export.pages.data import FORMATS, DocumentBlocks, Page
from ld_export.pages.elsewhere import Elsewheres
from ld_export.pages.entity_pages import EntityPages
from ld_export.pages.search import INDEX_FILES
from ld_export.pages.signposts import LINK_SET
from ld_export.pages.site import Site
from ld_export.pages.templates import predicates_in_templates
from ld_export.pages.views import SitePage
from ld_export.pages.whole import WholePages
from ld_export.settings import Settings
from ld_export.theme import Theme, plain_theme

_INDEX = re.compile(r"[^/]+/index(\.[a-z]{2}|\.entries-\d+)*\.html")
_CONTINUED = re.compile(r"(?P<path>.+)\.(?P<list>[a-z_]+)-\d+(?:\.[a-z]{2})?\.html")


class Renderer:
    """Makes the pages of one store. `blocks` are what documents contribute to the dumps.

    Raises `PageProblem` where the base URI matches no entity.
    """

    def __init__(
        self,
        store: ox.Store,
        settings: Settings,
        blocks: DocumentBlocks = lambda _: None,
        theme: Theme | None = None,
        elsewhere: Elsewheres | None = None,
    ) -> None:
        self._site = Site(store, settings, theme or plain_theme())
        self._entities = EntityPages(self._site, blocks, elsewhere or {})
        self.pages = self._site.pages
        """Every entity that has a page, and the path of that without an ending."""

    def entity(self, iri: str) -> Iterator[Page]:
        """The files of one entity."""
        return self._entities.of(iri)

    def site_pages(
        self, facts: Mapping[str, Any], but: Collection[str] = (), kept: Collection[str] = ()
    ) -> Iterator[Page]:
        """The pages that show the whole; without the indexes of some sections and without some pages."""
        return WholePages(self._site, facts).all(but, kept)

    def addresses(self) -> Addresses:
        """Where everything lies, for web hosts."""
        return addresses(self._site)

    # -- what can be kept of an earlier site -----------------------------------------------------------------------

    def has_sections_of(self, paths: Collection[str]) -> bool:
        """Whether a site of some paths has the same sections: every page links to all of them."""
        suffix = self._site.editions[0].suffix
        known = {f"{view.section}/index{suffix}" for view in self._site.table.views if view.listed}
        return {f"{section.path}{suffix}" for section in self._site.sections.values()} == known.intersection(paths)

    def kept(self, paths: Iterable[str]) -> Mapping[str, list[str]]:
        """The files of each entity that has all of its files among some paths, those that its long lists go on upon."""
        present, continued = set(paths), _continued(paths)
        suffixes = [edition.suffix for edition in self._site.editions]
        endings = [*suffixes, *(one.ending for one in FORMATS)]
        files = {iri: [path + ending for ending in endings] for iri, path in self.pages.items()}
        return {
            iri: [*names, *continued.get(self.pages[iri], ())]
            for iri, names in files.items()
            if present.issuperset(names)
        }

    def extras(self) -> dict[str, str]:
        """The entities whose pages show something of the whole publication.

        Each with the digest of all that it shows which is not said of the entity itself.
        """
        return self._entities.extras()

    def pages_without(
        self, predicates: Collection[str], extras: Collection[str], paths: Iterable[str]
    ) -> dict[str, list[str]]:
        """The pages of the whole that are the same whatever is said with some predicates, each with its files.

        Those that search have files besides, which are among `paths`.

        What a page shows are the answers of its queries, what things are called, how many there are of each class, and
        perhaps one of the `extras` that are as they were.
        """
        site = self._site
        years = {section.by_year for section in site.sections.values()}
        shown = {RDF_TYPE, *years, *site.settings.label_predicates, *predicates_in_templates(site.theme)}
        suffixes = [edition.suffix for edition in site.editions]
        indexes = [path for path in paths if path.startswith(INDEX_FILES)]
        return {
            page.path: [*(page.path + suffix for suffix in suffixes), *(indexes if page.searched else ())]
            for page in site.table.pages
            if page.extra in ("", *extras) and shown.isdisjoint(predicates) and _is_without(page, predicates)
        }

    def index_files(self, sections: Collection[str], paths: Collection[str]) -> list[str]:
        """The files among some paths that are the indexes of sections, for people and for programs."""
        begin = tuple(f"{section}/index" for section in sections)
        pages = [path for path in paths if path.startswith(begin) and _INDEX.fullmatch(path)]
        return [*pages, *(path for path in (f"{section}/{LINK_SET}" for section in sections) if path in paths)]

    def sections_without(self, described: Collection[str]) -> list[str]:
        """The sections that list none of some entities, nor did before these changed.

        None where one of them is listed nowhere: it may have been.
        """
        views = self._site.views
        if not all(iri in views and views[iri].listed for iri in described):
            return []
        # A cited document that joins the publication leaves one section for another: both lie in one folder.
        folders = {self._folder(iri) for iri in described}
        touched = {view.section for iri, view in views.items() if self._folder(iri) in folders}
        return [name for name in self._site.sections if name not in touched]

    def _folder(self, iri: str) -> str:
        return self.pages[iri].partition("/")[0]


def _is_without(page: SitePage, predicates: Collection[str]) -> bool:
    queries = [*page.queries.values(), *page.figures.values(), *page.searched.values()]
    return all(query.terms is not None and query.terms.isdisjoint(predicates) for query in queries)


def _continued(paths: Iterable[str]) -> dict[str, list[str]]:
    """The pages that lists go on upon, by the path of the page that they begin on."""
    found: dict[str, list[str]] = {}
    for path in paths:
        if match := _CONTINUED.fullmatch(path):
            found.setdefault(match["path"], []).append(path)
    return found
