"""The properties of entities: a row for each, which says of whom it is told and where its values are.

Those that somebody may be found by have their values in the list of names. All others are read from the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ld_export.authority import KINDS, Named

_SIGNS = "?signature hrd:signatory ?entity ; "
_AGENTS = ("person", "organization", "family", "country", "document")


class Property(NamedTuple):
    """A property: its id, what it is called and means, the kinds that have it, and the kind that its values are.

    Those are `str`, `int` and `date`, or a kind of entities; of a `count` only the number is given. `told` gives them
    from the list of names, and `pattern` finds them in the graph, from `?entity` to `?value`. What `tells` rules an
    entity out where it has other values.
    """

    id: str
    name: str
    description: str
    kinds: Sequence[str]
    values: str = "str"
    pattern: str = ""
    told: Callable[[Named], Sequence[str]] | None = None
    tells: bool = False

    def shown(self) -> dict[str, str]:
        """The property as clients list it."""
        return {"id": self.id, "name": self.name}

    def described(self) -> dict[str, str]:
        """The property as it is suggested."""
        return {**self.shown(), "description": self.description}


_ROWS = (
    Property("address", "Address", "The URI to cite and to link to", KINDS, told=lambda one: [one.id]),
    Property("name", "Name", "The name that is preferred", KINDS, told=lambda one: [one.name]),
    Property("spelling", "Spellings", "Every spelling that is known", KINDS, told=lambda one: one.spellings),
    Property(
        "description", "Description", "What tells it from others, in a few words", KINDS,
        told=lambda one: [one.description] if one.description else [],
    ),
    Property(
        "country", "Country", "The country that somebody signed for", ("person",), "country",
        f"{_SIGNS}hrd:representing ?value .", lambda one: one.countries, tells=True,
    ),
    Property(
        "group", "Political group", "The group that somebody was in when signing; people change groups", ("person",),
        "group", f"{_SIGNS}hrd:politicalGroup ?value .", lambda one: one.groups,
    ),
    Property(
        "role", "Named as", "The roles that documents name somebody by, on their day", ("person", "organization"),
        "str", "?mention hrd:refersTo ?entity ; hrd:role ?role . ?role skos:prefLabel ?value . "
        "FILTER(LANG(?value) = 'en')",
        lambda one: one.roles,
    ),
    Property(
        "date", "Date", "The day of a document, or the days of those that somebody is in", KINDS, "date",
        told=lambda one: list(dict.fromkeys(day for day in (one.first, one.last) if day)),
    ),
    Property(
        "documents", "Number of documents", "How many documents it signs, publishes or is mentioned in", KINDS, "int",
        told=lambda one: [str(one.documents)],
    ),
    Property(
        "signatures", "Number of signatures", "How many documents somebody signed", ("person",), "count",
        f"{_SIGNS}dcterms:isPartOf ?value .",
    ),
    Property(
        "signed", "Signed documents", "The documents that somebody signed", ("person",), "document",
        f"{_SIGNS}dcterms:isPartOf ?value .",
    ),
    Property(
        "mentioned", "Documents that mention it", "The documents with words for it", _AGENTS, "document",
        "?mention hrd:refersTo ?entity ; dcterms:isPartOf ?value .",
    ),
    Property(
        "same", "Described elsewhere", "What curators know to be about the same", ("person", "organization", "country"),
        "str", "?entity schema:sameAs ?value .",
    ),
    Property("code", "Codes", "The ISO codes of a country", ("country",), "str", "?entity schema:identifier ?value ."),
    Property(
        "part", "Part of", "The body that it is a part of", ("organization", "group"), "organization",
        "?entity schema:parentOrganization ?value .",
    ),
    Property(
        "number", "Number", "The number of a document", ("document",), "str", "?entity hrd:number ?value .",
    ),
    Property(
        "document", "Document number", "The number among all documents of its assembly", ("document",), "str",
        "?entity hrd:documentNumber ?value .",
    ),
    Property(
        "publisher", "Published by", "The body that published it", ("document",), "organization",
        "?entity schema:publisher ?value .",
    ),
    Property(
        "signatory", "Signatories", "Everybody who signed it, but who is not named", ("document",), "person",
        "?signature dcterms:isPartOf ?entity ; hrd:signatory ?value .",
    ),
)  # fmt: skip

PROPERTIES: Mapping[str, Property] = {one.id: one for one in _ROWS}
"""Every property by its id, in the order in which they are proposed."""


def property_of(text: str) -> Property | None:
    """The property with an id or a name, in capitals or not."""
    said = text.strip().casefold()
    return next((one for one in PROPERTIES.values() if said in (one.id, one.name.casefold())), None)
