"""An answer: its status, its headers, and its body, which is read as it comes and is whole or an error."""

from __future__ import annotations

import http.client
import io
from collections.abc import Callable
from email.message import Message
from types import TracebackType
from typing import Any

from ld_export.errors import EndpointProblem
from ld_export.remote.address import Address

_PART = 64 * 1024
_WORDS = 64 * 1024
"""How much is read of an answer that is only words about what is wrong."""


class Answer(io.RawIOBase):
    """The answer of a server, to be read like a file.

    Reading raises `EndpointProblem` where the server stops before the end. `address` is what answered in the end.
    """

    def __init__(self, response: http.client.HTTPResponse, address: Address, done: Callable[[bool], None]) -> None:
        super().__init__()
        self.status: int = response.status
        self.headers: Message = response.headers
        self.address = address
        self._response = response
        self._left = response.length  # nothing for chunks, which tell their end themselves
        self._done = done

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes; none is the end."""
        try:
            size = self._response.readinto(buffer)
        except TimeoutError:
            raise EndpointProblem(
                "the endpoint stopped in the midst of its answer", self.address.origin, "wait longer: --timeout"
            ) from None
        except (http.client.HTTPException, OSError):
            raise self._cut() from None
        if self._left is not None:
            self._left -= size
            if size == 0 and len(buffer) and self._left > 0:
                raise self._cut()
        if size == 0 and len(buffer):
            self._end(whole=True)
        return size

    def words(self) -> bytes:
        """The beginning of the body, as far as it comes: for answers that say what is wrong."""
        parts = bytearray()
        try:
            while len(parts) < _WORDS and (part := self.read(_PART)):
                parts += part
        except EndpointProblem:
            return bytes(parts)
        return bytes(parts[:_WORDS])

    def rest(self) -> None:
        """Read on to the end, which must be there; `EndpointProblem` where it is not."""
        while self.read(_PART):
            pass

    def close(self) -> None:
        """Have done with it; the rest is not read."""
        if not self.closed:
            self._end(whole=False)
            self._response.close()  # of a server that closes after each answer, only this has the socket
        super().close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _cut(self) -> EndpointProblem:
        self._end(whole=False)
        return EndpointProblem("the endpoint broke its answer off", self.address.origin, "try again, or ask for less")

    def _end(self, *, whole: bool) -> None:
        done, self._done = self._done, lambda _: None
        done(whole)
