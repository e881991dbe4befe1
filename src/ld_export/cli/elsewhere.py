"""How commands ask servers elsewhere: in whose name, with whose credentials, and how long they wait."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ld_export import __version__
from ld_export.cli.common import near

# As with RDF libraries, what asks is imported where it is used, so that --help answers at once.
if TYPE_CHECKING:
    from ld_export.remote import Session


def session(
    publication: Path | None, timeout: float | None, retries: int | None, told: Callable[[str], None]
) -> Session:
    """What asks: in the name of the publication that is near, if there is one, with the user's own credentials.

    `timeout` is in seconds; it and `retries` are the usual ones unless stated. What is waited for is `told`.
    """
    from ld_export.remote import own_session
    from ld_export.settings import read_settings

    whose = publication or near()
    contact = read_settings(whose).publisher.contact if whose else None
    return own_session(__version__, contact, timeout, retries, told=told)
