"""The table beside a published site, for a server that is this program and needs no configuration of its own."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ld_export.errors import OutputProblem
from ld_export.hosting.table import Hosts

FILE_NAME = "hosts.msgpack"


def write_hosts(hosts: Hosts, generation: Path) -> None:
    """Write the table into a generation that is being staged: beside the site, so it is never served."""
    (generation / FILE_NAME).write_bytes(msgspec.msgpack.encode(hosts))


def read_hosts(generation: Path) -> Hosts:
    """The table of a published generation; `OutputProblem` where it has none that this version wrote."""
    path = generation / FILE_NAME
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Hosts)
    except (FileNotFoundError, msgspec.DecodeError):
        raise OutputProblem(
            "this publication was not built by this version", str(path), "remove the published site, and build again"
        ) from None
