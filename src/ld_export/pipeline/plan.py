"""Which documents there are, who their signatories are, and which of them have to be made again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ld_export.codes import groups
from ld_export.concepts import nearest
from ld_export.documents import group_by_work, publisher_of
from ld_export.errors import CurationProblem, LdExportError, RegistryProblem, raise_all
from ld_export.model import Annotations, Doubt, Head, Signatory
from ld_export.pipeline.files import FileTask
from ld_export.pipeline.index import FileEntry, Index, SourceEntry, digest
from ld_export.pipeline.inputs import ENTITIES, Inputs
from ld_export.pipeline.stage import DocumentTask, ParsedFile, parse_file
from ld_export.pipeline.workers import Run
from ld_export.references import Additions, References, additions, doubts_about
from ld_export.registry import Registry


class Work(NamedTuple):
    """A document of the publication: its files by language and their common digest; see `SourceEntry`."""

    key: str
    files: dict[str, ParsedFile]
    digest: str

    def head(self) -> Head:
        """That of the text in its first language, whose list of signatories is the document's."""
        return next(iter(self.files.values())).head()

    def annotations(self) -> list[Annotations]:
        """What is annotated in its files."""
        return [annotations for file in self.files.values() if (annotations := file.annotations())]


class Plan(NamedTuple):
    """What a build has to do: `tasks` for the documents to make, `kept` for those that stay as they were."""

    files: dict[str, FileEntry]
    registry: Registry
    added: Additions
    warnings: list[Doubt]
    tasks: dict[str, DocumentTask]
    entries: dict[str, SourceEntry]
    kept: dict[str, SourceEntry]


def parse_files(inputs: Inputs, previous: Index, run: Run) -> dict[str, FileEntry]:
    """The record of every file, read again only if it changed; all problems at once."""
    entries = {
        name: previous.files[name]
        for name, file in inputs.files.items()
        if previous.common == inputs.common and name in previous.files and previous.files[name].digest == file.digest
    }
    tasks: dict[str, FileTask] = {name: file.task for name, file in inputs.files.items() if name not in entries}
    problems: list[LdExportError] = []
    for name, result in zip(tasks, run(parse_file, list(tasks.values())), strict=True):
        if isinstance(result, LdExportError):
            problems.append(result)
        else:
            entries[name] = FileEntry(inputs.files[name].digest, result)
    raise_all(problems)
    return entries


def make_plan(inputs: Inputs, previous: Index, files: dict[str, FileEntry], *, frozen: bool) -> Plan:
    """Compare the inputs with what the previous build remembers.

    Raises `RegistryProblem` where a frozen registry lacks a signatory.
    """
    grouped = group_by_work((entry.parsed for entry in files.values()), inputs.settings)
    digests = {entry.parsed.source: entry.digest for entry in files.values()}
    works = [
        Work(key, parsed, digest([digests[file.source] for file in parsed.values()])) for key, parsed in grouped.items()
    ]
    same_registry = previous.registry == inputs.registry_digest
    kept: dict[str, SourceEntry] = {}
    if previous.common == inputs.common and same_registry:
        known = {f"declaration/{key}" for key in (*grouped, *inputs.registry.cited)}
        kept = {
            work.key: entry
            for work in works
            # One that cites a document that has left the publication asks for a row of it.
            if (entry := _remembered(work, previous)) and known.issuperset(_declarations(entry.names))
        }
    changed = {work.key: work.head() for work in works if work.key not in kept}
    registry, added, warnings = inputs.registry.with_new(
        (f"{changed[work.key].source}, signatory {signatory.position}", signatory)
        for work in works
        if work.key in changed
        for signatory in changed[work.key].signatories
    )
    annotated = {key: notes for work in works if (key := work.key) in changed and (notes := work.annotations())}
    every = [one for notes in annotated.values() for one in notes]
    others = additions(every, registry, grouped)
    warnings += doubts_about(others, every, registry)
    added_rows = others._replace(persons=[*added, *others.persons])
    if frozen and added_rows:
        _refuse(added_rows)
    registry = registry.with_rows(*others) if others else registry
    references = References(registry)
    tasks: dict[str, DocumentTask] = {}
    entries: dict[str, SourceEntry] = {}
    problems: list[LdExportError] = []
    for work in works:
        if work.key in kept:
            continue
        try:
            task = _task(work, changed[work.key], registry, inputs)
            notes = annotated.get(work.key, [])
            task = task._replace(targets={k: v for one in notes for k, v in references.targets(one).items()})
            raise_all([problem for one in notes for problem in _unknown_documents(one, {*grouped, *registry.cited})])
        except LdExportError as problem:
            problems.append(problem)
            continue
        names = _names(changed[work.key].signatories, task, notes)
        signatures = len(task.matches) + len(changed[work.key].withheld)
        rows = digest(task.publisher, task.matches, dict(task.targets))
        suggested = sum(file.suggested for file in work.files.values())
        entry = SourceEntry(work.digest, rows, names, {}, signatures, suggested=suggested)
        remembered = _remembered(work, previous) if previous.common == inputs.common else None
        if remembered and remembered.rows == entry.rows:
            kept[work.key] = remembered
        else:
            tasks[work.key], entries[work.key] = task, entry
    raise_all(problems)
    return Plan(files, registry, added_rows, warnings, tasks, entries, kept)


def _remembered(work: Work, previous: Index) -> SourceEntry | None:
    entry = previous.sources.get(work.key)
    return entry if entry and entry.files == work.digest else None


def _task(work: Work, head: Head, registry: Registry, inputs: Inputs) -> DocumentTask:
    own = {language: inputs.files[file.source].task.settings for language, file in work.files.items()}
    first = next(iter(work.files))
    return DocumentTask(
        key=work.key,
        files=work.files,
        settings=own,
        publisher=publisher_of(head, own[first], registry),
        matches=[registry.match(signatory) for signatory in head.signatories],
        base=inputs.settings.base_uri,
        first_language=inputs.settings.languages[0],
    )


def _names(signatories: Iterable[Signatory], task: DocumentTask, annotated: Iterable[Annotations]) -> tuple[str, ...]:
    """The countries, groups (with those that they succeed), bodies and cited documents that a document names."""
    names = {f"organization/{task.publisher}"}
    names.update(one for notes in annotated for one in _documents_in(notes))
    names.update(target for target in task.targets.values() if target and target.startswith(("country/", "group/")))
    for signatory in signatories:
        names.add(f"country/{signatory.country}")
        group = signatory.group
        while group:
            names.add(f"group/{group}")
            group = groups()[group].succeeds
    return tuple(sorted(names))


def _documents_in(annotations: Annotations) -> Iterator[str]:
    """The documents that are cited, or that something concerns."""
    yield from (f"declaration/{citation.cites}" for citation in annotations.citations)
    for item in annotations.statements:
        yield from _declarations(item.concerns)


def _declarations(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if name.startswith("declaration/"))


def _unknown_documents(annotations: Annotations, known: set[str]) -> Iterator[LdExportError]:
    for item in annotations.statements:
        for name in _declarations(item.concerns):
            if (key := name.removeprefix("declaration/")) not in known:
                yield CurationProblem(
                    f"there is no document {key!r}",
                    f"{annotations.source}:{item.line}",
                    f"{nearest(key, known)}Annotate where it is cited, or give it a row in entities/cited.csv",
                )


def names_in(entries: Iterable[SourceEntry]) -> tuple[str, ...]:
    """The entities that some documents name, together."""
    return tuple(sorted({name for entry in entries for name in entry.names}))


def _refuse(added: Additions) -> None:
    names = [
        *(
            f"{person.name} ({', '.join(person.countries)})" if person.countries else person.name
            for person in added.persons
        ),
        *(one.name for one in added.organizations),
        *(one.name for one in added.families),
        *(one.key for one in added.cited),
    ]
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    raise RegistryProblem(
        f"the registry lacks {len(names)} of those named: {', '.join(names[:5])}{more}",
        ENTITIES,
        "build without --frozen once, review the rows that it adds, and commit them",
    )
