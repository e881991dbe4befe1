"""Connections to servers: made, kept for the next request, and what is told when none can be made."""

from __future__ import annotations

import http.client
import socket
import ssl
import urllib.request
from functools import cached_property
from urllib.parse import urlsplit

from ld_export.errors import EndpointProblem
from ld_export.remote.address import Address


class Connections:
    """The open connections of a session, at most one kept for each server."""

    def __init__(self) -> None:
        self._idle: dict[str, http.client.HTTPConnection] = {}

    def kept(self, address: Address) -> http.client.HTTPConnection | None:
        """The connection that an earlier request left, which the server may have closed by now."""
        return self._idle.pop(address.origin, None)

    def keep(self, address: Address, connection: http.client.HTTPConnection) -> None:
        """Leave a connection for the next request."""
        self.close(self._idle.pop(address.origin, None))
        self._idle[address.origin] = connection

    @staticmethod
    def close(connection: http.client.HTTPConnection | None) -> None:
        """Close a connection."""
        if connection is not None:
            connection.close()

    def close_all(self) -> None:
        """Close what is kept."""
        while self._idle:
            self.close(self._idle.popitem()[1])

    def made(self, address: Address, timeout: float) -> http.client.HTTPConnection:
        """A new connection, by way of the environment's proxy if it names one (`https_proxy`, `no_proxy`).

        Raises `ConnectionError` or `TimeoutError` for what may be over soon, and `EndpointProblem` for what will not.
        """
        connection = self._new(address, timeout)
        try:
            connection.connect()
        except ssl.SSLCertVerificationError as error:
            raise EndpointProblem(
                f"the certificate is not trusted: {error.verify_message}",
                address.origin,
                "have its authority trusted: SSL_CERT_FILE=FILE.pem",
            ) from None
        except ssl.SSLError as error:
            raise EndpointProblem(
                f"no secret connection can be made: {error.reason}", address.origin, "check the address and the port"
            ) from None
        except socket.gaierror:
            raise EndpointProblem(
                "no such host is known", address.origin, "check the address and the network"
            ) from None
        if connection.sock is not None:
            connection.sock.settimeout(timeout)
        return connection

    def _new(self, address: Address, timeout: float) -> http.client.HTTPConnection:
        proxy = self._proxy(address)
        host, port = (proxy.host, proxy.port) if proxy else (address.host, address.port)
        if address.scheme == "https":
            secret = http.client.HTTPSConnection(host, port, timeout=timeout, context=self._context)
            if proxy:
                secret.set_tunnel(address.host, address.port)
            return secret
        plain = http.client.HTTPConnection(host, port, timeout=timeout)
        if proxy:
            plain.set_tunnel(address.host, address.port)
        return plain

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    @staticmethod
    def _proxy(address: Address) -> Address | None:
        named = urllib.request.getproxies().get(address.scheme)
        if not named or urllib.request.proxy_bypass(address.authority):
            return None
        parts = urlsplit(named if "://" in named else f"http://{named}")
        return Address("http", parts.hostname or "", parts.port or 80, "/")
