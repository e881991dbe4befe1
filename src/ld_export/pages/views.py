"""The table of pages: `views.toml` of a theme, and the queries that it names."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any, NamedTuple

from ld_export.errors import PageProblem
from ld_export.graph import expanded, prefixes, terms_named_in
from ld_export.pages.theme import Theme

EXTRAS = ("report", "vocabulary")
"""What a view or a page can ask for besides its queries: the modules of these names make it."""


class Query(NamedTuple):
    """A SPARQL text, and the predicates by one of which it reaches `?this`."""

    text: str
    reach: frozenset[str]


class View(NamedTuple):
    """How the entities of some classes become pages.

    `queries` are by name, each about `?this`; so are `items`, of which each row is a thing (`?item`) that the template
    gets with everything that is said of it. `extra` names what a template gets besides: it is of the whole publication.
    """

    section: str
    classes: tuple[str, ...]
    template: str
    queries: dict[str, Query]
    items: dict[str, Query]
    listed: bool
    vocabulary: bool
    extra: str = ""


class SitePage(NamedTuple):
    """A page of the whole site, at `path` (without an ending); its queries are about everything."""

    path: str
    template: str
    queries: dict[str, Query]
    extra: str = ""


class Table(NamedTuple):
    """All that `views.toml` says. `menu` names the sections and pages that every page links to first."""

    views: tuple[View, ...]
    pages: tuple[SitePage, ...]
    menu: tuple[str, ...]


@cache
def read_views(theme: Theme) -> Table:
    """Every row of the table; `PageProblem` for one that is wrong."""
    try:
        table = tomllib.loads(theme.read("views.toml"))
    except tomllib.TOMLDecodeError as error:
        raise PageProblem(str(error), "views.toml", "correct the TOML") from None
    return Table(
        tuple(_view(row, f"views.toml, view {number}", theme) for number, row in enumerate(table["view"], start=1)),
        tuple(_page(row, f"views.toml, page {number}", theme) for number, row in enumerate(table["page"], start=1)),
        tuple(table["menu"]),
    )


def _view(row: dict[str, Any], place: str, theme: Theme) -> View:
    match row:
        case {"section": str(section), "classes": list(classes), "template": str(template), "queries": dict(queries)}:
            pass
        case _:
            raise PageProblem("a view needs section, classes, template and queries", place, "see docs/site.md")
    return View(
        section=section,
        classes=tuple(_class(str(name), place) for name in classes),
        template=template,
        queries=_queries(queries, theme),
        items=_queries(row.get("items", {}), theme),
        listed=bool(row.get("listed", True)),
        vocabulary=bool(row.get("vocabulary", False)),
        extra=_extra(row.get("extra", ""), place),
    )


def _extra(name: object, place: str) -> str:
    if name not in ("", *EXTRAS):
        raise PageProblem(f"there is no extra {name!r}", place, f"it is one of: {', '.join(EXTRAS)}")
    return str(name)


def _page(row: dict[str, Any], place: str, theme: Theme) -> SitePage:
    match row:
        case {"path": str(path), "template": str(template), "queries": dict(queries)}:
            return SitePage(path, template, _queries(queries, theme), _extra(row.get("extra", ""), place))
        case _:
            raise PageProblem("a page needs path, template and queries", place, "see docs/site.md")


def _queries(files: dict[str, str], theme: Theme) -> dict[str, Query]:
    texts = {name: theme.read(f"queries/{file}") for name, file in files.items()}
    return {name: Query(text, _reach(text)) for name, text in texts.items()}


_BESIDE_THIS = re.compile(r"([^\s{}.;,]+)\s+\?this\b|\?this\s+(\S+)")


def _reach(text: str) -> frozenset[str]:
    """The predicates beside `?this`: where one is a variable or a path, every term that the query names."""
    body = text[text.upper().find("SELECT") :]
    beside = [before or after for before, after in _BESIDE_THIS.findall(body)]
    named = frozenset(expanded(one) for one in beside if _is_name(one))
    return named if len(named) == len(set(beside)) else frozenset(term[1:-1] for term in terms_named_in(text))


def _is_name(token: str) -> bool:
    prefix, colon, local = token.partition(":")
    return bool(colon) and prefix in prefixes() and local.isalnum()


def _class(name: str, place: str) -> str:
    prefix, _, _ = name.partition(":")
    if prefix not in prefixes():
        raise PageProblem(f"the prefix of {name!r} is unknown", place, "add it to mappings/context.jsonld")
    return expanded(name)
