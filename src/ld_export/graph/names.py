"""The context's prefixes, and IRIs written with them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pyoxigraph as ox

from ld_export.mapping import context

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"


@cache
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


@cache
def expanded(compact: str) -> str:
    """The IRI of a `prefix:name` of the context; anything else as it is."""
    prefix, colon, local = compact.partition(":")
    return prefixes()[prefix] + local if colon and prefix in prefixes() else compact


_DECLARATION = re.compile(r"prefix\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)


def terms_named_in(text: str) -> frozenset[str]:
    """The terms that a query or a Turtle text names, with a prefix or in full; `a` stands for none."""
    known = dict(_DECLARATION.findall(text))
    short = (f"<{known[prefix]}{local}>" for prefix, local in re.findall(r"([\w-]*):([\w-]+)", text) if prefix in known)
    return frozenset(short).union(re.findall(r"<[^<>\s]+>", text))


def iri_of(term: Any) -> str:
    """The IRI of a subject or an object, empty for a literal; there are no blank nodes in what is published."""
    return term.value if isinstance(term, ox.NamedNode) else ""
