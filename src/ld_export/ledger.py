"""The ledger of released addresses: every URI of its own that a publication has ever had, in `released.csv`.

It holds addresses and nothing else: no name, no title. A build adds to it and never takes a line out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ld_export.csvfile import read_rows, write_row
from ld_export.errors import ReleasedProblem

FILE_NAME = "released.csv"
COLUMNS = ("uri", "status")

ACTIVE, WITHDRAWN = "active", "withdrawn"
_DOCUMENTS = "declaration/"


class Ledger(NamedTuple):
    """The released addresses of one publication with the line and the status of each.

    `base` is what its addresses begin with now; `content` is the file as it was read, none where there is no file.
    """

    base: str
    lines: dict[str, int]
    withdrawn: frozenset[str]
    content: bytes | None

    @property
    def digest(self) -> str:
        """SHA-256 of what it says, in whatever order."""
        rows = "".join(f"{uri} {uri in self.withdrawn}\n" for uri in sorted(self.lines))
        return hashlib.sha256(rows.encode()).hexdigest()

    @property
    def withdrawn_documents(self) -> frozenset[str]:
        """The keys of the documents that are said to be withdrawn."""
        return frozenset(uri.removeprefix(self.base + _DOCUMENTS) for uri in self.withdrawn)

    def names(self) -> set[str]:
        """What is released, as it is named within the publication (`country/de`)."""
        begin = len(self.base)
        return {uri[begin:] for uri in self.lines if uri.startswith(self.base)}

    def with_new(self, uris: Iterable[str]) -> Ledger:
        """The ledger with some addresses more."""
        return self._replace(lines={**self.lines, **dict.fromkeys((uri for uri in uris if uri not in self.lines), 0)})

    def text(self) -> str:
        """The whole file, sorted, so that releases of two branches merge."""
        rows = (write_row((uri, WITHDRAWN if uri in self.withdrawn else ACTIVE)) for uri in sorted(self.lines))
        return write_row(COLUMNS) + "".join(rows)


def read_ledger(publication: Path, base: str) -> Ledger:
    """The ledger of the publication in a folder whose addresses begin with `base`; an empty one where there is no file.

    Raises `ReleasedProblem`, with its line, for a row that no build wrote and no publisher should.
    """
    path = publication / FILE_NAME
    if not path.exists():
        return Ledger(base, {}, frozenset(), None)
    content = path.read_bytes()
    lines: dict[str, int] = {}
    withdrawn = set()
    for number, row in enumerate(read_rows(path, COLUMNS, ReleasedProblem), start=2):
        uri, status = row["uri"], row["status"]
        if status == WITHDRAWN and uri.startswith(base + _DOCUMENTS):
            withdrawn.add(uri)
        elif status != ACTIVE:
            raise ReleasedProblem(_status_problem(uri, status), row.place, _STATUS_REMEDY)
        if lines.setdefault(uri, number) != number:
            raise ReleasedProblem(f"{uri} stands twice", row.place, "take one of the lines out")
    return Ledger(base, lines, frozenset(withdrawn), content)


_STATUS_REMEDY = "it is active, or withdrawn for a document; people and bodies have theirs in entities/"


def _status_problem(uri: str, status: str) -> str:
    return f"{uri} is no document" if status == WITHDRAWN else f"the status {status[:40]!r} is unknown"
