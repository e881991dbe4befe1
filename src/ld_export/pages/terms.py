"""RDF terms as a page shows them: a label, and a link relative to the page so that a site works under any path."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

import pyoxigraph as ox

from ld_export.graph import compact_iri

_WEB = ("https://", "http://")


class Term(NamedTuple):
    """What a template shows of a term: `href` is empty where there is nothing to link to."""

    iri: str
    label: str
    href: str = ""
    language: str = ""

    @property
    def fragment(self) -> str:
        """The part of the IRI after `#`."""
        return self.iri.partition("#")[2]

    @property
    def number(self) -> int:
        """The label as a number, for sorting."""
        return int(self.label)


class Labels:
    """The best label of every resource, looked up once."""

    def __init__(self, store: ox.Store, predicates: Iterable[str], language: str) -> None:
        self._store = store
        self._predicates = [ox.NamedNode(iri) for iri in predicates]
        self._language = language
        self._known: dict[str, str] = {}

    def __getitem__(self, iri: str) -> str:
        label = self._known.get(iri)
        if label is None:
            label = self._known[iri] = self._look_up(iri)
        return label

    def _look_up(self, iri: str) -> str:
        node = ox.NamedNode(iri)
        for predicate in self._predicates:
            quads = self._store.quads_for_pattern(node, predicate, None)
            found = [quad.object for quad in quads if isinstance(quad.object, ox.Literal)]
            if found:
                return min(found, key=self._preference).value
        return compact_iri(iri)

    def _preference(self, literal: ox.Literal) -> tuple[int, str]:
        """The page's language first, then no language, then any; the text itself decides between equals."""
        fits = (self._language, None)
        return (fits.index(literal.language) if literal.language in fits else len(fits)), literal.value


class Linker:
    """Where each resource has its page."""

    def __init__(self, bases: Iterable[str], pages: dict[str, str]) -> None:
        self._bases = tuple(bases)
        self.pages = pages

    def href(self, iri: str, root: str) -> str:
        """The address of a resource's page from a page whose site root is `root`; its own address if it has none."""
        entity, _, fragment = iri.partition("#")
        page = self.pages.get(entity)
        if page is not None:
            return f"{root}{page}.html" + (f"#{fragment}" if fragment else "")
        return iri if iri.startswith(_WEB) else ""


def page_paths(entities: Iterable[str], bases: Collection[str]) -> dict[str, str]:
    """Entity IRIs to the paths of their pages within the site, without an ending.

    A concept scheme's page is the index of the folder that its concepts lie in: a plain web server answers for a
    file beside a folder of the same name with a redirect.
    """
    entities = list(entities)
    paths = {iri: _path(iri, bases) for iri in entities}
    folders = {path.rpartition("/")[0] for path in paths.values()}
    return {iri: f"{path}/index" if path in folders else path for iri, path in paths.items()}


def _path(iri: str, bases: Collection[str]) -> str:
    return next(iri.removeprefix(base) for base in bases if iri.startswith(base))
