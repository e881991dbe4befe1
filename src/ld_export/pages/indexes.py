"""The index of a section: all its entities, under the years of their dates or under the letters of their names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from ld_export.names import slug
from ld_export.pages.data import Page
from ld_export.pages.lists import Part, Place, split
from ld_export.pages.site import Edition, Section, Site
from ld_export.pages.terms import Resource


class Entry(NamedTuple):
    """An entity in an index, and the heading that it stands under; empty for what has none."""

    term: Resource
    heading: str


class Group(NamedTuple):
    """The entries under one heading; `anchor` is where it is on its page."""

    heading: str
    anchor: str
    entries: list[Resource]


def index_pages(site: Site, section: Section, edition: Edition) -> Iterator[Page]:
    """The index of a section, in parts where it is long."""
    for part in _parts(site, section, edition):
        path = part.path_from(section.path)
        values = site.frame(edition, path, edition.words.say(f"sections.{section.name}").unescape()) | {
            "part": part,
            "section": section,
            "groups": _groups(row["entry"] for row in part.rows),
        }
        yield site.page(edition, path, "index.html.j2", values)


def year_links(site: Site, edition: Edition) -> Mapping[str, str]:
    """Where on the site (seen from its root) each year begins in the index that goes by years."""
    found: dict[str, str] = {}
    for section in site.sections.values():
        for part in _parts(site, section, edition) if section.by_year else ():
            for group in _groups(row["entry"] for row in part.rows):
                found.setdefault(group.heading, f"{section.name}/{part.hrefs[part.number - 1]}#{group.anchor}")
    return found


def _parts(site: Site, section: Section, edition: Edition) -> list[Part]:
    listed = [iri for iri, view in site.views.items() if view.listed and view.section == section.name]
    terms = [Resource(iri, "../", edition.terms) for iri in listed]
    entries = _by_year(terms, section.by_year, site.store) if section.by_year else _by_letter(terms)
    place = Place("index", edition.suffix, edition.terms, "../")
    return split("entries", [{"entry": entry} for entry in entries], site.settings.list_size, place)


def _by_letter(terms: Iterable[Resource]) -> list[Entry]:
    """By name, under its first letter without accents; `#` for what begins with none."""
    entries = []
    for term in sorted(terms, key=_name):
        letter = unicodedata.normalize("NFKD", term.label)[:1].upper()
        entries.append(Entry(term, letter if letter.isalpha() else "#"))
    return entries


def _by_year(terms: Iterable[Resource], predicate: str, store: ox.Store) -> list[Entry]:
    """The newest first, under its year; what has no date comes last, under no heading."""
    dates = {term.iri: _date(term.iri, predicate, store) for term in terms}
    named = sorted(terms, key=_name)
    newest_first = sorted(named, key=lambda term: dates[term.iri], reverse=True)
    return [Entry(term, dates[term.iri][:4]) for term in newest_first]


def _date(iri: str, predicate: str, store: ox.Store) -> str:
    quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None)
    return min((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), default="")


def _name(term: Resource) -> tuple[str, str, str]:
    return slug(term.label) or term.label.casefold(), term.label, term.iri


def _groups(entries: Iterable[Entry]) -> list[Group]:
    found: dict[str, list[Resource]] = {}
    for entry in entries:
        found.setdefault(entry.heading, []).append(entry.term)
    return [
        Group(heading, f"in-{heading}" if heading.isdigit() else f"in-{number}", terms)
        for number, (heading, terms) in enumerate(found.items(), start=1)
    ]
