"""Connections of clients that may be slow: each has so much time to send a request, and to read on.

uvicorn waits for headers and for readers without an end, so that some hundred idle connections would keep everybody
else out. This is its protocol with two clocks; the body's is in `protocol`.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_SAID = b"The request did not come in time.\n"
_LATE = (
    b"HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(_SAID), _SAID)
)


class PatientForAWhile(H11Protocol):
    """Ends a connection whose headers do not come in `patience` seconds, or whose client reads nothing for as long.

    A connection that has had an answer is uvicorn's to close, unless it begins another request.
    """

    patience = 10.0

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._headers: asyncio.TimerHandle | None = None
        self._reader: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for headers."""
        super().connection_made(transport)
        self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing."""
        self._stop_waiting_for_headers()
        self._stop_watching_reader()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came. While it is no whole request, the clock goes on."""
        super().data_received(data)
        if self._is_between_requests():
            self._expect_headers()
        else:
            self._stop_waiting_for_headers()

    def on_response_complete(self) -> None:
        """Leave a connection without a request to uvicorn, whose clock begins now."""
        super().on_response_complete()
        if self._is_between_requests() and self.conn.trailing_data[0]:
            self._expect_headers()

    def pause_writing(self) -> None:
        """The client reads more slowly than we write: see whether it reads at all."""
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        """The client has read."""
        self._stop_watching_reader()
        super().resume_writing()

    def _is_between_requests(self) -> bool:
        return self.conn.their_state is h11.IDLE

    def _expect_headers(self) -> None:
        if self._headers is None:
            self._headers = self.loop.call_later(self.patience, self._late)

    def _late(self) -> None:
        self._headers = None
        if not self.transport.is_closing() and self._is_between_requests():
            self.transport.write(_LATE)
            self.transport.close()

    def _watch_reader(self) -> None:
        self._stop_watching_reader()
        unread = self.transport.get_write_buffer_size()
        self._reader = self.loop.call_later(self.patience, self._unread, unread)

    def _unread(self, before: int) -> None:
        """End the connection of a client that has read nothing since it was last looked at."""
        if self.transport.get_write_buffer_size() >= before:
            self.transport.abort()
        else:
            self._watch_reader()

    def _stop_waiting_for_headers(self) -> None:
        if self._headers:
            self._headers.cancel()
            self._headers = None

    def _stop_watching_reader(self) -> None:
        if self._reader:
            self._reader.cancel()
            self._reader = None


def patient_for(seconds: float) -> type[PatientForAWhile]:
    """The protocol with so much patience."""
    return type("Connection", (PatientForAWhile,), {"patience": seconds})
