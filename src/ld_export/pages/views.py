"""The table of pages: `views.toml` of a theme, and the queries that it names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import pyoxigraph as ox

from ld_export.errors import PageProblem, UsageProblem
from ld_export.graph import RDF_TYPE, expanded, prefixes, refuse_other_data, terms_named_in
from ld_export.remembered import remembered
from ld_export.theme import Theme

EXTRAS = ("data", "dataset", "files", "query", "report", "search", "vocabulary")
"""What a view or a page can ask for besides its queries; see docs/site.md."""


class Query(NamedTuple):
    """A SPARQL text, and the predicates by one of which it reaches `?this`; none where it may do so by any, or none.

    `terms` are all that its answers depend on: statements with other predicates change none. Nothing where any may.
    """

    text: str
    reach: frozenset[str]
    terms: frozenset[str] | None


class View(NamedTuple):
    """How the entities of some classes become pages.

    `queries` are by name, each about `?this`; so are `items`, of which each row is a thing (`?item`) that the template
    gets with everything that is said of it. `extra` names what a template gets besides: it is of the whole publication.
    The index goes by the years of the predicate `by_year`, where there is one, and else by letters.
    """

    section: str
    classes: tuple[str, ...]
    template: str
    queries: dict[str, Query]
    items: dict[str, Query]
    listed: bool
    vocabulary: bool
    by_year: str = ""
    extra: str = ""


class SitePage(NamedTuple):
    """A page of the whole site, at `path` (without an ending); its queries are about everything.

    `figures` are the queries of what `figures.DRAWN` draws, by its names; `searched` those of the names that it
    finds.
    """

    path: str
    template: str
    queries: dict[str, Query]
    figures: dict[str, Query]
    extra: str = ""
    searched: Mapping[str, Query] = {}


class Table(NamedTuple):
    """All that `views.toml` says. `menu` names the sections and pages that every page links to first."""

    views: tuple[View, ...]
    pages: tuple[SitePage, ...]
    menu: tuple[str, ...]


@cache
def read_views(theme: Theme) -> Table:
    """Every row of the table; `PageProblem` for one that is wrong."""
    return remembered("views", f"{theme.digest} {ox.__version__}", Table, lambda: _read(theme))


def _read(theme: Theme) -> Table:
    try:
        table = tomllib.loads(theme.read("views.toml"))
    except tomllib.TOMLDecodeError as error:
        raise PageProblem(str(error), "views.toml", "correct the TOML") from None
    if missing := [name for name in ("view", "page", "menu") if not isinstance(table.get(name), list)]:
        raise PageProblem(f"there is no list {missing[0]!r}", "views.toml", "see docs/site.md")
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
        classes=tuple(_named(str(name), place) for name in classes),
        template=template,
        queries=_queries(queries, theme),
        items=_queries(row.get("items", {}), theme),
        listed=bool(row.get("listed", True)),
        vocabulary=bool(row.get("vocabulary", False)),
        by_year=_named(str(row["by_year"]), place) if "by_year" in row else "",
        extra=_extra(row.get("extra", ""), place),
    )


def _extra(name: object, place: str) -> str:
    if name not in ("", *EXTRAS):
        raise PageProblem(f"there is no extra {name!r}", place, f"it is one of: {', '.join(EXTRAS)}")
    return str(name)


def _page(row: dict[str, Any], place: str, theme: Theme) -> SitePage:
    match row:
        case {"path": str(path), "template": str(template), "queries": dict(queries)}:
            figures, extra = _queries(row.get("figures", {}), theme), _extra(row.get("extra", ""), place)
            searched = _queries(row.get("searched", {}), theme)
            return SitePage(path, template, _queries(queries, theme), figures, extra, searched)
        case _:
            raise PageProblem("a page needs path, template and queries", place, "see docs/site.md")


def _queries(files: dict[str, str], theme: Theme) -> dict[str, Query]:
    return {name: _query(f"queries/{file}", theme) for name, file in files.items()}


def _query(file: str, theme: Theme) -> Query:
    text = theme.read(file)
    try:
        refuse_other_data(text)
        answers = ox.Store().query(text)
    except UsageProblem as refused:
        raise PageProblem(refused.message, file, refused.remedy) from None
    except (SyntaxError, ValueError) as error:
        raise PageProblem(str(error), file, "correct the query") from None
    if not isinstance(answers, ox.QuerySolutions):
        raise PageProblem("the query is no SELECT", file, "ask for the columns of a list")
    return Query(text, _reach(text), _terms(text))


# Among triple patterns, two variables in a row are a predicate that may be any and what stands beside it.
_OPEN_PATTERN = re.compile(r"[?$]\w+\s+[?$]\w+|!")


def _terms(text: str) -> frozenset[str] | None:
    patterns = text[text.find("{") : text.rfind("}")]
    return None if _OPEN_PATTERN.search(patterns) else frozenset(term[1:-1] for term in terms_named_in(text))


_THIS = re.compile(r"\?this\b")
_BESIDE_THIS = re.compile(r"([^\s{}.;,]+)\s+\?this\b|\?this\s+(\S+)")


# What has answers just because something is not said of ?this, or even where nothing is.
_WITHOUT = re.compile(r"\b(?:EXISTS|MINUS)\b|\bOPTIONAL\s*\{[^{}]*\?this\b", re.IGNORECASE)


def _reach(text: str) -> frozenset[str]:
    """The predicates beside `?this`: where one is a path or a variable of known values, every term that is named.

    None where an entity may be reached by others, too.
    """
    body = text[text.upper().find("SELECT") :]
    found = [before or after for before, after in _BESIDE_THIS.findall(body)]
    if len(found) < len(_THIS.findall(body)) or _WITHOUT.search(body) or any(_is_open(one, body) for one in found):
        return frozenset()
    named = frozenset(RDF_TYPE if one == "a" else expanded(one) for one in found if one == "a" or _is_name(one))
    return named if len(named) == len(set(found)) else frozenset(term[1:-1] for term in terms_named_in(text))


def _is_open(token: str, body: str) -> bool:
    """Whether what stands beside `?this` may be any predicate: a variable without values, or a path that may be."""
    if token.startswith(("?", "$")):
        return re.search(rf"\bVALUES\s+{re.escape(token)}(?!\w)", body, re.IGNORECASE) is None
    return any(sign in token for sign in "!*?")


def _is_name(token: str) -> bool:
    prefix, colon, local = token.partition(":")
    return bool(colon) and prefix in prefixes() and local.isalnum()


def _named(name: str, place: str) -> str:
    prefix, _, _ = name.partition(":")
    if prefix not in prefixes():
        raise PageProblem(f"the prefix of {name!r} is unknown", place, "add it to mappings/context.jsonld")
    return expanded(name)
