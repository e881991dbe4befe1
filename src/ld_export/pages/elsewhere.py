"""Where else an entity is described: what others say in their link sets, told as theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ld_export.pages.site import Edition
from ld_export.settings import LinkSetSettings


class Elsewhere(NamedTuple):
    """A description elsewhere: its address, how its publisher relates it to ours, and which link set says so."""

    iri: str
    relation: str
    link_set: str


Elsewheres = Mapping[str, Sequence[Elsewhere]]
"""Descriptions elsewhere by the IRIs of ours."""


class Told(NamedTuple):
    """One of them in the words of a language, for a template."""

    iri: str
    relation: str
    title: str
    source: str
    licence: str


def told(found: Sequence[Elsewhere], sets: Mapping[str, LinkSetSettings], edition: Edition) -> list[Told]:
    """Descriptions elsewhere with the title of the link set that names each, its source and its licence."""
    return [_told(one, sets[one.link_set], edition) for one in found]


def _told(one: Elsewhere, told_by: LinkSetSettings, edition: Edition) -> Told:
    title = told_by.title.get(edition.words.language) or next(iter(told_by.title.values()))
    return Told(one.iri, one.relation, title, told_by.source, told_by.licence)
