"""A publication to a published site: the stages in their order, and what need not be done again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

import msgspec
import pyoxigraph as ox

from ld_export.dumps import Block, DumpSet, PublishedDumps, document_order
from ld_export.errors import FindingsRemain, LdExportError, raise_all
from ld_export.iris import Minter
from ld_export.model import Doubt
from ld_export.pages import Renderer
from ld_export.pipeline.changes import Changes
from ld_export.pipeline.generation import SITE, Output, io_errors_named, read_manifest
from ld_export.pipeline.index import Index, SourceEntry, digest, read_index, write_index
from ld_export.pipeline.inputs import Inputs, append_persons, read_inputs, registry_digest
from ld_export.pipeline.plan import Plan, names_in, parse_files, plan
from ld_export.pipeline.registry_stage import described, registry_blocks, registry_graph, vocabulary_blocks
from ld_export.pipeline.site import Earlier, write_pages
from ld_export.pipeline.stage import make_document
from ld_export.pipeline.store import STORE, changed_store, write_store
from ld_export.pipeline.workers import Run, workers
from ld_export.validate import Finding

DUMPS = "dumps"
SUMS = "SHA256SUMS"
REGISTRY = "registry"
VOCABULARY = "vocabulary"

Progress = Callable[[str, int, int], None]
"""Told a stage's name, how much of it is done, and how much there is."""


class Summary(msgspec.Struct, frozen=True):
    """What a build did. `unchanged` builds did nothing but compare."""

    public: str
    documents: int
    remade: int
    signatures: int
    statements: int
    pages: int
    added_persons: list[str]
    warnings: list[Doubt]
    unchanged: bool = False


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
        if generation and previous.inputs == inputs.digest:
            return _nothing_to_do(output, previous)
        with workers(jobs, len(inputs.files), executor) as run:
            todo = plan(inputs, previous, parse_files(inputs, previous, run), frozen=frozen)
            with output.staging() as staging:
                return _Build(output, inputs, previous, todo, staging, progress).run(run)


def _nothing_to_do(output: Output, previous: Index) -> Summary:
    documents = [entry for name, entry in previous.sources.items() if name not in (REGISTRY, VOCABULARY)]
    return Summary(str(output.public), len(documents), 0, 0, 0, 0, [], [], unchanged=True)


class _Build:
    """One build that has something to do, from its plan to its publication."""

    def __init__(
        self, output: Output, inputs: Inputs, previous: Index, todo: Plan, staging: Path, progress: Progress
    ) -> None:
        self.output, self.inputs, self.previous, self.plan = output, inputs, previous, todo
        self.staging, self.progress = staging, progress
        self.mint = Minter(inputs.settings.base_uri)
        self.generation = output.current()
        # Another version of the code, or other settings, may have laid out everything differently.
        self.comparable = self.generation is not None and previous.common == inputs.common
        self.changes = Changes(inputs.settings.base_uri)

    def run(self, run: Run) -> Summary:
        """All stages after the plan."""
        entries, sums = self._write_dumps(run)
        store = self._write_store(entries)
        renderer = Renderer(store, self.inputs.settings, self._blocks_of(entries))
        dumps = sorted(sums)
        sums |= write_pages(renderer, self.staging / SITE, self._earlier(store), [Path(name).name for name in dumps])
        if self.plan.added:
            append_persons(self.inputs.publication, self.plan.added)
        self._remember(entries)
        statements = len(store)
        del store, renderer  # closes the store before its folder gets its final name
        self.output.publish(self.staging, sums)
        documents = {**self.plan.kept, **self.plan.entries}
        return Summary(
            public=str(self.output.public),
            documents=len(documents),
            remade=len(self.plan.tasks),
            signatures=sum(entry.signatures for entry in documents.values()),
            statements=statements,
            pages=sum(name.endswith(".html") for name in sums),
            added_persons=[f"{person.id} {person.name}" for person in self.plan.added],
            warnings=self.plan.warnings,
        )

    # -- dumps -----------------------------------------------------------------------------------------------------

    def _write_dumps(self, run: Run) -> tuple[dict[str, SourceEntry], dict[str, str]]:
        folder = self.staging / SITE / DUMPS
        folder.mkdir()
        dumps = DumpSet(folder, self.inputs.settings.base_uri)
        earlier = PublishedDumps(self.generation / SITE / DUMPS) if self.comparable and self.generation else None
        findings: list[Finding] = []
        entries = self._shared_sources(dumps, earlier, findings)
        made = run(make_document, [self.plan.tasks[key] for key in sorted(self.plan.tasks, key=document_order)])
        problems: list[LdExportError] = []
        keys = sorted([*self.plan.tasks, *self.plan.kept], key=document_order)
        for done, key in enumerate(keys, start=1):
            if key in self.plan.kept:
                entries[key] = self.plan.kept[key]
                dumps.add(key, earlier.blocks(entries[key].pieces) if earlier else {})
                continue
            result = next(made)
            if isinstance(result, LdExportError):
                problems.append(result)
                continue
            findings += result.findings
            entries[key] = self.plan.entries[key]
            self._note_change(key, result.blocks, earlier)
            dumps.add(key, result.blocks)
            self.progress("documents", done, len(keys))
        raise_all(problems)
        _refuse_findings(findings)
        for key in self.previous.sources.keys() - entries.keys() if self.comparable else ():
            self._note_change(key, {}, earlier)
        sums = dumps.close()
        listing = "".join(f"{value}  {name}\n" for name, value in sorted(sums.items()))
        (folder / SUMS).write_text(listing, encoding="utf-8")
        sums[SUMS] = hashlib.sha256(listing.encode()).hexdigest()
        located = {name: msgspec.structs.replace(entry, pieces=dumps.pieces[name]) for name, entry in entries.items()}
        return located, {f"{DUMPS}/{name}": value for name, value in sums.items()}

    def _shared_sources(
        self, dumps: DumpSet, earlier: PublishedDumps | None, findings: list[Finding]
    ) -> dict[str, SourceEntry]:
        """The registry and the vocabulary, made only if they changed."""
        names = names_in({**self.plan.kept, **self.plan.entries})
        persons = digest([list(self.plan.registry.persons.values()), list(self.plan.registry.organizations.values())])
        entries = {
            VOCABULARY: SourceEntry(self.inputs.common, "", (), {}),
            REGISTRY: SourceEntry(persons, "", names, {}),
        }
        for name, entry in entries.items():
            known = self.previous.sources.get(name)
            if earlier and known and (known.files, known.names) == (entry.files, entry.names):
                dumps.add(name, earlier.blocks(known.pieces), waits=True)
            else:
                blocks = self._vocabulary() if name == VOCABULARY else self._registry(names, findings)
                self._note_change(name, blocks, earlier)
                dumps.add(name, blocks, waits=True)
        return entries

    def _vocabulary(self) -> Mapping[str, Sequence[Block]]:
        return vocabulary_blocks(self.mint)

    def _registry(self, names: tuple[str, ...], findings: list[Finding]) -> Mapping[str, Sequence[Block]]:
        entities = described(self.plan.registry, names)
        blocks, found = registry_blocks(entities, registry_graph(entities, self.mint), self.mint)
        findings += found
        return blocks

    def _note_change(
        self, source: str, blocks: Mapping[str, Sequence[Block]], earlier: PublishedDumps | None
    ) -> None:
        if earlier is None:  # everything is new, so there is nothing to tell apart
            return
        known = self.previous.sources.get(source)
        before = earlier.blocks({"dataset.nq": known.pieces["dataset.nq"]})["dataset.nq"] if known else []
        self.changes.note(self._graph_of(source), before, blocks.get("dataset.nq", ()))

    def _graph_of(self, source: str) -> str:
        named = {REGISTRY: "RegistryGraph", VOCABULARY: "VocabularyGraph"}
        return self.mint(named[source]) if source in named else self.mint("DocumentGraph", document=source)

    # -- store, pages, memory --------------------------------------------------------------------------------------

    def _write_store(self, entries: Mapping[str, SourceEntry]) -> ox.Store:
        self.progress("store", 0, 1)
        target = self.staging / STORE
        if self.comparable and self.generation and len(self.changes.graphs) * 4 < len(entries):
            return changed_store(self.generation / STORE, target, self.changes.graphs)
        return write_store(self.staging / SITE / DUMPS / "dataset.nq", target)

    def _blocks_of(self, entries: Mapping[str, SourceEntry]) -> Callable[[str], Mapping[str, bytes] | None]:
        """Where a document's page finds its statements: in the dumps that have just been written."""
        written = PublishedDumps(self.staging / SITE / DUMPS)
        sources = {
            self.mint("Document", document=name): entry
            for name, entry in entries.items()
            if name not in (REGISTRY, VOCABULARY)
        }

        def blocks(iri: str) -> Mapping[str, bytes] | None:
            if iri not in sources:
                return None
            pieces = {file: sources[iri].pieces[file] for file in ("dataset.ttl", "dataset.nt", "dataset.jsonld")}
            return {file: b"".join(block.data for block in own) for file, own in written.blocks(pieces).items()}

        return blocks

    def _earlier(self, store: ox.Store) -> Earlier | None:
        if not self.comparable or self.generation is None:
            return None
        return Earlier(self.generation / SITE, read_manifest(self.generation), self.changes.touched(store))

    def _remember(self, entries: dict[str, SourceEntry]) -> None:
        registry = registry_digest(self.inputs.publication)
        write_index(
            Index(
                inputs=self.inputs._replace(registry_digest=registry).digest,
                common=self.inputs.common,
                registry=registry,
                files=self.plan.files,
                sources=entries,
            ),
            self.staging,
        )


def _refuse_findings(findings: list[Finding]) -> None:
    if findings:
        shown = "\n".join(f"  {finding.focus} {finding.path}: {finding.message}" for finding in findings[:20])
        more = f"\n  and {len(findings) - 20} more" if len(findings) > 20 else ""
        raise FindingsRemain(
            f"{len(findings)} findings against the shapes, nothing is published:\n{shown}{more}\n",
            remedy="correct the document, the registry or the settings",
        )
