"""Which of our addresses a link set names, and what has become of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ld_export.authority import Authority
from ld_export.concepts import concepts
from ld_export.iris import Minter
from ld_export.linksets.reading import Statement

HERE, MERGED, WITHDRAWN, UNKNOWN = "here", "merged", "withdrawn", "unknown"
"""What becomes of an address: it holds, it leads to another, nothing is said of it any more, it never was."""


class Checked(NamedTuple):
    """A statement with one of our addresses: that and theirs, what has become of ours, and the one that holds now.

    That is empty where none does. `turned` where ours is the subject.
    """

    statement: Statement
    ours: str
    theirs: str
    status: str
    now: str
    turned: bool


class Here:
    """The addresses of a publication. Of a part of a document (`#claim-3`) only the document is known."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._known = {one.id for one in authority.entities}
        self._withdrawn = frozenset(authority.withdrawn)
        self._vocabulary = f"{Minter(authority.base).vocabulary}concept/"

    def has(self, iri: str) -> bool:
        """Whether an address is one of ours: a concept's or the ontology's is of all publications."""
        return iri.startswith(self._authority.base) and not self._is_term(iri)

    def state(self, iri: str) -> tuple[str, str]:
        """What has become of an address, and which holds now (empty where none does)."""
        document, _, part = iri.partition("#")
        if merged := self._authority.merged.get(iri):
            return (MERGED, merged) if merged in self._known else (WITHDRAWN, "")
        if iri in self._withdrawn or document in self._withdrawn:
            return WITHDRAWN, ""
        if iri in self._known or (part and document in self._known):
            return HERE, iri
        return UNKNOWN, ""

    def now(self, iri: str) -> str | None:
        """The address that holds now for any address; nothing where it is one of ours that none holds for."""
        return (self.state(iri)[1] or None) if self.has(iri) else iri

    def _is_term(self, iri: str) -> bool:
        vocabulary = self._vocabulary.removesuffix("concept/")
        code = iri.removeprefix(self._vocabulary)
        return iri.startswith(f"{vocabulary}ontology#") or (code != iri and code in concepts())


def checked(statements: Iterable[Statement], here: Here) -> Iterator[Checked]:
    """The statements in which one of our addresses stands beside one of theirs."""
    for one in statements:
        mine = here.has(one.subject), here.has(one.object)
        if mine in ((True, False), (False, True)):
            ours, theirs = (one.subject, one.object) if mine[0] else (one.object, one.subject)
            yield Checked(one, ours, theirs, *here.state(ours), mine[0])
