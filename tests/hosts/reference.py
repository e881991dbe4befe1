"""Negotiation by RFC 9110, section 12.5, written out with numbers: what hosts say with regular expressions."""

from __future__ import annotations

from typing import NamedTuple

# What an entity can be had as, the first one first where all are alike.
TYPES = {
    ".html": ("text/html",),
    ".ttl": ("text/turtle", "application/x-turtle", "text/rdf+n3", "text/n3"),
    ".jsonld": ("application/ld+json", "application/json"),
    ".nt": ("application/n-triples",),
}
DATA = {
    *(name for ending, names in TYPES.items() if ending != ".html" for name in names),
    *("application/n-quads", "application/trig", "application/rdf+xml", "application/sparql-results+json"),
}


class Weight(NamedTuple):
    """How welcome something is: the q-value in whole tenths (below one tenth, half a one), and whether it was named."""

    tenths: float
    named: bool


def chosen(accept: str) -> str:
    """The ending of what a header would rather have; nothing where nothing fits."""
    ranges = dict(reversed([_range(part) for part in accept.split(",") if part.strip()]))  # of two, the first holds
    if not ranges:
        return ".html"
    weights = {ending: weight for ending in TYPES if (weight := _weight(ending, ranges)).tenths}
    wants_data = not DATA.isdisjoint(ranges)
    order = sorted(TYPES, key=lambda ending: ending == ".html") if wants_data else list(TYPES)
    return max((one for one in order if one in weights), key=lambda one: weights[one], default="")


def _weight(ending: str, ranges: dict[str, float]) -> Weight:
    for name in TYPES[ending]:
        if name in ranges:
            return Weight(ranges[name], named=True)
    for name in (f"{TYPES[ending][0].partition('/')[0]}/*", "*/*"):
        if name in ranges:
            return Weight(ranges[name], named=False)
    return Weight(0, named=False)


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key == "q":
            quality = float(value)
            return name, 0.5 if 0 < quality < 0.1 else int(quality * 10 + 1e-9)
    return name, 10
