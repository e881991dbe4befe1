"""The table that every host's file is written from: what can be sent, in which languages, what moved, which headers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from ld_export.hosting.accept import Choice, any_of, language_choice, media_choice
from ld_export.pages import FORMATS, Addresses
from ld_export.resources import folder
from ld_export.settings import Settings

_PAGE = "text/html"
_INDEX = "/index"
_UNLISTED = {"X-Robots-Tag": "noindex, nofollow, noarchive"}


class Hosts(NamedTuple):
    """One publication as a web host has to know it.

    `root` is the path of the site on its host and begins and ends with a slash, `site` the whole address of that, and
    `base` what all URIs begin with; `name` is a word of its own for what must not clash with another publication on the
    host. Where `direct`, the address of an entity answers with its data, and otherwise with where they are.
    `page` and `data` are what an entity can be had as, `languages` what pages can be had in, the first one first.
    `data_named` finds, in a header that says what is welcome, that data is meant. `types` are content types by ending,
    `names` those of files that it does not tell.
    `kinds` are the folders of entities, `single` the entities that lie in none, `folders` those that are one.
    """

    root: str
    site: str
    base: str
    name: str
    direct: bool
    page: Choice
    data: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    data_named: str
    types: Mapping[str, str]
    names: Mapping[str, str]
    headers: Mapping[str, str]
    kinds: tuple[str, ...]
    single: tuple[str, ...]
    folders: tuple[str, ...]
    moved: Mapping[str, str]
    gone: tuple[str, ...]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All that an entity can be had as."""
        return (self.page, *self.data)


def hosts_of(settings: Settings, addresses: Addresses) -> Hosts:
    """The table of one publication."""
    known = tomllib.loads((folder("site") / "hosting" / "hosts.toml").read_text(encoding="utf-8"))
    aliases: dict[str, list[str]] = known["aliases"]
    data = [(one.ending.removeprefix("."), one.media_type) for one in FORMATS]
    parts = [path.partition("/") for path in addresses.entities]
    where = urlsplit(settings.site)
    return Hosts(
        root=where.path or "/",
        site=settings.site,
        base=settings.base_uri,
        name=re.sub(r"[^a-z0-9]+", "_", f"{where.netloc}{where.path}".lower()).strip("_"),
        direct=settings.negotiation == "direct",
        page=media_choice("html", ".html", _PAGE),
        data=tuple(media_choice(name, f".{name}", type_, aliases.get(name, ())) for name, type_ in data),
        languages=tuple(language_choice(*one) for one in addresses.endings.items()),
        data_named=any_of(known["data"]["named"]),
        types={**{name: _typed(type_) for name, type_ in data}, **known["types"]},
        names=known["names"],
        headers=known["headers"] | (_UNLISTED if settings.noindex else {}),
        kinds=tuple(sorted({first for first, below, _ in parts if below})),
        single=tuple(sorted({first for first, below, _ in parts if not below})),
        folders=tuple(sorted(path.removesuffix(_INDEX) for path in addresses.entities if path.endswith(_INDEX))),
        moved=addresses.moved,
        gone=addresses.gone,
    )


def _typed(media_type: str) -> str:
    """A media type with its encoding, where readers would otherwise assume another."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
