"""What a registry and the code tables know of people, bodies and countries."""

from __future__ import annotations

from ld_export.model.record import Record


class Link(Record, frozen=True):
    """A curator's statement that an entity is described elsewhere: where, how sure, and how one knows."""

    target: str
    certainty: str
    source: str


class Person(Record, frozen=True):
    """A natural person of the registry.

    `countries` are codes of the delegations in which the printed name is this person; they serve matching and
    are not published. `status` is `active`, `withdrawn` (a tombstone), `reserved` (withheld before anything was
    published: the number is not used again, and nothing is said of it) or `merged-into:ID`.
    """

    id: int
    name: str
    given_name: str | None = None
    family_name: str | None = None
    countries: tuple[str, ...] = ()
    also_written: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    status: str = "active"
    note: str = ""


class Organization(Record, frozen=True):
    """A body of the registry: an assembly, a newspaper, a state body."""

    id: str
    name: str
    translated: dict[str, str] = {}
    also_written: tuple[str, ...] = ()
    parent: str | None = None
    links: tuple[Link, ...] = ()
    status: str = "active"


class Group(Record, frozen=True):
    """A political group of an assembly; `codes` are the abbreviations printed beside names."""

    id: str
    name: str
    codes: tuple[str, ...]
    body: str
    translated: dict[str, str] = {}
    also_written: tuple[str, ...] = ()
    succeeds: str | None = None


class Country(Record, frozen=True):
    """A country: `id` is its lower-case ISO 3166 code, `links` its entries elsewhere."""

    id: str
    name: str
    alpha3: str
    translated: dict[str, str] = {}
    also_written: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


class Family(Record, frozen=True):
    """A family that documents name by its name only (`the Khrapunovs`): who belongs to it is not said."""

    id: int
    name: str
    also_written: tuple[str, ...] = ()
    status: str = "active"


class CitedDocument(Record, frozen=True):
    """A document that others cite and that is not in the publication: what is known of it, and how one knows."""

    key: str
    title: str
    translated: dict[str, str] = {}
    number: str | None = None
    document_number: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    source: str = ""
    status: str = "active"
