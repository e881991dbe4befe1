"""What a web host answers with where nothing is at an address, or nothing that the client can read.

Such a page is sent for any address, so it is made of itself alone: no link of it is relative.
"""

from __future__ import annotations

from collections.abc import Iterator

from ld_export.pages.data import FORMATS, Page
from ld_export.pages.site import Site

STATUSES = ("404", "406")
"""What each page is called; hosts that know no more look for the first by that name."""


def status_pages(site: Site) -> Iterator[Page]:
    """The pages in each language."""
    for edition in site.editions:
        for status in STATUSES:
            values = {
                "status": status,
                "language": edition.words.language,
                "title": site.title(edition),
                "noindex": site.settings.noindex,
                "address": site.settings.site,
                "formats": [("HTML", "text/html", edition.suffix), *FORMATS],
            }
            yield site.page(edition, status, "status.html.j2", values)
