"""The pages of a whole site: home, indexes, overview and the like, site map, style."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any

import markupsafe

from ld_export.catalogue import Dataset
from ld_export.pages.addresses import living
from ld_export.pages.data import FORMATS, Page
from ld_export.pages.dataset import File, ShownDataset, cited_as, shown_dataset, shown_files
from ld_export.pages.entity import Row, answers
from ld_export.pages.figures import Figure, Language, draw, prepared
from ld_export.pages.indexes import index_pages, year_links
from ld_export.pages.pictures import read_places
from ld_export.pages.query import NOTHING_LOADED, desk
from ld_export.pages.report import NOTHING_CHECKED, shown_report
from ld_export.pages.search import LETTERS, shown_search
from ld_export.pages.search import index_pages as names_index
from ld_export.pages.signposts import LINK_SET, link_set, of_dataset
from ld_export.pages.site import Edition, Link, Section, Site
from ld_export.pages.status import status_pages
from ld_export.pages.views import SitePage

# Pages say it themselves, and must be read for it; of other files, and of robots that heed no page, only this can.
_NO_ROBOTS = b"""\
User-agent: *
Allow: /$
Allow: /*.html$
Disallow: /
"""

_OF_DATASET = ("data", "dataset")
"""The extras of pages that tell machines of the data set."""


class WholePages:
    """Makes the pages of a site that are about no single entity. `facts` are what their templates get besides."""

    def __init__(self, site: Site, facts: Mapping[str, Any]) -> None:
        self._site = site
        self._facts = facts
        self._languages: dict[str, Language] = {}
        self._places = read_places(site.theme.find("pictures/europe.csv"))
        self._extras: dict[str, Callable[[Edition, str], Any]] = {
            "query": lambda edition, _: desk(facts.get("query", NOTHING_LOADED), site, edition),
            "data": self._data,
            "dataset": self._dataset,
            "files": self._files,
            "report": partial(shown_report, facts.get("report", NOTHING_CHECKED), site.settings.list_size),
            "search": lambda edition, _: shown_search(facts.get("search", ()), edition),
        }

    def all(self, but: Collection[str] = (), kept: Collection[str] = ()) -> Iterator[Page]:
        """Every page and file; without the indexes of some sections and without some pages."""
        for section in self._site.sections.values():
            if section.name not in but:
                for edition in self._site.editions:
                    yield from index_pages(self._site, section, edition)
                yield Page(f"{section.name}/{LINK_SET}", link_set(self._site, section.name))
        yield from self._pages(kept)
        yield from status_pages(self._site)
        # A map invites the search engines that a publication without an index keeps away.
        yield Page("robots.txt", _NO_ROBOTS) if self._site.settings.noindex else Page("sitemap.xml", self._site_map())
        for name in self._site.theme.names("static"):
            yield Page(f"static/{name}", self._site.theme.find(f"static/{name}").read_bytes())

    def _pages(self, kept: Collection[str]) -> Iterator[Page]:
        site = self._site
        for page in (page for page in site.table.pages if page.path not in kept):
            asked = {name: list(answers(site.store, query.text)) for name, query in page.queries.items()}
            drawn = {name: prepared(name, answers(site.store, query.text)) for name, query in page.figures.items()}
            for edition in site.editions:
                values = self._values(page, edition, asked) | {"figures": self._figures(edition, drawn)}
                yield site.page(edition, page.path, page.template, values)
            if page.searched:
                yield from names_index(site, page.searched)

    def _values(self, page: SitePage, edition: Edition, asked: Mapping[str, list[Row]]) -> dict[str, Any]:
        title = str(edition.words.say(f"pages.{page.path}").unescape())
        values = self._site.frame(edition, page.path, title) | {
            "rows": {name: self._site.whole_list(name, found, edition) for name, found in asked.items()},
            "facts": self._facts,
            "sections": self._counted(edition),
        }
        if page.extra:
            values[page.extra] = self._extras[page.extra](edition, "")
        if page.extra in _OF_DATASET:
            values["page"] |= self._told(edition, whole=page.extra == "data")
        return values

    def _data(self, edition: Edition, _: str) -> ShownDataset:
        told = self._facts["told"]
        return shown_dataset(self._site, told.dataset, told.total, edition)

    def _files(self, edition: Edition, _: str) -> list[File]:
        return shown_files(self._dataset(), edition.words)

    def _dataset(self, *_: object) -> Dataset:
        dataset: Dataset = self._facts["told"].dataset
        return dataset

    def _told(self, edition: Edition, *, whole: bool) -> dict[str, Any]:
        """What a page about the data set tells machines; without `whole` nothing that changes with every statement."""
        dataset = self._dataset()
        dumps = [(one.path, one.file.format.media_type) for one in dataset.distributions if not one.compressed]
        embedded = self._facts["told"].embedded(edition.words.language, whole=whole)
        return {
            "json_ld": markupsafe.Markup(embedded),  # noqa: S704 - escaped by schema_org
            "alternates": [Link(f"data{one.ending}", one.name, one.media_type) for one in FORMATS if whole],
            "signposts": list(of_dataset(self._site, cited_as(dataset), dumps)),
        }

    def _figures(self, edition: Edition, drawn: Mapping[str, Any]) -> dict[str, Figure]:
        if not drawn:
            return {}
        language = edition.words.language
        if language not in self._languages:
            links = year_links(self._site, edition)
            self._languages[language] = Language(edition.words, edition.terms, "", links, self._places)
        return {name: draw(name, data, self._languages[language]) for name, data in drawn.items()}

    def _counted(self, edition: Edition) -> list[SimpleNamespace]:
        return [
            SimpleNamespace(
                name=one.name, size=one.size, href=f"{one.path}{edition.suffix}", title=_title(one, edition)
            )
            for one in self._site.sections.values()
        ]

    def _site_map(self) -> bytes:
        site = self._site
        paths = [section.path for section in site.sections.values()]
        paths += [*(page.path for page in site.table.pages), *living(site)]
        paths += [LETTERS for page in site.table.pages if page.searched]
        suffixes = [edition.suffix for edition in site.editions]
        escaped = (str(markupsafe.escape(site.settings.site + path)) for path in sorted(set(paths)))
        addresses = "".join([f"<url><loc>{one}{suffix}</loc></url>\n" for one in escaped for suffix in suffixes])
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        return f"{head}{addresses}</urlset>\n".encode()


def _title(section: Section, edition: Edition) -> markupsafe.Markup:
    return edition.words.say(f"sections.{section.name}")
