"""A difference as RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html): one transaction, without prefixes."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator

from ld_export.difference.comparing import Difference

_PART = 1024 * 1024


def patch_lines(difference: Difference) -> Iterator[str]:
    """The lines of the patch: what is removed (`D`), then what is added (`A`).

    Its id is made of what it says, so that the same difference has the same patch.
    """
    yield f"H id <{_identity(difference).urn}> .\n"
    yield "TX .\n"
    for letter, path in (("D", difference.removed), ("A", difference.added)):
        with path.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield f"{letter} {line}"
    yield "TC .\n"


def _identity(difference: Difference) -> uuid.UUID:
    digest = hashlib.sha256()
    for path in (difference.removed, difference.added):
        with path.open("rb") as file:
            own = hashlib.sha256()
            while part := file.read(_PART):
                own.update(part)
            digest.update(own.digest())
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:sha256:{digest.hexdigest()}")
