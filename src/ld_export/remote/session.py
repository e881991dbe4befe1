"""Requests to servers: with an agent string, credentials when asked, repeats where they help, and no surprises.

What this module does not do: judge an answer. Every status that is not repeated comes back to whoever asked.
"""

from __future__ import annotations

import http.client
import random
import time
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from ld_export.errors import EndpointProblem, EndpointRefused, UsageProblem
from ld_export.remote.address import Address, address_of, led_to, may_have_credentials_of
from ld_export.remote.answer import Answer
from ld_export.remote.connections import Connections
from ld_export.remote.credentials import Credentials
from ld_export.remote.patience import BUSY, PASSING, USUAL, Patience, retry_after

Body = bytes | Callable[[], Iterable[bytes]]
"""What is sent: bytes, or a function that gives its parts, each time anew. Parts without a length go as chunks."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SEE_OTHER = 303
_UNAUTHORIZED = 401
_MOST_REDIRECTS = 5
_OWN_WORDS = "application/problem+json"
_REPEATABLE = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})


def agent_string(version: str, contact: str | None = None) -> str:
    """What a server is told about who asks: the program with its version, and whom to write to."""
    said = f"ld-export/{version}"
    return f"{said} (+{quote(contact, safe=':/@?&=+,%-._~')})" if contact else said


class _Request(NamedTuple):
    method: str
    address: Address
    headers: Mapping[str, str]
    body: Body
    timeout: float
    repeatable: bool


class Session:
    """Sends requests, one at a time. Connections are kept from one to the next; `close` ends them.

    `told` hears what a user may want to know while waiting; `wait`, `chance` and `now` are given by tests.
    """

    def __init__(
        self,
        agent: str,
        credentials: Credentials | None = None,
        patience: Patience = USUAL,
        *,
        told: Callable[[str], None] = lambda _: None,
        wait: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.patience = patience
        self.agent = agent
        self._credentials = credentials or Credentials()
        self._challenges: dict[str, list[str]] = {}  # by server: what it wants to have answered with each request
        self._connections = Connections()
        self._told, self._wait, self._chance, self._now = told, wait, chance, now

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._connections.close_all()

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: Body = b"",
        *,
        timeout: float | None = None,
        repeatable: bool | None = None,
        follow: bool = False,
    ) -> Answer:
        """Send a request; gives the answer, whatever its status.

        `repeatable` says that asking twice does what asking once does: by default of methods of which HTTP says so.
        What is not repeatable is sent again only if it surely was not looked at. Redirects are followed only on
        request, at most five, never from TLS to plain HTTP, and credentials go to no other server than the one that
        was named.

        Raises `EndpointProblem` where there is no answer, and `UsageProblem` for an address that is none.
        """
        first = address_of(url)
        request = _Request(
            method,
            first,
            {"User-Agent": self.agent, **(headers or {})},
            body,
            timeout or self.patience.timeout,
            method in _REPEATABLE if repeatable is None else repeatable,
        )
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._with_credentials(request, known=may_have_credentials_of(request.address, first))
            if answer.status not in _REDIRECTS or "Location" not in answer.headers:
                return answer
            request = _redirected(request, answer, follow=follow)
        raise EndpointProblem("the endpoint redirects in circles", first.origin, "check the address")

    def _with_credentials(self, request: _Request, *, known: bool) -> Answer:
        """Ask, and again with credentials where the server wants some and is one that may have them."""
        origin = request.address.origin
        if known and origin in self._challenges:
            request = self._authorized(request)
        answer = self._patiently(request)
        challenges = answer.headers.get_all("WWW-Authenticate") or []
        # A server may want another answer after a while: what it asks for once (Digest) is not for ever.
        if answer.status != _UNAUTHORIZED or not known or challenges == self._challenges.get(origin):
            return answer
        self._challenges[origin] = challenges
        authorized = self._authorized(request)
        if authorized is request:
            del self._challenges[origin]
            return answer
        answer.close()
        return self._patiently(authorized)

    def _authorized(self, request: _Request) -> _Request:
        said = self._credentials.authorization(
            request.address, request.method, self._challenges[request.address.origin]
        )
        return request._replace(headers={**request.headers, "Authorization": said}) if said else request

    def _patiently(self, request: _Request) -> Answer:
        """Ask until there is an answer that is worth having, or no more patience."""
        attempt = 0
        while True:
            asked_for, failure = None, None
            try:
                answer = self._once(request)
                if not _may_pass(request, answer):
                    return answer
                asked_for = retry_after(answer.headers.get("Retry-After"), self._now())
            except _Unanswered as problem:
                failure = problem
            delay = self.patience.delay(attempt, asked_for, self._chance())
            if failure and (delay is None or not failure.may_pass):
                raise failure.problem from None
            if delay is None:
                return answer
            why = failure.problem.message if failure else f"status {answer.status}"
            if not failure:
                answer.close()
            self._told(f"{request.address.origin}: {why}; asks again in {delay:.1f} s")
            self._wait(delay)
            attempt += 1

    def _once(self, request: _Request) -> Answer:
        """Ask once: on a connection that was kept if there is one, which the server may have closed meanwhile."""
        kept = self._connections.kept(request.address)
        if kept is not None and request.repeatable:
            try:
                return self._answer(request, kept)
            except TimeoutError as error:
                self._connections.close(kept)
                raise _Unanswered(_unanswered(request, error), may_pass=False) from None
            except (http.client.HTTPException, OSError):
                self._told(f"{request.address.origin}: has closed the connection; makes another")
        self._connections.close(kept)
        try:
            connection = self._connections.made(request.address, request.timeout)
        except OSError as error:
            raise _Unanswered(_unreachable(request, error), may_pass=True) from None
        try:
            return self._answer(request, connection)
        except (http.client.HTTPException, OSError) as error:
            self._connections.close(connection)
            raise _Unanswered(
                _unanswered(request, error), may_pass=request.repeatable and not isinstance(error, TimeoutError)
            ) from None

    def _answer(self, request: _Request, connection: http.client.HTTPConnection) -> Answer:
        if connection.sock is not None:
            connection.sock.settimeout(request.timeout)
        body = request.body() if callable(request.body) else request.body
        try:
            connection.request(
                request.method,
                request.address.target,
                body or None,
                {"Host": request.address.authority, **request.headers},
                encode_chunked=callable(request.body) and "Content-Length" not in request.headers,
            )
        except (BrokenPipeError, ConnectionResetError):
            # A server that refuses what it has not read may have said why.
            if not body:
                raise
        response = connection.getresponse()

        def done(whole: bool) -> None:
            if whole and not response.will_close:
                self._connections.keep(request.address, connection)
            else:
                self._connections.close(connection)

        return Answer(response, request.address, done)


class _Unanswered(Exception):
    """No answer came; whether it may be another time."""

    def __init__(self, problem: EndpointProblem, *, may_pass: bool) -> None:
        super().__init__(problem)
        self.problem = problem
        self.may_pass = may_pass


def _may_pass(request: _Request, answer: Answer) -> bool:
    if answer.status not in (PASSING if request.repeatable else BUSY):
        return False
    # A gateway knows nothing of the question; a server that says in its own words that it took too long does.
    own = answer.headers.get_content_type() == _OWN_WORDS
    return not own or "Retry-After" in answer.headers


def _redirected(request: _Request, answer: Answer, *, follow: bool) -> _Request:
    """The request that a redirect asks for. A query stays what it is; only 303 says to get something else."""
    location = answer.headers["Location"]
    answer.close()
    try:
        target = led_to(request.address, location)
    except UsageProblem:
        raise EndpointProblem("the endpoint redirects to what is no address", request.address.origin) from None
    if not follow:
        raise EndpointRefused(
            f"the endpoint redirects to {target}", request.address.origin, "give that address if you trust it"
        )
    if request.address.scheme == "https" and target.scheme == "http":
        raise EndpointRefused(
            f"the endpoint redirects to plain HTTP, {target}", request.address.origin, "give its address by https://"
        )
    if answer.status == _SEE_OTHER:
        return request._replace(method="GET", address=target, body=b"", repeatable=True)
    return request._replace(address=target)


def _unreachable(request: _Request, error: OSError) -> EndpointProblem:
    if isinstance(error, TimeoutError):
        return _late(request)
    return EndpointProblem(
        f"no connection: {error.strerror or error}", request.address.origin, "check the address, and whether it runs"
    )


def _unanswered(request: _Request, error: Exception) -> EndpointProblem:
    if isinstance(error, TimeoutError):
        return _late(request)
    return EndpointProblem("the endpoint hung up without an answer", request.address.origin, "try again later")


def _late(request: _Request) -> EndpointProblem:
    return EndpointProblem(
        f"no answer within {request.timeout:g} s", request.address.origin, "wait longer (--timeout), or ask for less"
    )
