"""RDF terms as a page shows them: a label, and a link relative to the page so that a site works under any path."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup, escape

from ld_export.errors import PageProblem
from ld_export.graph import compact_iri

_WEB = ("https://", "http://")


class Literal:
    """A literal on a page."""

    __slots__ = ("label", "language")
    iri = href = fragment = ""

    def __init__(self, label: str, language: str = "") -> None:
        self.label = label
        self.language = language

    def __bool__(self) -> bool:
        return self.label != ""

    @property
    def html(self) -> Markup:
        """The label, marked with its language."""
        if self.language:
            return Markup('<span lang="%s">%s</span>') % (self.language, self.label)
        return escape(self.label)


class Resource:
    """A resource on a page; label and link are looked up only if a template asks for them."""

    __slots__ = ("_root", "_site", "iri")
    language = ""

    def __init__(self, iri: str, root: str, site: Site) -> None:
        self.iri = iri
        self._root = root
        self._site = site

    @property
    def label(self) -> str:
        """The best label there is."""
        return self._site.label(self.iri)

    @property
    def href(self) -> str:
        """The address of its page, or its own where it has none on this site; empty where it is no web address."""
        return self._site.href(self.iri, self._root)

    @property
    def html(self) -> Markup:
        """The label as a link."""
        return self._site.link(self.iri, self._root)

    @property
    def compact(self) -> str:
        """The IRI as `prefix:name`, where there is a prefix for it."""
        return compact_iri(self.iri)

    @property
    def fragment(self) -> str:
        """The part of the IRI after `#`."""
        return self.iri.partition("#")[2]


Term = Literal | Resource

ABSENT = Literal("")
"""What a variable without a value shows: nothing."""


class Site:
    """What all pages share: where every entity has its page, and what everything is called."""

    def __init__(self, store: ox.Store, predicates: Iterable[str], language: str, pages: dict[str, str]) -> None:
        self._store = store
        self._predicates = [ox.NamedNode(iri) for iri in predicates]
        self._language = language
        self._labels: dict[str, str] = {}
        self._links: dict[tuple[str, str], Markup] = {}
        self.pages = pages

    def term(self, value: Any, root: str) -> Term:
        """A term for a page whose site root is `root`."""
        if isinstance(value, ox.NamedNode):
            return Resource(value.value, root, self)
        return Literal(value.value, value.language or "")

    def href(self, iri: str, root: str) -> str:
        """See `Resource.href`."""
        entity, _, fragment = iri.partition("#")
        page = self.pages.get(entity)
        if page is not None:
            return f"{root}{page}.html" + (f"#{fragment}" if fragment else "")
        return iri if iri.startswith(_WEB) else ""

    def link(self, iri: str, root: str) -> Markup:
        """See `Resource.html`. Remembered, because most pages show the same few countries, groups and documents."""
        link = self._links.get((iri, root))
        if link is None:
            href, label = self.href(iri, root), self.label(iri)
            link = Markup('<a href="%s">%s</a>') % (href, label) if href else escape(label)
            if "#" not in iri:
                self._links[iri, root] = link
        return link

    def label(self, iri: str) -> str:
        """See `Resource.label`."""
        label = self._labels.get(iri)
        if label is None:
            label = self._look_up(iri)
            if "#" not in iri:  # what has a fragment is shown on few pages, and there are many such
                self._labels[iri] = label
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


def page_paths(entities: Iterable[str], bases: Collection[str]) -> dict[str, str]:
    """Entity IRIs to the paths of their pages within the site, without an ending.

    A concept scheme's page is the index of the folder that its concepts lie in: a plain web server answers for a
    file beside a folder of the same name with a redirect. Raises `PageProblem` where two paths are one to a file
    system that folds case.
    """
    entities = list(entities)
    paths = {iri: next(iri.removeprefix(base) for base in bases if iri.startswith(base)) for iri in entities}
    folders = {path.rpartition("/")[0] for path in paths.values()}
    paths = {iri: f"{path}/index" if path in folders else path for iri, path in paths.items()}
    folded: dict[str, str] = {}
    for iri, path in paths.items():
        other = folded.setdefault(unicodedata.normalize("NFC", path).casefold(), iri)
        if other != iri:
            raise PageProblem(f"{other} and {iri} want the same file", remedy="rename one of them")
    return paths
