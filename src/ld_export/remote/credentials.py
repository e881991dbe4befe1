"""Credentials: from the environment or a netrc file, told to a server only when it asks for them.

Nothing here is ever shown: not in messages, not in `repr`, not in what a parser says of a file.
"""

from __future__ import annotations

import base64
import netrc
import os
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from ld_export.errors import UsageProblem
from ld_export.remote.address import Address

USER, PASSWORD, NETRC = "LD_EXPORT_USER", "LD_EXPORT_PASSWORD", "NETRC"
PLAIN = "LD_EXPORT_PLAIN_HTTP"


class Login(NamedTuple):
    """A user and a password."""

    user: str
    password: str

    def __repr__(self) -> str:
        return "Login(…)"


class Credentials:
    """Who may be said to be asking: `login(host)` gives nothing where nobody is known for it.

    `plain` allows a password to be sent over plain HTTP to another machine.
    """

    def __init__(self, login: Callable[[str], Login | None] = lambda _: None, *, plain: bool = False) -> None:
        self.login = login
        self._plain = plain

    def authorization(self, address: Address, method: str, challenges: list[str]) -> str:
        """What to answer to a server's challenges (its `WWW-Authenticate`); empty where there is nothing to answer.

        Raises `UsageProblem` where a password would go over the network for all to read.
        """
        login = self.login(address.host)
        if login is None:
            return ""
        by_scheme = {one.partition(" ")[0].lower(): one.partition(" ")[2] for one in challenges}
        if "digest" in by_scheme:
            return _digest(login, address, method, by_scheme["digest"])
        if "basic" not in by_scheme:
            return ""
        if not address.is_secret and not self._plain:
            raise UsageProblem(
                f"{address.origin} asks for a password over plain HTTP",
                remedy=f"ask it by https://, or set {PLAIN}=1 where nobody reads along",
            )
        return "Basic " + base64.b64encode(f"{login.user}:{login.password}".encode()).decode("ascii")


def _digest(login: Login, address: Address, method: str, challenge: str) -> str:
    known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    known.add_password(None, address.origin, login.user, login.password)
    handler = urllib.request.HTTPDigestAuthHandler(known)
    fields = urllib.request.parse_keqv_list(list(filter(None, urllib.request.parse_http_list(challenge))))
    asked = urllib.request.Request(str(address), method=method)  # noqa: S310 - only http and https are addresses
    try:
        made: str | None = handler.get_authorization(asked, fields)
    except (ValueError, KeyError):  # an algorithm that is not known
        made = None
    return f"Digest {made}" if made else ""


def own_credentials() -> Credentials:
    """Those of whoever runs this program: see `credentials_from`."""
    try:
        home = Path.home()
    except RuntimeError:  # nobody knows who is asking
        home = None
    return credentials_from(os.environ, home)


def credentials_from(environment: Mapping[str, str], home: Path | None) -> Credentials:
    """Those of the environment, for the endpoint that is asked, or else those of a netrc file, for its host.

    `home` is the user's folder, if there is one. Raises `UsageProblem` for half of a pair, or a file that is no netrc.
    """
    plain = environment.get(PLAIN, "") not in ("", "0")
    user, password = environment.get(USER), environment.get(PASSWORD)
    if user and password is not None:
        login = Login(user, password)
        return Credentials(lambda _: login, plain=plain)
    if user or password:
        raise UsageProblem(f"{USER if user else PASSWORD} is set alone", remedy=f"set {USER} and {PASSWORD}, or none")
    named = environment.get(NETRC)
    path = Path(named) if named else home / ".netrc" if home else None
    if path is None or not (named or path.is_file()):
        return Credentials()
    hosts = _hosts(path)
    return Credentials(hosts.get, plain=plain)


def _hosts(path: Path) -> Mapping[str, Login]:
    """The hosts of a netrc file. Its `default` is passed over: it would tell a password to anybody who asks."""
    try:
        found = netrc.netrc(str(path)).hosts
    except netrc.NetrcParseError as error:
        # What the parser says may have a password in it.
        raise UsageProblem("this is no netrc file", f"{path}:{error.lineno or 1}", "see man netrc") from None
    except (OSError, UnicodeDecodeError):
        raise UsageProblem("the file cannot be read", str(path), f"check the file, or unset {NETRC}") from None
    return {
        host: Login(user, password or "") for host, (user, _, password) in found.items() if host != "default" and user
    }
