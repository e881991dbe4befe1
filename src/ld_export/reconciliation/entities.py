"""The entities of a publication by their addresses; those that were merged lead to the one that holds."""

from __future__ import annotations

from collections.abc import Sequence

from ld_export.authority import Authority, Named


class Entities:
    """What can be found. An entity's id is its address without the base that all addresses begin with."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self.base = authority.base
        self._by_iri = {one.id: one for one in authority.entities}

    @property
    def all(self) -> Sequence[Named]:
        """All of them, in the order of the list of names."""
        return self.authority.entities

    def by_iri(self, iri: str) -> Named | None:
        """The entity of an address; nothing where it was withdrawn or never was."""
        return self._by_iri.get(self.authority.merged.get(iri, iri))

    def by_id(self, text: str) -> Named | None:
        """The entity of an id or of an address."""
        text = text.strip()
        return self.by_iri(text) or self.by_iri(self.base + text)

    def id_of(self, one: Named) -> str:
        """Its id."""
        return one.id.removeprefix(self.base)
