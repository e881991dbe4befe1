"""The table in the words of each host: one template for each file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

import jinja2

from ld_export.hosting.accept import TOKENS
from ld_export.hosting.table import Hosts
from ld_export.pages import Page
from ld_export.pages.compiled import compiled
from ld_export.resources import folder

_SIGNS = re.compile(r"[.+*?()\[\]{}^$|\\]")

MOST_REDIRECTS = 2_000
"""How many redirects of one address Cloudflare Pages takes; Netlify takes more."""


class HostFile(NamedTuple):
    """A file for a host: where it lies on the site, and its template (none: it is empty)."""

    path: str
    template: str


HOST_FILES = (
    HostFile(".htaccess", "htaccess.j2"),
    HostFile(".nojekyll", ""),
    HostFile("_headers", "headers.j2"),
    HostFile("_redirects", "redirects.j2"),
    HostFile("hosting/nginx-http.conf", "nginx-http.conf.j2"),
    HostFile("hosting/nginx-server.conf", "nginx-server.conf.j2"),
    HostFile("hosting/Caddyfile", "Caddyfile.j2"),
)
W3ID_FILE = HostFile("hosting/w3id.htaccess", "w3id.htaccess.j2")
"""Only for a publication whose addresses are not where its pages lie: it would lead to itself."""


def host_files(hosts: Hosts) -> Iterator[Page]:
    """The files of a publication for all hosts."""
    elsewhere = hosts.site != hosts.base
    for file in (*HOST_FILES, *([W3ID_FILE] if elsewhere else [])):
        yield Page(file.path, _filled(file.template, hosts).encode())


def _filled(template: str, hosts: Hosts) -> str:
    if not template:
        return ""
    redirects = dict(islice(hosts.moved.items(), MOST_REDIRECTS))
    return _templates().get_template(template).render(hosts=hosts, tokens=TOKENS, redirects=redirects)


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder("site") / "hosting"),
        autoescape=False,  # noqa: S701 - configuration, not HTML; what stands in it is from an allow-list or from here
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=compiled("hosting"),
        auto_reload=False,
    )
    environment.filters["regex"] = _literal
    return environment


def _literal(path: str) -> str:
    """A path as a regular expression in any dialect."""
    return _SIGNS.sub(r"\\\g<0>", path)
