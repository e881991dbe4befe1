"""Pages of entities: HTML in each language, and the same entity's statements as Turtle, JSON-LD and N-Triples."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup

from ld_export.graph import expanded
from ld_export.mapping import Node
from ld_export.pages.contract import Cited, Snippet, citations, link_snippets
from ld_export.pages.data import FORMATS, Around, DataFiles, DocumentBlocks, Page, script
from ld_export.pages.elsewhere import Elsewheres, told
from ld_export.pages.entity import ITEMS, Entity, Found, Row
from ld_export.pages.figures import Figure, Language, Moment, time_line
from ld_export.pages.items import Item, Parts
from ld_export.pages.lists import Part, Place, split
from ld_export.pages.nodes import Said, local_name
from ld_export.pages.signatures import Signatures
from ld_export.pages.signposts import Signpost, of_entity, section_of
from ld_export.pages.site import Edition, Link, Site, root_of
from ld_export.pages.tables import statements_html
from ld_export.pages.terms import ABSENT, Resource, Term
from ld_export.pages.vocabulary import Vocabulary


class EntityPages:
    """Makes the files of a site's entities. `blocks` are what documents contribute to the dumps.

    `elsewhere` is where others describe the same, by their word.
    """

    def __init__(self, site: Site, blocks: DocumentBlocks, elsewhere: Elsewheres) -> None:
        self._site = site
        self._blocks = blocks
        self._elsewhere = elsewhere
        self._data = DataFiles(site.settings.base_uri, site.settings.incoming_limit)
        self._extras = {"vocabulary": Vocabulary(site)}

    def of(self, iri: str) -> Iterator[Page]:
        """The files of one entity."""
        site, blocks = self._site, self._blocks(iri)
        entity = Entity(Around(iri, site.store), site.views[iri], site.store, blocks)
        yield from self._data.of(entity.around, site.pages[iri], site.address(iri), blocks)
        embedded = Markup(script(entity.node))  # noqa: S704 - escaped by script
        for edition in site.editions:
            yield from self._in_language(entity, edition, embedded)

    def extras(self) -> dict[str, str]:
        """See `Renderer.extras`."""
        found = {}
        for iri, view in self._site.views.items():
            if view.extra:
                root = root_of(self._site.pages[iri])
                shown = [self._extras[view.extra].changing(edition, root) for edition in self._site.editions]
                incoming = Around(iri, self._site.store).incoming
                found[iri] = hashlib.sha256(repr((shown, incoming)).encode()).hexdigest()
        return found

    def _in_language(self, entity: Entity, edition: Edition, embedded: Markup) -> Iterator[Page]:
        """The page of an entity in one language, and those that its long lists go on upon."""
        site, path = self._site, self._site.pages[entity.iri]
        shown, name = _InWords(entity, edition, root_of(path)), path.rpartition("/")[2]
        lists = shown.lists(site.settings.list_size, name)
        values = site.frame(edition, path, shown.label)
        values["page"] |= {
            "json_ld": embedded,
            "alternates": [Link(f"{name}{one.ending}", one.name, one.media_type) for one in FORMATS],
            "signposts": self._signposts(entity.iri),
        }
        values |= shown.values() | {
            "view": site.views[entity.iri],
            "rows": {name_: parts[0] for name_, parts in lists.items()},
            "contract": self._contract(entity, shown.label, edition),
            "elsewhere": told(self._elsewhere.get(entity.iri, ()), site.settings.links, edition),
        }
        if extra := site.views[entity.iri].extra:
            values[extra] = self._extras[extra].values(edition, values["page"]["root"])
        yield site.page(edition, path, site.views[entity.iri].template, values)
        for parts in lists.values():
            for part in parts[1:]:
                more = part.path_from(path)
                yield site.page(edition, more, "list.html.j2", site.frame(edition, more, shown.label) | {"part": part})

    def _signposts(self, iri: str) -> list[Signpost]:
        """None on a tombstone, which says that there is nothing."""
        return list(of_entity(self._site, iri)) if section_of(self._site, iri) else []

    def _contract(self, entity: Entity, label: str, edition: Edition) -> dict[str, list[Snippet]]:
        site, date = self._site, str(entity.node.get("datePublished", ""))
        cited = Cited(entity.iri, label, date, site.title(edition), site.settings.publisher.name)
        return {"links": link_snippets(entity.iri), "citations": citations(cited, edition.words)}


_MENTION = expanded("hrd:Mention")


class _InWords:
    """An entity in the words of one language."""

    def __init__(self, entity: Entity, edition: Edition, root: str) -> None:
        self._entity = entity
        self._edition = edition
        self._root = root
        self._terms = edition.terms
        self.label = edition.terms.label(entity.iri)

    def values(self) -> dict[str, Any]:
        """What an entity's template gets of it."""
        return {
            "entity": self._resource(self._entity.iri),
            "this": self._part(self._entity.node),
            "statements": statements_html(self._entity.node, self._terms, self._root),
            "parts": self._parts(),
            "signatures": self._signatures(),
            "time_line": self._time_line,
            "items": {name: [self._item(one) for one in found[:ITEMS]] for name, found in self._entity.items.items()},
        }

    def _resource(self, iri: str) -> Resource:
        return Resource(iri, self._root, self._terms)

    def _term(self, value: Any) -> Term:
        return self._terms.term(value, self._root) if value else ABSENT

    def _part(self, node: Node) -> Item:
        return Item(self._resource(node["id"]), {}, Said(node, self._terms, self._root))

    def _parts(self) -> Parts:
        """The parts of the entity by the local names of their classes."""
        return Parts(self._entity.parts_by_class, self._part)

    def _signatures(self) -> Signatures:
        parts = self._entity.parts_by_class
        nodes = [*parts.get("Signature", ()), *parts.get("WithheldSignature", ())]
        return Signatures(nodes, self._terms, self._root)

    def _item(self, found: Found) -> Item:
        extra = {name: self._term(value) for name, value in found.extra.items()}
        said = {local_name(name): [self._term(value) for value in values] for name, values in found.said.items()}
        return Item(self._resource(found.iri), extra, said)

    def _time_line(self) -> Figure | None:
        """For a template: the documents that someone signed, and those that name them or say something of them."""
        signed = [_moment(row, "signed") for row in self._entity.rows["signatures"]]
        told = [
            _moment(item.extra, "named" if _MENTION in item.classes else "said")
            for item in self._entity.items["said"][:ITEMS]
        ]
        return time_line([*signed, *told], Language(self._edition.words, self._terms, self._root))

    def lists(self, size: int, page: str) -> dict[str, list[Part]]:
        """What the queries answer and what else links here, in parts of at most `size`."""
        sources = {**self._entity.rows, "links": [_link_row(*pointer) for pointer in self._entity.links]}
        place = Place(page, self._edition.suffix, self._terms, self._root)
        return {name: split(name, rows, size, place) for name, rows in sources.items()}


def _moment(row: Row, kind: str) -> Moment:
    date = row["date"]
    return Moment(date.value if date else "", row["document"].value, kind)


def _link_row(predicate: str, subject: str) -> Row:
    return {"subject": ox.NamedNode(subject), "predicate": ox.NamedNode(predicate)}
