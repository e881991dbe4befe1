"""The pages of a build: from the dumps and the store to all other files of the site, and what of it can be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ld_export import full_text
from ld_export.dumps import PublishedDumps
from ld_export.hosting import host_files, hosts_of, write_hosts
from ld_export.iris import Minter
from ld_export.pages import DocumentBlocks, Loaded, Page, Renderer, Report
from ld_export.pipeline.catalogue_stage import Told
from ld_export.pipeline.changes import Changes
from ld_export.pipeline.dump_stage import documents_of
from ld_export.pipeline.generation import SITE, read_manifest
from ld_export.pipeline.index import Index, SourceEntry, digest
from ld_export.pipeline.inputs import Inputs
from ld_export.pipeline.links_stage import NONE, Links, changed
from ld_export.pipeline.plan import Plan
from ld_export.pipeline.release import released, released_by
from ld_export.pipeline.site import DUMPS, Earlier, Progress, StagedSite, write_pages
from ld_export.pipeline.store import memory_store
from ld_export.pipeline.texts import Before, Source, Texts
from ld_export.validate import engines

_QUERY, _REPORT, _SEARCH = _DIGESTED = "query", "report", "search"
_LOADED = "dataset.trig.gz"

# Pages are made from a store in memory where that pays (many pages) and fits (about 800 MB for so many statements).
_MANY_PAGES = 200
_FITS_MEMORY = 2_500_000


@dataclass
class PageStage:
    """Makes all files of a site but its dumps. `before` is the generation that can be compared with, if there is one.

    When it has run, `extras` are the digests of what pages show of the whole, and `ledger` the addresses released.
    """

    inputs: Inputs
    previous: Index
    plan: Plan
    changes: Changes
    staging: Path
    before: Path | None
    progress: Progress
    frozen: bool
    jobs: int
    extras: dict[str, str] = field(default_factory=dict)
    links: Links = NONE

    def __post_init__(self) -> None:
        self.ledger = self.inputs.ledger
        self._dumps = self.staging / SITE / DUMPS
        self._mint = Minter(self.inputs.settings.base_uri)

    def run(self, store: ox.Store, entries: Mapping[str, SourceEntry], told: Told) -> dict[str, str]:
        """Write all files but the dumps, which are there already; their names to SHA-256."""
        touched = self._touched(store) if self.before else None
        with closing(PublishedDumps(self._dumps)) as written:
            if self._is_worth_memory(entries, touched):
                store = memory_store(self._dumps / "dataset.nq")
            renderer = Renderer(
                store,
                self.inputs.settings,
                blocks_of(entries, written, self._mint),
                self.inputs.theme,
                self.links.by_entity,
            )
            self.ledger = released(
                self.inputs.ledger, released_by(renderer.pages, store, self._mint), frozen=self.frozen
            )
            texts = self._begin_texts(renderer, entries) if full_text.is_installed() else None
            facts = self._facts(entries, told, texts)
            own = {name: digest(facts[name]) for name in _DIGESTED}
            self.extras = renderer.extras() | {**told.digests, **own, **self.links.digests}
            earlier, site = self._earlier(touched), self._site()
            if texts and earlier:
                site.link_all(earlier, [texts.links])

            hosts = hosts_of(self.inputs.settings, renderer.addresses())
            write_hosts(hosts, self.staging)

            def beside() -> Iterator[Page]:
                yield from told.pages()
                yield from host_files(hosts)
                yield from texts.pages() if texts else ()

            return write_pages(renderer, site, earlier, facts, self.progress, beside=beside, jobs=self.jobs)

    def _touched(self, store: ox.Store) -> set[str]:
        """The entities whose pages may differ from those of the generation before."""
        return self.changes.touched(store) | changed(self.previous.extras, self.links.digests)

    @cached_property
    def _sums_before(self) -> Mapping[str, str]:
        return read_manifest(self.before) if self.before else {}

    def _is_worth_memory(self, entries: Mapping[str, SourceEntry], touched: Collection[str] | None) -> bool:
        """Whether so many pages are to be made that it pays to have the statements in memory, where they fit."""
        return (touched is None or len(touched) > _MANY_PAGES) and statements_of(entries) <= _FITS_MEMORY

    def _site(self) -> StagedSite:
        recycled = read_manifest(self.staging).items()
        return StagedSite(
            self.staging / SITE, {name: value for name, value in recycled if not name.startswith(f"{DUMPS}/")}
        )

    def _facts(self, entries: Mapping[str, SourceEntry], told: Told, texts: Texts | None) -> dict[str, Any]:
        dumps = sorted(path.name for path in self._dumps.iterdir())
        return {
            "dumps": dumps,
            "told": told,
            _QUERY: self._loaded(entries),
            _REPORT: _report(entries),
            _SEARCH: texts.numbers if texts else (),
        }

    def _loaded(self, entries: Mapping[str, SourceEntry]) -> Loaded:
        """What a reader's browser loads to answer queries: of the dumps the smallest that keeps graphs apart."""
        size = (self._dumps / _LOADED).stat().st_size
        return Loaded(f"{DUMPS}/{_LOADED}", size, statements_of(entries))

    def _begin_texts(self, renderer: Renderer, entries: Mapping[str, SourceEntry]) -> Texts:
        """The full text search, which another process makes while this one makes the pages."""
        iris = {key: self._mint("Document", document=key) for key in documents_of(entries)}
        sources = [
            Source(key, iri, renderer.pages[iri], entries[key].pieces["dataset.jsonld"]) for key, iri in iris.items()
        ]
        known = documents_of(self.previous.sources)
        before = Before(self._sums_before, known, self.plan.tasks) if self.before else None
        return Texts(sources, self._dumps, self.inputs.settings.languages[0], before)

    def _earlier(self, touched: Collection[str] | None) -> Earlier | None:
        """The site of the generation before, and what of it may differ now."""
        if self.before is None or touched is None:
            return None
        changes = self.changes
        # Every document names terms of the ontology, whose page all the same mostly stays as it was.
        same = {name for name, value in self.extras.items() if self.previous.extras.get(name) == value}
        return Earlier(
            folder=self.before / SITE,
            sums=self._sums_before,
            touched={*touched, *self.extras} - (same - changes.described),
            described=changes.described,
            predicates=changes.predicates,
            facts=same,
        )


def blocks_of(entries: Mapping[str, SourceEntry], written: PublishedDumps, mint: Minter) -> DocumentBlocks:
    """Where a document's page finds its statements: in the dumps that have just been written."""
    documents = {mint("Document", document=key): entry for key, entry in documents_of(entries).items()}

    def blocks(iri: str) -> Mapping[str, bytes] | None:
        if iri not in documents:
            return None
        pieces = documents[iri].pieces
        return {file: written.data(file, pieces[file]) for file in ("dataset.ttl", "dataset.nt", "dataset.jsonld")}

    return blocks


def statements_of(entries: Mapping[str, SourceEntry]) -> int:
    """How many statements some sources make."""
    return sum(entry.statements for entry in entries.values())


def _report(entries: Mapping[str, SourceEntry]) -> Report:
    """What the shapes saw and found in all sources, in an order that does not tell which were made anew."""
    seen: Counter[str] = Counter()
    for entry in entries.values():
        seen.update(entry.checked)
    notes = sorted(note for entry in entries.values() for note in entry.notes)
    return Report(next(iter(engines())), dict(sorted(seen.items())), notes)
