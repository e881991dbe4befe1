"""What differs between two builds, statement by statement, and which pages that touches."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

from ld_export.dumps import Block
from ld_export.graph import iri_of

_IRI = re.compile(r"<([^<>\s]+)>")


class Changes:
    """Collects the sources that changed. `graphs` maps the names of changed graphs to their new N-Quads."""

    def __init__(self, base: str) -> None:
        self._base = base
        self.graphs: dict[str, bytes] = {}
        self._subjects: set[str] = set()
        self._touched: set[str] = set()

    def note(self, graph: str, before: Sequence[Block], after: Sequence[Block]) -> None:
        """A source was made again: its blocks of the canonical dump, before and after."""
        old = {line for block in before for line in str(block.data, "utf-8").split("\n")[:-1]}
        new = {line for block in after for line in str(block.data, "utf-8").split("\n")[:-1]}
        if old == new:
            return
        self.graphs[graph] = b"".join(bytes(block.data) for block in after)
        changed = {line.split(" ", 1)[0] for line in old ^ new}
        self._subjects |= {_owner(subject[1:-1]) for subject in changed}
        # A page shows parts of other entities (a person's page, the position of a signature), so whatever the
        # changed entities' statements name is touched with them.
        owners = {_owner(subject[1:-1]) for subject in changed}
        for line in old | new:
            subject, _, rest = line.split(" ", 2)
            if _owner(subject[1:-1]) in owners:
                self._touched |= {_owner(iri) for iri in _IRI.findall(rest.rpartition(" <")[0])}

    def touched(self, store: ox.Store) -> set[str]:
        """The entities whose pages may differ: what changed, what it names, and what names it (for its label)."""
        naming = {
            _owner(iri_of(quad.subject))
            for subject in self._subjects
            for quad in store.quads_for_pattern(None, None, ox.NamedNode(subject))
        }
        return self._subjects | self._touched | naming


def _owner(iri: str) -> str:
    return iri.partition("#")[0]
