"""RDF terms as a page shows them: a label, and a link relative to the page so that a site works under any path."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup

from ld_export.errors import PageProblem
from ld_export.graph import compact_iri, expanded
from ld_export.pages.locales import Catalogue
from ld_export.pages.markup import escaped, made

_WEB = ("https://", "http://")
_DATES = frozenset(expanded(f"xsd:{name}") for name in ("date", "gYear", "gYearMonth", "gMonth", "gMonthDay"))


class Literal:
    """A literal on a page. `when` is a date in the words of the page's reader; empty for what is no date."""

    __slots__ = ("label", "language", "when")
    iri = href = fragment = ""

    def __init__(self, label: str, language: str = "", when: str = "") -> None:
        self.label = label
        self.language = language
        self.when = when

    def __bool__(self) -> bool:
        return self.label != ""

    @property
    def html(self) -> Markup:
        """The label, marked with its language or as a date."""
        if self.when:
            # A day of no year has no hyphens before it in HTML, which cannot say a month of no year.
            written = self.label.removeprefix("--")
            shown = escaped(self.when)
            return made(f'<time datetime="{escaped(written)}">{shown}</time>') if len(written) > len("05") else shown
        if self.language:
            return made(f'<span lang="{escaped(self.language)}">{escaped(self.label)}</span>')
        return escaped(self.label)

    def text(self, predicate: str) -> Literal:  # noqa: ARG002 - asked of any term, and nothing is said of words
        """See `Resource.text`."""
        return ABSENT


class Resource:
    """A resource on a page; label and link are looked up only if a template asks for them."""

    __slots__ = ("_root", "_site", "iri")
    language = when = ""

    def __init__(self, iri: str, root: str, site: Terms) -> None:
        self.iri = iri
        self._root = root
        self._site = site

    @property
    def label(self) -> str:
        """The best label there is."""
        return self._site.label(self.iri)

    @property
    def label_html(self) -> Markup:
        """The label, marked with its language where that is not the page's."""
        return self._site.named("", self.label, self._root, self._site.best_label(self.iri).language)

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

    def text(self, predicate: str) -> Literal:
        """What is said of it by a predicate (`skos:definition`), in the page's language where there is a choice."""
        return self._site.text(self.iri, predicate)


Term = Literal | Resource

ABSENT = Literal("")
"""What a variable without a value shows: nothing."""


class Terms:
    """What all pages in one language share: where every entity has its page, and what everything is called."""

    def __init__(
        self, store: ox.Store, predicates: Iterable[str], catalogue: Catalogue, pages: dict[str, str], suffix: str
    ) -> None:
        self._store = store
        self._predicates = [ox.NamedNode(iri) for iri in predicates]
        self._catalogue = catalogue
        self._suffix = suffix
        self._labels: dict[str, Literal] = {}
        self._links: dict[tuple[str, str], Markup] = {}
        self._named: dict[tuple[str, str, str, str], Markup] = {}
        self._predicates_shown: dict[tuple[str, str], Markup] = {}
        self._cells: dict[str, dict[Any, str]] = {}
        self._pages = pages

    def term(self, value: Any, root: str) -> Term:
        """A term for a page whose site root is `root`."""
        if isinstance(value, ox.NamedNode):
            return Resource(value.value, root, self)
        return (
            Literal(value.value, value.language) if value.language else self.literal(value.value, value.datatype.value)
        )

    def literal(self, words: str, datatype: str) -> Literal:
        """A literal without a language."""
        return Literal(words, "", self._catalogue.date(words) if datatype in _DATES else "")

    def href(self, iri: str, root: str) -> str:
        """See `Resource.href`."""
        entity, _, fragment = iri.partition("#")
        page = self._pages.get(entity)
        if page is not None:
            return f"{root}{page}{self._suffix}" + (f"#{fragment}" if fragment else "")
        return iri if iri.startswith(_WEB) else ""

    def link(self, iri: str, root: str) -> Markup:
        """See `Resource.html`. Remembered, because most pages show the same few countries, groups and documents."""
        link = self._links.get((iri, root))
        if link is None:
            best = self.best_label(iri)
            link = self.named(iri, best.label, root, best.language)
            if "#" not in iri:
                self._links[iri, root] = link
        return link

    def named(self, iri: str, label: str, root: str, language: str = "") -> Markup:
        """A link with another label than the best there is; just the label where it leads nowhere. Remembered, too."""
        key = (iri, label, root, language)
        link = self._named.get(key)
        if link is None:
            link = self._make_named(iri, label, root, language)
            if "#" not in iri:
                self._named[key] = link
        return link

    def _make_named(self, iri: str, label: str, root: str, language: str) -> Markup:
        marked = self._foreign(language) if language else ""
        shown = escaped(label)
        if iri and (href := self.href(iri, root)):
            return made(f'<a href="{escaped(href)}"{marked}>{shown}</a>')
        return made(f"<span{marked}>{shown}</span>") if marked else shown

    def _foreign(self, language: str) -> str:
        """The attribute that marks what is in another language than the page; nothing for the page's own."""
        return f' lang="{escaped(language)}"' if language not in ("", self._catalogue.language) else ""

    def predicate(self, iri: str, root: str) -> Markup:
        """A predicate as a link, with its short form beside its label."""
        known = self._predicates_shown.get((iri, root))
        if known is None:
            short = compact_iri(iri)
            beside = Markup() if short == self.label(iri) else Markup(" <code>%s</code>") % short
            known = self._predicates_shown[iri, root] = self.link(iri, root) + beside
        return known

    def cells(self, root: str) -> dict[Any, str]:
        """Where the tables of all pages with a root keep the cells that they have made, by what each shows."""
        return self._cells.setdefault(root, {})

    @property
    def language(self) -> str:
        """The language of the page."""
        return self._catalogue.language

    def label(self, iri: str) -> str:
        """See `Resource.label`."""
        return self.best_label(iri).label

    def best_label(self, iri: str) -> Literal:
        """The label with the language that it is in."""
        label = self._labels.get(iri)
        if label is None:
            label = self._look_up(iri)
            if "#" not in iri:  # what has a fragment is shown on few pages, and there are many such
                self._labels[iri] = label
        return label

    def text(self, iri: str, predicate: str) -> Literal:
        """See `Resource.text`."""
        found = self._literals(ox.NamedNode(iri), ox.NamedNode(expanded(predicate)))
        return self._best(found) if found else ABSENT

    def _best(self, found: Iterable[ox.Literal]) -> Literal:
        best = min(found, key=self._preference)
        return Literal(best.value, best.language or "")

    def _look_up(self, iri: str) -> Literal:
        node = ox.NamedNode(iri)
        for predicate in self._predicates:
            if found := self._literals(node, predicate):
                return self._best(found)
        return Literal(compact_iri(iri))

    def _literals(self, node: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.Literal]:
        quads = self._store.quads_for_pattern(node, predicate, None)
        return [quad.object for quad in quads if isinstance(quad.object, ox.Literal)]

    def _preference(self, literal: ox.Literal) -> tuple[int, str]:
        """The page's language first, then no language, then any; the text itself decides between equals."""
        fits = (self._catalogue.language, None)
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
