"""A link set again, with the addresses that hold now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ld_export.linksets.checking import Here
from ld_export.linksets.reading import SSSOM, quads_of
from ld_export.linksets.sssom import Mappings


def corrected(path: Path, here: Here) -> Iterator[str]:
    """The lines of a file: SSSOM as it was, any RDF as N-Triples, or N-Quads where it names graphs.

    Addresses that were merged are led on. Whatever names one that was withdrawn, or never was, is left out, also what
    is said of it in words.
    """
    if path.suffix == SSSOM:
        yield from Mappings(path).rewritten(here.now)
        return
    for quad in quads_of(path):
        terms = [_now(term, here) for term in (quad.subject, quad.predicate, quad.object)]
        if None not in terms:
            graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else f" {quad.graph_name}"
            yield f"{terms[0]} {terms[1]} {terms[2]}{graph} .\n"


def _now(term: Any, here: Here) -> Any:
    if not isinstance(term, ox.NamedNode):
        return term
    iri = here.now(term.value)
    return None if iri is None else ox.NamedNode(iri)
