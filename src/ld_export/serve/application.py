"""The parts together: site, endpoint and health as one application."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from ld_export.serve.answers import Answers
from ld_export.serve.endpoint import Endpoint
from ld_export.serve.journal import Journal
from ld_export.serve.limits import Limits
from ld_export.serve.pages import Pages
from ld_export.serve.published import Publication
from ld_export.serve.reconcile import Reconciliation
from ld_export.serve.service import Service

ENDPOINT, RECONCILE, HEALTH = "sparql", "reconcile", "health"
_BELOW = ("", "/{below:path}")


def application(
    publication: Publication, answers: Answers, names: Answers, limits: Limits, lifespan: Lifespan[Starlette]
) -> ASGIApp:
    """The application of one publication; in its `lifespan`, answers are to be had, to queries and about `names`."""
    root = publication.now().hosts.root
    endpoint, health = Endpoint(publication, answers, limits), _Health(publication, answers)
    reconciliation = Reconciliation(publication, names, limits)

    # A proxy may pass on only what lies below the site; whoever asks the server itself need not know where that is.
    places = sorted({"/", root})
    routes = [
        *(Route(f"{place}{ENDPOINT}", _Answering(endpoint)) for place in places),
        *(Route(f"{place}{RECONCILE}{below}", _Answering(reconciliation)) for place in places for below in _BELOW),
        *(Route(f"{place}{HEALTH}", _Answering(health)) for place in places),
        Route("/{path:path}", _Answering(Pages(publication))),
    ]
    return Journal(Starlette(routes=routes, lifespan=lifespan))


class _Answering:
    """What answers requests, for routes that take every method: each part says itself which ones it knows."""

    def __init__(self, answers: Service | Pages | _Health) -> None:
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answers(Request(scope, receive, send))
        await response(scope, receive, send)


class _Health:
    """Whether questions are answered, for whoever watches the server."""

    def __init__(self, publication: Publication, answers: Answers) -> None:
        self._publication = publication
        self._answers = answers

    async def __call__(self, _: Request) -> Response:
        """200 where there is a process for queries, and 503 where there is none just now."""
        pool = self._answers.pool
        said = {
            "published": self._publication.now().name,
            "answering": self._answers.generation,
            "processes": len(pool.processes),
            "busy": pool.busy,
            "waiting": pool.waiting,
        }
        status = HTTPStatus.OK if pool.processes else HTTPStatus.SERVICE_UNAVAILABLE
        return Response(msgspec.json.encode(said), status, {"Cache-Control": "no-store"}, "application/json")
