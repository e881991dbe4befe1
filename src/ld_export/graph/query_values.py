"""Lists of terms in queries: an empty `VALUES ?name { }` of a query that is kept in a file is filled with them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ld_export.errors import UsageProblem
from ld_export.graph.binding import Term, written_term


def with_values(text: str, name: str, terms: Sequence[Term]) -> str:
    """A query in which every empty `VALUES ?name { }` has the terms; they are data there, whatever they say.

    Raises `UsageProblem` for a query that has no place for them.
    """
    filled, places = re.subn(
        rf"(VALUES\s+\?{re.escape(name)}\s*\{{)\s*\}}",
        lambda found: f"{found[1]} {' '.join(map(written_term, terms))} }}",
        text,
    )
    if not places:
        raise UsageProblem(
            f"the query has no place for values of ?{name}", remedy=f"write VALUES ?{name} {{ }} into it"
        )
    return filled
