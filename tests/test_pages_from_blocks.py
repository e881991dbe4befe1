"""A page says what the graph says, whichever way it was made: from a document's blocks, or with fewer questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from ld_export.graph import iri_of
from ld_export.pages import Renderer
from ld_export.pages.data import Around
from ld_export.pages.entity import Entity, Row, answers
from ld_export.pages.site import Site
from ld_export.pages.views import Query
from ld_export.pipeline.build import build
from ld_export.pipeline.store import memory_store
from ld_export.settings import Settings, read_settings
from ld_export.theme import plain_theme
from tests import fixtures_built
from tests.fixtures_built import Built
from tests.test_evidence_publication import annotated

built = fixtures_built.built

FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".jsonld": ox.RdfFormat.JSON_LD, ".nt": ox.RdfFormat.N_TRIPLES}


class Published:
    """A publication that is built: its store, its settings, and the folder of its site."""

    def __init__(self, public: Path, settings: Settings) -> None:
        self.public = public
        self.settings = settings
        self.store = memory_store(public / "dumps" / "dataset.nq")

    def documents(self) -> list[str]:
        """The IRIs of those entities whose pages the build made from blocks."""
        renderer = Renderer(self.store, self.settings)
        return [iri for iri, path in renderer.pages.items() if path.startswith("declaration/") and self._has_text(iri)]

    def _has_text(self, iri: str) -> bool:
        kind = ox.NamedNode("https://w3id.org/hrd/ontology#documentKind")
        return any(self.store.quads_for_pattern(ox.NamedNode(iri), kind, None))


@pytest.fixture(scope="module")
def default(built: Built) -> Published:
    return Published(built.public, read_settings(built.publication))


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A publication whose annotations use every kind of statement, and whose documents are in two languages."""
    folder = annotated(tmp_path_factory.mktemp("evidence") / "p", "publish_suggestions = true\n")
    build(folder)
    return Published(folder / "public", read_settings(folder))


@pytest.fixture(params=["default", "evidence"])
def published(request: pytest.FixtureRequest) -> Published:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Published)
    return found


def statements(content: bytes, path: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(content, format=FORMATS[path[path.rindex(".") :]])}


_JSON_LD = re.compile(r'<script type="application/ld\+json">(.*)</script>')


def shown(content: bytes) -> list[list[str]]:
    """The lines of a page but for its JSON-LD, each as its tags and words: a graph has no order of values."""
    html = _JSON_LD.sub("", content.decode())
    return [sorted(re.findall("<[^>]*>|[^<]+", line)) for line in html.splitlines()]


def embedded(content: bytes) -> set[ox.Triple]:
    (text,) = _JSON_LD.findall(content.decode())
    return statements(text.encode(), ".jsonld")


def test_a_document_s_page_is_the_same_from_its_blocks_and_from_the_store_alone(published: Published) -> None:
    documents = published.documents()
    assert len(documents) >= 2
    without_blocks = Renderer(published.store, published.settings)
    for iri in documents:
        for page in without_blocks.entity(iri):
            from_blocks = (published.public / page.path).read_bytes()
            if page.path.endswith(".html"):
                assert shown(page.content) == shown(from_blocks), page.path
                assert embedded(page.content) == embedded(from_blocks)
            else:
                assert statements(page.content, page.path) == statements(from_blocks, page.path)


# -- questions that are not asked --------------------------------------------------------------------------------------


def entities(published: Published) -> Iterator[tuple[Entity, dict[str, Query]]]:
    """Every entity and the queries of its view."""
    site = Site(published.store, published.settings, plain_theme())
    for iri, view in site.views.items():
        yield Entity(Around(iri, site.store), view, site.store, None), view.queries | view.items


def told(rows: list[Row]) -> list[str]:
    return sorted(str({name: str(value) for name, value in row.items()}) for row in rows)


def test_a_query_that_is_not_asked_has_no_answer(published: Published) -> None:
    asked = passed_over = 0
    for entity, queries in entities(published):
        for name, query in queries.items():
            gated = entity._rows(query)
            everything = list(answers(published.store, query.text.replace("?this", f"<{entity.iri}>")))
            assert told(gated) == told(everything), (entity.iri, name)
            if everything:
                asked += 1
            else:
                passed_over += not gated
    assert asked > 10
    assert passed_over > 10


def test_every_statement_by_which_something_points_to_an_entity_is_told_on_its_page(published: Published) -> None:
    """Those that no list shows stand under what links here: nothing falls between the two."""
    part_of = ox.NamedNode("http://purl.org/dc/terms/isPartOf")
    for entity, _ in entities(published):
        listed = {iri_of(value) for rows in entity.rows.values() for row in rows for value in row.values()}
        listed |= {found.iri for items in entity.items.values() for found in items}
        listed |= {subject for _, subject in entity.links}
        for _, subject in entity.around.incoming:
            found = published.store.quads_for_pattern(ox.NamedNode(subject), part_of, None)
            whole = {iri_of(quad.object) for quad in found}
            # A signature is told by its person or its document, and stands on their pages itself.
            near = {subject, subject.partition("#")[0], *whole}
            assert near & listed, f"{entity.iri} is pointed to by {subject}"
