"""What is known of names: what the registry holds, and how documents print them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from ld_export.authority.record import KINDS, Authority, Named
from ld_export.authority.wording import Describe
from ld_export.codes import kinds
from ld_export.iris import Minter
from ld_export.model import CitedDocument, Country, Family, Group, Organization, Person
from ld_export.names import matching_key
from ld_export.registry import other_spellings
from ld_export.spelling import alike, words
from ld_export.tables import DOCUMENTS, SIGNATURES, Entity

_MERGED = "merged-into:"
_KIND_OF = {Person: "person", Organization: "organization", Family: "family", Group: "group", Country: "country"}


class Mentioned(NamedTuple):
    """A mention: the IRIs of the document and of who is mentioned, the words, and the codes of roles."""

    document: str
    entity: str
    quote: str
    roles: Sequence[str]


class Sources(NamedTuple):
    """Where names come from: rows of the registry and of two tables of the dumps, and mentions."""

    entities: Iterable[Entity]
    signatures: Iterable[Sequence[str]]
    documents: Iterable[Sequence[str]]
    mentions: Iterable[Mentioned]


@dataclass
class _Said:
    """What documents say of one entity."""

    signed: set[str] = field(default_factory=set)
    mentioned: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)


def gathered(sources: Sources, base: str, role_words: Mapping[str, Sequence[str]], describe: Describe) -> Authority:
    """The names of a publication. `role_words` are all words for each role."""
    mint, documents = Minter(base), [dict(zip(DOCUMENTS.columns, row, strict=True)) for row in sources.documents]
    said = _signed(sources.signatures, base)
    _mentioned(sources.mentions, said)
    for row in documents:
        said[row["publisher"]].documents.add(row["document"])
    dates = {row["document"]: row["date"] for row in documents}
    merged, withdrawn, living = _apart(sources.entities, mint)
    own = [_told(_of_entity(iri, entity), said[iri], dates) for iri, entity in living.items()]
    described = [msgspec.structs.replace(one, description=describe(one)) for one in own]
    works = [_of_document(row, describe) for row in documents]
    entities = tuple(sorted((*described, *works), key=_in_order))
    used = sorted({role for one in entities for role in one.roles})
    return Authority(
        base=base,
        merged=merged,
        withdrawn=tuple(withdrawn),
        roles={role: tuple(role_words.get(role, ())) for role in used},
        entities=entities,
    )


# -- what documents say ------------------------------------------------------------------------------------------------


def _signed(rows: Iterable[Sequence[str]], base: str) -> defaultdict[str, _Said]:
    """Signatures: whoever signs, and the country and the group that somebody signs for."""
    document, person, printed, country, group = (
        SIGNATURES.columns.index(name) for name in ("document", "person", "name_as_printed", "country", "group")
    )
    said: defaultdict[str, _Said] = defaultdict(_Said)
    for row in rows:
        for iri in (row[person], row[country], row[group]):
            if iri:
                said[iri].documents.add(row[document])
        if row[person]:
            one = said[row[person]]
            one.signed.add(row[printed])
            one.countries.add(row[country].removeprefix(f"{base}country/").upper())
            one.groups.add(row[group].removeprefix(f"{base}group/"))
    return said


def _mentioned(mentions: Iterable[Mentioned], said: defaultdict[str, _Said]) -> None:
    for mention in mentions:
        one = said[mention.entity]
        one.documents.add(mention.document)
        one.mentioned.add(mention.quote)
        one.roles.update(mention.roles)


def _told(one: Named, said: _Said, dates: Mapping[str, str]) -> Named:
    """An entity with what documents say of it; a document that others cite keeps the day that it has of its own."""
    days = sorted({dates[document] for document in said.documents if dates.get(document)})
    own = one.kind == "document"
    return msgspec.structs.replace(
        one,
        spellings=_unlike([*one.spellings, *sorted(said.signed), *_names_in(said.mentioned, one)]),
        countries=tuple(sorted(said.countries)) or one.countries,
        groups=tuple(sorted(said.groups - {""})),
        roles=tuple(sorted(said.roles)),
        documents=len(said.documents),
        first=days[0] if days and not own else one.first,
        last=days[-1] if days and not own else one.last,
    )


def _names_in(mentioned: Iterable[str], one: Named) -> Iterator[str]:
    """Of the words that mention a person those that spell a name of theirs.

    "The former minister" names nobody who looks it up, and a family name alone names the whole family.
    """
    if one.kind != "person":
        return
    for text in sorted(mentioned):
        if len(words(text)) > 1 and any(alike(text, name) for name in one.spellings):
            yield text


# -- what the registry holds -------------------------------------------------------------------------------------------


def _apart(entities: Iterable[Entity], mint: Minter) -> tuple[dict[str, str], list[str], dict[str, Entity]]:
    """The addresses that lead to another, those of which nothing is said, and the entities by address."""
    merged, withdrawn, living = {}, [], {}
    for entity in entities:
        iri, status = _iri(entity, mint), getattr(entity, "status", "active")
        if status.startswith(_MERGED):
            merged[iri] = mint(type(entity).__name__, id=status.removeprefix(_MERGED))
        elif status == "withdrawn":
            withdrawn.append(iri)
        else:
            living[iri] = entity
    return {iri: _end_of(iri, merged) for iri in sorted(merged)}, sorted(withdrawn), living


def _end_of(iri: str, merged: Mapping[str, str]) -> str:
    """Where a chain of merges ends; the registry holds no circle."""
    while iri in merged:
        iri = merged[iri]
    return iri


def _iri(entity: Entity, mint: Minter) -> str:
    if isinstance(entity, CitedDocument):
        return mint("Document", document=entity.key)
    return mint(type(entity).__name__, id=entity.id)


def _of_entity(iri: str, entity: Entity) -> Named:
    if isinstance(entity, CitedDocument):
        # A bare number would be found for any number.
        number = entity.number if entity.number and not entity.number.isdecimal() else ""
        spellings = [*entity.translated.values(), _numbered(entity.document_number), number, entity.key]
        date = entity.date or ""
        return _named(iri, "document", entity.title, spellings, first=date, last=date)
    codes = entity.codes if isinstance(entity, Group) else ()
    written = other_spellings(entity) if isinstance(entity, Person) else entity.also_written
    translated = getattr(entity, "translated", {}).values()
    own = (entity.id.upper(),) if isinstance(entity, Country) else ()
    return _named(iri, _KIND_OF[type(entity)], entity.name, [*translated, *codes, *written], countries=own)


def _of_document(row: Mapping[str, str], describe: Describe) -> Named:
    """A document of the publication by its titles and its numbers."""
    titles = [title for title in (row["title_en"], row["title_fr"]) if title]
    called = next(kind for kind in kinds().values() if kind["en"] == row["kind"])
    numbers = [f"{called[language]} {row['number']}" for language in ("en", "fr") if row["number"]]
    name = titles[0] if titles else row["key"]
    spellings = [*titles, *numbers, _numbered(row["document_number"]), row["key"]]
    one = _named(row["document"], "document", name, spellings, documents=1, first=row["date"], last=row["date"])
    return msgspec.structs.replace(one, description=describe(one, numbers[0] if numbers else row["kind"]))


def _numbered(number: str | None) -> str:
    return f"Doc. {number}" if number else ""


def _named(iri: str, kind: str, name: str, spellings: Iterable[str], **more: Any) -> Named:
    return Named(id=iri, kind=kind, name=name, spellings=_unlike([name, *spellings]), **more)


def _unlike(spellings: Iterable[str]) -> tuple[str, ...]:
    """Spellings without those that an earlier one differs from by case or spacing alone."""
    first: dict[str, str] = {}
    for spelling in filter(None, spellings):
        first.setdefault(matching_key(spelling), spelling)
    return tuple(first.values())


def _in_order(one: Named) -> tuple[int, str, int, str]:
    folder, _, name = one.id.rpartition("/")
    return KINDS.index(one.kind), folder, int(name) if name.isdecimal() else 0, name
