"""A line for each request: what was asked for by which method, how it ended, how much was sent, how long it took.

What people ask is nobody's business, so a query is in no line: not the part of an address behind `?`, no body, and no
address of a client.
"""

from __future__ import annotations

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger("ld_export.serve.requests")


class Journal:
    """Notes every request that another application answers."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note how it ended."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        began, status, sent = time.monotonic(), 0, 0

        async def noting(message: Message) -> None:
            nonlocal status, sent
            status = message.get("status", status)
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._application(scope, receive, noting)
        finally:
            took = (time.monotonic() - began) * 1000
            _LOG.info("%s %s %d %d bytes %.1f ms", scope["method"], _plain(scope["path"]), status, sent, took)


def _plain(path: str) -> str:
    """A path on one line, whatever it is made of."""
    return path.encode("unicode_escape").decode("ascii")
