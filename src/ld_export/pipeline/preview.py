"""What the public sees of a publication, and how that would differ: shown to curators before anything is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ld_export.documents import document_key
from ld_export.model import SourceText, Text
from ld_export.names import slug
from ld_export.parse import parse
from ld_export.pipeline.inputs import DOCUMENTS
from ld_export.privacy import Withheld, placeholder, redacted
from ld_export.registry import Registry
from ld_export.settings import Settings
from ld_export.sources import read_source

_AROUND = 60
_MERGED = "merged-into:"


class Source(NamedTuple):
    """A document file: the key of its document, its clean text, and its record as it is."""

    key: str
    source: SourceText
    text: Text


def read_sources(publication: Path, settings: Settings) -> list[Source]:
    """Every document file of a publication; raises what is wrong with one."""
    sources = []
    for path in sorted((publication / DOCUMENTS).glob("*.txt")):
        own = settings.of(path.stem)
        source = read_source(path, settings.size_limit)
        text = parse(source, own.layout, own.language)
        sources.append(Source(document_key(text, own), source, text))
    return sources


class View(NamedTuple):
    """What the public sees: of each person's number, each signature, and each passage, by where it is."""

    persons: Mapping[int, str]
    signatures: Mapping[tuple[str, int], str]
    passages: Mapping[tuple[str, str, int], str]


def view_of(sources: Sequence[Source], withheld: Withheld, registry: Registry) -> View:
    """What would be published of some sources; `registry` is that without the withheld."""
    signatures: dict[tuple[str, int], str] = {}
    passages: dict[tuple[str, str, int], str] = {}
    for key, source, before in sources:
        text = redacted(source, before, withheld).text
        for number, position in enumerate(text.withheld, start=1):
            signatures[key, position] = f"#signature-withheld-{number}, a place without a name"
        for entry in text.signatories:
            match = registry.match(entry)
            known = f"#signature-{match.key}, of person {match.person}" if match else "of a new person"
            unnamed = f"#signature-{slug(f'{entry.name_as_printed} {entry.country}')}, of nobody yet"
            signatures[key, entry.position] = known if match or entry.given_name else unnamed
        passages |= {(key, text.language, passage.position): passage.text for passage in text.passages}
    return View({id_: _page(person.status) for id_, person in registry.persons.items()}, signatures, passages)


def _page(status: str) -> str:
    if status.startswith(_MERGED):
        return f"a redirect to person {status.removeprefix(_MERGED)}"
    return {"active": "a page", "withdrawn": "a tombstone", "reserved": "nothing"}[status]


def differences(before: View, after: View) -> Iterator[str]:
    """What would change in public, a line each. No line says a name that goes."""
    for id_, page in after.persons.items():
        if page != before.persons.get(id_, "nothing"):
            yield f"person {id_}: {page} instead of {before.persons.get(id_, 'nothing')}"
    for (key, position), shown in after.signatures.items():
        if shown != before.signatures[key, position]:
            yield f"{key}, signatory {position}: {shown} instead of {before.signatures[key, position]}"
    for (key, language, position), text in after.passages.items():
        if text != before.passages[key, language, position]:
            name = f"passage {position}" if position else "title"
            yield f"{key}, {name} ({language}): reads {_shown(text, language)}"


def _shown(text: str, language: str) -> str:
    """The places of a text where names went, each with some words around it."""
    mark = re.escape(placeholder(language))
    parts = re.findall(rf".{{0,{_AROUND}}}{mark}(?:.{{0,{_AROUND}}}{mark})*.{{0,{_AROUND}}}", text)
    return " … ".join(parts)
