"""The table of pages: `site/views.toml`, the queries and the words that it names."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

from ld_export.errors import PageProblem
from ld_export.graph import prefixes
from ld_export.resources import folder


class View(NamedTuple):
    """How the entities of some classes become pages.

    `queries` are SPARQL texts by name, each about `?this`; so are `items`, of which each row is a thing (`?item`)
    that the template gets with everything that is said of it.
    """

    section: str
    classes: tuple[str, ...]
    template: str
    queries: dict[str, str]
    items: dict[str, str]
    listed: bool
    vocabulary: bool


@cache
def read_views() -> tuple[View, ...]:
    """Every row of the table; `PageProblem` for one that is wrong."""
    path = folder("site") / "views.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_view(row, f"{path.name}, view {number}") for number, row in enumerate(table["view"], start=1))


def _view(row: dict[str, object], place: str) -> View:
    match row:
        case {"section": str(section), "classes": list(classes), "template": str(template), "queries": dict(queries)}:
            pass
        case _:
            raise PageProblem("a view needs section, classes, template and queries", place, "see docs/site.md")
    return View(
        section=section,
        classes=tuple(_expand(str(name), place) for name in classes),
        template=template,
        queries=_queries(queries, place),
        items=_queries(row.get("items", {}), place),
        listed=bool(row.get("listed", True)),
        vocabulary=bool(row.get("vocabulary", False)),
    )


def _queries(files: object, place: str) -> dict[str, str]:
    named = files if isinstance(files, dict) else {}
    return {str(name): _query(str(file), place) for name, file in named.items()}


def _expand(name: str, place: str) -> str:
    prefix, _, local = name.partition(":")
    if prefix not in prefixes():
        raise PageProblem(f"the prefix of {name!r} is unknown", place, "add it to mappings/context.jsonld")
    return prefixes()[prefix] + local


def _query(file: str, place: str) -> str:
    path = folder("site") / "queries" / file
    if not path.is_file():
        raise PageProblem(f"there is no query {file!r}", place, "add it to site/queries/")
    return path.read_text(encoding="utf-8")


@cache
def section_titles(language: str) -> dict[str, str]:
    """The names of the sections in a language."""
    text = (folder("site") / "locales" / f"{language}.toml").read_text(encoding="utf-8")
    titles: dict[str, str] = tomllib.loads(text)["sections"]
    return titles
