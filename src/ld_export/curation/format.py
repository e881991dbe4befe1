"""The format of annotation files as a table: sections, their keys, what each becomes."""

from __future__ import annotations

from typing import NamedTuple

from ld_export.curation.fields import (
    AGENTS,
    AMOUNT,
    ANYTHING,
    KEY,
    NUMBER,
    POSITION,
    SOMEBODY,
    STATUS,
    TEXT,
    VOICE,
    WHEN,
    Field,
    code,
    several,
)
from ld_export.model import Citation, Claim, Demand, Excerpt, Figure, Mention

PLACE = {"quote": TEXT, "passage": POSITION, "occurrence": NUMBER}
_EXCERPT = PLACE | {"status": STATUS, "note": TEXT}
DEFAULTS = {"by": VOICE, "reported_by": VOICE, "stance": code("stance")}
_STATEMENT = _EXCERPT | DEFAULTS | {"concerns": ANYTHING}


class Section(NamedTuple):
    """A section of numbered items: their record, their keys, those that must be there."""

    record: type[Excerpt]
    keys: dict[str, Field]
    required: tuple[str, ...]


SECTIONS: dict[str, Section] = {
    "mentions": Section(
        Mention,
        _EXCERPT | {"refers_to": SOMEBODY, "role": several(code("role")), "described_as": TEXT},
        ("quote",),
    ),
    "citations": Section(Citation, _EXCERPT | {"cites": KEY}, ("quote", "cites")),
    "claims": Section(
        Claim,
        _STATEMENT
        | {
            "kind": several(code("violation", "development")),
            "affects": AGENTS,
            "may_affect": AGENTS,
            "imputed_to": AGENTS,
            "when": WHEN,
        },
        ("quote", "kind"),
    ),
    "demands": Section(Demand, _STATEMENT | {"kind": several(code("demand")), "addressee": AGENTS}, ("quote", "kind")),
    "figures": Section(
        Figure,
        _STATEMENT | {"amount": AMOUNT, "qualifier": code("qualifier"), "counts": TEXT},
        ("quote", "amount", "qualifier", "counts"),
    ),
}

RENAMED = {
    "by": "asserted_by",
    "role": "roles",
    "kind": "kinds",
    "addressee": "addressees",
}
"""Keys that are called otherwise in the records: a curator writes one, a record holds several."""

HEAD = {"document": KEY, "language": Field(TEXT.read, {"type": "string", "pattern": "^[a-z]{2}$"}), "status": STATUS}
