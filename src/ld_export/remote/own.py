"""Who asks other servers when somebody runs this program: the program, for whoever that is."""

from __future__ import annotations

import time
from collections.abc import Callable

from ld_export.remote.credentials import own_credentials
from ld_export.remote.patience import USUAL
from ld_export.remote.session import Session, agent_string


def own_session(
    version: str,
    contact: str | None = None,
    timeout: float | None = None,
    retries: int | None = None,
    *,
    told: Callable[[str], None] = lambda _: None,
    wait: Callable[[float], None] = time.sleep,
) -> Session:
    """A session under the program's name and its `version`, with the credentials of whoever runs it.

    `contact` (an address) is told to servers. `timeout` (seconds) and `retries` are the usual ones unless stated.
    """
    patience = USUAL._replace(
        timeout=USUAL.timeout if timeout is None else timeout, retries=USUAL.retries if retries is None else retries
    )
    return Session(agent_string(version, contact), own_credentials(), patience, told=told, wait=wait)
