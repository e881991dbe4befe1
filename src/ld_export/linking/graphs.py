"""A list of names made from a dump of the graph, statement by statement: for whoever has only that."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from ld_export.authority import Authority, Named
from ld_export.errors import UnreadableGraph
from ld_export.graph import RDF_TYPE, expanded, quads_in

_KINDS = {
    **{kind: kind for kind in ("person", "organization", "family", "group", "country")},
    "declaration": "document",
}
_ENTITY = re.compile(rf"(?P<base>https?://.*/)(?P<folder>{'|'.join(_KINDS)})/(?P<name>[^/#?]+)")
_ROLE = re.compile(r".*/concept/role/([^/#?]+)")

_NAME, _ = _NAMES = tuple(expanded(f"schema:{name}") for name in ("name", "alternateName"))
_LABELS = frozenset(expanded(f"skos:{name}") for name in ("prefLabel", "altLabel"))
_TOMBSTONE, _REPLACED = expanded("hrd:Tombstone"), expanded("hrd:replacedBy")
_SIGNED = {expanded(f"hrd:{name}"): name for name in ("signatory", "representing", "nameAsPrinted")}
_MENTIONED = {expanded(f"hrd:{name}"): name for name in ("refersTo", "role")}
_PARTS = {**_SIGNED, **_MENTIONED}


@dataclass
class _Said:
    """What is said of one entity."""

    preferred: dict[str, None] = field(default_factory=dict)
    others: dict[str, None] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)


class _Gathering:
    """What has been read so far. Of a signature or a mention only that is kept whose other half has not come yet."""

    def __init__(self) -> None:
        self.said: defaultdict[str, _Said] = defaultdict(_Said)
        self.merged: dict[str, str] = {}
        self.gone: set[str] = set()
        self.words: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._parts: dict[str, dict[str, list[str]]] = {}
        self._last = ""

    def read(self, subject: str, predicate: str, value: str) -> None:
        """Take a statement in."""
        if predicate in _PARTS:
            if subject != self._last:
                self._settle(self._last)
                self._last = subject
            self._parts.setdefault(subject, {}).setdefault(_PARTS[predicate], []).append(value)
        elif predicate in _NAMES and _ENTITY.fullmatch(subject):
            said = self.said[subject]
            (said.preferred if predicate == _NAME else said.others).setdefault(value)
        elif predicate == _REPLACED:
            self.merged[subject] = value
        elif predicate == RDF_TYPE and value == _TOMBSTONE:
            self.gone.add(subject)
        elif predicate in _LABELS and (role := _ROLE.fullmatch(subject)):
            self.words[role[1]].setdefault(value)

    def end(self) -> None:
        """Take in what is left."""
        for subject in list(self._parts):
            self._settle(subject)

    def _settle(self, subject: str) -> None:
        """Take a signature or a mention in, once it is known whose it is."""
        parts = self._parts.get(subject, {})
        for who in parts.get("signatory", ()):
            if "representing" in parts and "nameAsPrinted" in parts:
                said = self.said[who]
                said.others.update(dict.fromkeys(parts["nameAsPrinted"]))
                said.countries.update(country.rpartition("/")[2].upper() for country in parts["representing"])
                self._parts.pop(subject, None)
        for who in parts.get("refersTo", ()):
            self.said[who].roles.update(_role(role) for role in parts.get("role", ()))
            if "role" in parts:
                self._parts.pop(subject, None)


def authority_of(path: Path, format_: ox.RdfFormat) -> Authority:
    """The list of names that a dump in a format tells of, which may be compressed.

    Raises `UnreadableGraph` for what does not parse, with the line, and for a graph without any name.
    """
    found = _Gathering()
    for quad in quads_in(path, format_):
        if not isinstance(quad.subject, ox.Triple):
            found.read(quad.subject.value, quad.predicate.value, getattr(quad.object, "value", ""))
    found.end()
    own = {iri: match for iri in found.said if (match := _ENTITY.fullmatch(iri)) and found.said[iri].preferred}
    if not own:
        raise UnreadableGraph("no entity with a name", path.name, "name a dump of a publication")
    bases = {match["base"] for match in own.values()}
    if len(bases) > 1:
        raise UnreadableGraph(f"entities of {len(bases)} publications", path.name, "name a dump of one")
    (base,) = bases
    entities = [_named(iri, _KINDS[match["folder"]], found.said[iri]) for iri, match in sorted(own.items())]
    roles = {role: (role, *found.words.get(role, ())) for one in entities for role in one.roles}
    return Authority(
        base=base,
        merged={iri: _end_of(iri, found.merged) for iri in sorted(found.merged)},
        withdrawn=tuple(sorted(found.gone - found.merged.keys())),
        roles=roles,
        entities=tuple(entities),
    )


def _named(iri: str, kind: str, said: _Said) -> Named:
    own = (iri.rpartition("/")[2].upper(),) if kind == "country" else ()
    return Named(
        id=iri,
        kind=kind,
        name=next(iter(said.preferred)),
        spellings=tuple({**said.preferred, **said.others}),
        countries=tuple(sorted(said.countries)) or own,
        roles=tuple(sorted(said.roles - {""})),
    )


def _role(iri: str) -> str:
    found = _ROLE.fullmatch(iri)
    return found[1] if found else ""


def _end_of(iri: str, merged: Mapping[str, str]) -> str:
    """Where a chain of merges ends; one that goes round ends where it began."""
    seen = {iri}
    while (following := merged.get(iri)) and following not in seen:
        seen.add(following)
        iri = following
    return iri
