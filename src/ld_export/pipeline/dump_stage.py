"""Records to dumps: what each source contributes, made anew or copied from the dumps of the generation before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from ld_export.catalogue import COUNTED, Tally, added, counted, without
from ld_export.dumps import Block, DumpSet, PublishedDumps, Stored, document_order
from ld_export.errors import FindingsRemain, LdExportError, raise_all
from ld_export.iris import Minter
from ld_export.pipeline.changes import Changes
from ld_export.pipeline.generation import SITE, read_manifest
from ld_export.pipeline.index import Index, SourceEntry, digest
from ld_export.pipeline.inputs import Inputs
from ld_export.pipeline.plan import Plan, names_in
from ld_export.pipeline.registry_stage import (
    described,
    registry_blocks,
    registry_findings,
    registry_graph,
    vocabulary_blocks,
)
from ld_export.pipeline.release import once_named, withdrawn_documents
from ld_export.pipeline.site import DUMPS, Progress
from ld_export.pipeline.stage import make_document
from ld_export.pipeline.workers import Run
from ld_export.validate import VIOLATION, Finding, violations

SUMS = "SHA256SUMS"
REGISTRY = "registry"
VOCABULARY = "vocabulary"
DOCUMENTS = "documents"
KINDS = (DOCUMENTS, REGISTRY, VOCABULARY)
"""The kinds of sources that are counted apart."""


def documents_of(sources: Mapping[str, SourceEntry]) -> dict[str, SourceEntry]:
    """The sources that are documents, by key."""
    return {name: entry for name, entry in sources.items() if name not in (REGISTRY, VOCABULARY)}


@dataclass
class DumpStage:
    """Writes the dumps of one build into a folder that is not there yet.

    `earlier` is the generation before, where its dumps can be copied from. `changes` are what differs from it.
    `tallies` are what is counted in them, by kind of source.
    """

    inputs: Inputs
    previous: Index
    plan: Plan
    folder: Path
    earlier: Path | None
    progress: Progress
    changes: Changes = field(default_factory=Changes)
    tallies: dict[str, Tally] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mint = Minter(self.inputs.settings.base_uri)
        if self.earlier:
            self.tallies |= self.previous.tallies

    def run(self, run: Run) -> tuple[dict[str, SourceEntry], dict[str, str]]:
        """The dump files; the sources with where their blocks lie, and file names to SHA-256."""
        self.folder.mkdir()
        with DumpSet(self.folder, self.inputs.settings.base_uri) as dumps, self._earlier_dumps() as earlier:
            entries, findings = self._shared_sources(dumps, earlier)
            made, found = self._documents(dumps, earlier, run)
            _refuse_findings(violations([*findings, *found]))
            entries |= made
            for gone in self.previous.sources.keys() - entries.keys():
                self._note_change(gone, {}, earlier)
            sums = dumps.close()
        located = {name: msgspec.structs.replace(entry, pieces=dumps.pieces[name]) for name, entry in entries.items()}
        return located, {f"{DUMPS}/{name}": value for name, value in sums.items()}

    def write_sums(self, sums: Mapping[str, str]) -> dict[str, str]:
        """Write the checksums of all files beside the dumps, by path; those with that of the list itself."""
        names = {path.removeprefix(f"{DUMPS}/"): value for path, value in sums.items()}
        listing = "".join(f"{value}  {name}\n" for name, value in sorted(names.items()))
        (self.folder / SUMS).write_text(listing, encoding="utf-8")
        return {**sums, f"{DUMPS}/{SUMS}": hashlib.sha256(listing.encode()).hexdigest()}

    def _earlier_dumps(self) -> AbstractContextManager[PublishedDumps | None]:
        if self.earlier is None:
            return nullcontext()
        known = {
            path.rpartition("/")[2]: value for path, value in read_manifest(self.earlier).items() if _is_dump(path)
        }
        return closing(PublishedDumps(self.earlier / SITE / DUMPS, known))

    def _shared_sources(
        self, dumps: DumpSet, earlier: PublishedDumps | None
    ) -> tuple[dict[str, SourceEntry], list[Finding]]:
        """The registry and the vocabulary, made only if they changed."""
        registry = self.plan.registry
        here = {f"declaration/{key}" for key in (*self.plan.kept, *self.plan.entries)}
        named = {
            *names_in([*self.plan.kept.values(), *self.plan.entries.values()]),
            *once_named(self.inputs.ledger, registry),
        }
        names = tuple(sorted(named - here))
        withdrawn = withdrawn_documents(self.inputs.ledger, {*self.plan.kept, *self.plan.entries, *registry.cited})
        rows = digest(registry.rows(), withdrawn)
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
                entities = described(registry, names, withdrawn)
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
            dumps.add(key, self._stored_where_same(key, result.blocks, earlier))
            made_of = {"statements": result.statements, "checked": result.checked, "notes": _notes(result.findings)}
            remade[key] = msgspec.structs.replace(self.plan.entries[key], **made_of)
            self.progress("documents", done, len(keys))
        raise_all(problems)
        return {**kept, **remade}, findings

    def _note_change(self, source: str, blocks: Mapping[str, Sequence[Block]], earlier: PublishedDumps | None) -> None:
        after = {file: b"".join([block.data for block in blocks.get(file, ())]) for file in COUNTED}
        if earlier is None:  # everything is new, so there is nothing to tell apart
            self._count(source, {}, after)
            return
        known = self.previous.sources.get(source)
        before = {file: earlier.data(file, known.pieces.get(file, ())) for file in COUNTED} if known else {}
        self.changes.note(self._graph_of(source), before.get("dataset.nq", b""), after["dataset.nq"])
        self._count(source, before, after)

    def _stored_where_same(
        self, source: str, blocks: Mapping[str, Sequence[Block]], earlier: PublishedDumps | None
    ) -> Mapping[str, Sequence[Block | Stored]]:
        """The blocks of a source that was made again; of dumps in which it says the same, those of before.

        A dump of which nothing changed need not be written.
        """
        known = self.previous.sources.get(source)
        if earlier is None or known is None:
            return blocks
        same = {
            file: pieces
            for file, pieces in known.pieces.items()
            if [block.key for block in blocks.get(file, ())] == [piece.key for piece in pieces]
            and b"".join([block.data for block in blocks.get(file, ())]) == earlier.data(file, pieces)
        }
        return {**blocks, **earlier.blocks(same)}

    def _count(self, source: str, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
        """Correct the tally of a source's kind by what it contributed and now contributes."""
        kind = source if source in KINDS else DOCUMENTS
        bases = (self.mint.base, self.mint.vocabulary)
        more = added([self.tallies.get(kind, {}), counted(after, bases)])
        self.tallies[kind] = without(more, counted(before, bases)) if before else more

    def _graph_of(self, source: str) -> str:
        named = {REGISTRY: "RegistryGraph", VOCABULARY: "VocabularyGraph"}
        return self.mint(named[source]) if source in named else self.mint("DocumentGraph", document=source)


def _is_dump(path: str) -> bool:
    return path.startswith(f"{DUMPS}/")


def _count(blocks: Mapping[str, Sequence[Block]]) -> int:
    """How many statements some blocks hold."""
    return sum(block.data.count(b"\n") for block in blocks.get("dataset.nq", ()))


def _notes(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stop nothing."""
    return tuple(finding for finding in findings if finding.severity != VIOLATION)


def _refuse_findings(findings: list[Finding]) -> None:
    if findings:
        shown = "\n".join(f"  {finding.focus} {finding.path}: {finding.message}" for finding in findings[:20])
        more = f"\n  and {len(findings) - 20} more" if len(findings) > 20 else ""
        raise FindingsRemain(
            f"{len(findings)} findings against the shapes, nothing is published:\n{shown}{more}\n",
            remedy="correct the document, the registry or the settings",
        )
