"""The service: each thing that can be asked, and what answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec
import pyoxigraph as ox

from ld_export.authority import Authority, Named
from ld_export.reconciliation.candidates import Finder
from ld_export.reconciliation.entities import Entities
from ld_export.reconciliation.extension import Extender, proposed
from ld_export.reconciliation.manifest import manifest
from ld_export.reconciliation.previews import feature, flyout_of, flyout_of_entity, preview
from ld_export.reconciliation.problems import REQUEST, UNKNOWN, Unanswered
from ld_export.reconciliation.requests import read_batch, read_extension
from ld_export.reconciliation.suggestions import Suggester, suggested_properties, suggested_types
from ld_export.reconciliation.types import wanted


class Asked(msgspec.Struct, frozen=True):
    """A request: what is asked, with which parameters, and the addresses of the service and of the site."""

    what: str
    values: dict[str, str]
    address: str
    site: str = ""


class Service:
    """Answers requests over the names of a publication and its store. It keeps nothing of what is asked."""

    def __init__(self, authority: Authority, store: ox.Store) -> None:
        self._entities = Entities(authority)
        self._finder = Finder(self._entities)
        self._extender = Extender(self._entities, store)
        self._suggester = Suggester(self._entities)

    def answer(self, asked: Asked) -> bytes:
        """The answer: JSON, a page, or for `view` the path of a page. Raises `Unanswered`."""
        said = self._actions[asked.what](asked)
        return said.encode() if isinstance(said, str) else msgspec.json.encode(said)

    @cached_property
    def _actions(self) -> Mapping[str, Callable[[Asked], Any]]:
        return {
            "manifest": lambda asked: manifest(self._entities, asked.site, asked.address),
            "queries": self._queries,
            "extend": lambda asked: self._extender.extend(read_extension(asked.values["extend"])),
            "properties": lambda asked: proposed(asked.values.get("type", ""), _number(asked, "limit")),
            "suggest/entity": self._suggest_entities,
            "suggest/property": lambda asked: suggested_properties(_prefix(asked), _number(asked, "cursor")),
            "suggest/type": lambda asked: suggested_types(_prefix(asked), _number(asked, "cursor")),
            "flyout/entity": lambda asked: _flyout(asked, flyout_of_entity(self._entity(asked))),
            "flyout/property": lambda asked: _flyout(asked, flyout_of(_id(asked))),
            "flyout/type": lambda asked: _flyout(asked, flyout_of(_id(asked))),
            "preview": self._preview,
            "feature": lambda asked: _found(feature(_id(asked)), "feature", _id(asked)),
            "view": lambda asked: self._entities.id_of(self._entity(asked)),
        }

    def _queries(self, asked: Asked) -> dict[str, Any]:
        batch = read_batch(asked.values["queries"])
        return {name: {"result": self._finder.find(query)} for name, query in batch.items()}

    def _suggest_entities(self, asked: Asked) -> dict[str, Any]:
        types = asked.values.get("type", "")
        return self._suggester.entities(_prefix(asked), _number(asked, "cursor"), wanted([types]))

    def _preview(self, asked: Asked) -> str:
        one = self._entity(asked)
        return preview(one, f"{asked.address}/view?id={quote(self._entities.id_of(one), safe='')}")

    def _entity(self, asked: Asked) -> Named:
        """The entity that is asked for. One that was withdrawn is as unknown as one that never was."""
        return _found(self._entities.by_id(_id(asked)), "entity", _id(asked))


_Found = TypeVar("_Found")


def _found(value: _Found | None, what: str, name: str) -> _Found:
    if value is None:
        raise Unanswered(UNKNOWN, f"there is no {what} {name[:200]!r} here")
    return value


def _flyout(asked: Asked, html: str | None) -> dict[str, str]:
    return {"id": _id(asked), "html": _found(html, asked.what.rpartition("/")[2], _id(asked))}


def _id(asked: Asked) -> str:
    if "id" not in asked.values:
        raise Unanswered(REQUEST, "the parameter `id` is missing")
    return asked.values["id"]


def _prefix(asked: Asked) -> str:
    return asked.values.get("prefix", "")


def _number(asked: Asked, name: str) -> int:
    text = asked.values.get(name, "") or "0"
    if not text.isdecimal() or len(text) > 9:
        raise Unanswered(REQUEST, f"{name} is no whole number: {text[:40]!r}")
    return int(text)
