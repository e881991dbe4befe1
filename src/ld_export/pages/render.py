"""Pages of entities and of the site: HTML, and the same entity's statements as Turtle, JSON-LD and N-Triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from heapq import nsmallest
from typing import Any, NamedTuple

import jinja2
import markupsafe
import pyoxigraph as ox

from ld_export.errors import PageProblem
from ld_export.graph import RDF_TYPE, iri_of, json_ld, nodes_of, terms_used, turtle_head, turtle_of_lines
from ld_export.iris import Minter
from ld_export.mapping import Node
from ld_export.pages.terms import Labels, Linker, Term, page_paths
from ld_export.pages.views import View, read_views, section_titles
from ld_export.resources import folder
from ld_export.settings import Settings

LANGUAGE = "en"
_THIS = ox.Variable("this")
_PRIMARY_TOPIC = "http://xmlns.com/foaf/0.1/primaryTopic"
_COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"


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


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder("site") / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Renderer:
    """Makes the pages of one store.

    Raises `PageProblem` where the base URI matches no entity: nothing would be published, and a reader would
    find out last.
    """

    def __init__(self, store: ox.Store, settings: Settings) -> None:
        mint = Minter(settings.base_uri)
        self._store = store
        self._settings = settings
        self._bases = (settings.base_uri, mint.vocabulary)
        self.views = {iri: view for view in read_views() for iri in self._entities(view)}
        if not any(iri.startswith(settings.base_uri) and view.listed for iri, view in self.views.items()):
            raise PageProblem(
                f"no entity of the graph begins with the base URI {settings.base_uri}",
                "ld-export.toml",
                "correct base_uri, or add a document",
            )
        self.pages = page_paths(self.views, self._bases)
        self._linker = Linker(self._bases, self.pages)
        self._labels = Labels(store, settings.label_predicates, LANGUAGE)
        self._sections = self._count_sections()
        self._site: dict[str, Any] = {
            "title": settings.title.get(LANGUAGE) or next(iter(settings.title.values())),
            "description": settings.description.get(LANGUAGE, ""),
            "publisher": settings.publisher,
            "licence": settings.licence,
            "sections": self._sections,
        }

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

    # -- one entity ------------------------------------------------------------------------------------------------

    def entity(self, iri: str) -> Iterator[Page]:
        """The files of one entity."""
        view, path = self.views[iri], self.pages[iri]
        root = "../" * path.count("/")
        node = ox.NamedNode(iri)
        outgoing = list(self._store.quads_for_pattern(node, None, None))
        pointing = list(self._store.quads_for_pattern(None, None, node))
        parts = self._parts(iri, outgoing, pointing)
        incoming = [quad for quad in pointing if iri_of(quad.subject) not in parts]
        shown = nsmallest(self._settings.incoming_limit, incoming, key=_by_predicate)
        lines = self._lines(outgoing, parts, shown, self._about_file(iri, len(shown), len(incoming)))
        yield from self._data(path, lines)
        context = {
            "page": self._page(path, self._labels[iri], root, _script(nodes_of(_lines_of(outgoing)))),
            "site": self._site,
            "entity": {
                "iri": iri,
                "outgoing": self._grouped(((quad.predicate, quad.object) for quad in outgoing), root),
                "incoming": self._grouped(((quad.predicate, quad.subject) for quad in shown), root),
                "incoming_total": len(incoming),
                "limit": self._settings.incoming_limit,
            },
            "rows": {name: self._rows(query, node, root) for name, query in view.queries.items()},
        }
        yield Page(f"{path}.html", self._html(view.template, context))

    def _parts(self, iri: str, outgoing: list[ox.Quad], pointing: list[ox.Quad]) -> dict[str, list[ox.Quad]]:
        """What hangs on an entity by a fragment, each with its own statements."""
        near = [iri_of(quad.object) for quad in outgoing] + [iri_of(quad.subject) for quad in pointing]
        return {
            part: list(self._store.quads_for_pattern(ox.NamedNode(part), None, None))
            for part in sorted({part for part in near if part.startswith(iri + "#")})
        }

    def _about_file(self, iri: str, shown: int, total: int) -> list[str]:
        """What the data files of an entity say of themselves: what they are about and what they leave out."""
        page = f"<{iri}.html>"
        said = ox.Literal(
            f"All outgoing statements, and {shown} of {total} incoming ones (at most {self._settings.incoming_limit}).",
            language="en",
        )
        return [f"{page} <{_PRIMARY_TOPIC}> <{iri}>", f"{page} <{_COMMENT}> {said}"]

    @staticmethod
    def _lines(
        outgoing: list[ox.Quad], parts: Mapping[str, list[ox.Quad]], incoming: list[ox.Quad], about: list[str]
    ) -> list[str]:
        """All statements, those of one subject together: the entity's, those of its parts, those that point to it."""
        groups = [_lines_of(outgoing), *(_lines_of(part) for part in parts.values()), _lines_of(incoming), about]
        return list(dict.fromkeys(line for group in groups for line in group))

    def _data(self, path: str, lines: list[str]) -> Iterator[Page]:
        base, nodes = self._settings.base_uri, nodes_of(lines)
        yield Page(f"{path}.ttl", f"{turtle_head(base)}\n{turtle_of_lines(lines, base)}".encode())
        yield Page(f"{path}.nt", "".join(f"{line} .\n" for line in sorted(lines)).encode())
        yield Page(f"{path}.jsonld", json_ld(nodes, terms_used(nodes)))

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
        grouped: dict[str, list[Term]] = {}
        for predicate, value in pairs:
            grouped.setdefault(predicate.value, []).append(self._term(value, root))
        types_first = sorted(grouped, key=lambda predicate: (predicate != RDF_TYPE, predicate))
        return [Statement(self._resource(predicate, root), sorted(grouped[predicate])) for predicate in types_first]

    def _rows(self, query: str, node: ox.NamedNode, root: str) -> list[dict[str, Term | None]]:
        solutions: Any = self._store.query(query, use_default_graph_as_union=True, substitutions={_THIS: node})
        names = [variable.value for variable in solutions.variables]
        return [
            {name: value and self._term(value, root) for name, value in zip(names, row, strict=True) if name != "this"}
            for row in solutions
        ]

    def _term(self, value: Any, root: str) -> Term:
        if isinstance(value, ox.NamedNode):
            return self._resource(value.value, root)
        return Term("", value.value, language=value.language or "")

    def _resource(self, iri: str, root: str) -> Term:
        return Term(iri, self._labels[iri], self._linker.href(iri, root))

    @staticmethod
    def _html(template: str, context: Mapping[str, Any]) -> bytes:
        try:
            return _environment().get_template(template).render(context).encode()
        except jinja2.TemplateError as error:
            raise PageProblem(f"{type(error).__name__}: {error}", f"site/templates/{template}", "correct it") from None

    # -- the site --------------------------------------------------------------------------------------------------

    def site_pages(self, dumps: Iterable[str]) -> Iterator[Page]:
        """The pages that show the whole: home page, an index for each section, site map, style."""
        for section in self._sections:
            yield self._index(section)
        home = {"page": self._page("index", str(self._site["title"]), "", "") | {"alternates": []}, "site": self._site}
        yield Page("index.html", self._html("home.html.j2", home | {"dumps": list(dumps)}))
        yield Page("sitemap.xml", self._site_map())
        static = folder("site") / "static"
        for file in sorted(path for path in static.rglob("*") if path.is_file()):
            yield Page(f"static/{file.relative_to(static).as_posix()}", file.read_bytes())

    def _index(self, section: Section) -> Page:
        listed = [iri for iri, view in self.views.items() if view.listed and view.section == section.name]
        terms = sorted((self._resource(iri, "../") for iri in listed), key=lambda term: (term.label, term.iri))
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


def _by_predicate(quad: ox.Quad) -> tuple[str, str]:
    return quad.predicate.value, iri_of(quad.subject)


def _lines_of(quads: Iterable[ox.Quad]) -> list[str]:
    return sorted({f"{quad.subject} {quad.predicate} {quad.object}" for quad in quads})


def _script(nodes: Sequence[Node]) -> str:
    """JSON-LD to embed in HTML: no character of it can end the element or open another."""
    text = json_ld(nodes, terms_used(nodes)).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
