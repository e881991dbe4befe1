"""The server: it listens, runs the application, and ends with everything that it has started."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from ld_export.errors import OutputProblem
from ld_export.serve.answers import Answers, matching, querying
from ld_export.serve.application import application
from ld_export.serve.connections import patient_for
from ld_export.serve.limits import Limits
from ld_export.serve.process import Died
from ld_export.serve.published import Publication

_LOG = logging.getLogger("ld_export.serve")
_KEEP_OPEN = 30
"""How many seconds a connection without a request stays open: less would cost clients that ask now and then."""


def run(public: Path, host: str, port: int, limits: Limits) -> None:
    """Serve a published folder until the process is told to end. Raises `OutputProblem` where that cannot begin."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    publication = Publication(public)
    with _listening(host, port) as place:
        address = f"http://{_written(host)}:{place.getsockname()[1]}{publication.now().hosts.root}"
        _LOG.info("serving %s at %s", public, address)
        _Server(publication, limits).run(place)


class _Server:
    """uvicorn with our application. What cannot be opened ends it, with a message and no more."""

    def __init__(self, publication: Publication, limits: Limits) -> None:
        self._answers = Answers(publication, limits, querying)
        self._names = Answers(publication, replace(limits, workers=limits.matchers), matching)
        self._problem: OutputProblem | None = None
        config = uvicorn.Config(
            application(publication, self._answers, self._names, limits, self._lifespan),
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
        self._server = uvicorn.Server(config)

    def run(self, place: socket.socket) -> None:
        """Serve at an open socket."""
        self._server.run(sockets=[place])
        if self._problem:
            raise self._problem

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        try:
            await asyncio.gather(self._answers.open(), self._names.open())
        except (Died, OSError, TimeoutError) as error:
            self._problem = OutputProblem(f"no process for queries could be started: {error}", "", _REMEDY)
            self._server.should_exit = True
        try:
            yield
        finally:
            await asyncio.gather(self._answers.close(), self._names.close())


_REMEDY = "see what stands above; with more --memory it may work, or after another build"


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        place = socket.create_server((host, port), family=family, backlog=1_024)
    except OSError as error:
        reason, remedy = error.strerror or str(error), "name another --host or --port, or end what listens there"
        raise OutputProblem(reason, f"{host}:{port}", remedy) from None
    # Connections have it, too. Without it an answer's body waits for the client to confirm its head: 40 ms.
    place.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return place


def _written(host: str) -> str:
    """An address as it stands in a URL."""
    return f"[{host}]" if ":" in host else host
