"""What the public sees of a publication, and how that would differ: shown to curators before anything is changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from ld_export.model import Excerpt
from ld_export.names import slug
from ld_export.pipeline.files import Source
from ld_export.privacy import Withheld, placeholder, redacted, redacted_annotations
from ld_export.registry import Registry

_AROUND = 60
_MERGED = "merged-into:"


class View(NamedTuple):
    """What the public sees: of each person's number, each signature, passage and annotated item, by where it is.

    An item has its quote and the people whom it names.
    """

    persons: Mapping[int, str]
    signatures: Mapping[tuple[str, int], str]
    passages: Mapping[tuple[str, str, int], str]
    items: Mapping[tuple[str, str, int], tuple[str, str]]


def view_of(sources: Sequence[Source], withheld: Withheld, registry: Registry) -> View:
    """What would be published of some sources; `registry` is that without the withheld."""
    signatures: dict[tuple[str, int], str] = {}
    passages: dict[tuple[str, str, int], str] = {}
    items: dict[tuple[str, str, int], tuple[str, str]] = {}
    for key, source, before, notes in sources:
        text = redacted(source, before, withheld, notes).text
        kept = redacted_annotations(notes, before, text, withheld) if notes else None
        for item in kept.excerpts if kept else ():
            items[key, item.word, item.number] = item.quote, _named_in(item, registry)
        for number, position in enumerate(text.withheld, start=1):
            signatures[key, position] = f"#signature-withheld-{number}, a place without a name"
        for entry in text.signatories:
            match = registry.match(entry)
            known = f"#signature-{match.key}, of person {match.person}" if match else "of a new person"
            unnamed = f"#signature-{slug(f'{entry.name_as_printed} {entry.country}')}, of nobody yet"
            signatures[key, entry.position] = known if match or entry.given_name else unnamed
        passages |= {(key, text.language, passage.position): passage.text for passage in text.passages}
    return View({id_: _page(person.status) for id_, person in registry.persons.items()}, signatures, passages, items)


def _named_in(item: Excerpt, registry: Registry) -> str:
    """The people whom an annotated item refers to by number."""
    fields = msgspec.structs.astuple(item)
    references = [one for field in fields for one in (field if isinstance(field, tuple) else (field,))]
    numbers = [int(one[7:]) for one in references if isinstance(one, str) and re.fullmatch("person/[0-9]+", one)]
    ends = sorted({registry.resolved(number) for number in numbers if number in registry.persons})
    return ", ".join(f"person {end}" for end in ends if registry.persons[end].status == "active") or "nobody"


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
    for where, item in before.items.items():
        yield from _item_differences(where, item, after.items.get(where))


def _item_differences(
    where: tuple[str, str, int], before: tuple[str, str], after: tuple[str, str] | None
) -> Iterator[str]:
    name = f"{where[0]}, {where[1]} {where[2]}"
    if after is None:
        yield f"{name}: left out, since nobody is left who says it"
        return
    if after[0] != before[0]:
        yield f"{name}: reads {after[0]}"
    if after[1] != before[1]:
        yield f"{name}: names {after[1]} instead of {before[1]}"


def _shown(text: str, language: str) -> str:
    """The places of a text where names went, each with some words around it."""
    mark = re.escape(placeholder(language))
    parts = re.findall(rf".{{0,{_AROUND}}}{mark}(?:.{{0,{_AROUND}}}{mark})*.{{0,{_AROUND}}}", text)
    return " … ".join(parts)
