"""A publication to a published site: the stages in their order, and what need not be done again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pyoxigraph as ox

from ld_export.dumps import Block, DumpSet, PublishedDumps, document_order
from ld_export.errors import FindingsRemain, LdExportError, raise_all
from ld_export.iris import Minter
from ld_export.model import Doubt
from ld_export.pages import DocumentBlocks, Renderer, Report
from ld_export.pipeline.changes import Changes
from ld_export.pipeline.generation import SITE, Output, io_errors_named, read_manifest
from ld_export.pipeline.index import EMPTY, Index, SourceEntry, digest, read_index, write_index
from ld_export.pipeline.inputs import Inputs, append_rows, read_inputs, registry_digest
from ld_export.pipeline.leaking import leaks_in, refuse_leaks
from ld_export.pipeline.plan import Plan, make_plan, names_in, parse_files
from ld_export.pipeline.registry_stage import (
    described,
    registry_blocks,
    registry_findings,
    registry_graph,
    vocabulary_blocks,
)
from ld_export.pipeline.site import Earlier, Progress, StagedSite, write_pages
from ld_export.pipeline.stage import make_document
from ld_export.pipeline.store import STORE, changed_store, memory_store, write_store
from ld_export.pipeline.workers import Run, workers
from ld_export.privacy import nobody_named
from ld_export.validate import VIOLATION, Finding, engines, violations

DUMPS = "dumps"
SUMS = "SHA256SUMS"
REGISTRY = "registry"
VOCABULARY = "vocabulary"

# Pages are made from a store in memory where that pays (many pages) and fits (about 800 MB for so many statements).
_MANY_PAGES = 200
_FITS_MEMORY = 2_500_000


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did. One that is `unchanged` did nothing but compare.

    `suggested` counts the items of annotations that are not published because nobody has reviewed them.
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


def build(
    publication: Path,
    out: Path | None = None,
    *,
    frozen: bool = False,
    jobs: int = 1,
    layout: str | None = None,
    executor: Executor | None = None,
    progress: Progress = lambda *_: None,
) -> Summary:
    """Publish the publication in a folder to `out` (by default its `public`), wholly or not at all.

    `frozen` refuses to add to the registry; `jobs` is the number of processes, and an `executor` of the caller's
    takes their place; `layout` forces one on every document. Raises an `LdExportError`; whatever was published
    before then stays as it was.
    """
    with io_errors_named(), Output(out or publication / "public") as output:
        generation = output.current()
        previous = read_index(generation)
        inputs = read_inputs(publication, layout)
        if inputs.withheld.anybody:
            output.forget()
            if not previous.forgetful:
                generation, previous = None, EMPTY
        if generation and previous.inputs == inputs.digest and not leaks_in(generation, inputs):
            return _summary(output, previous.sources, unchanged=True)
        with nobody_named(inputs.withheld), workers(jobs, len(inputs.files), executor, output.home) as run:
            plan = make_plan(inputs, previous, parse_files(inputs, previous, run), frozen=frozen)
            with output.staging(discard=[DUMPS]) as staging:
                return _Build(output, generation, inputs, previous, plan, staging, progress).run(run)


def _summary(output: Output, sources: Mapping[str, SourceEntry], **done: object) -> Summary:
    documents = _documents_of(sources)
    signatures = sum(entry.signatures for entry in documents.values())
    suggested = sum(entry.suggested for entry in documents.values())
    fields = {
        "public": str(output.public),
        "documents": len(documents),
        "signatures": signatures,
        "suggested": suggested,
    }
    return msgspec.convert(fields | done, Summary)


def _documents_of(sources: Mapping[str, SourceEntry]) -> dict[str, SourceEntry]:
    """The sources that are documents, by key."""
    return {name: entry for name, entry in sources.items() if name not in (REGISTRY, VOCABULARY)}


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
    changes: Changes = field(default_factory=Changes)
    extras: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mint = Minter(self.inputs.settings.base_uri)
        # Another version of the code, or other settings, may have laid out everything differently.
        comparable = self.generation is not None and self.previous.common == self.inputs.common
        self.earlier = self.generation if comparable else None
        self.dumps = self.staging / SITE / DUMPS

    def run(self, run: Run) -> Summary:
        """All stages after the plan."""
        entries, sums = self._write_dumps(run)
        store = self._write_store(entries)
        sums |= self._write_pages(store, entries, [Path(name).name for name in sorted(sums)])
        del store  # closes it before its folder gets its final name
        self._remember(entries)
        refuse_leaks(self.staging, self.inputs, self.plan.registry)
        if self.plan.added:
            append_rows(self.inputs, self.plan.added)
        self.output.publish(self.staging, sums)
        return _summary(
            self.output,
            entries,
            remade=len(self.plan.tasks),
            statements=_statements(entries),
            pages=sum(name.endswith(".html") for name in sums),
            added=[*self.plan.added.shown()],
            warnings=self.plan.warnings,
        )

    # -- dumps -----------------------------------------------------------------------------------------------------

    def _write_dumps(self, run: Run) -> tuple[dict[str, SourceEntry], dict[str, str]]:
        """The dump files; the sources with where their blocks lie, and file names to SHA-256."""
        self.dumps.mkdir()
        with DumpSet(self.dumps, self.inputs.settings.base_uri) as dumps, self._earlier_dumps() as earlier:
            entries, findings = self._shared_sources(dumps, earlier)
            made, found = self._documents(dumps, earlier, run)
            _refuse_findings(violations([*findings, *found]))
            entries |= made
            for gone in self.previous.sources.keys() - entries.keys():
                self._note_change(gone, {}, earlier)
            sums = dumps.close()
        listing = "".join(f"{value}  {name}\n" for name, value in sorted(sums.items()))
        (self.dumps / SUMS).write_text(listing, encoding="utf-8")
        sums[SUMS] = hashlib.sha256(listing.encode()).hexdigest()
        located = {name: msgspec.structs.replace(entry, pieces=dumps.pieces[name]) for name, entry in entries.items()}
        return located, {f"{DUMPS}/{name}": value for name, value in sums.items()}

    def _earlier_dumps(self) -> AbstractContextManager[PublishedDumps | None]:
        return closing(PublishedDumps(self.earlier / SITE / DUMPS)) if self.earlier else nullcontext()

    def _shared_sources(
        self, dumps: DumpSet, earlier: PublishedDumps | None
    ) -> tuple[dict[str, SourceEntry], list[Finding]]:
        """The registry and the vocabulary, made only if they changed."""
        here = {f"declaration/{key}" for key in (*self.plan.kept, *self.plan.entries)}
        named = names_in([*self.plan.kept.values(), *self.plan.entries.values()])
        names = tuple(name for name in named if name not in here)
        registry = self.plan.registry
        rows = digest(registry.rows())
        entries = {
            VOCABULARY: SourceEntry(self.inputs.common, "", (), {}),
            REGISTRY: SourceEntry(rows, "", names, {}),
        }
        findings: list[Finding] = []
        for name, entry in list(entries.items()):
            known = self.previous.sources.get(name)
            if earlier and known and (known.files, known.names) == (entry.files, entry.names):
                dumps.add(name, earlier.blocks(known.pieces), waits=True)
                entries[name] = known
                continue
            if name == VOCABULARY:
                blocks = vocabulary_blocks(self.mint)
            else:
                entities = described(registry, names)
                graph = registry_graph(entities, self.mint)
                blocks = registry_blocks(entities, graph, self.mint)
                findings, seen = registry_findings(graph)
                entry = msgspec.structs.replace(entry, checked=seen, notes=_notes(findings))  # noqa: PLW2901
            self._note_change(name, blocks, earlier)
            dumps.add(name, blocks, waits=True)
            entries[name] = msgspec.structs.replace(entry, statements=_count(blocks))
        return entries, findings

    def _documents(
        self, dumps: DumpSet, earlier: PublishedDumps | None, run: Run
    ) -> tuple[dict[str, SourceEntry], list[Finding]]:
        """The documents in their order: those to make through the workers, the others from the earlier dumps."""
        tasks, kept = self.plan.tasks, self.plan.kept
        made = run(make_document, [tasks[key] for key in sorted(tasks, key=document_order)])
        findings: list[Finding] = []
        problems: list[LdExportError] = []
        remade: dict[str, SourceEntry] = {}
        keys = sorted([*tasks, *kept], key=document_order)
        for done, key in enumerate(keys, start=1):
            if key in kept:
                dumps.add(key, earlier.blocks(kept[key].pieces) if earlier else {})
                continue
            result = next(made)
            if isinstance(result, LdExportError):
                problems.append(result)
                continue
            findings += result.findings
            self._note_change(key, result.blocks, earlier)
            dumps.add(key, result.blocks)
            made_of = {"statements": result.statements, "checked": result.checked, "notes": _notes(result.findings)}
            remade[key] = msgspec.structs.replace(self.plan.entries[key], **made_of)
            self.progress("documents", done, len(keys))
        raise_all(problems)
        return {**kept, **remade}, findings

    def _note_change(self, source: str, blocks: Mapping[str, Sequence[Block]], earlier: PublishedDumps | None) -> None:
        if earlier is None:  # everything is new, so there is nothing to tell apart
            return
        known = self.previous.sources.get(source)
        before = earlier.data("dataset.nq", known.pieces["dataset.nq"]) if known else b""
        after = b"".join(block.data for block in blocks.get("dataset.nq", ()))
        self.changes.note(self._graph_of(source), before, after)

    def _graph_of(self, source: str) -> str:
        named = {REGISTRY: "RegistryGraph", VOCABULARY: "VocabularyGraph"}
        return self.mint(named[source]) if source in named else self.mint("DocumentGraph", document=source)

    # -- store, pages, memory --------------------------------------------------------------------------------------

    def _write_store(self, entries: Collection[str]) -> ox.Store:
        self.progress("store", 0, 1)
        target = self.staging / STORE
        # What is removed from a store stays in its files for a while, which is too long where somebody is withheld.
        few = len(self.changes.graphs) * 4 < len(entries) and not self.inputs.withheld.anybody
        changed = changed_store(self.earlier / STORE, target, self.changes.graphs) if self.earlier and few else None
        return changed or write_store(self.dumps / "dataset.nq", target)

    def _write_pages(self, store: ox.Store, entries: Mapping[str, SourceEntry], dumps: list[str]) -> dict[str, str]:
        earlier = None
        if self.earlier:
            touched, described = self.changes.touched(store), self.changes.described
            earlier = Earlier(self.earlier / SITE, read_manifest(self.earlier), touched, described)
        many = earlier is None or len(earlier.touched) > _MANY_PAGES
        in_memory = many and _statements(entries) <= _FITS_MEMORY
        if in_memory:
            store = memory_store(self.dumps / "dataset.nq")
        with closing(PublishedDumps(self.dumps)) as written:
            blocks = self._blocks_of(entries, written)
            renderer = Renderer(store, self.inputs.settings, blocks, self.inputs.theme)
            recycled = read_manifest(self.staging).items()
            pages = {name: value for name, value in recycled if not name.startswith(f"{DUMPS}/")}
            site = StagedSite(self.staging / SITE, pages)
            self.extras = renderer.extras()
            if earlier:
                # Every document names terms of the ontology, whose page all the same mostly stays as it was.
                same = {iri for iri, value in self.extras.items() if self.previous.extras.get(iri) == value}
                touched = {*earlier.touched, *self.extras} - (same - self.changes.described)
                earlier = earlier._replace(touched=touched)
            facts = {"dumps": dumps, "report": _report(entries)}
            return write_pages(renderer, site, earlier, facts, self.progress)

    def _blocks_of(self, entries: Mapping[str, SourceEntry], written: PublishedDumps) -> DocumentBlocks:
        """Where a document's page finds its statements: in the dumps that have just been written."""
        documents = {self.mint("Document", document=key): entry for key, entry in _documents_of(entries).items()}

        def blocks(iri: str) -> Mapping[str, bytes] | None:
            if iri not in documents:
                return None
            pieces = documents[iri].pieces
            return {file: written.data(file, pieces[file]) for file in ("dataset.ttl", "dataset.nt", "dataset.jsonld")}

        return blocks

    def _remember(self, entries: dict[str, SourceEntry]) -> None:
        registry = registry_digest(self.plan.registry)
        index = Index(
            inputs=self.inputs.digest_with(registry),
            common=self.inputs.common,
            registry=registry,
            files=self.plan.files,
            sources=entries,
            forgetful=self.inputs.withheld.anybody,
            extras=self.extras,
        )
        write_index(index, self.staging)


def _statements(entries: Mapping[str, SourceEntry]) -> int:
    return sum(entry.statements for entry in entries.values())


def _count(blocks: Mapping[str, Sequence[Block]]) -> int:
    """How many statements some blocks hold."""
    return sum(block.data.count(b"\n") for block in blocks.get("dataset.nq", ()))


def _notes(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stop nothing."""
    return tuple(finding for finding in findings if finding.severity != VIOLATION)


def _report(entries: Mapping[str, SourceEntry]) -> Report:
    """What the shapes saw and found in all sources."""
    seen: Counter[str] = Counter()
    for entry in entries.values():
        seen.update(entry.checked)
    return Report(next(iter(engines())), seen, [note for entry in entries.values() for note in entry.notes])


def _refuse_findings(findings: list[Finding]) -> None:
    if findings:
        shown = "\n".join(f"  {finding.focus} {finding.path}: {finding.message}" for finding in findings[:20])
        more = f"\n  and {len(findings) - 20} more" if len(findings) > 20 else ""
        raise FindingsRemain(
            f"{len(findings)} findings against the shapes, nothing is published:\n{shown}{more}\n",
            remedy="correct the document, the registry or the settings",
        )
