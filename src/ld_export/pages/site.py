"""What there is on a site, and what every page of it has around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import PageProblem
from ld_export.graph import RDF_TYPE, iri_of
from ld_export.iris import Minter
from ld_export.pages.data import Page
from ld_export.pages.entity import Row
from ld_export.pages.lists import Part, Place, split
from ld_export.pages.locales import Catalogue, catalogue, interface_languages
from ld_export.pages.templates import render
from ld_export.pages.terms import Literal, Terms, page_paths
from ld_export.pages.views import View, read_views
from ld_export.settings import Settings
from ld_export.theme import Theme


class Edition(NamedTuple):
    """The site in one language: its words, its terms, and how the names of its pages end."""

    words: Catalogue
    terms: Terms
    suffix: str


class Section(NamedTuple):
    """A part of the site with an index: its name, the path of that (without an ending), and how much is in it.

    `by_year` is the predicate by whose years the index goes, empty where it goes by letters.
    """

    name: str
    path: str
    size: int
    by_year: str


class Link(NamedTuple):
    """A link to another page of the site, or to the same page in another language."""

    href: str
    label: Any
    language: str = ""


class Site:
    """The entities of a store that get pages, where these are, and in which languages.

    Raises `PageProblem` where the base URI matches no entity: nothing would be published, and a reader would
    find out last.
    """

    def __init__(self, store: ox.Store, settings: Settings, theme: Theme) -> None:
        self.store = store
        self.settings = settings
        self.theme = theme
        self.mint = Minter(settings.base_uri)
        self.ontology = f"{self.mint.vocabulary}ontology"
        self.bases = (settings.base_uri, self.mint.vocabulary)
        self.table = read_views(theme)
        self.views: dict[str, View] = {}
        self.classes: dict[str, list[str]] = {}
        """The classes by which an entity has a page."""
        for view in self._views():
            self.views = dict.fromkeys(self._entities(view), view) | self.views  # an earlier row of the table holds
        if not any(iri.startswith(settings.base_uri) and view.listed for iri, view in self.views.items()):
            raise PageProblem(
                f"no entity of the graph begins with the base URI {settings.base_uri}",
                "ld-export.toml",
                "correct base_uri, or add a document",
            )
        self.pages = page_paths(self.views, self.bases)
        self.sections = self._count_sections()
        self.editions = tuple(self._make_editions())
        self._frames: dict[tuple[str, str], dict[str, Any]] = {}

    def _views(self) -> Iterator[View]:
        return (view for view in self.table.views if self.settings.vocabulary_pages or not view.vocabulary)

    def _entities(self, view: View) -> list[str]:
        """The entities of a view that have a page here, sorted."""
        found: dict[str, list[str]] = {}
        for of in view.classes:
            # Not by its pattern: a statement that is looked up so has all its terms fetched from the store.
            found_of: Any = self.store.query(f"SELECT ?s WHERE {{ GRAPH ?g {{ ?s <{RDF_TYPE}> <{of}> }} }}")
            for (subject,) in found_of:
                iri = iri_of(subject)
                if iri.startswith(self.bases) and "#" not in iri:
                    found.setdefault(iri, []).append(of)
        for iri, classes in found.items():
            self.classes[iri] = [*self.classes.get(iri, ()), *classes]
        return sorted(found)

    def _count_sections(self) -> dict[str, Section]:
        counts: dict[str, int] = {}
        for view in self.views.values():
            if view.listed:
                counts[view.section] = counts.get(view.section, 0) + 1
        listed = {view.section: view for view in reversed(self.table.views) if view.section in counts and view.listed}
        names = dict.fromkeys(view.section for view in self.table.views if view.section in listed)
        return {name: Section(name, f"{name}/index", counts[name], listed[name].by_year) for name in names}

    def _make_editions(self) -> Iterator[Edition]:
        for number, language in enumerate(interface_languages(self.settings.languages, self.theme)):
            suffix = f".{language}.html" if number else ".html"
            words = catalogue(language, self.theme)
            yield Edition(words, Terms(self.store, self.settings.label_predicates, words, self.pages, suffix), suffix)

    def title(self, edition: Edition) -> str:
        """What the site is called in a language."""
        return _in(self.settings.title, edition.words.language).label

    def address(self, iri: str) -> str:
        """The IRI of an entity's page: it may be another than the page's address."""
        base = next(base for base in self.bases if iri.startswith(base))
        return f"{base}{self.pages[iri]}.html"

    def whole_list(self, name: str, rows: Sequence[Row], edition: Edition) -> Part:
        """A list on a page of the whole, which is not split."""
        return split(name, rows, max(1, len(rows)), Place("", edition.suffix, edition.terms, ""))[0]

    def page(self, edition: Edition, path: str, template: str, values: Mapping[str, Any]) -> Page:
        """A page in one language; `path` has no ending."""
        return Page(f"{path}{edition.suffix}", render(self.theme, edition.words, template, values).encode())

    # -- around every page -----------------------------------------------------------------------------------------

    def frame(self, edition: Edition, path: str, title: str) -> dict[str, Any]:
        """What the template of any page needs: `page`, `site` and the words. `path` has no ending."""
        root = root_of(path)
        return {
            "page": {
                "title": title,
                "language": edition.words.language,
                "root": root,
                "canonical": f"{self.settings.site}{path}{edition.suffix}",
                "languages": self._languages(path),
                "alternates": (),
                "signposts": (),
                "json_ld": "",
            },
            "site": self._around(edition, root),
        }

    def _languages(self, path: str) -> list[Link]:
        """The page in each language there is."""
        name = path.rpartition("/")[2]
        return [Link(f"{name}{one.suffix}", one.words.name, one.words.language) for one in self.editions]

    def _around(self, edition: Edition, root: str) -> dict[str, Any]:
        """What all pages at one depth of the site have in common."""
        key = (edition.words.language, root)
        if key not in self._frames:
            around = self._make_around(edition, root)
            top = render(self.theme, edition.words, "top.html.j2", {"site": around})
            bottom = render(self.theme, edition.words, "bottom.html.j2", {"site": around})
            self._frames[key] = around | {"top": top, "bottom": bottom}
        return self._frames[key]

    def _make_around(self, edition: Edition, root: str) -> dict[str, Any]:
        settings, language = self.settings, edition.words.language
        return {
            "title": _in(settings.title, language),
            "description": _in(settings.description, language),
            "publisher": settings.publisher,
            "contact": Link(settings.publisher.contact, settings.publisher.contact.removeprefix("mailto:")),
            "licence": settings.licence,
            "noindex": settings.noindex,
            "base": settings.base_uri,
            "home": f"{root}index{edition.suffix}",
            "ontology": self._ontology(edition, root),
            "menu": [self._link(name, edition, root) for name in self.table.menu if self._is_here(name)],
            "sections": [self._link(name, edition, root) for name in self.sections],
            "pages": {page.path: self._link(page.path, edition, root) for page in self.table.pages},
        }

    def _ontology(self, edition: Edition, root: str) -> str:
        """Where the ontology's page is; nothing where the site has none."""
        return edition.terms.href(self.ontology, root) if self.ontology in self.pages else ""

    def _is_here(self, name: str) -> bool:
        return name in self.sections or any(page.path == name for page in self.table.pages) or name == "ontology"

    def _link(self, name: str, edition: Edition, root: str) -> Link:
        """A link to a section's index or to a page of the whole, by its name."""
        if name in self.sections:
            return Link(f"{root}{self.sections[name].path}{edition.suffix}", edition.words.say(f"sections.{name}"))
        if name == "ontology":
            return Link(edition.terms.href(self.ontology, root), edition.words.say("sections.ontology"))
        return Link(f"{root}{name}{edition.suffix}", edition.words.say(f"pages.{name}"))


def root_of(path: str) -> str:
    """The way from a page to the root of its site."""
    return "../" * path.count("/")


def _in(texts: Mapping[str, str], language: str) -> Literal:
    """A text in a language, or in another where there is none in it."""
    code = language if language in texts else next(iter(texts), language)
    return Literal(texts.get(code, ""), code if code != language else "")
