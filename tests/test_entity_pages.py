"""Every entity of the default publication has its page and its data, and every link between them leads somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element, fromstring

import html5lib
import pyoxigraph as ox
import pytest

from ld_export.errors import PageProblem
from ld_export.pages import Renderer
from ld_export.pages.status import STATUSES
from ld_export.pipeline.build import build
from ld_export.pipeline.store import open_store
from ld_export.query import find_store
from ld_export.settings import Settings, read_settings
from tests import fixtures_built
from tests.fixtures_built import PUBLICATION, Built
from tests.support import BASE, SETTINGS, declaration, publication

pytestmark = pytest.mark.xdist_group("entity-pages")  # each page is parsed once for all that is asked of it

built = fixtures_built.built

SITE = "https://w3id.org/hrd/"
LANGUAGES = {".html": "en", ".fr.html": "fr"}
"""How the names of pages end, and their languages."""
DATA = {".ttl": ox.RdfFormat.TURTLE, ".jsonld": ox.RdfFormat.JSON_LD, ".nt": ox.RdfFormat.N_TRIPLES}
MEDIA = {"text/turtle": ".ttl", "application/ld+json": ".jsonld", "application/n-triples": ".nt"}
PRIMARY_TOPIC = "http://xmlns.com/foaf/0.1/primaryTopic"
COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"
COUNTS = re.compile(r"All outgoing statements, and (\d+) of (\d+) incoming ones \(at most (\d+)\)\.")


class Whole:
    """A site as read back: the statements of its dump by subject and by object, its pages and its entities."""

    def __init__(self, public: Path, settings: Settings) -> None:
        self.public = public
        dump = public / "dumps" / "dataset.nt"
        self.triples = {quad.triple for quad in ox.parse(path=str(dump), format=ox.RdfFormat.N_TRIPLES)}
        self.about: dict[str, set[ox.Triple]] = {}
        self.towards: dict[str, set[ox.Triple]] = {}
        for triple in self.triples:
            self.about.setdefault(iri(triple.subject), set()).add(triple)
            self.towards.setdefault(iri(triple.object), set()).add(triple)
        self.entities = dict(Renderer(open_store(find_store([public])), settings).pages)
        every = {path.relative_to(public).as_posix() for path in public.rglob("*.html")}
        # What a host answers with where nothing is belongs to no address.
        self.html = sorted(every - {f"{status}{ending}" for status in STATUSES for ending in LANGUAGES})
        """Every page, in each of its languages."""

    def data(self, path: str, ending: str) -> set[ox.Triple]:
        return {quad.triple for quad in ox.parse(path=str(self.public / f"{path}{ending}"), format=DATA[ending])}

    def parts(self, entity: str) -> set[str]:
        """What hangs on an entity by a fragment and is linked with it."""
        near = {iri(triple.object) for triple in self.about.get(entity, ())}
        near |= {iri(triple.subject) for triple in self.towards.get(entity, ())}
        return {part for part in near if part.startswith(f"{entity}#")}

    def incoming(self, entity: str) -> set[ox.Triple]:
        """What points to an entity from elsewhere."""
        parts = self.parts(entity)
        return {triple for triple in self.towards.get(entity, ()) if iri(triple.subject) not in parts}


def iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


@cache
def _whole(public: Path, folder: Path) -> Whole:
    return Whole(public, read_settings(folder))


@pytest.fixture(scope="module")
def whole(built: Built) -> Whole:
    return _whole(built.public, built.publication)


@cache
def page(public: Path, path: str) -> Element:
    """A page as html5lib reads it, which raises at the first error of syntax."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse((public / path).read_text(encoding="utf-8"))
    assert isinstance(root, Element)
    return root


# -- data --------------------------------------------------------------------------------------------------------------


def test_every_entity_of_the_graph_has_its_pages_and_its_data(whole: Whole) -> None:
    kinds = ("declaration", "person", "organization", "family", "group", "country", "concept")
    described = {
        one for one in whole.about if one.startswith(tuple(f"{SITE}{kind}/" for kind in kinds)) and "#" not in one
    }
    assert described | {f"{SITE}ontology"} == whole.entities.keys()
    for path in whole.entities.values():
        assert all((whole.public / f"{path}{ending}").is_file() for ending in (*LANGUAGES, *DATA))


def test_the_three_data_files_of_an_entity_say_the_same(whole: Whole) -> None:
    for path in whole.entities.values():
        turtle, json_ld, n_triples = (whole.data(path, ending) for ending in DATA)
        assert turtle == json_ld == n_triples, path


def test_the_data_of_an_entity_hold_all_that_the_dump_says_of_it_and_of_its_parts(whole: Whole) -> None:
    for entity, path in whole.entities.items():
        shown = whole.data(path, ".nt")
        for subject in (entity, *whole.parts(entity)):
            assert whole.about[subject] <= shown, subject


def test_the_data_of_an_entity_hold_nothing_that_the_dump_does_not_say_but_for_two_lines_on_themselves(
    whole: Whole,
) -> None:
    for path in whole.entities.values():
        own = whole.data(path, ".nt") - whole.triples
        assert sorted(triple.predicate.value for triple in own) == [COMMENT, PRIMARY_TOPIC], path


def about_itself(whole: Whole, path: str) -> tuple[str, str, list[int]]:
    """What a data file says of itself: its page, its topic, and how many incoming statements of how many it shows."""
    own = {triple.predicate.value: triple for triple in whole.data(path, ".nt") - whole.triples}
    comment = own[COMMENT].object
    assert isinstance(comment, ox.Literal)
    counts = COUNTS.fullmatch(comment.value)
    assert counts
    return iri(own[PRIMARY_TOPIC].subject), iri(own[PRIMARY_TOPIC].object), [int(number) for number in counts.groups()]


def test_the_data_of_an_entity_say_how_many_incoming_statements_they_show_of_how_many(whole: Whole) -> None:
    for entity, path in whole.entities.items():
        incoming = whole.incoming(entity)
        _, topic, counts = about_itself(whole, path)
        assert topic == entity
        assert counts == [min(len(incoming), 500), len(incoming), 500], entity
        assert incoming <= whole.data(path, ".nt")


def test_the_page_that_the_data_name_is_the_page_that_there_is(whole: Whole) -> None:
    for path in whole.entities.values():
        named, _, _ = about_itself(whole, path)
        assert named == f"{SITE}{path}.html"


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A publication of three documents that shows two incoming statements of each entity."""
    documents = {f"wd-{number}": declaration(number) for number in (901, 902, 903)}
    folder = publication(
        tmp_path_factory.mktemp("limited") / "publication", documents, settings=f"incoming_limit = 2\n{SETTINGS}"
    )
    build(folder)
    return Whole(folder / "public", read_settings(folder))


class TestALowLimitOfIncomingStatements:
    def test_is_respected_and_stated_in_the_data(self, limited: Whole) -> None:
        numbers = set()
        for entity, path in limited.entities.items():
            incoming = limited.incoming(entity)
            _, _, counts = about_itself(limited, path)
            assert counts == [min(2, len(incoming)), len(incoming), 2]
            assert len(incoming & limited.data(path, ".nt")) == counts[0]
            numbers.add(counts[1])
        assert min(numbers) < 2 < max(numbers), "some are below the limit and some above"

    def test_is_none_of_its_page_which_lists_them_all(self, limited: Whole) -> None:
        sections = page(limited.public, "country/it.html").iter("section")
        (documents,) = [section for section in sections if section.attrib.get("id") == "documents"]
        assert [len(list(body)) for body in documents.iter("tbody")] == [3]

    def test_leaves_the_entity_itself_whole(self, limited: Whole) -> None:
        document = f"{BASE}declaration/pace-wd-901"
        shown = limited.data(limited.entities[document], ".nt")
        assert all(limited.about[subject] <= shown for subject in (document, *limited.parts(document)))


def test_a_base_that_begins_no_entity_is_a_loud_error(built: Built) -> None:
    settings = read_settings(PUBLICATION)
    other = Settings(base_uri=BASE, title=settings.title, publisher=settings.publisher, licence=settings.licence)
    with pytest.raises(PageProblem) as caught:
        Renderer(open_store(find_store([built.public])), other)
    assert BASE in str(caught.value)
    assert caught.value.remedy


# -- pages -------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_page_is_html_without_an_error(whole: Whole) -> None:
    assert len(whole.html) > len(whole.entities)
    for path in whole.html:
        assert page(whole.public, path).tag == "html"


def links(root: Element) -> Iterator[str]:
    for element in root.iter():
        for name in ("href", "src"):
            if name in element.attrib:
                yield element.attrib[name]


def target(path: str, link: str) -> tuple[str, str]:
    """The file (within the site) and the fragment that a relative link of a page leads to."""
    parts = urlsplit(urljoin(f"https://site.invalid/{path}", link))
    assert parts.netloc == "site.invalid", link
    return unquote(parts.path.removeprefix("/")), unquote(parts.fragment)


@pytest.mark.slow
def test_every_relative_link_leads_to_a_file_and_every_fragment_to_a_place_in_it(whole: Whole) -> None:
    broken = set()
    for path in whole.html:
        for link in links(page(whole.public, path)):
            if urlsplit(link).scheme:
                continue
            assert not link.startswith("/"), "links are relative, so that the site works under any path"
            file, fragment = target(path, link)
            found = (whole.public / file).is_file()
            if not found or (fragment and fragment not in ids(whole.public, file)):
                broken.add(link)
    assert sorted(broken) == []


@cache
def ids(public: Path, path: str) -> frozenset[str]:
    found = [element.attrib["id"] for element in page(public, path).iter() if "id" in element.attrib]
    assert len(found) == len(set(found)), f"an id stands twice in {path}"
    return frozenset(found)


@pytest.mark.slow
def test_no_link_leads_to_anything_but_the_web_a_mailbox_or_the_site(whole: Whole) -> None:
    schemes = {urlsplit(link).scheme for path in whole.html for link in links(page(whole.public, path))}
    assert schemes <= {"", "https", "http", "mailto"}


@pytest.mark.slow
def test_every_page_says_its_language_its_title_and_where_it_is(whole: Whole) -> None:
    for path in whole.html:
        root = page(whole.public, path)
        assert root.attrib["lang"] == language_of(path)
        assert (root.findtext("head/title") or "").strip()
        assert [h.text for h in root.iter("h1")] != [], path
        (canonical,) = [link.attrib["href"] for link in root.iter("link") if link.attrib.get("rel") == "canonical"]
        assert canonical == f"{SITE}{path}"


def language_of(path: str) -> str:
    """The language of a page, by how its name ends."""
    return "fr" if path.endswith(".fr.html") else "en"


def alternates(root: Element, what: str) -> dict[str, str]:
    """The links of a page to what is the same otherwise, by their `type` or `hreflang`."""
    found = [link.attrib for link in root.iter("link") if link.attrib.get("rel") == "alternate"]
    return {attributes[what]: attributes["href"] for attributes in found if what in attributes}


@pytest.mark.slow
def test_the_alternates_of_an_entity_are_its_data_files(whole: Whole) -> None:
    for path in whole.entities.values():
        for ending in LANGUAGES:
            found = {
                MEDIA[media]: target(f"{path}{ending}", href)
                for media, href in alternates(page(whole.public, f"{path}{ending}"), "type").items()
            }
            assert found == {data: (f"{path}{data}", "") for data in DATA}


@pytest.mark.slow
def test_the_json_ld_in_a_page_is_what_the_dump_says_of_the_entity(whole: Whole) -> None:
    for entity, path in whole.entities.items():
        for ending in LANGUAGES:
            text = embedded(page(whole.public, f"{path}{ending}"))
            assert json.loads(text)
            assert {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)} == whole.about[entity]


def embedded(root: Element) -> str:
    """The JSON-LD in a page; its other scripts are files."""
    scripts = list(root.iter("script"))
    (text,) = [script.text or "" for script in scripts if script.attrib == {"type": "application/ld+json"}]
    assert all(script.attrib.get("src") and not script.text for script in scripts if "type" not in script.attrib)
    assert len(scripts) == 2
    return text


def test_the_site_map_lists_every_page_once_and_nothing_else(whole: Whole) -> None:
    root = fromstring((whole.public / "sitemap.xml").read_bytes())
    listed = [element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert sorted(listed, key=str) == sorted(f"{SITE}{path}" for path in whole.html)


def test_an_index_lists_every_entity_of_its_section(whole: Whole) -> None:
    for section in ("declaration", "person", "organization", "family", "group", "country"):
        indexes = [f"{section}/index.html", *(["cited/index.html"] if section == "declaration" else [])]
        linked = {
            target(index, link)[0]
            for index in indexes
            for link in links(page(whole.public, index))
            if not urlsplit(link).scheme
        }
        expected = {f"{path}.html" for path in whole.entities.values() if path.startswith(f"{section}/")}
        assert expected
        assert expected <= linked


def test_nothing_lies_below_an_entity_or_a_server_would_redirect(whole: Whole) -> None:
    folders = {path.relative_to(whole.public).as_posix() for path in whole.public.rglob("*") if path.is_dir()}
    assert not folders & set(whole.entities.values())
