"""Where everything of a site lies, for whoever tells a web host: its pages by path, and what became of some."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from ld_export.graph import expanded, iri_of
from ld_export.pages.site import Site

_REPLACED = ox.NamedNode(expanded("hrd:replacedBy"))
_TOMBSTONE = expanded("hrd:Tombstone")


class Addresses(NamedTuple):
    """The paths of all entities without their endings, and the ends of page names by language, the first one first.

    `moved` are those that were merged, each with the one that stays; `gone` are those that were withdrawn.
    """

    endings: dict[str, str]
    entities: frozenset[str]
    moved: dict[str, str]
    gone: tuple[str, ...]


def living(site: Site) -> list[str]:
    """The paths of all entities that are still what they were: neither merged nor withdrawn."""
    return [path for iri, path in site.pages.items() if not _is_tombstone(iri, site)]


def addresses(site: Site) -> Addresses:
    """The addresses of a site."""
    tombstones = [iri for iri in site.views if _is_tombstone(iri, site)]
    kept = {iri: one for iri in tombstones if (one := _kept(iri, site))}
    return Addresses(
        endings={edition.words.language: edition.suffix for edition in site.editions},
        entities=frozenset(site.pages.values()),
        moved={site.pages[iri]: site.pages[one] for iri, one in sorted(kept.items())},
        gone=tuple(site.pages[iri] for iri in sorted(tombstones) if iri not in kept),
    )


def _is_tombstone(iri: str, site: Site) -> bool:
    return _TOMBSTONE in site.views[iri].classes


def _kept(iri: str, site: Site) -> str:
    """The end of the chain of merges that begins at an entity; empty for one that was not merged."""
    at = iri
    while quad := next(site.store.quads_for_pattern(ox.NamedNode(at), _REPLACED, None), None):
        at = iri_of(quad.object)
    return at if at != iri else ""
