"""A client for signposts finds its way from a page to its data, and from the publication to every page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
import signposting

from ld_export.pipeline.build import build
from tests.browser.server import serving
from tests.support import BASE, ROOT, SETTINGS, declaration, forget_releases, publication
from tests.test_incremental import person

pytestmark = pytest.mark.slow  # builds publications again and again

PLACE = "/sub/path/"
_OK = 200


class Site:
    """A publication on a local server, and what a client finds there."""

    def __init__(self, address: str, public: Path) -> None:
        self.address = address
        self.public = public

    def posts(self, path: str) -> dict[str, list[signposting.Signpost]]:
        """The signposts of a page by their relation."""
        found: dict[str, list[signposting.Signpost]] = {}
        for post in signposting.find_signposting_html(self.address + path):
            found.setdefault(str(post.rel), []).append(post)
        return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = tmp_path_factory.mktemp("signposts") / "p"
    with serving({PLACE: made / "public"}) as address:
        settings = f'site_url = "{address}{PLACE}"\n{SETTINGS.replace("vocabulary_pages = false", "")}'
        publication(made, {"wd-901": declaration(901), "wd-902": declaration(902)}, settings=settings)
        build(made)
        person(3, status="withdrawn", name="", given_name="", family_name="", countries="", also_written="")(made)
        build(made)
        yield Site(address + PLACE, made / "public")


def targets(posts: list[signposting.Signpost]) -> set[tuple[str, str]]:
    return {(str(post.target), str(post.type or "")) for post in posts}


def entity(site: Site, path: str) -> dict[str, set[tuple[str, str]]]:
    """What the signposts of an entity's page should be, but for its classes."""
    page = site.address + path
    return {
        "cite-as": {(BASE + path, "")},
        "describedby": {
            (f"{page}.ttl", "text/turtle"),
            (f"{page}.jsonld", "application/ld+json"),
            (f"{page}.nt", "application/n-triples"),
        },
        "license": {("https://creativecommons.org/publicdomain/zero/1.0/", "")},
        "collection": {(f"{site.address}data.html", "text/html")},
    }


@pytest.mark.parametrize(
    ("path", "class_"),
    [
        ("declaration/pace-wd-901", "https://w3id.org/hrd/ontology#WrittenDeclaration"),
        ("person/1", "https://schema.org/Person"),
        ("country/it", "https://schema.org/Country"),
    ],
)
@pytest.mark.parametrize("ending", [".html", ".fr.html"])
def test_a_client_finds_what_a_page_is_about_and_its_data(site: Site, path: str, class_: str, ending: str) -> None:
    posts = site.posts(path + ending)
    assert {rel: targets(found) for rel, found in posts.items() if rel not in {"type", "linkset"}} == entity(site, path)
    assert {("https://schema.org/AboutPage", ""), (class_, "")} <= targets(posts["type"])
    for post in posts["describedby"]:
        answer = requests.get(str(post.target), timeout=10)
        assert answer.status_code == _OK
        assert answer.headers["Content-Type"].partition(";")[0] == str(post.type)
    ((link_set, media_type),) = targets(posts["linkset"])
    assert media_type == "application/linkset+json"
    own = signposting.find_signposting_linkset(link_set).for_context(f"{site.address}{path}.html")
    by_relation: dict[str, set[tuple[str, str]]] = {}
    for post in own:
        by_relation.setdefault(str(post.rel), set()).add((str(post.target), str(post.type or "")))
    assert by_relation == {**entity(site, path), "type": targets(posts["type"])}


@pytest.mark.parametrize("path", ["data.html", "data.fr.html", "index.html"])
def test_a_client_finds_every_page_and_every_dump_from_the_page_of_the_whole(site: Site, path: str) -> None:
    posts = site.posts(path)
    assert targets(posts["cite-as"]) == {(f"{BASE}data", "")}
    assert ("https://schema.org/Dataset", "") in targets(posts["type"])
    dumps = {f"{site.address}dumps/{one.name}" for one in (site.public / "dumps").iterdir()}
    found = {target for target, _ in targets(posts["item"])}
    assert found == {one for one in dumps if not one.endswith((".gz", "SHA256SUMS", ".html"))}
    for post in [*posts["item"], *posts["describedby"]]:
        assert requests.head(str(post.target), timeout=10).status_code == _OK
    pages = set()
    for link_set, _ in targets(posts["linkset"]):
        pages |= {str(post.context) for post in signposting.find_signposting_linkset(link_set).signposts}
    there = {site.address + one.relative_to(site.public).with_suffix(".html").as_posix() for one in _data(site.public)}
    # The ontology's page has its signposts in its head; who was withdrawn has none at all.
    without = {f"{site.address}person/3.html", f"{site.address}ontology.html"}
    assert pages == there - without
    assert len(pages) > 500


def _data(public: Path) -> Iterator[Path]:
    """A data file of each entity."""
    return (path for path in public.rglob("*.nt") if path.parent.name != "dumps" and path != public / "data.nt")


def test_who_was_withdrawn_has_no_signposts(site: Site) -> None:
    page = (site.public / "person" / "3.html").read_text(encoding="utf-8")
    assert 'rel="alternate"' in page
    for relation in ("cite-as", "describedby", "type", "license", "collection", "linkset"):
        assert f'<link rel="{relation}"' not in page


def test_link_sets_hold_whole_addresses_only(site: Site) -> None:
    files = sorted(site.public.rglob("linkset.json"))
    assert len(files) > 5
    for file in files:
        (contexts,) = json.loads(file.read_text(encoding="utf-8")).values()
        for context in contexts:
            links = [link["href"] for relation, links in context.items() if relation != "anchor" for link in links]
            assert all(urljoin("https://elsewhere.example/", one) == one for one in (context["anchor"], *links))


def test_a_link_set_follows_its_section(tmp_path: Path) -> None:
    made = publication(tmp_path / "p", {"wd-901": declaration(901), "wd-902": declaration(902)})
    build(made)
    file = made / "public" / "declaration" / "linkset.json"
    assert "pace-wd-902" in file.read_text(encoding="utf-8")
    (made / "documents" / "wd-902.txt").unlink()
    forget_releases(made)
    build(made)
    assert "pace-wd-902" not in file.read_text(encoding="utf-8")
    shutil.rmtree(made / ".public")
    (made / "public").unlink()
    build(made)
    assert "pace-wd-902" not in file.read_text(encoding="utf-8")


def test_where_a_theme_has_no_page_about_the_data_no_signpost_leads_there(tmp_path: Path) -> None:
    made = publication(tmp_path / "p")
    theme, own = ROOT / "site", made / "theme"
    (own / "templates").mkdir(parents=True)
    head, *rows = (theme / "views.toml").read_text(encoding="utf-8").replace('"data", ', "").split("[[page]]\n")
    kept = [row for row in rows if not row.startswith(('path = "data"', 'path = "dumps/index"'))]
    assert len(kept) == len(rows) - 2
    (own / "views.toml").write_text("[[page]]\n".join([head, *kept]), encoding="utf-8")
    home = (theme / "templates" / "home.html.j2").read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [line for line in home if "site.pages.data" not in line]
    (own / "templates" / "home.html.j2").write_text("".join(changed), encoding="utf-8")
    build(made)
    assert not (made / "public" / "data.html").exists()
    assert 'rel="collection"' not in (made / "public" / "person" / "1.html").read_text(encoding="utf-8")
    assert '"collection"' not in (made / "public" / "person" / "linkset.json").read_text(encoding="utf-8")
