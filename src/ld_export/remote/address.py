"""Addresses of endpoints: taken apart once, and without credentials in them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from ld_export.errors import UsageProblem

_PORTS = {"http": 80, "https": 443}
_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")
# What an address may hold as it is; the percent sign, because escapes stay what they are.
_AS_IT_IS = "/:?#[]@!$&'()*+,;=%-._~"


class Address(NamedTuple):
    """Where a request goes: the server, and what is asked of it (a path with its query)."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """The server alone, as `https://example.org` or `http://[::1]:3030`: what credentials are for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """Host and port, as the `Host` header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def is_secret(self) -> bool:
        """Whether nobody between here and there reads along: TLS, or this very machine."""
        return self.scheme == "https" or _LOOPBACK.fullmatch(self.host) is not None

    def __str__(self) -> str:
        return self.origin + self.target


def address_of(url: str) -> Address:
    """The address that a user or a redirect gives. `UsageProblem` for what is none, or has credentials in it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        ascii_host = (host or "").encode("idna").decode("ascii") if host and ":" not in host else host
    except ValueError:  # a port that is no number, brackets that do not close, a host that no name can be
        raise UsageProblem("the address of the endpoint is none", remedy="it begins with https:// or http://") from None
    if parts.username is not None or parts.password is not None:
        # The address is not repeated: it has the password in it.
        raise UsageProblem(
            f"the address of the endpoint at {host} has credentials in it",
            remedy="put them into LD_EXPORT_USER and LD_EXPORT_PASSWORD, or into ~/.netrc",
        )
    if parts.scheme not in _PORTS or not ascii_host or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise UsageProblem(f"{url!r} is no address of an endpoint", remedy="it begins with https:// or http://")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(parts.scheme, ascii_host, port or _PORTS[parts.scheme], quote(target, safe=_AS_IT_IS))


def led_to(address: Address, location: str) -> Address:
    """Where a redirect leads. `UsageProblem` for what is no address."""
    return address_of(urljoin(str(address), location))


def may_have_credentials_of(other: Address, first: Address) -> bool:
    """Whether a redirect stays with the server that was named; from plain to secret is the same server, too."""
    upgraded = (first.scheme, first.port, other.scheme, other.port) == ("http", 80, "https", 443)
    return first.host == other.host and (upgraded or (first.scheme, first.port) == (other.scheme, other.port))
