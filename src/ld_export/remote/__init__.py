"""Endpoints elsewhere, over HTTP: who asks, with which credentials, how often again, and what an answer is worth."""

from ld_export.remote.address import Address, address_of
from ld_export.remote.answer import Answer
from ld_export.remote.credentials import Credentials, credentials_from, own_credentials
from ld_export.remote.own import own_session
from ld_export.remote.patience import Patience
from ld_export.remote.session import Body, Session, agent_string

__all__ = [
    "Address",
    "Answer",
    "Body",
    "Credentials",
    "Patience",
    "Session",
    "address_of",
    "agent_string",
    "credentials_from",
    "own_credentials",
    "own_session",
]
