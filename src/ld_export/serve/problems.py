"""What can be wrong with a request, as problem documents (RFC 9457): a row for each, and one maker of answers."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

import msgspec
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class Problem(NamedTuple):
    """A kind of problem: the status that tells of it, and its title. `soon` is after how many seconds to try again."""

    status: HTTPStatus
    title: str
    soon: int = 0


PROBLEMS: Mapping[str, Problem] = {
    "request": Problem(HTTPStatus.BAD_REQUEST, "This is no SPARQL request"),
    "syntax": Problem(HTTPStatus.BAD_REQUEST, "The query does not parse"),
    "refused": Problem(HTTPStatus.BAD_REQUEST, "The query asks for what is not done here"),
    "dataset": Problem(HTTPStatus.BAD_REQUEST, "The request names a graph that is not here"),
    "reconciliation": Problem(HTTPStatus.BAD_REQUEST, "This is no request of the Reconciliation API"),
    "unknown": Problem(HTTPStatus.NOT_FOUND, "What is asked for is not here"),
    "batch": Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request asks too much at once"),
    "method": Problem(HTTPStatus.METHOD_NOT_ALLOWED, "This method is not taken here"),
    "unacceptable": Problem(HTTPStatus.NOT_ACCEPTABLE, "The answer cannot be had in this format"),
    "late": Problem(HTTPStatus.REQUEST_TIMEOUT, "The request did not come in time"),
    "body": Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large"),
    "media-type": Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The request has a media type that is not taken"),
    "too-many-rows": Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The answer has too many rows"),
    "too-large": Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The answer is too large"),
    "memory": Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The query needs too much memory"),
    "broken": Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The query broke the engine"),
    "failed": Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The query cannot be answered"),
    "time-out": Problem(HTTPStatus.GATEWAY_TIMEOUT, "The query takes too long"),
    "busy": Problem(HTTPStatus.SERVICE_UNAVAILABLE, "Too many queries at once", soon=5),
}
"""Every problem by its name, which stands behind `#` in its `type`."""


class Trouble(Exception):
    """A request that gets a problem for an answer: its name, what there is to say, and more members."""

    def __init__(self, name: str, detail: str, members: Mapping[str, object] | None = None) -> None:
        super().__init__(name, detail)
        self.name = name
        self.detail = detail
        self.members = members or {}


def response(trouble: Trouble, headers: Mapping[str, str]) -> Response:
    """The answer to a request in trouble. Nobody should keep it."""
    problem = PROBLEMS[trouble.name]
    members = {
        "type": f"#{trouble.name}",
        "title": problem.title,
        "status": problem.status,
        "detail": trouble.detail,
        **trouble.members,
    }
    own = {"Cache-Control": "no-store", **({"Retry-After": str(problem.soon)} if problem.soon else {})}
    if problem.status in (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.REQUEST_TIMEOUT):
        own["Connection"] = "close"  # what is left of the request is not read
    content = msgspec.json.format(msgspec.json.encode(members), indent=2) + b"\n"
    return Response(content, problem.status, {**headers, **own}, MEDIA_TYPE)
