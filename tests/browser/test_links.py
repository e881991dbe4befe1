"""Every link of the served site leads somewhere, to the very place, and every page can be reached.

It asks nobody but our own server: a link to elsewhere is not followed.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from ld_export.pages.status import STATUSES
from tests.browser.conftest import SITE, Addresses, Served

# One crawl for all of them.
pytestmark = [pytest.mark.external, pytest.mark.xdist_group("links")]

_LINKS = frozenset({"href", "src", "data", "action", "poster", "xlink:href"})
_IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)""")
_OK = 200


class _Read(HTMLParser):
    """The links and the places of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name in _LINKS:
                self.links.append(value)
            elif name == "srcset":
                self.links.extend(one.split()[0] for one in value.split(","))
            elif name == "id" or (tag == "a" and name == "name"):
                self.places.append(value)
            elif name == "style":
                self.links.extend(_IN_STYLES.findall(value))


class Answer(NamedTuple):
    """What the server said of an address: links are absolute; `places` is missing for what is no page."""

    status: int
    links: list[str]
    places: list[str] | None


class Crawl(NamedTuple):
    """What was read from the home page on, by address, and where each address was found."""

    answers: dict[str, Answer]
    linked_from: dict[str, list[str]]


def _ask(connection: HTTPConnection, address: str) -> Answer:
    path = urlsplit(address).path
    # Data is what a page links to and has no links of its own to follow: that it is there is enough.
    read = path.endswith((".html", ".css", ".svg", "/"))
    connection.request("GET" if read else "HEAD", path)
    response = connection.getresponse()
    content = response.read()
    kind = response.headers.get_content_type()
    if response.status != _OK or not read:
        return Answer(response.status, [], None)
    text = content.decode("utf-8")
    if kind == "text/css":
        return Answer(_OK, [urljoin(address, link) for link in _IN_STYLES.findall(text)], None)
    page = _Read()
    page.feed(text)
    return Answer(_OK, [urljoin(address, link) for link in page.links], page.places)


def crawl(address: str, start: str) -> Crawl:
    """Read everything on a server that a page leads to."""
    connection = HTTPConnection(urlsplit(address).netloc)
    found = Crawl({}, defaultdict(list))
    waiting = deque([address + start])
    while waiting:
        at = waiting.popleft()
        if at in found.answers:
            continue
        found.answers[at] = _ask(connection, at)
        for link in found.answers[at].links:
            if link.startswith(address):
                found.linked_from[link].append(at)
                waiting.append(urldefrag(link).url)
    connection.close()
    return found


@pytest.fixture(scope="module")
def crawled(served: Served) -> dict[str, Crawl]:
    """What was read of each site, by the path below which it is served."""
    return {start: crawl(served.address, f"{start}index.html") for start in served.folders}


def _dead(found: Crawl) -> Iterator[str]:
    for link, pages in found.linked_from.items():
        at, place = urldefrag(link)
        answer = found.answers[at]
        told = f"{link}, linked from {pages[0]} and {len(pages) - 1} more"
        if answer.status != _OK:
            yield f"{answer.status}: {told}"
        elif place and answer.places is not None and unquote(place) not in {*answer.places, "top"}:
            yield f"no such place: {told}"


def test_no_link_is_dead(crawled: dict[str, Crawl]) -> None:
    assert len(crawled[SITE].answers) > 2000
    dead = [told for found in crawled.values() for told in _dead(found)]
    assert not dead, "\n".join(dead)


def test_no_link_needs_a_server(crawled: dict[str, Crawl]) -> None:
    """A link to a folder opens a listing where the site is a folder of files; one to another root leaves the site."""
    for start, found in crawled.items():
        paths = {urlsplit(link).path: pages[0] for link, pages in found.linked_from.items()}
        assert {path: page for path, page in paths.items() if path.endswith("/") or not path.startswith(start)} == {}


def test_every_page_can_be_reached_from_the_home_page(
    served: Served, pages: Addresses, crawled: dict[str, Crawl]
) -> None:
    """But for whom was withdrawn, whose pages stay for old addresses, and for what hosts send by themselves."""
    for start, found in crawled.items():
        site = served.folders[start]
        there = {start + path.relative_to(site).as_posix() for path in site.rglob("*.html")}
        reached = {unquote(address.removeprefix(served.address)) for address in found.answers}
        sent = {f"{start}{status}{ending}" for status in STATUSES for ending in (".html", ".fr.html")}
        assert sorted(there - reached - sent - set(pages("tombstone"))) == []


def test_a_dead_link_would_be_found() -> None:
    page, other = "http://x/p.html", "http://x/q.html"
    answers = {page: Answer(_OK, [], []), other: Answer(_OK, [], ["a"]), "http://x/gone.ttl": Answer(404, [], None)}
    links = {"http://x/gone.ttl": [page], f"{other}#a": [page], f"{other}#b": [page], other: [page]}
    assert [told.partition(":")[0] for told in _dead(Crawl(answers, links))] == ["404", "no such place"]
