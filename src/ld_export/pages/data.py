"""The data files of an entity: its statements and those of its parts as Turtle, JSON-LD and N-Triples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import msgspec
import pyoxigraph as ox

from ld_export.graph import (
    Triple,
    described,
    iri_in,
    iri_of,
    iri_term,
    json_ld,
    language_suffix,
    lines_of,
    literal_term,
    nodes_of,
    terms_used,
    triples_of,
    turtle_body,
    turtle_head,
)
from ld_export.mapping import Node, context

PRIMARY_TOPIC = "http://xmlns.com/foaf/0.1/primaryTopic"
COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"
FILE_TERMS = (PRIMARY_TOPIC, COMMENT)
"""What the data files beside a page say of themselves with; no dump has these statements."""


class Format(NamedTuple):
    """A format of data files: its name, its media type and how its files' names end."""

    name: str
    media_type: str
    ending: str


FORMATS = (
    Format("Turtle", "text/turtle", ".ttl"),
    Format("JSON-LD", "application/ld+json", ".jsonld"),
    Format("N-Triples", "application/n-triples", ".nt"),
)

DocumentBlocks = Callable[[str], Mapping[str, bytes] | None]
"""A document's IRI to its blocks of the dumps, by dump file; nothing for what is no document."""


class Page(NamedTuple):
    """One file of the site."""

    path: str
    content: bytes


class Around:
    """The statements of one entity: about it, about its parts, and those that point to it.

    `pointing` has the predicate and the subject, as IRIs, of every statement whose object it is, and `incoming` those
    of them that come from elsewhere, sorted.
    What is said of it is looked up when asked for, and once: a document's page has that from its blocks.
    """

    def __init__(self, iri: str, store: ox.Store) -> None:
        self.iri = iri
        self._store = store
        quads = store.quads_for_pattern(None, None, ox.NamedNode(iri))
        self.pointing = [(quad.predicate.value, iri_of(quad.subject)) for quad in quads]
        own = f"{iri}#"
        self.incoming = sorted([pointer for pointer in self.pointing if not pointer[1].startswith(own)])

    @cached_property
    def outgoing(self) -> list[Triple]:
        """What is said of the entity itself, in the order of its text."""
        return sorted(self._about(self.iri))

    @cached_property
    def parts(self) -> list[Triple]:
        """What is said of its parts: what hangs on it by a fragment and is linked with it, or with another part."""
        near = [iri_in(value) for _, _, value in self.outgoing]
        near += [subject for _, subject in self.pointing]
        found: dict[str, list[Triple]] = {}
        while near:
            part = near.pop()
            if part.startswith(f"{self.iri}#") and part not in found:
                found[part] = self._about(part)
                near += [iri_in(value) for _, _, value in found[part]]
        return sorted(triple for about in found.values() for triple in about)

    def _about(self, iri: str) -> list[Triple]:
        return triples_of(self._store.quads_for_pattern(ox.NamedNode(iri), None, None))


def own_nodes(blocks: Mapping[str, bytes]) -> bytes:
    """The nodes of a document's block, as JSON with commas between them."""
    return bytes(blocks["dataset.jsonld"]).rstrip(b",\n")


class DataFiles:
    """Writes the data files of one publication's entities."""

    def __init__(self, base: str, limit: int) -> None:
        self._base = base
        self._limit = limit

    def of(self, entity: Around, path: str, address: str, blocks: Mapping[str, bytes] | None) -> Iterator[Page]:
        """The files of an entity beside the page at `path`; `address` is the page's IRI.

        `blocks` are what a document contributes to the dumps: its statements are there in every format.
        """
        this = iri_term(entity.iri)
        incoming = [(f"<{subject}>", f"<{predicate}>", this) for predicate, subject in entity.incoming[: self._limit]]
        extra = [*incoming, *self._about_file(entity, address)]
        if blocks:
            yield from self._of_blocks(path, blocks, extra)
        else:
            yield from self._of_any(entity, path, extra)

    def _of_blocks(self, path: str, blocks: Mapping[str, bytes], extra: list[Triple]) -> list[Page]:
        added = described(extra)
        more = msgspec.json.encode(nodes_of(added))[1:-1]
        terms = msgspec.json.encode(context())
        turtle = [turtle_head(self._base).encode(), blocks["dataset.ttl"], b"\n", turtle_body(added, self._base)]
        return [
            Page(f"{path}.ttl", b"".join(turtle)),
            Page(f"{path}.nt", b"".join([blocks["dataset.nt"], _lines(" ".join(triple) for triple in extra)])),
            Page(f"{path}.jsonld", b'{"@context":%b,"@graph":[%b,\n%b]}' % (terms, own_nodes(blocks), more)),
        ]

    def _of_any(self, entity: Around, path: str, extra: list[Triple]) -> Iterator[Page]:
        """The statements of any entity, those of its parts (by fragment), and `extra`."""
        statements = described([*entity.outgoing, *entity.parts, *extra])
        nodes = nodes_of(statements)
        head = turtle_head(self._base).encode()
        yield Page(f"{path}.ttl", b"%b\n%b" % (head, turtle_body(statements, self._base)))
        yield Page(f"{path}.nt", _lines(lines_of(statements)))
        yield Page(f"{path}.jsonld", json_ld(nodes, terms_used(nodes)))

    def _about_file(self, entity: Around, address: str) -> list[Triple]:
        """What the data files of an entity say of themselves: what they are about and what they leave out."""
        page, total = iri_term(address), len(entity.incoming)
        shown = min(total, self._limit)
        said = f"All outgoing statements, and {shown} of {total} incoming ones (at most {self._limit})."
        return [
            (page, iri_term(PRIMARY_TOPIC), iri_term(entity.iri)),
            (page, iri_term(COMMENT), literal_term(said, language_suffix("en"))),
        ]


def _lines(triples: Iterable[str]) -> bytes:
    """N-Triples."""
    return "".join([f"{triple} .\n" for triple in triples]).encode()


def script(node: Node) -> str:
    """A node as JSON-LD to embed in HTML: no character of it can end the element or open another."""
    text = json_ld([node], terms_used([node])).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
