"""What is told of the publication's data as a whole: gathered when its dumps are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ld_export.catalogue import (
    COMPRESSED,
    FILES,
    MEASURED,
    Counts,
    Dataset,
    Distribution,
    Tally,
    added,
    catalogue_files,
    dump_file,
    read,
    schema_org,
)
from ld_export.dumps import document_order
from ld_export.graph import expanded
from ld_export.iris import Minter, reference_iri
from ld_export.pages import Page, Wording, wordings
from ld_export.pipeline.dump_stage import KINDS, documents_of
from ld_export.pipeline.index import SourceEntry, digest
from ld_export.pipeline.inputs import Inputs
from ld_export.pipeline.site import DUMPS

_VERSION = 12
"""So many digits of the canonical dump's checksum name a version."""


class Told(NamedTuple):
    """A data set with the counts of its whole, and the digests of what pages show of it.

    Those are by what pages call it: `data` is all, `files` the dumps, `dataset` what does not change with every
    statement.
    """

    dataset: Dataset
    total: Counts
    digests: Mapping[str, str]

    def embedded(self, language: str, *, whole: bool) -> str:
        """The data set as JSON-LD for a page in a language."""
        return schema_org(self.dataset, language, whole=whole)

    def pages(self) -> Iterator[Page]:
        """The files that tell of it."""
        return (Page(path, content) for path, content in catalogue_files(self.dataset, self.total))


def told_of(
    inputs: Inputs,
    entries: Mapping[str, SourceEntry],
    tallies: Mapping[str, Tally],
    sums: Mapping[str, str],
    site: Path,
) -> Told:
    """What is told of the dumps in a site that is being staged; `sums` are their SHA-256 by path."""
    settings = inputs.settings
    total = read(added(tallies.values()))
    words = wordings(settings, inputs.theme)
    dataset = Dataset(
        base=settings.base_uri,
        site=settings.site,
        ontology=f"{Minter(settings.base_uri).vocabulary}ontology",
        title={language: one.own(settings.title) for language, one in words.items()},
        description={language: _description(one, inputs, entries) for language, one in words.items()},
        keywords={language: settings.dataset.keywords.get(language) or one.keywords for language, one in words.items()},
        classes={
            name: {language: one.say(f"data.classes.{name}") for language, one in words.items()}
            for name in MEASURED
            if expanded(name) in total.classes
        },
        publisher=settings.publisher,
        licence=settings.licence,
        languages=settings.languages,
        version=sums[f"{DUMPS}/dataset.nq"][:_VERSION],
        modified=inputs.modified,
        settings=settings.dataset,
        counts={kind: read(tallies.get(kind, {})) for kind in KINDS},
        distributions=[_distribution(path, sums[path], site, total, words) for path in _in_order(sums)],
        examples=_examples(entries, Minter(settings.base_uri)),
    )
    summary, whole = ([schema_org(dataset, language, whole=every) for language in words] for every in (False, True))
    files, every = digest(dict(sums), total.rows, total.statements), digest(whole, dict(sums), dict(tallies))
    return Told(dataset, total, {"dataset": digest(summary), "files": files, "data": every})


def _description(words: Wording, inputs: Inputs, entries: Mapping[str, SourceEntry]) -> str:
    documents = documents_of(entries)
    signatures = sum(entry.signatures for entry in documents.values())
    told = words.say("data.described", documents=len(documents), signatures=signatures)
    return f"{words.own(inputs.settings.description)} {told}".strip()


def _in_order(sums: Mapping[str, str]) -> list[str]:
    """The dumps as the table of files has them, each before its compressed twin."""
    known = list(FILES)
    paths = [path for path in sums if path != f"{DUMPS}/SHA256SUMS"]
    return sorted(paths, key=lambda path: (known.index(dump_file(Path(path).name).name), path.endswith(COMPRESSED)))


def _distribution(path: str, sha256: str, site: Path, total: Counts, words: Mapping[str, Wording]) -> Distribution:
    file = dump_file(Path(path).name)
    return Distribution(
        file=file,
        path=path,
        compressed=path.endswith(COMPRESSED),
        size=(site / path).stat().st_size,
        sha256=sha256,
        entries=total.rows.get(file.counted, 0) if file.counted else total.statements,
        title={language: one.say(f"data.holds.{file.holds}") for language, one in words.items()},
    )


def _examples(entries: Mapping[str, SourceEntry], mint: Minter) -> list[str]:
    """The first document, and of what it names one of each kind; no person stands as an example."""
    documents = documents_of(entries)
    first = min(documents, key=document_order)
    names = {name.partition("/")[0]: name for name in reversed(documents[first].names)}
    return [mint("Document", document=first), *(reference_iri(mint, first, name) for name in sorted(names.values()))]
