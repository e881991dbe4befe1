"""A store elsewhere, by the standards: queries, updates, and bodies of statements."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple
from urllib.parse import urlencode

from ld_export.errors import EndpointProblem, EndpointRefused
from ld_export.graph.terms import language_suffix, literal_term, type_suffix
from ld_export.push.stores import Endpoints
from ld_export.remote import Session

_FORM = "application/x-www-form-urlencoded"
_RESULTS = "application/sparql-results+json"
_UPDATE = "application/sparql-update"
_SHOWN = 400
_DENIED = frozenset({401, 403})
_NOT_THERE = frozenset({404, 405, 410, 501})

Row = dict[str, str]
"""An answer to a query: terms as N-Triples write them, by the name of their variable; what is unbound is not in it."""


class Refusal(NamedTuple):
    """That a store does not do what it was asked: its status, and its own words."""

    status: int
    words: str

    @property
    def is_final(self) -> bool:
        """Whether asking for less cannot help: who asks may not, or nobody is there."""
        return self.status in _DENIED | _NOT_THERE


class RemoteStore:
    """Asks and changes one store. What it says is never taken for what it did: that is counted afterwards."""

    def __init__(self, endpoints: Endpoints, session: Session) -> None:
        self.endpoints = endpoints
        self.store = endpoints.store
        self._session = session

    def select(self, query: str) -> list[Row]:
        """The rows of a query. `EndpointProblem` or `EndpointRefused` where there is no whole answer."""
        url = self.endpoints.query
        body = urlencode({"query": query}).encode()
        headers = {"Content-Type": _FORM, "Accept": _RESULTS}
        with self._session.send("POST", url, headers, body, repeatable=True) as answer:
            if answer.status != 200:
                raise refused(url, Refusal(answer.status, _words(answer.words())), "the query")
            try:
                return [_row(one) for one in json.loads(answer.read())["results"]["bindings"]]
            except (ValueError, KeyError, TypeError, AttributeError):
                raise EndpointProblem(
                    "the answer to a query is none in JSON", url, "check the address; it has to be a SPARQL endpoint"
                ) from None

    def update(self, text: str) -> None:
        """Change something, at most once. `EndpointProblem` or `EndpointRefused` where the store does not say so."""
        if refusal := self.try_update(text, repeatable=False):
            raise refused(self.endpoints.update, refusal, "the update")

    def try_update(self, text: str, *, repeatable: bool) -> Refusal | None:
        """Change something; gives what the store says against it."""
        if self.store.form:
            return self._send(self.endpoints.update, urlencode({"update": text}).encode(), _FORM, repeatable)
        return self._send(self.endpoints.update, text.encode(), _UPDATE, repeatable)

    def try_body(self, body: bytes, media_type: str, graph: str | None) -> Refusal | None:
        """Add statements to a graph, or to those that the body names; doing it twice adds nothing."""
        url = self.endpoints.data
        if graph is not None:
            url += ("&" if "?" in url else "?") + urlencode({"graph": graph})
        return self._send(url, body, media_type, repeatable=True)

    def _send(self, url: str, body: bytes, media_type: str, repeatable: bool) -> Refusal | None:
        with self._session.send("POST", url, {"Content-Type": media_type}, body, repeatable=repeatable) as answer:
            if not 200 <= answer.status < 300:
                return Refusal(answer.status, _words(answer.words()))
            answer.read()
            return None


def refused(url: str, refusal: Refusal, what: str) -> EndpointRefused | EndpointProblem:
    """The error that a refusal is."""
    said = f": {refusal.words}" if refusal.words else ""
    message = f"the store does not take {what}, status {refusal.status}{said}"
    if refusal.status in _DENIED:
        return EndpointProblem(message, url, "set LD_EXPORT_USER and LD_EXPORT_PASSWORD, or a netrc file")
    if refusal.status in _NOT_THERE:
        return EndpointProblem(message, url, "check the address, and the kind of store: --store")
    return EndpointProblem(message, url, "mend what the store says")


def _words(said: bytes) -> str:
    """What a server says, on one line and without markup."""
    text = re.sub(r"<[^>]*>", " ", said.decode(errors="replace"))
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:_SHOWN]


def _row(binding: dict[str, Any]) -> Row:
    return {name: _term(value) for name, value in binding.items()}


def _term(value: dict[str, str]) -> str:
    """A term of an answer. Old stores write `typed-literal`; a blank node is written as one."""
    text = value["value"]
    if value["type"] == "uri":
        return f"<{text}>"
    if value["type"] == "bnode":
        return f"_:{text}"
    if language := value.get("xml:lang"):
        return literal_term(text, language_suffix(language))
    return literal_term(text, type_suffix(value["datatype"]) if "datatype" in value else "")
