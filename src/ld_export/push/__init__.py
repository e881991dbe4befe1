"""A release into a triple store elsewhere: loaded beside what is there, verified, and only then put in its place."""

from ld_export.push.pushing import Choices, Pushed, push
from ld_export.push.release import Release, read_release
from ld_export.push.remote_store import RemoteStore
from ld_export.push.stores import STORES, Endpoints, Way, endpoints_of

__all__ = [
    "STORES",
    "Choices",
    "Endpoints",
    "Pushed",
    "Release",
    "RemoteStore",
    "Way",
    "endpoints_of",
    "push",
    "read_release",
]
