"""The names of a build: gathered from registry, tables and mentions, or taken from the generation before."""

from __future__ import annotations

import csv
import hashlib
import os
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from ld_export.authority import (
    JSON_FILE,
    NAME_FILES,
    TSV_FILE,
    Authority,
    Describe,
    Mentioned,
    Sources,
    gathered,
    to_json,
    to_tsv,
)
from ld_export.catalogue import COMPRESSED, Tally
from ld_export.codes import countries, groups
from ld_export.dumps import LEVEL
from ld_export.graph import RDF_TYPE, expanded, iri_of
from ld_export.iris import Minter
from ld_export.pages import wordings
from ld_export.pipeline.dump_stage import REGISTRY
from ld_export.pipeline.generation import SITE, read_manifest
from ld_export.pipeline.index import SourceEntry
from ld_export.pipeline.inputs import Inputs
from ld_export.pipeline.plan import Plan
from ld_export.pipeline.registry_stage import described
from ld_export.pipeline.release import withdrawn_documents
from ld_export.pipeline.site import DUMPS

NAMES = "names"
"""What the names are counted under."""

_GZIP = zlib.MAX_WBITS + 16
_ROLE, _REFERS_TO, _QUOTE = (expanded(f"hrd:{name}") for name in ("role", "refersTo", "quote"))
_LABELS = (expanded("skos:prefLabel"), expanded("skos:altLabel"))

_SHOWN = {
    RDF_TYPE,
    *(_ROLE, _REFERS_TO, _QUOTE, *_LABELS),
    *(expanded(f"schema:{name}") for name in ("name", "alternateName", "identifier", "datePublished", "publisher")),
    *(expanded(f"hrd:{name}") for name in ("signatory", "nameAsPrinted", "representing", "politicalGroup")),
    *(expanded(f"hrd:{name}") for name in ("number", "documentNumber", "replacedBy", "cites")),
}
"""The predicates of all that the files tell: they stay as they are where no statement with one came or went."""


class Names(NamedTuple):
    """The SHA-256 of the files by path, and how many rows they have."""

    sums: dict[str, str]
    tally: Tally


class NamesStage(NamedTuple):
    """Writes the files of names beside the dumps in a site that is being staged.

    `earlier` is the generation before, where it can be compared with, and `tally` what it counted. `changed` are the
    predicates of statements that came or went.
    """

    inputs: Inputs
    plan: Plan
    staging: Path
    earlier: Path | None
    tally: Tally
    changed: Collection[str]

    def run(self, store: ox.Store, entries: Mapping[str, SourceEntry]) -> Names:
        """Write them, or take them from the generation before."""
        return self._kept() or self._made(store, entries)

    def _kept(self) -> Names | None:
        if self.earlier is None or not _SHOWN.isdisjoint(self.changed):
            return None
        sums = read_manifest(self.earlier)
        paths = [f"{DUMPS}/{name}{ending}" for name in NAME_FILES for ending in ("", COMPRESSED)]
        if not sums.keys() >= set(paths):
            return None
        for path in paths:
            os.link(self.earlier / SITE / path, self.staging / SITE / path, follow_symlinks=False)
        return Names({path: sums[path] for path in paths}, self.tally)

    def _made(self, store: ox.Store, entries: Mapping[str, SourceEntry]) -> Names:
        authority = self._gathered(store, entries)
        sums: dict[str, str] = {}
        for name, content in ((JSON_FILE, to_json(authority)), (TSV_FILE, to_tsv(authority))):
            for ending, data in (("", content), (COMPRESSED, zlib.compress(content, LEVEL, _GZIP))):
                path = f"{DUMPS}/{name}{ending}"
                (self.staging / SITE / path).write_bytes(data)
                sums[path] = hashlib.sha256(data).hexdigest()
        rows = len(authority.entities)
        return Names(sums, {f"rows {JSON_FILE}": rows, f"rows {TSV_FILE}": rows + len(authority.merged)})

    def _gathered(self, store: ox.Store, entries: Mapping[str, SourceEntry]) -> Authority:
        base, registry = self.inputs.settings.base_uri, self.plan.registry
        gone = withdrawn_documents(self.inputs.ledger, {*self.plan.kept, *self.plan.entries, *registry.cited})
        entities = described(registry, entries[REGISTRY].names, gone)
        sources = Sources(entities, self._rows("signatures.csv"), self._rows("documents.csv"), _mentions(store, base))
        language, words = next(iter(wordings(self.inputs.settings, self.inputs.theme).items()))
        roles = _role_words(store, Minter(base))
        describe = Describe(
            words.say,
            {code.upper(): one.translated.get(language, one.name) for code, one in countries().items()},
            {code: one.translated.get(language, one.name) for code, one in groups().items()},
            {code: _preferred(labels, language) for code, labels in roles.items() if labels},
        )
        return gathered(sources, base, {code: [text for text, _ in own] for code, own in roles.items()}, describe)

    def _rows(self, table: str) -> Iterator[Sequence[str]]:
        """The rows of a table that has just been written, behind its head."""
        with (self.staging / SITE / DUMPS / table).open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            yield from rows


def _mentions(store: ox.Store, base: str) -> Iterator[Mentioned]:
    """The mentions of whoever has an address here, in the order of their own."""
    roles: defaultdict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, ox.NamedNode(_ROLE), None):
        roles[iri_of(quad.subject)].append(iri_of(quad.object).rpartition("/")[2])
    named = store.quads_for_pattern(None, ox.NamedNode(_REFERS_TO), None)
    for mention, entity in sorted((iri_of(quad.subject), iri_of(quad.object)) for quad in named):
        if entity.startswith(base) and "#" not in entity:
            for quote in store.quads_for_pattern(ox.NamedNode(mention), ox.NamedNode(_QUOTE), None):
                yield Mentioned(mention.partition("#")[0], entity, _text(quote.object), roles[mention])


def _role_words(store: ox.Store, mint: Minter) -> dict[str, list[tuple[str, str]]]:
    """What each role is called, with the language: the preferred words first, then the others."""
    start = f"{mint.vocabulary}concept/role/"
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    used = {iri_of(quad.object) for quad in store.quads_for_pattern(None, ox.NamedNode(_ROLE), None)}
    for role in sorted(used):
        for predicate in _LABELS:
            quads = store.quads_for_pattern(ox.NamedNode(role), ox.NamedNode(predicate), None)
            found[role.removeprefix(start)] += sorted((_text(quad.object), _language(quad.object)) for quad in quads)
    return dict(found)


def _preferred(labels: Sequence[tuple[str, str]], language: str) -> str:
    return next((text for text, own in labels if own == language), labels[0][0])


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""


def _language(term: object) -> str:
    return (term.language or "") if isinstance(term, ox.Literal) else ""
