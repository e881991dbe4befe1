"""A publication to a published site: the stages in their order, and what need not be done again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pyoxigraph as ox

from ld_export import full_text
from ld_export.candidates.answers import forget
from ld_export.model import Doubt
from ld_export.pipeline.catalogue_stage import told_of
from ld_export.pipeline.dump_stage import DumpStage, documents_of
from ld_export.pipeline.generation import SITE, Output, io_errors_named
from ld_export.pipeline.index import EMPTY, Index, SourceEntry, read_index, write_index
from ld_export.pipeline.inputs import Inputs, append_rows, read_inputs, registry_digest
from ld_export.pipeline.leaking import leaks_in, refuse_leaks
from ld_export.pipeline.links_stage import LinksStage
from ld_export.pipeline.names_stage import NAMES, NamesStage
from ld_export.pipeline.page_stage import PageStage, statements_of
from ld_export.pipeline.plan import Plan, make_plan, parse_files
from ld_export.pipeline.release import write_ledger
from ld_export.pipeline.site import DUMPS, Progress
from ld_export.pipeline.store import STORE, change_store, open_store, write_store
from ld_export.pipeline.workers import Run, workers
from ld_export.privacy import nobody_named, unnamed
from ld_export.remembered import Memory, remembering


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did. One that is `unchanged` did nothing but compare.

    `suggested` counts the items of annotations that are not published because nobody has reviewed them, `released` the
    addresses that were never published before; `full_text` tells whether texts can be searched. `left_out` counts what
    is not shown of the link sets of others, by why.
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
    left_out: dict[str, int] = {}


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
        with remembering(previous.memory) as memory:
            inputs = read_inputs(publication, layout, modified)
            if inputs.withheld.anybody:
                output.forget()
                forget(publication, lambda words: unnamed(words, inputs.withheld) != words)
                if not previous.forgetful:
                    generation, previous = None, EMPTY
            if generation and previous.inputs == inputs.digest and not leaks_in(generation, inputs):
                return _summary(output, previous.sources, unchanged=True)
            with nobody_named(inputs.withheld), workers(jobs, executor, output.home) as run:
                plan = make_plan(inputs, previous, parse_files(inputs, previous, run), frozen=frozen)
                with output.staging(discard=[DUMPS]) as staging:
                    made = _Build(output, generation, inputs, previous, plan, staging, progress, frozen, jobs, memory)
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
    memory: Memory = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Another version of the code, or other settings, may have laid out everything differently.
        comparable = self.generation is not None and self.previous.common == self.inputs.common
        self.earlier = self.generation if comparable else None
        self.dumps = self.staging / SITE / DUMPS
        self.dumping = DumpStage(self.inputs, self.previous, self.plan, self.dumps, self.earlier, self.progress)

    def run(self, run: Run) -> Summary:
        """All stages after the plan."""
        entries, sums = self.dumping.run(run)
        store = self._written_store(entries)
        sums |= self._write_names(store, entries)
        links = LinksStage(self.inputs, self.staging).run()
        # What others say is no part of the data set that is told of, and under licences of its own.
        told = told_of(self.inputs, entries, self.dumping.tallies, sums, self.staging / SITE)
        sums = self.dumping.write_sums({**sums, **links.sums})
        pages = PageStage(
            self.inputs,
            self.previous,
            self.plan,
            self.dumping.changes,
            self.staging,
            self.earlier,
            self.progress,
            self.frozen,
            self.jobs,
            links=links,
        )
        sums |= pages.run(store, entries, told)
        del store  # closes it before its folder gets its final name
        self._remember(entries, pages)
        refuse_leaks(self.staging, self.inputs, self.plan.registry)
        if self.plan.added:
            append_rows(self.inputs, self.plan.added)
        if pages.ledger.lines.keys() != self.inputs.ledger.lines.keys():
            write_ledger(self.inputs, pages.ledger)
        self.output.publish(self.staging, sums)
        return _summary(
            self.output,
            entries,
            remade=len(self.plan.tasks),
            statements=statements_of(entries),
            pages=sum(name.endswith(".html") for name in sums),
            added=[*self.plan.added.shown()],
            warnings=self.plan.warnings,
            left_out=dict(links.left_out),
            released=len(pages.ledger.lines) - len(self.inputs.ledger.lines),
        )

    # -- store, memory ---------------------------------------------------------------------------------------------

    def _written_store(self, entries: Collection[str]) -> ox.Store:
        self.progress("store", 0, 1)
        target = self.staging / STORE
        # What is removed from a store stays in its files for a while, which is too long where somebody is withheld.
        few = len(self.dumping.changes.graphs) * 4 < len(entries) and not self.inputs.withheld.anybody
        if not (self.earlier and few and change_store(self.earlier / STORE, target, self.dumping.changes.graphs)):
            write_store(self.dumps / "dataset.nq", target)
        return open_store(self.staging)

    def _write_names(self, store: ox.Store, entries: Mapping[str, SourceEntry]) -> dict[str, str]:
        """The names of everything, beside the dumps."""
        tallies, changed = self.dumping.tallies, self.dumping.changes.predicates
        stage = NamesStage(self.inputs, self.plan, self.staging, self.earlier, tallies.get(NAMES, {}), changed)
        sums, tallies[NAMES] = stage.run(store, entries)
        return sums

    def _remember(self, entries: dict[str, SourceEntry], pages: PageStage) -> None:
        registry = registry_digest(self.plan.registry)
        index = Index(
            inputs=self.inputs.digest_with(registry, pages.ledger),
            common=self.inputs.common,
            registry=registry,
            files=self.plan.files,
            sources=entries,
            forgetful=self.inputs.withheld.anybody,
            extras=pages.extras,
            tallies=self.dumping.tallies,
            # A digest of the settings would tell a name in a comment to whoever tries names.
            memory={} if self.inputs.withheld.anybody else self.memory,
        )
        write_index(index, self.staging)
