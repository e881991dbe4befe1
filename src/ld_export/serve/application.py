"""The parts together: site, endpoint and health as one application, and the server that runs it."""

from __future__ import annotations

import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ld_export.errors import OutputProblem
from ld_export.serve.answers import Answers
from ld_export.serve.connections import patient_for
from ld_export.serve.endpoint import Endpoint
from ld_export.serve.journal import Journal
from ld_export.serve.limits import Limits
from ld_export.serve.pages import Pages
from ld_export.serve.published import Publication

ENDPOINT, HEALTH = "sparql", "health"
_KEEP_OPEN = 30
"""How many seconds a connection without a request stays open: less would cost clients that ask now and then."""


def application(publication: Publication, limits: Limits) -> ASGIApp:
    """The application of one publication."""
    answers = Answers(publication, limits)
    root = publication.now().hosts.root
    endpoint, health = Endpoint(publication, answers, limits), _Health(publication, answers)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await answers.open()
        try:
            yield
        finally:
            await answers.close()

    # A proxy may pass on only what lies below the site; whoever asks the server itself need not know where that is.
    places = sorted({"/", root})
    routes = [
        *(Route(f"{place}{ENDPOINT}", _Answering(endpoint)) for place in places),
        *(Route(f"{place}{HEALTH}", _Answering(health)) for place in places),
        Route("/{path:path}", _Answering(Pages(publication))),
    ]
    return Journal(Starlette(routes=routes, lifespan=lifespan))


class _Answering:
    """What answers requests, for routes that take every method: each part says itself which ones it knows."""

    def __init__(self, answers: Endpoint | Pages | _Health) -> None:
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


def run(public: Path, host: str, port: int, limits: Limits) -> None:
    """Serve a published folder until the process is told to end. Raises `OutputProblem` where that cannot begin."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    publication = Publication(public)
    config = uvicorn.Config(
        application(publication, limits),
        http=patient_for(limits.headers),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=limits.connections,
        timeout_keep_alive=_KEEP_OPEN,
        timeout_graceful_shutdown=int(limits.deadline) + 1,
    )
    with _listening(host, port) as place:
        address = f"http://{_written(host)}:{place.getsockname()[1]}{publication.now().hosts.root}"
        logging.getLogger("ld_export.serve").info("serving %s at %s", public, address)
        server = uvicorn.Server(config)
        server.run(sockets=[place])
    if not server.started:
        raise OutputProblem("its store cannot be opened", str(public), "the lines above say why; build it again")


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1_024)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputProblem(
            reason, f"{host}:{port}", "name another --host or --port, or end what listens there"
        ) from None


def _written(host: str) -> str:
    """An address as it stands in a URL."""
    return f"[{host}]" if ":" in host else host
