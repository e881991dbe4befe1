"""Searching without a server: names in every spelling, and what a browser needs to find them as one types."""

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace

from ld_export.pages.data import Page
from ld_export.pages.search.files import FOLDER, SEARCH_FILES, search_files
from ld_export.pages.search.letters import PATH as LETTERS
from ld_export.pages.search.letters import letter_pages
from ld_export.pages.search.names import named
from ld_export.pages.site import Edition, Site
from ld_export.pages.views import Query

__all__ = ["FOLDER", "INDEX_FILES", "LETTERS", "index_pages", "shown_search"]


INDEX_FILES = (*SEARCH_FILES, f"{LETTERS}.")
"""How the paths of `index_pages` begin, and of nothing else."""


def index_pages(site: Site, queries: Mapping[str, Query]) -> Iterator[Page]:
    """All that a search needs besides its page: the index of names, and the A–Z of them in each language."""
    found = named(site, queries)
    yield from search_files(found)
    for edition in site.editions:
        yield from letter_pages(site, found, edition)


def shown_search(indexes: Sequence[int], edition: Edition) -> SimpleNamespace:
    """What the page gets: the numbers of the indexes of texts, and how the names of pages end in its language."""
    return SimpleNamespace(indexes=indexes, suffix=edition.suffix)
