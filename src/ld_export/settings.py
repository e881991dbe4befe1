"""A publication's settings: `ld-export.toml`, read strictly."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from ld_export.errors import SettingsProblem
from ld_export.iris import allows
from ld_export.remembered import remembered
from ld_export.sources import DEFAULT_LIMIT

FILE_NAME = "ld-export.toml"
Rights = Literal["full", "quotes", "metadata"]

DEFAULT_LABELS = (
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "https://schema.org/name",
)


class Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings refuse a key that they do not know, so that a misspelt one is not ignored."""


class Publisher(Strict, frozen=True):
    """Who publishes, and whom to write to about a mistake."""

    name: str
    contact: str
    url: str | None = None


class DocumentSettings(Strict, frozen=True):
    """What a document's text does not say about itself; keyed by the file's name without its ending.

    `key` and `publisher` serve texts that have no number (news). `replaces` names the file whose text this one
    takes the place of, for declarations that were reissued.
    """

    source: str | None = None
    rights: Rights = "full"
    rights_statement: dict[str, str] = {}
    key: str | None = None
    publisher: str | None = None
    date: str | None = None
    language: Annotated[str, msgspec.Meta(pattern="^[a-z]{2}$")] | None = None
    layout: str | None = None
    replaces: str | None = None


class DatasetSettings(Strict, frozen=True):
    """What lists of data sets want to know, and what nothing in the documents says.

    `released` is the day of release, `doi` the address of a DOI. `spatial` are the places that the data are about and
    `themes` the kinds of data, both as IRIs; `keywords` are by language.
    """

    released: str | None = None
    doi: Annotated[str, msgspec.Meta(pattern=r"^https://doi\.org/10\.\S+$")] | None = None
    spatial: tuple[str, ...] = ()
    themes: tuple[str, ...] = ("http://publications.europa.eu/resource/authority/data-theme/JUST",)
    keywords: dict[str, tuple[str, ...]] = {}


class LinkSetSettings(Strict, frozen=True):
    """A link set that others publish to our addresses: our copy of it, and what it is called, by whom and where."""

    file: Annotated[str, msgspec.Meta(min_length=1)]
    title: Annotated[dict[str, str], msgspec.Meta(min_length=1)]
    source: str
    licence: str


class Settings(Strict, frozen=True):
    """A publication. The first of `languages` is the one whose passages have plain IRIs.

    Without `vocabulary_pages` the site has none of the ontology and the concepts, and links lead to their own
    addresses: for a second publication beside one that has them.
    What a machine suggested and nobody reviewed is published only with `publish_suggestions`.
    `theme` is a folder of files that stand over those of `site/`; lists longer than `list_size` are split over pages.
    `withheld` is the list of people who are not named, seen from the publication's folder.
    `negotiation` is how a web host answers where the address of an entity is asked for: with where its data are (303),
    or with these.
    """

    base_uri: str
    title: dict[str, str]
    publisher: Publisher
    licence: str
    site_url: str | None = None
    description: dict[str, str] = {}
    languages: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = ("en", "fr")
    label_predicates: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = DEFAULT_LABELS
    size_limit: Annotated[int, msgspec.Meta(gt=0)] = DEFAULT_LIMIT
    vocabulary_pages: bool = True
    incoming_limit: Annotated[int, msgspec.Meta(gt=0)] = 500
    list_size: Annotated[int, msgspec.Meta(gt=0)] = 500
    theme: Annotated[str, msgspec.Meta(min_length=1)] | None = None
    withheld: Annotated[str, msgspec.Meta(min_length=1)] = "withheld.csv"
    noindex: bool = False
    publish_suggestions: bool = False
    negotiation: Literal["303", "direct"] = "303"
    dataset: DatasetSettings = DatasetSettings()
    documents: dict[str, DocumentSettings] = {}
    links: dict[str, LinkSetSettings] = {}

    @property
    def site(self) -> str:
        """Where the pages lie, with a slash at the end."""
        return self.site_url or self.base_uri

    def of(self, file_stem: str) -> DocumentSettings:
        """The settings of one document file."""
        return self.documents.get(file_stem, DocumentSettings())


def read_settings(publication: Path) -> Settings:
    """The settings of the publication in a folder; `SettingsProblem` names file, key and remedy."""
    path = publication / FILE_NAME
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SettingsProblem(
            "no such file", str(path), "name a publication with -p, or make one: ld-export init DIR"
        ) from None
    except OSError as error:
        raise SettingsProblem(f"cannot be read: {error.strerror}", str(path), "check the file") from None
    return remembered("settings", sha256(content).hexdigest(), Settings, lambda: _parsed(content, path.name))


def _parsed(content: bytes, place: str) -> Settings:
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsProblem(str(error), place, "correct the TOML") from None
    return settings_from(table, place)


def settings_from(table: dict[str, Any], place: str = FILE_NAME) -> Settings:
    """Settings from the table of a TOML file."""
    try:
        settings = msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise SettingsProblem(str(error), place, "see docs/settings.md for every key") from None
    _check_address(settings.base_uri, "base_uri", place)
    _check_address(settings.site, "site_url", place)
    _check_address(settings.licence, "licence", place, folder=False)
    if settings.publisher.url:
        _check_address(settings.publisher.url, "publisher.url", place, folder=False)
    if not settings.publisher.contact.startswith("mailto:"):
        _check_address(settings.publisher.contact, "publisher.contact", place, folder=False)
    _check_dataset(settings.dataset, place)
    _check_links(settings.links, place)
    for stem, document in settings.documents.items():
        if document.source:
            _check_address(document.source, f"documents.{stem}.source", place, folder=False)
        if document.key is not None and not allows("document", document.key):
            raise SettingsProblem(
                f"documents.{stem}.key is {document.key[:80]!r}", place, "use a-z, 0-9 and hyphens, at most 120 in all"
            )
        if document.date:
            _check_date(document.date, f"documents.{stem}.date", place)
    return settings


def _check_dataset(dataset: DatasetSettings, place: str) -> None:
    for key, addresses in (("spatial", dataset.spatial), ("themes", dataset.themes)):
        for address in addresses:
            _check_address(address, f"dataset.{key}", place, folder=False)
    if dataset.released:
        _check_date(dataset.released, "dataset.released", place)


def _check_links(links: dict[str, LinkSetSettings], place: str) -> None:
    for key, link_set in links.items():
        if not allows("id", key):
            raise SettingsProblem(f"links.{key[:80]} is no key", place, "use a-z, 0-9 and hyphens, at most 120 in all")
        for name in ("source", "licence"):
            _check_address(getattr(link_set, name), f"links.{key}.{name}", place, folder=False)


def _check_date(value: str, key: str, place: str) -> None:
    try:
        exact = date.fromisoformat(value).isoformat() == value  # other forms than 2031-05-03 are read too
    except ValueError:
        exact = False
    if not exact:
        raise SettingsProblem(f"{key} {value!r} is no date", place, "write a whole date as 2031-05-03, or none")


_ADDRESS = re.compile(r"https?://[^\s/?#<>\"{}|\\^`]+(?:/[^\s#<>\"{}|\\^`]*)?")


def _check_address(value: str, key: str, place: str, *, folder: bool = True) -> None:
    """An address on the web; a folder's ends in a slash, or IRIs made from it would run into one another."""
    if not _ADDRESS.fullmatch(value):
        raise SettingsProblem(f"{key} {value!r} is no web address", place, "it begins with https:// and has no spaces")
    if folder and not value.endswith("/"):
        raise SettingsProblem(f"{key} {value!r} lacks its last slash", place, f"write {value}/")
