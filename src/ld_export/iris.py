"""Minting: `mint("Person", id=17)` is the only maker of IRIs, from the patterns of `mappings/iris.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from typing import NamedTuple

from ld_export.errors import MappingProblem
from ld_export.resources import folder


class _Rules(NamedTuple):
    vocabulary: str
    patterns: dict[str, str]
    allowed: dict[str, re.Pattern[str]]


@cache
def _rules() -> _Rules:
    path = folder("mappings") / "iris.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    allowed = {field: re.compile(pattern) for field, pattern in table["allowed"].items()}
    return _Rules(table["vocabulary"], table["patterns"], allowed)


# A document is asked for with each of its parts, and the parts have the same few numbers in all documents.
@lru_cache(maxsize=10_000)
def allows(field: str, value: str) -> bool:
    """Whether a value may stand for a field in an IRI."""
    return _rules().allowed[field].fullmatch(value) is not None


# Without the characters that RFC 3987 keeps out of every IRI.
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def is_web_address(text: str) -> bool:
    """Whether a text that somebody gave is a whole address on the web."""
    return _WEB_ADDRESS.fullmatch(text) is not None


class Minter:
    """Makes the IRIs of one publication. `base` ends in a slash."""

    def __init__(self, base: str) -> None:
        self.base = base

    @property
    def vocabulary(self) -> str:
        """The base of the ontology and the concepts, the same in every publication."""
        return _rules().vocabulary

    def __call__(self, pattern: str, **fields: str | int) -> str:
        """The IRI of a pattern with its fields filled in.

        Raises `MappingProblem` when a value is outside the allow-list of its field: an IRI lasts for ever, so
        a doubtful one is refused rather than escaped into being. What the list allows needs no escape.
        """
        return _minted(self.base, pattern, **fields)


# The same few people, countries and groups are asked for again and again.
@lru_cache(maxsize=10_000)
def _minted(base: str, pattern: str, **fields: str | int) -> str:
    for field, value in fields.items():
        if not allows(field, str(value)):
            raise MappingProblem(
                f"{value!r} cannot be the {field} of a {pattern} IRI",
                remedy=f"it must match {_rules().allowed[field].pattern} (mappings/iris.toml)",
            )
    return _pattern(base, pattern).format_map(fields)


@cache
def _pattern(base: str, name: str) -> str:
    """A pattern with the bases filled in."""
    pattern = _rules().patterns[name]
    for field, value in (("base", base), ("vocabulary", _rules().vocabulary)):
        pattern = pattern.replace("{" + field + "}", value.replace("{", "{{").replace("}", "}}"))
    return pattern


def passage_iri(mint: Minter, document: str, position: int, language: str, first_language: str) -> str:
    """The IRI of a passage; in another language than the publication's first it has the language in it."""
    if language == first_language:
        return mint("Passage", document=document, position=position)
    return mint("TranslatedPassage", document=document, position=position, language=language)


class Referred(NamedTuple):
    """What references of a kind are to: the pattern of its IRIs, the field of its id there, and its class."""

    pattern: str
    field: str
    type: str


REFERRED = {
    "person": Referred("Person", "id", "schema:Person"),
    "organization": Referred("Organization", "id", "schema:Organization"),
    "family": Referred("Family", "id", "foaf:Group"),
    "country": Referred("Country", "id", "schema:Country"),
    "group": Referred("Group", "id", "hrd:PoliticalGroup"),
    "declaration": Referred("Document", "document", "schema:CreativeWork"),
}
"""What has an IRI of its own in the publication, by the kind in references (`person/12`)."""

OF_DOCUMENT = {"set": "AgentSet", "claim": "Claim"}
"""The patterns of what has its IRI within the document whose annotations refer to it (`set/1`)."""


def reference_iri(mint: Minter, document: str, reference: str) -> str:
    """What a reference in the annotations of a document stands for; what is nothing else is a concept.

    Raises `MappingProblem` where no IRI can be made of it.
    """
    kind, _, id_ = reference.partition("/")
    if kind in REFERRED:
        return mint(REFERRED[kind].pattern, **{REFERRED[kind].field: id_})
    if kind in OF_DOCUMENT:
        return mint(OF_DOCUMENT[kind], document=document, number=id_)
    if kind == "signatories":
        return mint("Signatories", document=document)
    return mint("Concept", scheme=kind, code=id_)
