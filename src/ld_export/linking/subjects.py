"""The addresses of rows: what links lead from."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from ld_export.errors import UsageProblem
from ld_export.tabular import Row, Table, TableProblem, place_of

_BASE = re.compile(r"(?:https?://[^\s/?#<>\"{}|\\^`]+/|urn:[a-z0-9][a-z0-9-]+:)(?:[^\s<>\"{}|\\^`]*[/#=:])?")
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_REST = re.compile(r"[^\s<>\"{}|\\^`]+")

LocalOf = Callable[[Row], str]
"""What stands behind the base in the address of a row."""


def checked_base(base: str) -> str:
    """What all addresses of rows begin with. Raises `UsageProblem` for what no address can begin with."""
    if not _BASE.fullmatch(base):
        raise UsageProblem(
            f"--base {base!r} is nothing that addresses begin with",
            remedy="write it as https://your.example/people/ with its last slash, or up to #",
        )
    return base


def local_names(table: Table, base: str, id_column: str) -> LocalOf:
    """How the addresses of rows go on behind the base: by a column of ids, else by the number of the row.

    An id is an address that begins with the base, or goes behind it, escaped. Raises `TableProblem` for an id that is
    empty, or an address of somewhere else.
    """
    if not id_column:
        return lambda row: f"row-{row.number}"
    at = place_of(table, id_column)

    def local(row: Row) -> str:
        id_ = row.cells[at].strip()
        if id_.startswith(base) and _REST.fullmatch(id_[len(base) :]):
            return id_[len(base) :]
        if not id_ or "//" in id_ or (_IRI.fullmatch(id_) and id_.startswith(("urn:", "http:", "https:"))):
            said = f"the id {id_[:80]!r} does not begin with {base}" if id_ else f"no id under {id_column!r}"
            raise TableProblem(said, row.place, "correct it, or name another --base or --id")
        return quote(id_, safe="-._~")

    return local
