"""What the services of a server have in common: each request gets an answer, or is told what is wrong with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response

from ld_export.serve import problems
from ld_export.serve.answers import Answers
from ld_export.serve.limits import Limits
from ld_export.serve.outgoing import Outgoing
from ld_export.serve.problems import Trouble
from ld_export.serve.published import Publication

_METHODS = "GET, HEAD, POST, OPTIONS"
_ON_THEIR_WAY = 4
"""So many of the largest answers may be in the hands of clients that read slowly."""

_SHARED_HEADERS = {
    "Access-Control-Allow-Methods": _METHODS,
    # As long as nothing is published anew, the same question has the same answer; whoever keeps one asks again.
    "Cache-Control": "public, max-age=0, must-revalidate",
}


class Service(ABC):
    """Answers the requests that come to one address: by `_answer`, with `own_headers` beside those of the site.

    `no_request` names the problem of a request that is none of this service.
    """

    own_headers: ClassVar[Mapping[str, str]]
    no_request: ClassVar[str] = "request"

    def __init__(self, publication: Publication, answers: Answers, limits: Limits) -> None:
        self._publication = publication
        self._answers = answers
        self._limits = limits
        self._outgoing = Outgoing(_ON_THEIR_WAY * limits.size)

    async def __call__(self, request: Request) -> Response:
        """The answer to any request."""
        headers = {**self._publication.now().hosts.headers, **_SHARED_HEADERS, **self.own_headers}
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers={**headers, "Allow": _METHODS})
        try:
            return await self._answer(request, headers)
        except Trouble as trouble:
            name = self.no_request if trouble.name == "request" else trouble.name
            allowed = {"Allow": _METHODS} if name == "method" else {}
            return problems.response(Trouble(name, trouble.detail, trouble.members), headers | allowed)

    @abstractmethod
    async def _answer(self, request: Request, headers: Mapping[str, str]) -> Response:
        """The answer to a request that asks for something. Raises `Trouble`."""
