"""Pages of entities and of the site: HTML, and the same entity's statements as Turtle, JSON-LD and N-Triples."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from heapq import nsmallest
from types import SimpleNamespace
from typing import Any, NamedTuple

import jinja2
import markupsafe
import msgspec
import pyoxigraph as ox

from ld_export.errors import PageProblem
from ld_export.graph import (
    RDF_TYPE,
    described,
    iri_of,
    json_ld,
    lines_of,
    nodes_of,
    terms_used,
    turtle_body,
    turtle_head,
)
from ld_export.iris import Minter
from ld_export.mapping import context
from ld_export.pages.items import Item, by_passage, linked, own_sets
from ld_export.pages.marks import marked, place_of
from ld_export.pages.terms import ABSENT, Resource, Site, Term, page_paths
from ld_export.pages.views import View, read_views, section_titles
from ld_export.resources import folder
from ld_export.settings import Settings

LANGUAGE = "en"
_THIS = re.compile(r"\?this\b")
PRIMARY_TOPIC = ox.NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
COMMENT = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
FILE_TERMS = (PRIMARY_TOPIC, COMMENT)
"""What the data files beside a page say of themselves with; no dump has these statements."""


DocumentBlocks = Callable[[str], Mapping[str, bytes] | None]
"""A document's IRI to its blocks of the dumps, by dump file; nothing for what is no document."""


class Page(NamedTuple):
    """One file of the site."""

    path: str
    content: bytes


class Alternate(NamedTuple):
    """The same resource in another format."""

    name: str
    media_type: str
    href: str


class Statement(NamedTuple):
    """A predicate with its values, or with the subjects that point here."""

    predicate: Term
    values: list[Term]


class Section(NamedTuple):
    """A part of the site with an index."""

    name: str
    title: str
    path: str
    size: int


_FORMATS = (
    ("Turtle", "text/turtle", ".ttl"),
    ("JSON-LD", "application/ld+json", ".jsonld"),
    ("N-Triples", "application/n-triples", ".nt"),
)


# Pages say it themselves, and must be read for it; of other files, and of robots that heed no page, only this can.
_NO_ROBOTS = b"""\
User-agent: *
Allow: /$
Allow: /*.html$
Disallow: /
"""


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder("site") / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "by_passage": by_passage,
        "linked": linked,
        "marked": marked,
        "own_sets": own_sets,
        "place_of": place_of,
    }
    return environment


class Renderer:
    """Makes the pages of one store.

    `blocks` are what documents contribute to the dumps. Where the store is `on_disk`, what is asked of a document's
    own graph is asked of that graph alone, in memory: that is twice as fast, with the loading of it.

    Raises `PageProblem` where the base URI matches no entity: nothing would be published, and a reader would
    find out last.
    """

    def __init__(
        self, store: ox.Store, settings: Settings, blocks: DocumentBlocks = lambda _: None, *, on_disk: bool = False
    ) -> None:
        mint = Minter(settings.base_uri)
        self._store = store
        self._on_disk = on_disk
        self._settings = settings
        self._blocks = blocks
        self._bases = (settings.base_uri, mint.vocabulary)
        self.views: dict[str, View] = {}
        for view in self._wanted():
            self.views = dict.fromkeys(self._entities(view), view) | self.views  # an earlier row of the table holds
        if not any(iri.startswith(settings.base_uri) and view.listed for iri, view in self.views.items()):
            raise PageProblem(
                f"no entity of the graph begins with the base URI {settings.base_uri}",
                "ld-export.toml",
                "correct base_uri, or add a document",
            )
        self.pages = page_paths(self.views, self._bases)
        self._terms = Site(store, settings.label_predicates, LANGUAGE, self.pages)
        self._sections = self._count_sections()
        self._site: dict[str, Any] = {
            "title": settings.title.get(LANGUAGE) or next(iter(settings.title.values())),
            "description": settings.description.get(LANGUAGE, ""),
            "publisher": settings.publisher,
            "licence": settings.licence,
            "noindex": settings.noindex,
            "sections": self._sections,
            "ontology": "" if settings.vocabulary_pages else f"{mint.vocabulary}ontology",
        }

    def _wanted(self) -> Iterator[View]:
        return (view for view in read_views() if self._settings.vocabulary_pages or not view.vocabulary)

    def _entities(self, view: View) -> list[str]:
        """The entities of a view that have a page here, sorted."""
        found = {
            iri_of(quad.subject)
            for of in view.classes
            for quad in self._store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), ox.NamedNode(of))
        }
        return sorted(iri for iri in found if iri.startswith(self._bases) and "#" not in iri)

    def _count_sections(self) -> list[Section]:
        titles = section_titles(LANGUAGE)
        counts: dict[str, int] = {}
        for view in self.views.values():
            if view.listed:
                counts[view.section] = counts.get(view.section, 0) + 1
        names = dict.fromkeys(view.section for view in read_views() if view.section in counts)
        return [Section(name, titles[name], f"{name}/index.html", counts[name]) for name in names]

    def has_sections_of(self, paths: Collection[str]) -> bool:
        """Whether a site of some paths has the same sections: every page links to all of them."""
        indexes = {f"{view.section}/index.html" for view in read_views() if view.listed}
        return {section.path for section in self._sections} == indexes.intersection(paths)

    # -- one entity ------------------------------------------------------------------------------------------------

    def entity(self, iri: str) -> Iterator[Page]:
        """The files of one entity."""
        view, path = self.views[iri], self.pages[iri]
        root = "../" * path.count("/")
        node, blocks = ox.NamedNode(iri), self._blocks(iri)
        own = self._own_graph(blocks)
        outgoing = [quad.triple for quad in own.quads_for_pattern(node, None, None)]
        pointing = [quad.triple for quad in self._store.quads_for_pattern(None, None, node)]
        incoming = [triple for triple in pointing if not iri_of(triple.subject).startswith(f"{iri}#")]
        shown = nsmallest(self._settings.incoming_limit, incoming, key=_by_predicate)
        extra = [*shown, *self._about_file(iri, len(shown), len(incoming))]
        if blocks:
            yield from self._data_of_blocks(iri, blocks, extra)
        else:
            yield from self._data(iri, outgoing, pointing, extra)
        context = {
            "page": self._page(path, self._terms.label(iri), root, _script(outgoing)),
            "site": self._site,
            "entity": {
                "iri": iri,
                "outgoing": self._grouped(((one.predicate, one.object) for one in outgoing), root),
                "incoming": self._grouped(((one.predicate, one.subject) for one in shown), root),
                "incoming_total": len(incoming),
                "limit": self._settings.incoming_limit,
            },
            "rows": {
                name: self._rows(own if name in view.own else self._store, query, node, root)
                for name, query in view.queries.items()
            },
            "items": {
                name: self._items(own if name in view.own else self._store, query, node, root)
                for name, query in view.items.items()
            },
        }
        yield Page(f"{path}.html", self._html(view.template, context))

    def _own_graph(self, blocks: Mapping[str, bytes] | None) -> ox.Store:
        """A store that holds all that an entity's own graph says: no more than that, where it pays."""
        if not (self._on_disk and blocks):
            return self._store
        own = ox.Store()
        own.load(blocks["dataset.nt"], format=ox.RdfFormat.N_TRIPLES, lenient=True)
        return own

    def _data_of_blocks(self, iri: str, blocks: Mapping[str, bytes], extra: list[ox.Triple]) -> list[Page]:
        """The data files of a document: its blocks of the dumps, which are its statements in every format."""
        path, base = self.pages[iri], self._settings.base_uri
        added = described(extra)
        more = msgspec.json.encode(nodes_of(added))[1:-1]
        own = bytes(blocks["dataset.jsonld"]).rstrip(b",\n")
        terms = msgspec.json.encode(context())
        turtle = [turtle_head(base).encode(), blocks["dataset.ttl"], b"\n", turtle_body(added, base)]
        return [
            Page(f"{path}.ttl", b"".join(turtle)),
            Page(f"{path}.nt", b"".join([blocks["dataset.nt"], *(f"{triple} .\n".encode() for triple in extra)])),
            Page(f"{path}.jsonld", b'{"@context":%b,"@graph":[%b,\n%b]}' % (terms, own, more)),
        ]

    def _data(
        self, iri: str, outgoing: list[ox.Triple], pointing: list[ox.Triple], extra: list[ox.Triple]
    ) -> Iterator[Page]:
        """The data files of any entity: its statements, those of its parts (by fragment), and `extra`."""
        path, base = self.pages[iri], self._settings.base_uri
        near = {iri_of(triple.object) for triple in outgoing} | {iri_of(triple.subject) for triple in pointing}
        parts = [
            quad.triple
            for part in sorted(part for part in near if part.startswith(f"{iri}#"))
            for quad in self._store.quads_for_pattern(ox.NamedNode(part), None, None)
        ]
        statements = described([*sorted(outgoing, key=str), *sorted(parts, key=str), *extra])
        nodes = nodes_of(statements)
        yield Page(f"{path}.ttl", b"%b\n%b" % (turtle_head(base).encode(), turtle_body(statements, base)))
        yield Page(f"{path}.nt", "".join(f"{line} .\n" for line in lines_of(statements)).encode())
        yield Page(f"{path}.jsonld", json_ld(nodes, terms_used(nodes)))

    def _about_file(self, iri: str, shown: int, total: int) -> list[ox.Triple]:
        """What the data files of an entity say of themselves: what they are about and what they leave out."""
        base = next(base for base in self._bases if iri.startswith(base))
        page, limit = ox.NamedNode(f"{base}{self.pages[iri]}.html"), self._settings.incoming_limit
        said = f"All outgoing statements, and {shown} of {total} incoming ones (at most {limit})."
        return [
            ox.Triple(page, PRIMARY_TOPIC, ox.NamedNode(iri)),
            ox.Triple(page, COMMENT, ox.Literal(said, language="en")),
        ]

    def _page(self, path: str, title: str, root: str, script: str) -> dict[str, Any]:
        name = path.rpartition("/")[2]
        return {
            "title": title,
            "language": LANGUAGE,
            "root": root,
            "canonical": f"{self._settings.site}{path}.html",
            "alternates": [Alternate(label, media, f"{name}{ending}") for label, media, ending in _FORMATS],
            "json_ld": markupsafe.Markup(script),  # noqa: S704 - escaped by _script
        }

    def _grouped(self, pairs: Iterable[tuple[ox.NamedNode, Any]], root: str) -> list[Statement]:
        grouped: dict[str, list[Any]] = {}
        for predicate, value in pairs:
            grouped.setdefault(predicate.value, []).append(value)
        types_first = sorted(grouped, key=lambda predicate: (predicate != RDF_TYPE, predicate))
        return [
            Statement(
                self._terms.term(ox.NamedNode(predicate), root),
                [self._terms.term(value, root) for value in sorted(grouped[predicate], key=str)],
            )
            for predicate in types_first
        ]

    def _rows(self, store: ox.Store, query: str, node: ox.NamedNode, root: str) -> list[SimpleNamespace]:
        """What a query answers about an entity, for a template."""
        return [SimpleNamespace(**row) for row in self._solutions(store, query, node, root)]

    def _items(self, store: ox.Store, query: str, node: ox.NamedNode, root: str) -> list[Item]:
        """The things that a query finds, each with everything that is said of it."""
        return [self._item(store, row, root) for row in self._solutions(store, query, node, root)]

    def _item(self, store: ox.Store, row: dict[str, Term], root: str) -> Item:
        resource = row.pop("item")
        if not isinstance(resource, Resource):
            raise PageProblem(
                f"{resource.label!r} is no thing of which something is said", "site/queries", "ask for IRIs"
            )
        # Not by the query: sorting a dozen rows for each thing in the engine takes several times as long.
        quads = store.quads_for_pattern(ox.NamedNode(resource.iri), None, None)
        said = sorted((quad.predicate.value, str(quad.object), quad.object) for quad in quads)
        return Item(resource, row, [(predicate, self._terms.term(value, root)) for predicate, _, value in said])

    def _solutions(self, store: ox.Store, query: str, node: ox.NamedNode, root: str) -> Iterator[dict[str, Term]]:
        """What a query answers about an entity: a name for each of its variables, a term for each name."""
        # Bound by its text: given as a substitution, the engine joins first and binds last (a hundred times slower).
        # A NamedNode's text is an IRI between angle brackets, and nothing can be smuggled in by it.
        solutions: Any = store.query(_THIS.sub(lambda _: str(node), query), use_default_graph_as_union=True)
        names = [variable.value for variable in solutions.variables]
        term = self._terms.term
        for row in solutions:
            yield {name: term(value, root) if value else ABSENT for name, value in zip(names, row, strict=True)}

    @staticmethod
    def _html(template: str, context: Mapping[str, Any]) -> bytes:
        try:
            return _environment().get_template(template).render(context).encode()
        except jinja2.TemplateError as error:
            raise PageProblem(f"{type(error).__name__}: {error}", f"site/templates/{template}", "correct it") from None

    # -- the site --------------------------------------------------------------------------------------------------

    def indexes_without(self, described: Collection[str]) -> list[str]:
        """The indexes that list none of some entities, nor did before these changed.

        None where one of them is listed nowhere: it may have been.
        """
        views = [self.views.get(iri) for iri in described]
        if not all(view and view.listed for view in views):
            return []
        # A cited document that joins the publication leaves one section for another: both lie in one folder.
        folders = {self._folder(iri) for iri in described}
        sections = {view.section for iri, view in self.views.items() if self._folder(iri) in folders}
        return [section.path for section in self._sections if section.name not in sections]

    def _folder(self, iri: str) -> str:
        return self.pages[iri].partition("/")[0]

    def site_pages(self, dumps: Iterable[str], but: Collection[str] = ()) -> Iterator[Page]:
        """The pages that show the whole: home page, an index for each section (`but` for some), site map, style."""
        for section in self._sections:
            if section.path not in but:
                yield self._index(section)
        home = {"page": self._page("index", str(self._site["title"]), "", "") | {"alternates": []}, "site": self._site}
        yield Page("index.html", self._html("home.html.j2", home | {"dumps": list(dumps)}))
        # A map invites the search engines that a publication without an index keeps away.
        yield Page("robots.txt", _NO_ROBOTS) if self._settings.noindex else Page("sitemap.xml", self._site_map())
        static = folder("site") / "static"
        for file in sorted(path for path in static.rglob("*") if path.is_file()):
            yield Page(f"static/{file.relative_to(static).as_posix()}", file.read_bytes())

    def _index(self, section: Section) -> Page:
        listed = [iri for iri, view in self.views.items() if view.listed and view.section == section.name]
        terms = sorted((Resource(iri, "../", self._terms) for iri in listed), key=lambda term: (term.label, term.iri))
        page = self._page(f"{section.name}/index", section.title, "../", "") | {"alternates": []}
        return Page(section.path, self._html("index.html.j2", {"page": page, "site": self._site, "listed": terms}))

    def _site_map(self) -> bytes:
        paths = ["index", *(f"{section.name}/index" for section in self._sections), *self.pages.values()]
        addresses = "".join(
            f"<url><loc>{markupsafe.escape(self._settings.site + path)}.html</loc></url>\n"
            for path in sorted(set(paths))
        )
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        return f"{head}{addresses}</urlset>\n".encode()


def _by_predicate(triple: ox.Triple) -> tuple[str, str]:
    return triple.predicate.value, iri_of(triple.subject)


def _script(triples: Iterable[ox.Triple]) -> str:
    """JSON-LD to embed in HTML: no character of it can end the element or open another."""
    nodes = nodes_of(described(sorted(triples, key=str)))
    text = json_ld(nodes, terms_used(nodes)).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
