"""Who and what can be found by name: every entity of an index by letters, with all of its spellings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ld_export.graph import iri_of
from ld_export.pages.entity import Row, answers
from ld_export.pages.site import Site
from ld_export.pages.terms import Literal
from ld_export.pages.views import Query
from ld_export.spelling import fold

NAMES, DOCUMENTS = "names", "documents"
"""What is asked: rows of `?entity ?name`, and of `?entity ?documents`, how many documents it is in."""


class Named(NamedTuple):
    """An entity to be found: the section and the path of its page, in how many documents it is, and what it is called.

    First what it is called on the site, in each of the site's languages where they differ, then every other name. A
    name that differs by case, accents or script's letters alone from an earlier one is left out: it is found with it.
    """

    section: str
    path: str
    documents: int
    names: tuple[Literal, ...]


def named(site: Site, queries: Mapping[str, Query]) -> list[Named]:
    """All that can be found by name, by section and in the order of their paths (numbers as numbers)."""
    rows = {name: list(answers(site.store, queries[name].text)) for name in (NAMES, DOCUMENTS)}
    others = _names(rows[NAMES])
    documents = {iri_of(row["entity"]): int(row["documents"].value) for row in rows[DOCUMENTS]}
    found = [
        Named(view.section, site.pages[iri], documents.get(iri, 0), tuple(_spellings(_labels(site, iri), others[iri])))
        for iri, view in site.views.items()
        if view.listed and not view.vocabulary and not view.by_year
    ]
    places = {section: place for place, section in enumerate(site.sections)}
    return sorted(found, key=lambda one: (places[one.section], _in_order(one.path)))


def _names(rows: Iterable[Row]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entity, name in sorted((iri_of(row["entity"]), row["name"].value) for row in rows):
        found[entity].append(name)
    return found


def _labels(site: Site, iri: str) -> list[Literal]:
    """What an entity is called in each language of the site; the first is for those that have no other."""
    first, *more = (edition.terms.best_label(iri) for edition in site.editions)
    return [Literal(first.label), *(label for label in more if label.language and label.label != first.label)]


def _spellings(labels: Sequence[Literal], others: Iterable[str]) -> Iterator[Literal]:
    seen = set()
    for name in [*labels, *map(Literal, others)]:
        key = fold(name.label) or name.label
        if name.language or key not in seen:
            yield name
        seen.add(key)


def _in_order(path: str) -> tuple[str, int, str]:
    folder, _, name = path.rpartition("/")
    return folder, int(name) if name.isdecimal() else 0, name
