"""Turtle that is fit to read: our own order of prefixes and subjects, the library's syntax."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from ld_export.graph.names import prefixes


def turtle_head(base: str) -> str:
    """The prefix declarations of every Turtle file of a publication."""
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(turtle_prefixes(base).items()))


def turtle_prefixes(base: str) -> dict[str, str]:
    """The context's prefixes, and one for each kind of entity; none whose names would need escapes."""
    own = {kind: f"{base}{kind}/" for kind in ("person", "organization", "group", "country")}
    return {name: iri for name, iri in (prefixes() | own).items() if name != "concept"}


def turtle_body(triples: Iterable[ox.Triple], base: str) -> str:
    """Triples as Turtle without prefixes, in their order; those of one subject must stand together."""
    used = turtle_prefixes(base)
    made = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used) or b""
    # The serialiser writes the prefixes first, in no stable order: `turtle_head` writes them instead.
    body = made.decode().split("\n", len(used))[-1]
    return body.replace(" .\n<", " .\n\n<") if body else ""
