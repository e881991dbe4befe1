"""A publication to a published site: the stages in their order, and what need not be done again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pyoxigraph as ox

from ld_export import full_text
from ld_export.dumps import PublishedDumps
from ld_export.hosting import host_files, hosts_of
from ld_export.iris import Minter
from ld_export.model import Doubt
from ld_export.pages import DocumentBlocks, Loaded, Page, Renderer, Report
from ld_export.pipeline.catalogue_stage import Told, told_of
from ld_export.pipeline.dump_stage import DumpStage, documents_of
from ld_export.pipeline.generation import SITE, Output, io_errors_named, read_manifest
from ld_export.pipeline.index import EMPTY, Index, SourceEntry, digest, read_index, write_index
from ld_export.pipeline.inputs import Inputs, append_rows, read_inputs, registry_digest
from ld_export.pipeline.leaking import leaks_in, refuse_leaks
from ld_export.pipeline.plan import Plan, make_plan, parse_files
from ld_export.pipeline.release import released, released_by, write_ledger
from ld_export.pipeline.site import DUMPS, Earlier, Progress, StagedSite, write_pages
from ld_export.pipeline.store import STORE, changed_store, memory_store, open_store, write_store
from ld_export.pipeline.texts import Before, Source, Texts
from ld_export.pipeline.workers import Run, workers
from ld_export.privacy import nobody_named
from ld_export.validate import engines

_QUERY, _REPORT, _SEARCH = "query", "report", "search"

_LOADED = "dataset.trig.gz"

# Pages are made from a store in memory where that pays (many pages) and fits (about 800 MB for so many statements).
_MANY_PAGES = 200
_FITS_MEMORY = 2_500_000


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did. One that is `unchanged` did nothing but compare.

    `suggested` counts the items of annotations that are not published because nobody has reviewed them, `released` the
    addresses that were never published before; `full_text` tells whether texts can be searched.
    """

    public: str
    documents: int
    signatures: int
    remade: int = 0
    statements: int = 0
    pages: int = 0
    added: list[str] = []
    warnings: list[Doubt] = []
    unchanged: bool = False
    suggested: int = 0
    released: int = 0
    full_text: bool = True


def build(
    publication: Path,
    out: Path | None = None,
    *,
    frozen: bool = False,
    jobs: int = 1,
    layout: str | None = None,
    modified: str = "",
    executor: Executor | None = None,
    progress: Progress = lambda *_: None,
) -> Summary:
    """Publish the publication in a folder to `out` (by default its `public`), wholly or not at all.

    `frozen` refuses to add to the registry; `jobs` is the number of processes, and an `executor` of the caller's
    takes their place; `layout` forces one on every document; `modified` is the day on which the sources were last
    changed, for it is read from no clock. Raises an `LdExportError`; whatever was published before then stays as it
    was.
    """
    with io_errors_named(), Output(out or publication / "public") as output:
        generation = output.current()
        previous = read_index(generation)
        inputs = read_inputs(publication, layout, modified)
        if inputs.withheld.anybody:
            output.forget()
            if not previous.forgetful:
                generation, previous = None, EMPTY
        if generation and previous.inputs == inputs.digest and not leaks_in(generation, inputs):
            return _summary(output, previous.sources, unchanged=True)
        with nobody_named(inputs.withheld), workers(jobs, len(inputs.files), executor, output.home) as run:
            plan = make_plan(inputs, previous, parse_files(inputs, previous, run), frozen=frozen)
            with output.staging(discard=[DUMPS]) as staging:
                made = _Build(output, generation, inputs, previous, plan, staging, progress, frozen, jobs)
                return made.run(run)


def _summary(output: Output, sources: Mapping[str, SourceEntry], **done: object) -> Summary:
    documents = documents_of(sources)
    signatures = sum(entry.signatures for entry in documents.values())
    suggested = sum(entry.suggested for entry in documents.values())
    fields = {
        "public": str(output.public),
        "documents": len(documents),
        "signatures": signatures,
        "suggested": suggested,
        "full_text": full_text.is_installed(),
    }
    return msgspec.convert(fields | done, Summary)


@dataclass
class _Build:
    """One build that has something to do, from its plan to its publication."""

    output: Output
    generation: Path | None
    inputs: Inputs
    previous: Index
    plan: Plan
    staging: Path
    progress: Progress
    frozen: bool = False
    jobs: int = 1
    extras: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mint = Minter(self.inputs.settings.base_uri)
        # Another version of the code, or other settings, may have laid out everything differently.
        comparable = self.generation is not None and self.previous.common == self.inputs.common
        self.earlier = self.generation if comparable else None
        self.ledger = self.inputs.ledger
        self.dumps = self.staging / SITE / DUMPS
        self.dumping = DumpStage(self.inputs, self.previous, self.plan, self.dumps, self.earlier, self.progress)

    def run(self, run: Run) -> Summary:
        """All stages after the plan."""
        entries, sums = self.dumping.run(run)
        store = self._write_store(entries)
        told = told_of(self.inputs, entries, self.dumping.tallies, sums, self.staging / SITE)
        sums |= self._write_pages(store, entries, [Path(name).name for name in sorted(sums)], told)
        del store  # closes it before its folder gets its final name
        self._remember(entries)
        refuse_leaks(self.staging, self.inputs, self.plan.registry)
        if self.plan.added:
            append_rows(self.inputs, self.plan.added)
        if self.ledger.lines.keys() != self.inputs.ledger.lines.keys():
            write_ledger(self.inputs, self.ledger)
        self.output.publish(self.staging, sums)
        return _summary(
            self.output,
            entries,
            remade=len(self.plan.tasks),
            statements=_statements(entries),
            pages=sum(name.endswith(".html") for name in sums),
            added=[*self.plan.added.shown()],
            warnings=self.plan.warnings,
            released=len(self.ledger.lines) - len(self.inputs.ledger.lines),
        )

    # -- store, pages, memory --------------------------------------------------------------------------------------

    def _write_store(self, entries: Collection[str]) -> ox.Store:
        self.progress("store", 0, 1)
        target = self.staging / STORE
        # What is removed from a store stays in its files for a while, which is too long where somebody is withheld.
        few = len(self.dumping.changes.graphs) * 4 < len(entries) and not self.inputs.withheld.anybody
        changed = (
            changed_store(self.earlier / STORE, target, self.dumping.changes.graphs) if self.earlier and few else None
        )
        return changed or write_store(self.dumps / "dataset.nq", target)

    def _write_pages(
        self, store: ox.Store, entries: Mapping[str, SourceEntry], dumps: list[str], told: Told
    ) -> dict[str, str]:
        touched = self.dumping.changes.touched(store) if self.earlier else None
        in_memory = (touched is None or len(touched) > _MANY_PAGES) and _statements(entries) <= _FITS_MEMORY
        if in_memory:
            store = memory_store(self.dumps / "dataset.nq")
        elif self.jobs > 1:
            store = open_store(self.staging)  # one that is only read can be used by copies of this process
        with closing(PublishedDumps(self.dumps)) as written:
            renderer = Renderer(store, self.inputs.settings, self._blocks_of(entries, written), self.inputs.theme)
            now = released_by(renderer.pages, store, self.mint)
            self.ledger = released(self.inputs.ledger, now, frozen=self.frozen)
            recycled = read_manifest(self.staging).items()
            pages = {name: value for name, value in recycled if not name.startswith(f"{DUMPS}/")}
            site = StagedSite(self.staging / SITE, pages)
            report = _report(entries)
            loaded = self._loaded(entries)
            texts = self._begin_texts(renderer, entries) if full_text.is_installed() else None
            facts = {
                "dumps": dumps,
                "told": told,
                _QUERY: loaded,
                _REPORT: report,
                _SEARCH: texts.numbers if texts else (),
            }
            self.extras = {
                **renderer.extras(),
                **told.digests,
                _QUERY: digest(*loaded),
                _REPORT: digest(report.engine, report.checked, report.findings),
                _SEARCH: digest(facts[_SEARCH]),
            }
            earlier = self._earlier_site(touched)
            if texts and earlier:
                site.link_all(earlier, [texts.links])

            def beside() -> Iterator[Page]:
                yield from told.pages()
                yield from host_files(hosts_of(self.inputs.settings, renderer.addresses()))
                yield from texts.pages() if texts else ()

            return write_pages(renderer, site, earlier, facts, self.progress, beside=beside, jobs=self.jobs)

    def _loaded(self, entries: Mapping[str, SourceEntry]) -> Loaded:
        """What a reader's browser loads to answer queries: of the dumps the smallest that keeps graphs apart."""
        size = (self.dumps / _LOADED).stat().st_size
        return Loaded(f"{DUMPS}/{_LOADED}", size, _statements(entries))

    def _begin_texts(self, renderer: Renderer, entries: Mapping[str, SourceEntry]) -> Texts:
        """The full text search, which another process makes while this one makes the pages."""
        iris = {key: self.mint("Document", document=key) for key in documents_of(entries)}
        sources = [
            Source(key, iri, renderer.pages[iri], entries[key].pieces["dataset.jsonld"]) for key, iri in iris.items()
        ]
        known = documents_of(self.previous.sources)
        before = Before(read_manifest(self.earlier), known, self.plan.tasks) if self.earlier else None
        return Texts(sources, self.dumps, self.inputs.settings.languages[0], before)

    def _earlier_site(self, touched: Collection[str] | None) -> Earlier | None:
        """The site of the generation before, and what of it may differ now."""
        if self.earlier is None or touched is None:
            return None
        changes = self.dumping.changes
        # Every document names terms of the ontology, whose page all the same mostly stays as it was.
        same = {name for name, value in self.extras.items() if self.previous.extras.get(name) == value}
        return Earlier(
            folder=self.earlier / SITE,
            sums=read_manifest(self.earlier),
            touched={*touched, *self.extras} - (same - changes.described),
            described=changes.described,
            predicates=changes.predicates,
            facts=same,
        )

    def _blocks_of(self, entries: Mapping[str, SourceEntry], written: PublishedDumps) -> DocumentBlocks:
        """Where a document's page finds its statements: in the dumps that have just been written."""
        documents = {self.mint("Document", document=key): entry for key, entry in documents_of(entries).items()}

        def blocks(iri: str) -> Mapping[str, bytes] | None:
            if iri not in documents:
                return None
            pieces = documents[iri].pieces
            return {file: written.data(file, pieces[file]) for file in ("dataset.ttl", "dataset.nt", "dataset.jsonld")}

        return blocks

    def _remember(self, entries: dict[str, SourceEntry]) -> None:
        registry = registry_digest(self.plan.registry)
        index = Index(
            inputs=self.inputs.digest_with(registry, self.ledger),
            common=self.inputs.common,
            registry=registry,
            files=self.plan.files,
            sources=entries,
            forgetful=self.inputs.withheld.anybody,
            extras=self.extras,
            tallies=self.dumping.tallies,
        )
        write_index(index, self.staging)


def _statements(entries: Mapping[str, SourceEntry]) -> int:
    return sum(entry.statements for entry in entries.values())


def _report(entries: Mapping[str, SourceEntry]) -> Report:
    """What the shapes saw and found in all sources, in an order that does not tell which were made anew."""
    seen: Counter[str] = Counter()
    for entry in entries.values():
        seen.update(entry.checked)
    notes = sorted(note for entry in entries.values() for note in entry.notes)
    return Report(next(iter(engines())), dict(sorted(seen.items())), notes)
