"""The context's prefixes, and IRIs written with them."""

from __future__ import annotations

from functools import cache
from typing import Any

import pyoxigraph as ox

from ld_export.mapping import context

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"


def prefixes() -> dict[str, str]:
    """Prefix to namespace, from the context: what Turtle is written with and what queries may use."""
    return {term: iri for term, iri in context().items() if isinstance(iri, str) and not iri.startswith("@")}


@cache
def compact_iri(iri: str) -> str:
    """An IRI as `prefix:name` where the context has a prefix for it."""
    for prefix, namespace in prefixes().items():
        if iri.startswith(namespace) and iri[len(namespace) :].replace("_", "").replace("-", "").isalnum():
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def iri_of(term: Any) -> str:
    """The IRI of a subject or an object, empty for a literal; there are no blank nodes in what is published."""
    return term.value if isinstance(term, ox.NamedNode) else ""
