"""Which file answers an address, by the rules that the files for other hosts say in their words (`docs/hosting.md`)."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import NamedTuple

from ld_export.serve.accept import entity_ending, page_ending
from ld_export.serve.published import Published

_ENTITY, _PAGE = "Accept, Accept-Language", "Accept-Language"
_PAGE_NAME = re.compile(r"(?P<path>[^.]*)(?P<ending>(?:\.[a-z]+)?\.html)")


class Wanted(NamedTuple):
    """What a client asks for: a path behind the site's root, and what it can read."""

    path: str
    accept: str = ""
    languages: str = ""


class Found(NamedTuple):
    """What it gets: a status, the file of the site that is sent, or where it leads (behind the root).

    `vary` names the headers that would have made another answer, `at` the file that is sent for an entity.
    """

    status: int
    file: str = ""
    leads_to: str | None = None
    vary: str = ""
    at: str = ""


def find(wanted: Wanted, published: Published) -> Found:
    """The answer to a request for an address of the site."""
    for rule in (_moved, _gone, _file, _folder, _page, _entity):
        if found := rule(wanted, published):
            return found
    return _unknown(wanted, published)


def _moved(wanted: Wanted, published: Published) -> Found | None:
    """What was merged is now elsewhere; its data files stay and say so."""
    moved = published.hosts.moved
    page = _PAGE_NAME.fullmatch(wanted.path)
    path, ending = (page["path"], page["ending"]) if page else (wanted.path, "")
    if path not in moved:
        return None
    return Found(HTTPStatus.MOVED_PERMANENTLY, leads_to=moved[path] + ending)


def _gone(wanted: Wanted, published: Published) -> Found | None:
    """What was withdrawn answers with its tombstone: the file that was asked for, or the one that fits best."""
    path, hosts = wanted.path, published.hosts
    if path.partition(".")[0] not in hosts.gone:
        return None
    if path in published.sums:
        return Found(HTTPStatus.GONE, path)
    if path not in hosts.gone:
        return None
    ending = entity_ending(hosts, wanted.accept, wanted.languages) or page_ending(hosts, wanted.languages)
    return Found(HTTPStatus.GONE, path + ending, vary=_ENTITY)


def _file(wanted: Wanted, published: Published) -> Found | None:
    return Found(HTTPStatus.OK, wanted.path) if wanted.path in published.sums else None


def _folder(wanted: Wanted, published: Published) -> Found | None:
    """The index of a folder in the reader's language; without its slash, a folder that is no entity leads to it."""
    path = wanted.path
    if path and not path.endswith("/"):
        plain = path in published.folders and not _is_scheme(path, published)
        return Found(HTTPStatus.MOVED_PERMANENTLY, leads_to=f"{path}/") if plain else None
    index = f"{path}index{page_ending(published.hosts, wanted.languages)}"
    return Found(HTTPStatus.OK, index, vary=_PAGE) if index in published.sums else None


def _page(wanted: Wanted, published: Published) -> Found | None:
    """A page that is about no entity."""
    page = wanted.path + page_ending(published.hosts, wanted.languages)
    if page not in published.sums or _stem(wanted.path, published):
        return None
    return Found(HTTPStatus.OK, page, vary=_PAGE)


def _entity(wanted: Wanted, published: Published) -> Found | None:
    hosts = published.hosts
    stem = _stem(wanted.path, published)
    if not stem:
        return None
    ending = entity_ending(hosts, wanted.accept, wanted.languages)
    if not ending:
        page = f"406{page_ending(hosts, wanted.languages)}"
        return Found(HTTPStatus.NOT_ACCEPTABLE, page, vary=_ENTITY)
    # A scheme is the folder of its concepts: its links are those of the folder, so it is not sent from beside it.
    if hosts.direct and stem == wanted.path:
        return Found(HTTPStatus.OK, stem + ending, vary=_ENTITY, at=stem + ending)
    return Found(HTTPStatus.SEE_OTHER, leads_to=stem + ending, vary=_ENTITY)


def _stem(path: str, published: Published) -> str:
    """What the names of an entity's files begin with; empty for what is none."""
    if not path or path.endswith("/"):
        return ""
    if _is_scheme(path, published):
        return f"{path}/index"
    return path if path + published.hosts.data[0].ending in published.sums else ""


def _is_scheme(path: str, published: Published) -> bool:
    return f"{path}/index{published.hosts.data[0].ending}" in published.sums


def _unknown(wanted: Wanted, published: Published) -> Found:
    return Found(HTTPStatus.NOT_FOUND, f"404{page_ending(published.hosts, wanted.languages)}", vary=_PAGE)
