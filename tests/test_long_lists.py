"""A list that is too long for a page goes on upon others: nothing is lost, and every part leads to every other."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib
import msgspec
import pyoxigraph as ox
import pytest

from ld_export.pages import Renderer
from ld_export.pipeline.build import build
from ld_export.pipeline.store import memory_store
from ld_export.settings import Settings, read_settings
from tests.datasets import COUNTS, Told, dataset
from tests.publishing import clean_site, copied, served
from tests.support import BASE, SETTINGS, declaration, forget_releases, publication, publication_of

pytestmark = pytest.mark.slow  # builds publications again and again

SIZE = 2
ENDINGS = (".html", ".fr.html")
SIGNATORIES = (
    "Mr Aldo TESTARI, Italy, SOC",
    "Ms Brita ÅKERVIND, Sweden, EPP/CD",
    "Ms Carla D'ESEMPIO, San Marino, NR",
    "Mr Dario PROVA, Italy, SOC",
    "Ms Elsa SAGGIO, Italy, EPP/CD",
)
HRD = "https://w3id.org/hrd/ontology#"
PART = re.compile(r"(?P<page>.+)\.(?P<name>[a-z_]+)-(?P<number>\d+)(?P<ending>(?:\.fr)?\.html)")


def parsed(content: bytes) -> Element:
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(content.decode())
    assert isinstance(root, Element)
    return root


def documents(numbers: range = range(901, 908)) -> dict[str, str]:
    """Declarations of several years that the same people signed."""
    return {
        f"wd-{number}": declaration(number, SIGNATORIES, f"Title {number}", date=f"03 May {2024 + number % 3}")
        for number in numbers
    }


def split_publication(folder: Path) -> Path:
    return publication(folder, documents(), f"list_size = {SIZE}\n{SETTINGS}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = split_publication(tmp_path_factory.mktemp("long") / "p")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def site(made: Path) -> dict[str, bytes]:
    return served(made / "public")


def whole_settings(made: Path) -> Settings:
    """The settings of the publication, with which no list is split."""
    return msgspec.structs.replace(read_settings(made), list_size=10_000)


def entries(content: bytes) -> dict[str, list[str]]:
    """The entries of the lists of a page by the lists' names: rows, terms or links, as they are written."""
    found = {}
    for section in content.decode().split('<section id="')[1:]:
        name, _, rest = section.partition('"')
        body = rest.partition("</section>")[0]
        rows = re.findall(r"<tr><td.*</tr>|<div><dt>.*</div>|<li>.*</li>", body.partition('<nav class="pager"')[0])
        if name not in ("link", "statements", "text", "signatories"):
            found[name] = rows
    return found


def parts_of(files: Mapping[str, bytes], page: str, name: str) -> list[str]:
    """The paths of all parts of a list, the first of which is on the page, by the links of its pager."""
    section = files[page].decode().partition(f'<section id="{name}">')[2].partition("</section>")[0]
    pager = section.partition('<nav class="pager"')[2]
    return [page, *(urljoin(page, href) for href in re.findall(r'href="([^"]+)"', pager))]


def test_every_entry_of_every_list_is_in_one_of_its_parts_and_in_the_same_order(
    made: Path, site: dict[str, bytes]
) -> None:
    whole = Renderer(memory_store(made / "public" / "dumps" / "dataset.nq"), whole_settings(made))
    split_lists = set()
    for iri, path in whole.pages.items():
        unsplit = {page.path: page.content for page in whole.entity(iri) if page.path.endswith(".html")}
        assert set(unsplit) == {f"{path}{ending}" for ending in ENDINGS}
        for page, content in unsplit.items():
            for name, rows in entries(content).items():
                paths = parts_of(site, page, name)
                shares = [entries(site[part])[name] for part in paths]
                assert [row for share in shares for row in share] == rows, (page, name)
                if len(paths) > 1:
                    split_lists.add(name)
                    assert all(0 < len(share) <= SIZE for share in shares)
    assert {"documents", "members", "signatures", "published"} <= split_lists


def test_what_stands_beside_a_list_is_of_all_its_parts(site: dict[str, bytes]) -> None:
    (person,) = [
        path for path in site if re.fullmatch(r"person/\d+\.html", path) and b"<h1>Aldo Testari</h1>" in site[path]
    ]
    root = parsed(site[person])
    (figure,) = [one for one in root.iter("figure") if one.attrib.get("id") == "time-line"]
    assert len(list(figure.iter("tr"))) == 1 + 7
    linked = {urljoin(person, link.attrib["href"]) for link in figure.iter("a") if "href" in link.attrib}
    assert {f"declaration/pace-wd-{number}.html" for number in range(901, 908)} <= linked


def test_every_entity_is_in_one_of_the_parts_of_its_index(site: dict[str, bytes]) -> None:
    for section, expected in (("declaration", 7), ("person", 5), ("country", 3)):
        for ending in ENDINGS:
            parts = [
                path for path in site if re.fullmatch(rf"{section}/index(\.entries-\d+)?{re.escape(ending)}", path)
            ]
            assert len(parts) == -(-expected // SIZE)
            main = [site[path].decode().partition("<main")[2].partition("</main>")[0] for path in parts]
            linked = {
                urljoin(path, href)
                for path, html in zip(parts, main, strict=True)
                for href in re.findall(r'href="([^"#]+)"', html)
            }
            entities = {path for path in linked if not re.search(r"/index\b", path)}
            assert len(entities) == expected
            assert all(path.endswith(ending) for path in linked)


def further(site: Mapping[str, bytes]) -> Iterator[tuple[str, re.Match[str]]]:
    for path in site:
        if found := PART.fullmatch(path):
            yield path, found


def test_the_parts_of_a_list_lead_to_each_other_and_say_which_they_are(site: dict[str, bytes]) -> None:
    families: dict[tuple[str, str, str], set[str]] = {}
    for path, found in further(site):
        families.setdefault((found["page"], found["name"], found["ending"]), set()).add(path)
    assert len(families) > 10
    for (page, name, ending), parts in families.items():
        members = {f"{page}{ending}", *parts}
        assert len(parts) == max(int(re.findall(r"-(\d+)", part)[-1]) for part in parts) - 1, "none is left out"
        for path in members:
            root = parsed(site[path])
            pagers = [nav for nav in root.iter("nav") if nav.attrib.get("class") == "pager"]
            linked = [
                {urljoin(path, link.attrib["href"]).partition("#")[0] for link in nav.iter("a")} for nav in pagers
            ]
            assert members - {path} in linked
        for path in parts:
            root = parsed(site[path])
            current = {one.text for one in root.iter("span") if one.attrib.get("aria-current") == "page"}
            assert current == {path.removesuffix(ending).rpartition("-")[2]}
            assert name in path
            (h1,) = root.iter("h1")
            if name != "entries":
                assert [urljoin(path, link.attrib["href"]) for link in h1.iter("a")] == [f"{page}{ending}"]


def test_no_link_and_no_fragment_of_a_split_site_is_dead(site: dict[str, bytes]) -> None:
    pages = {path: content.decode() for path, content in site.items() if path.endswith(".html")}
    anchors = {path: set(re.findall(r'\sid="([^"]*)"', html)) for path, html in pages.items()}
    dead = set()
    for path, html in pages.items():
        for href in re.findall(r'\s(?:href|src)="([^"]+)"', html):
            if re.match(r"[a-z]+:", href):
                continue
            file, _, fragment = urljoin(path, href).partition("#")
            if file not in site or (fragment and fragment not in anchors[file]):
                dead.add((path, href))
    assert sorted({href for _, href in dead}) == []


def test_a_further_part_is_in_each_language_and_names_itself(site: dict[str, bytes]) -> None:
    for path, found in further(site):
        root = parsed(site[path])
        assert root.attrib["lang"] == ("fr" if found["ending"] == ".fr.html" else "en")
        other = ".html" if found["ending"] == ".fr.html" else ".fr.html"
        assert f"{found['page']}.{found['name']}-{found['number']}{other}" in site
        (canonical,) = [link.attrib["href"] for link in root.iter("link") if link.attrib.get("rel") == "canonical"]
        assert canonical == f"{BASE}{path}"


# -- a build after an edit ---------------------------------------------------------------------------------------------


def shorten(made: Path) -> None:
    for number in range(903, 908):
        (made / "documents" / f"wd-{number}.txt").unlink()
    forget_releases(made)


def lengthen(made: Path) -> None:
    for name, text in documents(range(908, 912)).items():
        (made / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")


def fewer_signatures(made: Path) -> None:
    (made / "documents" / "wd-905.txt").write_text(declaration(905, SIGNATORIES[:1], "Title 905"), encoding="utf-8")


def another_size(made: Path) -> None:
    toml = made / "ld-export.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("list_size = 2", "list_size = 3"), encoding="utf-8")


def a_title(made: Path) -> None:
    path = made / "documents" / "wd-904.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("Title 904", "A title of its own"), encoding="utf-8")


EDITS = (shorten, lengthen, fewer_signatures, another_size, a_title)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_after_an_edit_the_parts_are_those_of_a_clean_build(made: Path, tmp_path: Path, edit: object) -> None:
    mine = copied(made, tmp_path / "mine")
    before = {path for path, _ in further(served(mine / "public"))}
    assert callable(edit)
    edit(mine)
    assert not build(mine).unchanged
    after = served(mine / "public")
    assert after == clean_site(mine, tmp_path)
    now = {path for path, _ in further(after)}
    if edit in (shorten, another_size):
        assert before - now, "parts that are not needed are gone"
    if edit is lengthen:
        assert now > before


# -- as long as lists get ----------------------------------------------------------------------------------------------

MANY = 5_001
COUNTRY, BODY = f"{BASE}country/it", f"{BASE}organization/pace"


def synthetic() -> ox.Store:
    """A country of 5,001 signatories of one document, and a body that as many things point to by a way of their own."""
    prefixes = (
        f"@prefix hrd: <{HRD}> . @prefix schema: <https://schema.org/> . @prefix dcterms: <http://purl.org/dc/terms/> ."
    )
    lines = [
        prefixes,
        f'<{COUNTRY}> a schema:Country ; schema:name "Italy" .',
        f'<{BODY}> a schema:Organization ; schema:name "Body" .',
        f'<{BASE}declaration/d> a hrd:WrittenDeclaration ; schema:name "D" .',
    ]
    for number in range(MANY):
        signature, person = f"<{BASE}declaration/d#signature-{number}>", f"<{BASE}person/{number}>"
        lines.append(
            f"{signature} hrd:representing <{COUNTRY}> ; hrd:signatory {person} ; hrd:position {number} ; "
            f'hrd:nameAsPrinted "N{number}" ; dcterms:isPartOf <{BASE}declaration/d> .\n'
            f'{person} a schema:Person ; schema:name "P{number}" ; schema:memberOf <{BODY}> .'
        )
    store = ox.Store()
    store.bulk_load("\n".join(lines).encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(BASE))
    return store


@pytest.fixture(scope="module")
def large() -> Renderer:
    return Renderer(synthetic(), publication_of())


@pytest.mark.parametrize(("iri", "name"), [(COUNTRY, "members"), (BODY, "links")])
def test_five_thousand_links_are_all_there_in_parts_that_a_browser_can_bear(
    large: Renderer, iri: str, name: str
) -> None:
    start = time.perf_counter()
    files = {page.path: page.content for page in large.entity(iri)}
    assert time.perf_counter() - start < 20
    for ending in ENDINGS:
        paths = parts_of(files, f"{large.pages[iri]}{ending}", name)
        assert len(paths) == 11
        assert set(paths) == {path for path in files if re.fullmatch(rf"[^.]+(\.{name}-\d+)?{re.escape(ending)}", path)}
        linked = [
            href for path in paths for row in entries(files[path])[name] for href in re.findall(r'href="([^"]+)"', row)
        ]
        assert sorted(linked) == sorted(f"../person/{number}{ending}" for number in range(MANY))
        assert all(len(files[path]) < 200_000 for path in paths)
        said = "5,001" if ending == ".html" else "5\u202f001"
        assert f'<span class="count">{said}</span>' in files[paths[0]].decode()


def test_an_index_of_five_thousand_is_in_parts(large: Renderer) -> None:
    files = {page.path: page.content for page in large.site_pages({"dumps": [], "told": Told(dataset(), COUNTS)})}
    for ending in ENDINGS:
        parts = [path for path in files if re.fullmatch(rf"person/index(\.entries-\d+)?{re.escape(ending)}", path)]
        assert len(parts) == 11
        mains = [files[path].decode().partition("<main")[2].partition("</main>")[0] for path in parts]
        linked = {href for main in mains for href in re.findall(r'<li><a href="(\.\./person/\d[^"]*)"', main)}
        assert len(linked) == MANY
