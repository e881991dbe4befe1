"""Signposts as `Link` headers: the typed links that a page has in its head, for programs that read no page."""

from __future__ import annotations

from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from ld_export.serve.published import Published

_RELATIONS = frozenset({"cite-as", "describedby", "type", "license", "collection", "item", "linkset", "author"})
_MANY = "item"
_LONGEST = 3_000
"""Proxies take about 4,000 bytes of headers. What would be more leaves its items to the link set."""

_HEAD = 16_384
"""Within so many bytes of a page its head ends."""


class _Head(HTMLParser):
    """Collects the links of a page's head."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link whose relation is a signpost."""
        said = {name: value or "" for name, value in attrs}
        if tag == "link" and said.get("rel") in _RELATIONS:
            self.links.append((said["rel"], said.get("href", ""), said.get("type", "")))


def link_header(file: str, published: Published) -> str:
    """The header for a file of the site: of a page its own signposts, of the data of one what leads back to it."""
    stem, _, ending = file.rpartition(".")
    if ending == "html":
        return _written(_links(published.path(file)))
    page = f"{stem}{published.hosts.languages[0].ending}"
    if f".{ending}" not in {one.ending for one in published.hosts.data} or page not in published.sums:
        return ""
    own = [link for link in _links(published.path(page)) if link[0] in ("cite-as", "license")]
    return _written((("describes", page.rpartition("/")[2], "text/html"), *own))


def entity_header(stem: str, published: Published) -> str:
    """The header for the address of an entity, which leads to one of its files."""
    page = f"{stem}{published.hosts.languages[0].ending}"
    return _written(_links(published.path(page))) if page in published.sums else ""


# A generation's folder is part of the path, and its files do not change.
@lru_cache(maxsize=2_048)
def _links(page: Path) -> tuple[tuple[str, str, str], ...]:
    with page.open("rb") as file:
        text = file.read(_HEAD).decode("utf-8", "replace")
    head = _Head()
    head.feed(text.partition("<body")[0])
    return tuple(head.links)


def _written(links: tuple[tuple[str, str, str], ...]) -> str:
    whole = ", ".join(map(_link, links))
    return whole if len(whole) <= _LONGEST else ", ".join(_link(one) for one in links if one[0] != _MANY)


def _link(link: tuple[str, str, str]) -> str:
    relation, href, media_type = link
    return f'<{href}>; rel="{relation}"' + (f'; type="{media_type}"' if media_type else "")
