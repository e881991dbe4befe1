"""Answers on their way: large ones go out in pieces, and only so many bytes of them at once.

A client that reads slowly keeps its answer in memory for as long as it reads. So there is a sum that all of them
together stay under; whoever asks for more is told to come again.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ld_export.serve.problems import Trouble

_PIECE = 64 * 1024
"""What is shorter goes out at once, and is not counted: the system takes it over."""


class Outgoing:
    """Makes responses of answers; `most` bytes of large ones may be on their way."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._now = 0

    def response(self, content: bytes, headers: Mapping[str, str], content_type: str) -> Response:
        """A response that is whole. Raises `Trouble` where too much is on its way already."""
        if len(content) <= _PIECE:
            return Response(content, HTTPStatus.OK, headers, content_type)
        if self._now + len(content) > self._most:
            raise Trouble("busy", "too many large answers are still being read")
        self._now += len(content)
        return _InPieces(content, headers, content_type, self)

    def done(self, size: int) -> None:
        """An answer of so many bytes has been read, or its client has gone."""
        self._now -= size


class _InPieces(Response):
    """A response that waits after each piece until the client has read most of it."""

    def __init__(self, content: bytes, headers: Mapping[str, str], content_type: str, outgoing: Outgoing) -> None:
        super().__init__(b"", HTTPStatus.OK, {**headers, "Content-Length": str(len(content))}, content_type)
        self._content = memoryview(content)
        self._outgoing = outgoing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI has it
        size = len(self._content)
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            for first in range(0, size, _PIECE):
                piece = bytes(self._content[first : first + _PIECE])
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._outgoing.done(size)
