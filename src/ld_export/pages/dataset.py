"""The page about the data: every dump, programs that read them, how to cite them, and the terms that are used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from ld_export.catalogue import Counts, Dataset, Distribution
from ld_export.graph import compact_iri
from ld_export.iris import Minter
from ld_export.pages.contract import Snippet, bibtex, csl
from ld_export.pages.locales import Catalogue
from ld_export.pages.site import Edition, Site
from ld_export.pages.snippets import LINKERS, READERS, VERIFY, program

_THOUSAND = 1000
_LARGE = 10_000_000


class File(NamedTuple):
    """A dump on the page, and its compressed twin."""

    plain: Distribution
    compressed: Distribution
    size: str
    compressed_size: str


class ShownDataset(NamedTuple):
    """The data in one language. `iri` is what to cite, `period` its first and last date in words."""

    files: list[File]
    terms: Markup
    terms_count: int
    verify: Snippet
    readers: list[Snippet]
    linkers: list[Snippet]
    citations: list[Snippet]
    iri: str
    version: str
    issued: str
    modified: str
    period: tuple[str, ...]
    about: Dataset
    total: Counts


def shown_dataset(site: Site, dataset: Dataset, total: Counts, edition: Edition) -> ShownDataset:
    """What the page about the data shows in a language."""
    words, example = edition.words, _example(site, dataset)
    return ShownDataset(
        files=shown_files(dataset, words),
        terms=Markup("\n").join(_terms(total, edition)),
        terms_count=len(total.classes) + len(total.properties),
        verify=program(VERIFY, site.theme, dataset.site, example),
        readers=[program(reader, site.theme, dataset.site, example) for reader in READERS],
        linkers=[program(linker, site.theme, dataset.site, example) for linker in LINKERS],
        citations=_citations(dataset, words),
        iri=cited_as(dataset),
        version=dataset.version,
        issued=words.date(dataset.issued),
        modified=words.date(dataset.modified),
        period=tuple(words.date(day) for day in dataset.period or ()),
        about=dataset,
        total=total,
    )


def _example(site: Site, dataset: Dataset) -> str:
    """The path of an entity that has a page."""
    return next(site.pages[iri] for iri in (*dataset.examples, *site.pages) if iri in site.pages)


def shown_files(dataset: Dataset, words: Catalogue) -> list[File]:
    """The dumps, each beside its compressed twin."""
    plain = [one for one in dataset.distributions if not one.compressed]
    compressed = {one.file.name: one for one in dataset.distributions if one.compressed}
    pairs = [(one, compressed[one.file.name]) for one in plain]
    return [File(one, twin, _size(one.size, words), _size(twin.size, words)) for one, twin in pairs]


def _size(size: int, words: Catalogue) -> str:
    """A size as people say it; the catalogue for machines has it to the byte."""
    if size < _LARGE:
        return str(words.say("data.kilobytes", size=max(1, round(size / _THOUSAND))).unescape())
    return str(words.say("data.megabytes", size=round(size / _THOUSAND**2)).unescape())


_KINDS = ("class", "property")
_ROW = Markup('<tr><td>%s</td><td>%s</td><td class="number" data-value="%s">%s</td><td>%s</td></tr>')


def _terms(total: Counts, edition: Edition) -> Iterator[Markup]:
    """A row for each class and each property that is used. In code and not in the template: there are many."""
    terms, words = edition.terms, edition.words
    for kind, counts in zip(_KINDS, (total.classes, total.properties), strict=True):
        said = words.say(f"data.{kind}")
        for iri in sorted(counts, key=lambda iri: (compact_iri(iri).casefold(), iri)):
            meaning = terms.text(iri, "skos:definition") or terms.text(iri, "skos:scopeNote")
            number = counts[iri]
            yield _ROW % (terms.predicate(iri, ""), said, number, words.number(number), meaning.html)


# -- citations -----------------------------------------------------------------------------------------------------


def cited_as(dataset: Dataset) -> str:
    """The IRI that citations give: the DOI, where there is one."""
    return dataset.settings.doi or Minter(dataset.base)("Dataset")


def _citations(dataset: Dataset, words: Catalogue) -> list[Snippet]:
    """The data set cited as text, as BibTeX and as CSL-JSON, each with its version."""
    title, date = dataset.title[words.language], dataset.issued or dataset.modified
    fields: Mapping[str, Any] = {"title": title, "publisher": dataset.publisher.name, "version": dataset.version}
    text = words.say(
        "data.cited_dated" if date else "data.cited", **fields, date=words.date(date), iri=cited_as(dataset)
    )
    key = f"dataset-{dataset.version}"
    written = {"howpublished": str(words.say("data.kind").unescape()), "year": date[:4], "url": cited_as(dataset)}
    item = {"id": key, "type": "dataset", **fields, "issued": date, "URL": cited_as(dataset)}
    return [
        Snippet("citation", "text", str(text.unescape())),
        Snippet("bibtex", "BibTeX", bibtex(key, {**fields, **written})),
        Snippet("csl", "CSL-JSON", csl({**item, "language": words.language})),
    ]
