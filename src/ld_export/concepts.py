"""The concept schemes of `ontology/`: which codes there are. Their words and meanings are for the graph."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

import pyoxigraph as ox

from ld_export.iris import Minter
from ld_export.resources import concept_files

_IN_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme"


@cache
def concepts() -> frozenset[str]:
    """Every concept as `scheme/code`."""
    start = f"{Minter('').vocabulary}concept/"
    return frozenset(
        quad.subject.value.removeprefix(start)
        for path in concept_files()
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == _IN_SCHEME and isinstance(quad.subject, ox.NamedNode)
    )


@cache
def codes_of(*schemes: str) -> dict[str, str]:
    """Code to `scheme/code`, of some schemes."""
    return {one.partition("/")[2]: one for one in sorted(concepts()) if one.partition("/")[0] in schemes}


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the known word that is most like another; empty where none is."""
    near = get_close_matches(word[:200], sorted(known), n=1, cutoff=0.5)
    return f"did you mean {near[0]}? " if near else ""
