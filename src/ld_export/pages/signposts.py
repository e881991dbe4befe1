"""Signposts: typed links by which a program finds what a page is about, its data, and what else belongs to it.

In the head of every page of an entity and of the data set (see https://signposting.org/FAIR/), and all those of a
section together as a link set (RFC 9264).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from ld_export.pages.data import FORMATS
from ld_export.pages.site import Site, root_of

LINK_SET = "linkset.json"
"""The file of a section's link set, in the section's folder."""

LINK_SET_TYPE = "application/linkset+json"
_ABOUT_PAGE = "https://schema.org/AboutPage"
_DATASET = "https://schema.org/Dataset"
_PAGE_OF_DATA = "data"

DESCRIPTIONS = (
    *((f"data{one.ending}", one.media_type) for one in FORMATS),
    ("catalog.ttl", "text/turtle"),
    ("catalog.jsonld", "application/ld+json"),
    ("void.ttl", "text/turtle"),
    ("void.jsonld", "application/ld+json"),
)
"""The files that describe the data set, with their media types."""


class Signpost(NamedTuple):
    """A link with its relation and, where it leads to a file, the media type of that."""

    rel: str
    href: str
    media_type: str = ""


def of_entity(site: Site, iri: str) -> Iterator[Signpost]:
    """The signposts of an entity's page, as seen from that page."""
    path = site.pages[iri]
    root, name = root_of(path), path.rpartition("/")[2]
    yield Signpost("cite-as", iri)
    yield from _about(name, site.classes[iri], site)
    if _tells_of_data(site):
        yield Signpost("collection", f"{root}{_PAGE_OF_DATA}.html", "text/html")
    if section := section_of(site, iri):
        yield Signpost("linkset", f"{root}{section}/{LINK_SET}", LINK_SET_TYPE)


def _tells_of_data(site: Site) -> bool:
    """Whether there is a page about the data: a theme's table may leave it out."""
    return any(page.path == _PAGE_OF_DATA for page in site.table.pages)


def section_of(site: Site, iri: str) -> str:
    """The section whose link set has an entity; empty for what is in none, as tombstones."""
    section = site.views[iri].section
    return section if section in site.sections else ""


def _about(name: str, classes: Iterable[str], site: Site) -> Iterator[Signpost]:
    for one in FORMATS:
        yield Signpost("describedby", f"{name}{one.ending}", one.media_type)
    for type_ in (_ABOUT_PAGE, *classes):
        yield Signpost("type", type_)
    yield Signpost("license", site.settings.licence)


def of_dataset(site: Site, iri: str, dumps: Iterable[tuple[str, str]]) -> Iterator[Signpost]:
    """The signposts of a page about the whole; `iri` is what to cite, `dumps` are paths with their media types."""
    yield Signpost("cite-as", iri)
    for path, media_type in DESCRIPTIONS:
        yield Signpost("describedby", path, media_type)
    for type_ in (_ABOUT_PAGE, _DATASET):
        yield Signpost("type", type_)
    yield Signpost("license", site.settings.licence)
    for path, media_type in dumps:
        yield Signpost("item", path, media_type)
    for section in site.sections:
        yield Signpost("linkset", f"{section}/{LINK_SET}", LINK_SET_TYPE)


def link_set(site: Site, section: str) -> bytes:
    """The signposts of all pages of a section, with whole addresses: it may be read anywhere."""
    entities = sorted(iri for iri in site.views if section_of(site, iri) == section)
    contexts = [_context(site, iri) for iri in entities]
    return b'{"linkset":[\n' + b",\n".join(map(msgspec.json.encode, contexts)) + b"\n]}\n"


def _context(site: Site, iri: str) -> dict[str, object]:
    address = site.settings.site
    page = f"{address}{site.pages[iri]}"
    collection = [{"href": f"{address}{_PAGE_OF_DATA}.html", "type": "text/html"}]
    return {
        "anchor": f"{page}{site.editions[0].suffix}",
        "cite-as": [{"href": iri}],
        "describedby": [{"href": f"{page}{one.ending}", "type": one.media_type} for one in FORMATS],
        "type": [{"href": _ABOUT_PAGE}, *({"href": type_} for type_ in site.classes[iri])],
        "license": [{"href": site.settings.licence}],
        **({"collection": collection} if _tells_of_data(site) else {}),
    }
