"""Which graphs of a store are the publication's: those that it mints names for, and those that pushing needs."""

from __future__ import annotations

from ld_export.iris import Minter, allows


class Names:
    """The names of a publication's graphs in a store.

    What begins with its base but has no name that the publication could give belongs to somebody else, for instance
    to a publication whose base lies below this one.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self._mint = Minter(base)
        self.registry = self._mint("RegistryGraph")
        self.vocabulary = self._mint("VocabularyGraph")
        self.data = self._mint("Dataset")
        self.marker = self._part("pushed")
        self.lock = self._part("pushing")
        self.probe = self._part("probed")

    def owns(self, graph: str) -> bool:
        """Whether a graph is of the publication's documents or its registry."""
        key = graph.removeprefix(self.base).partition("/")[2].partition("#")[0]
        return graph == self.registry or (
            allows("document", key) and graph == self._mint("DocumentGraph", document=key)
        )

    def staging(self, release: str, position: int) -> str:
        """Where a graph waits: by the digest of its release, and its position among the release's graphs."""
        return self._part(f"staged-{release[:16]}-{position}")

    def is_staging(self, graph: str) -> bool:
        """Whether a graph is one that waits, of whichever release."""
        return graph.startswith(self._mint("DatasetPart", about="staged") + "-")

    def _part(self, about: str) -> str:
        return self._mint("DatasetPart", about=about)
