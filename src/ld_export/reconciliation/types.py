"""The types of entities, a row for each kind of name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Type(NamedTuple):
    """A type: the kind of entities that are of it, what it is called, what it holds, and its classes in the graph."""

    id: str
    name: str
    description: str
    classes: tuple[str, ...]

    def shown(self) -> dict[str, str]:
        """The type as candidates have it."""
        return {"id": self.id, "name": self.name}

    def described(self) -> dict[str, str]:
        """The type as it is suggested."""
        return {**self.shown(), "description": self.description}


TYPES = {
    type_.id: type_
    for type_ in (
        Type("person", "Person", "People who signed a document or are named in one", ("schema:Person", "foaf:Person")),
        Type("organization", "Body", "Assemblies, authorities, movements, media", ("schema:Organization",)),
        Type("family", "Family", "Families that documents name by their name only", ("foaf:Group",)),
        Type("group", "Political group", "Political groups of assemblies", ("hrd:PoliticalGroup",)),
        Type("country", "Country", "Countries that documents name, or that somebody signed for", ("schema:Country",)),
        Type("document", "Document", "Declarations, motions, resolutions, articles", ("schema:CreativeWork",)),
    )
}


def wanted(types: Iterable[str]) -> list[str]:
    """The ids of some types, which may be given by their classes or in capitals; those that are unknown stay out."""
    known = {name.casefold(): type_.id for type_ in TYPES.values() for name in (type_.id, *type_.classes)}
    return list(dict.fromkeys(known[one.casefold()] for one in types if one.casefold() in known))
