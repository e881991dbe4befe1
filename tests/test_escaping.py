"""Whatever a document, a name or a setting holds is text, and literally that text, in everything that is published."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import html5lib
import msgspec
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_export.dumps import FORMATS, blocks_of, document_order
from ld_export.errors import LdExportError, SettingsProblem
from ld_export.graph import NamedGraph
from ld_export.iris import Minter
from ld_export.model import Document
from ld_export.pages import Renderer
from ld_export.pages.contract import Snippet
from ld_export.pages.status import STATUSES
from ld_export.pipeline.build import build
from ld_export.pipeline.stage import document_graph
from ld_export.settings import settings_from
from ld_export.sources import clean
from ld_export.tables import document_tables
from tests import reading
from tests.records import DOCUMENT, SIGNATURE, version
from tests.snippets import from_bibtex, triples_of
from tests.support import BASE, SETTINGS, declaration, publication

pytestmark = pytest.mark.slow  # builds publications again and again

HOSTILE = [
    *("<script>alert(1)</script>", "</script>", "</title><b>x", '"><img src=x onerror=alert(1)>', "' onclick='x"),
    *("{{7*7}}", "{% raw %}", "{# x #}", "javascript:alert(1)", "]]>", "<!--", "-->", "<![CDATA[x]]>"),
    *("&lt;&amp;&#x27;", "\\u003c\\n\\\\", '"" "', "'' '", "`${7*7}`", "%3Cscript%3E", "№ ł ß Ǆ İ 🦋"),
    *("\u202ertl\u202c \u200fx\u200e", "\u0627 \u0628"),
]
HARMLESS = "harmless"
DOC = f"{BASE}declaration/pace-wd-901"


def in_a_name(text: str) -> str:
    """A text where the layout allows one: a printed name holds no comma and no semicolon."""
    return text.replace(",", "").replace(";", "")


def hostile_settings(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return (
        SETTINGS.replace('"Invented declarations"', quoted)
        .replace('"Tests"', quoted)
        .replace("publisher", f"description = {{ en = {quoted} }}\npublisher", 1)
    )


def published(folder: Path, texts: Sequence[str], setting: str) -> Path:
    """A site of one document for each text, which is in its title, its body, a signatory's name and its rights."""
    documents, extra = {}, []
    for number, text in enumerate(texts, start=901):
        name = f"Mr Aldo{number} {in_a_name(text)} TESTARI, Italy, SOC"
        documents[f"wd-{number}"] = declaration(number, [name], f"Title {text}", ["We declare.", f"Body {text} end"])
        statement = json.dumps(text, ensure_ascii=False)
        extra.append(f"[documents.wd-{number}]\nrights_statement = {{ en = {statement} }}\n")
    build(publication(folder, documents, hostile_settings(setting), "\n".join(extra)))
    return folder / "public"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("hostile") / "publication", HOSTILE, " ".join(HOSTILE))


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same publication, of the same shape, with nothing in it that any format could take amiss."""
    folder = tmp_path_factory.mktemp("harmless") / "publication"
    return published(folder, [f"{HARMLESS}{'x' * i}" for i in range(len(HOSTILE))], HARMLESS)


@cache
def parsed(path: Path) -> Element:
    """A page of the hostile site, which many tests look at."""
    return parsed_anew(path)


def parsed_anew(path: Path) -> Element:
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(path.read_text(encoding="utf-8"))
    assert isinstance(root, Element)
    return root


def pages(public: Path) -> dict[str, Element]:
    """The pages that have an address: not those that a host answers with where nothing is."""
    every = {path.relative_to(public).as_posix(): path for path in sorted(public.rglob("*.html"))}
    return {name: parsed(path) for name, path in every.items() if not name.startswith(STATUSES)}


def skeleton(root: Element) -> list[tuple[str, list[str]]]:
    """The elements of a page in order, with the names of their attributes."""
    return [(str(element.tag), sorted(map(str, element.attrib))) for element in root.iter()]


# -- pages -------------------------------------------------------------------------------------------------------------


def test_no_text_makes_an_element_an_attribute_or_a_comment(hostile: Path, harmless: Path) -> None:
    expected = {path: skeleton(root) for path, root in pages(harmless).items()}
    assert len(expected) > len(HOSTILE)
    for path, root in pages(hostile).items():
        if path not in ("person/index.html", "person/index.fr.html"):
            assert skeleton(root) == expected.pop(path), path
        else:  # in another order, which the names decide
            assert sorted(skeleton(root)) == sorted(skeleton(pages(harmless)[path]))


@pytest.mark.parametrize("number", range(901, 901 + len(HOSTILE)), ids=lambda number: HOSTILE[number - 901])
@pytest.mark.parametrize("ending", [".html", ".fr.html"])
def test_a_text_is_literally_on_the_page_of_its_document(hostile: Path, number: int, ending: str) -> None:
    text = HOSTILE[number - 901]
    root = parsed(hostile / "declaration" / f"pace-wd-{number}{ending}")
    assert ["".join(h1.itertext()) for h1 in root.iter("h1")] == [f"Title {text}"]
    assert (root.findtext("head/title") or "").startswith(f"Title {text} – ")
    assert [quote.findtext("p") for quote in root.iter("blockquote")] == ["We declare.", f"Body {text} end"]
    links = [link.text for row in root.iter("tr") for link in row.iter("a")]
    assert f"Mr Aldo{number} {' '.join(in_a_name(text).split())} TESTARI" in links
    assert text in {element.text for element in root.iter("span")}, "the rights statement"


def test_the_settings_are_literally_on_every_page(hostile: Path) -> None:
    setting = " ".join(HOSTILE)
    for path, root in pages(hostile).items():
        (brand,) = [one for one in root.iter("a") if one.attrib.get("class") == "brand"]
        (footer,) = root.iter("footer")
        assert "".join(brand.itertext()) == setting
        published_by = "Publié par {} sous" if path.endswith(".fr.html") else "Published by {} under"
        assert published_by.format(setting) in "".join(footer.itertext())
    for ending in (".html", ".fr.html"):
        paragraphs = parsed(hostile / f"index{ending}").iter("p")
        assert setting in ["".join(paragraph.itertext()) for paragraph in paragraphs]


def test_the_json_ld_of_a_page_is_whole_and_says_the_text(hostile: Path) -> None:
    for number, text in enumerate(HOSTILE, start=901):
        for ending in (".html", ".fr.html"):
            node = embedded(parsed(hostile / "declaration" / f"pace-wd-{number}{ending}"))
            assert node["title"] == {"en": f"Title {text}"}


def embedded(root: Element) -> dict[str, Any]:
    """The node that is in a page as JSON-LD."""
    (script,) = [one for one in root.iter("script") if one.attrib.get("type") == "application/ld+json"]
    node: dict[str, Any] = json.loads(script.text or "")["@graph"][0]
    return node


@pytest.mark.parametrize("number", range(901, 901 + len(HOSTILE)), ids=lambda number: HOSTILE[number - 901])
@pytest.mark.parametrize("ending", [".html", ".fr.html"])
def test_what_a_page_gives_to_copy_has_the_text_literally(hostile: Path, number: int, ending: str) -> None:
    title, site = f"Title {HOSTILE[number - 901]}", " ".join(HOSTILE)
    root = parsed(hostile / "declaration" / f"pace-wd-{number}{ending}")
    copied: dict[str, list[str]] = {syntax: [] for syntax in ("Turtle", "JSON-LD", "text", "BibTeX", "CSL-JSON")}
    for figure in root.iter("figure"):
        if figure.attrib.get("class") == "snippet":
            copied[figure.findtext("figcaption/span") or ""].append(figure.findtext("pre") or "")
    for syntax in ("Turtle", "JSON-LD"):
        texts = copied.pop(syntax)
        assert [len(triples_of(Snippet("", syntax, text))) for text in texts] == [1, 1]
    (cited,), (bibtex,), (csl,) = copied.values()
    assert title in cited
    assert site in cited
    _, fields = from_bibtex(bibtex)
    assert (fields["title"], fields["howpublished"]) == (title, site)
    (entry,) = json.loads(csl)
    assert (entry["title"], entry["container-title"], entry["publisher"]) == (title, site, site)


def test_no_text_becomes_an_address(hostile: Path) -> None:
    for path, root in pages(hostile).items():
        for element in root.iter():
            for name in ("href", "src"):
                assert not element.attrib.get(name, "").lstrip().lower().startswith("javascript"), path


def test_the_site_map_is_xml(hostile: Path) -> None:
    assert len(fromstring((hostile / "sitemap.xml").read_bytes())) == len(pages(hostile))


# -- addresses ---------------------------------------------------------------------------------------------------------


NO_WEB_ADDRESSES = [
    *("javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//example.net/", "https:///x", "ftp://x/"),
    *("https://example.net/<script>", 'https://example.net/"onclick="x', "https://example.net/a b", " https://x/"),
    *("https://example.net/\nx", "https://example.net/{{7*7}}", "https://example.net/`", r"https://example.net/\x"),
]


@pytest.mark.parametrize("key", ["documents.n.source", "licence", "publisher.contact", "publisher.url", "base_uri"])
def test_what_is_no_web_address_is_refused_where_a_page_would_link_to_it(key: str) -> None:
    *above, last = key.split(".")
    for source in NO_WEB_ADDRESSES:
        table = tomllib.loads(f"{SETTINGS}\n[documents.n]\n")
        place = table
        for name in above:
            place = place[name]
        place[last] = source
        with pytest.raises(SettingsProblem, match=last):
            settings_from(table)


@pytest.mark.parametrize(
    "source", ["https://example.net/x'onclick='y", "https://example.net/?a=1&lt;=2&b=%22", "https://example.net/(é)"]
)
def test_an_odd_web_address_is_linked_to_as_it_is(tmp_path: Path, source: str) -> None:
    extra = f"[documents.wd-901]\nsource = {json.dumps(source)}\n"
    build(publication(tmp_path / "publication", extra=extra))
    root = parsed_anew(tmp_path / "publication" / "public" / "declaration" / "pace-wd-901.html")
    (link,) = [link for link in root.iter("a") if link.text == source]
    assert link.attrib == {"href": source}


# -- any text ----------------------------------------------------------------------------------------------------------


def is_clean(text: str) -> bool:
    """Whether a document may hold a text, on one line and without spaces around it."""
    try:
        return clean(text.encode(), "a test").text == text and "\n" not in text and text == text.strip()
    except LdExportError:
        return False


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(is_clean)


def document_with(text: str) -> Document:
    signature = msgspec.structs.replace(SIGNATURE, name_as_printed=text, group_as_printed={"en": text})
    # The places of annotations would be anywhere in such a text: marks have tests of their own.
    return msgspec.structs.replace(
        DOCUMENT, versions=(version("en", text, text),), signatures=(signature,), annotations=None
    )


def graph_with(text: str) -> NamedGraph:
    return document_graph(document_with(text), Minter(BASE), "en")


def dump(graph: NamedGraph, name: str) -> bytes:
    """A dump that holds one graph, as `DumpSet` would write it."""
    (found,) = [one for one in FORMATS if one.file == name]
    blocks = [block.data for block in blocks_of(graph, BASE, document_order("pace-wd-901"))[name]]
    data = found.head(BASE).encode() + b"".join(blocks) + found.tail.encode()
    return data.replace(b",\n]}", b"]}") if name.endswith(".jsonld") else data  # the last block of a dump has no comma


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_any_text_survives_every_rdf_format_and_both_readers(text: str) -> None:
    graph = graph_with(text)
    expected = reading.by_oxigraph("".join(f"{line} .\n" for line in graph.lines).encode(), ".nt")
    values = {statement.object.value for statement in expected if statement.object.datatype}
    assert text in values
    for ending in reading.OXIGRAPH:
        data = dump(graph, f"dataset{ending}")
        for found in (reading.by_oxigraph(data, ending), reading.by_rdflib(data, ending)):
            assert {statement.triple for statement in found} == expected, ending
    assert reading.by_pyld(dump(graph, "dataset.jsonld")) == expected


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_any_text_survives_the_tables(text: str) -> None:
    tables = document_tables(document_with(text), Minter(BASE))
    for name, row in (("signatures.csv", 7), ("signatures.csv", 11), ("documents.csv", 6)):
        (cells,) = csv.reader(io.StringIO(tables[name], newline=""), strict=True)
        assert cells[row] == text


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_any_text_survives_html(text: str) -> None:
    root = rendered(text)
    assert [h1.text for h1 in root.iter("h1")] == [text]
    assert [quote.findtext("p") for quote in root.iter("blockquote")] == [text]
    assert text in list(texts_of_cells(root))
    assert embedded(root)["title"] == {"en": text}
    assert skeleton(root) == skeleton(rendered(HARMLESS))


def rendered(text: str) -> Element:
    """The page of a document with a text; errors of syntax are let pass, since HTML forbids noncharacters."""
    store = ox.Store()
    store.load(
        "".join(f"{line} .\n" for line in graph_with(text).lines),
        format=ox.RdfFormat.N_TRIPLES,
        to_graph=ox.NamedNode(BASE),
    )
    files = {page.path: page.content for page in Renderer(store, settings_from(tomllib.loads(SETTINGS))).entity(DOC)}
    root = html5lib.HTMLParser(namespaceHTMLElements=False).parse(files["declaration/pace-wd-901.html"].decode())
    assert isinstance(root, Element)
    return root


def texts_of_cells(root: Element) -> Iterator[str]:
    for cell in root.iter("td"):
        yield "".join(cell.itertext())
