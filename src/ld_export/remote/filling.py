"""A graph from solutions that come by pages: a template filled with one after the other, each statement once."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from ld_export.errors import EndpointProblem
from ld_export.remote.paging import Pages
from ld_export.remote.results import Row, Statements
from ld_export.remote.template import Template, has_blank

_DIGEST = 16


def statements_by(pages: Pages, template: Template, origin: str) -> Statements:
    """What a template makes of the rows of pages. The first page is asked for at once.

    Reading on raises `EndpointProblem` where more than one page has blank nodes: their names hold within one answer, so
    nobody could tell which of them are the same.
    """
    columns, rows, _ = pages.rows()
    known = _known(rows, pages, origin)
    return Statements(_once(triple for row in known for triple in template.filled(columns, row)))


def _known(rows: Iterator[Row], pages: Pages, origin: str) -> Iterator[Row]:
    """The rows, of which only one page may have blank nodes."""
    page = 0
    for row in rows:
        if has_blank(row):
            if page not in (0, pages.number):
                raise EndpointProblem(
                    "blank nodes are on more than one page, and each page has names of its own for them",
                    origin,
                    "ask by larger pages, or in one piece",
                )
            page = pages.number
        yield row


def _once(triples: Iterator[Any]) -> Iterator[Any]:
    """Each triple where it comes first. Kept of each is a digest, since a graph may be larger than memory."""
    known: set[bytes] = set()
    for triple in triples:
        digest = blake2b(str(triple).encode(), digest_size=_DIGEST).digest()
        if digest not in known:
            known.add(digest)
            yield triple
