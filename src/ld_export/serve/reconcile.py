"""The reconciliation service: requests to questions for the process that compares names, its answers to responses."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ld_export.reconciliation import Asked
from ld_export.serve.messages import Question
from ld_export.serve.problems import Trouble
from ld_export.serve.protocol import Parameters, form_of
from ld_export.serve.service import Service

_JSON, _HTML = "application/json", "text/html; charset=utf-8"
_BESIDE: Mapping[str, str] = {
    **{f"suggest/{about}": _JSON for about in ("entity", "property", "type")},
    **{f"flyout/{about}": _JSON for about in ("entity", "property", "type")},
    "properties": _JSON,
    "preview": _HTML,
    "feature": _HTML,
    "view": "",
}
"""What is asked by the path below the service, and the content type of the answer; that of `view` leads to a page."""

_AT_ONCE = ("queries", "extend")
"""What is asked at the service itself, by a parameter of that name."""


class Reconciliation(Service):
    """Answers the requests that come to `/reconcile` and below."""

    own_headers: ClassVar[Mapping[str, str]] = {
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, X-Requested-With",
        "Access-Control-Max-Age": "86400",
        # Answers are shown within other programs, and that is what they are for; they load and run nothing.
        "Content-Security-Policy": "default-src 'none'; sandbox allow-popups allow-popups-to-escape-sandbox",
    }
    no_request = "reconciliation"

    async def _answer(self, request: Request, headers: Mapping[str, str]) -> Response:
        said = await form_of(request, self._limits)
        below = request.path_params.get("below", "")
        address = str(request.url.replace(query="")).removesuffix(f"/{below}" if below else "/")
        what = below or _what(request, said)
        values = {name: said.one(name) or "" for name in said.values}
        if below and below not in _BESIDE:
            raise Trouble("unknown", f"there is nothing at {below[:80]!r}")
        hosts = self._publication.now().hosts
        asked = Asked(what, values, address, hosts.site)
        reply, content = await self._answers.of(Question(msgspec.json.encode(asked).decode(), "json", ""))
        if reply.problem:
            raise Trouble(reply.problem, reply.detail)
        if what == "view":
            return RedirectResponse(hosts.root + content.decode(), HTTPStatus.SEE_OTHER, headers)
        return self._outgoing.response(content, headers, _BESIDE.get(what, _JSON))


def _what(request: Request, said: Parameters) -> str:
    """What is asked at the service itself: several queries, values, or what it says of itself."""
    asked = [name for name in _AT_ONCE if name in said.values]
    if len(asked) > 1:
        raise Trouble("request", "queries and extend are asked in requests of their own")
    if not asked and request.method == "POST":
        raise Trouble("request", "the form has neither queries nor extend")
    return asked[0] if asked else "manifest"
