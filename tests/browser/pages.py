"""Which pages stand for all: of each kind the largest, in every language that it has.

A kind is a row of `site/views.toml`, the home page, an index, or what else there may come to be. Pages are found by
what lies beside them as data, so that neither their markup nor the table's queries matter here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ld_export.pages.views import View, read_views
from ld_export.theme import plain_theme

HOME, INDEX, OTHERS = "home", "index", "others"

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TOPIC = "http://xmlns.com/foaf/0.1/primaryTopic"
_STATEMENT = re.compile(rf"^<([^>]+)> <({re.escape(_TYPE)}|{re.escape(_TOPIC)})> <([^>]+)> \.$", re.MULTILINE)
_LANGUAGE = re.compile(r"\.[a-z]{2}$")
_FURTHER = re.compile(r"\.[a-z][a-z-]*-[0-9]+$")


def kind_of(view: View, views: Sequence[View]) -> str:
    """The name of a row: its section, with its template where the section has several rows."""
    alone = Counter(one.section for one in views)[view.section] == 1
    return view.section if alone else f"{view.section}-{view.template.partition('.')[0]}"


def kinds() -> list[str]:
    """All kinds, in the order of the table."""
    views = read_views(plain_theme()).views
    return [HOME, INDEX, *(kind_of(view, views) for view in views), OTHERS]


def representatives(site: Path) -> dict[str, list[str]]:
    """The paths of the pages that stand for each kind; no path for a kind that a site has nothing of."""
    languages, further, pages = _sorted_out(site)
    views = read_views(plain_theme()).views
    found: dict[str, list[str]] = defaultdict(list)
    for path in pages:
        found[_kind(site / path, path, views)].append(path)

    def size(path: str) -> int:
        return (site / path).stat().st_size

    chosen = {kind: [max(paths, key=size)] for kind, paths in found.items() if kind != OTHERS}
    chosen[OTHERS] = [*found[OTHERS], *([max(further, key=size)] if further else [])]
    return {kind: [*paths, *_with_languages(paths, languages)] for kind, paths in chosen.items()}


def _sorted_out(site: Path) -> tuple[list[str], list[str], list[str]]:
    """The pages in further languages, the continuation pages and the rest."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    there = set(paths)

    def beside(path: str, pattern: re.Pattern[str]) -> bool:
        stem = path.removesuffix(".html")
        return bool(pattern.search(stem)) and f"{pattern.sub('', stem)}.html" in there

    languages = [path for path in paths if beside(path, _LANGUAGE)]
    further = [path for path in paths if beside(path, _FURTHER)]
    return languages, further, [path for path in paths if path not in {*languages, *further}]


def _with_languages(paths: Iterable[str], languages: Iterable[str]) -> Iterator[str]:
    stems = {path.removesuffix(".html") for path in paths}
    return (path for path in languages if _LANGUAGE.sub("", path.removesuffix(".html")) in stems)


def _kind(page: Path, path: str, views: Sequence[View]) -> str:
    classes = _classes(page.with_suffix(".nt"))
    of = next((view for view in views if classes.intersection(view.classes)), None)
    if of:
        return kind_of(of, views)
    if page.name == "index.html":
        return HOME if path == page.name else INDEX
    return OTHERS


def _classes(data: Path) -> set[str]:
    """The classes of what a page is about."""
    said = _STATEMENT.findall(data.read_text(encoding="utf-8")) if data.is_file() else []
    topics = {object_ for _, predicate, object_ in said if predicate == _TOPIC}
    return {object_ for subject, predicate, object_ in said if predicate == _TYPE and subject in topics}
