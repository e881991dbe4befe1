"""An endpoint elsewhere: a store with a small graph, which notes what it is asked, and misbehaves when told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pyoxigraph as ox

from tests.http_server import running
from tests.remote.scripted import Asked, Reply, scripted_server

GRAPH = Path(__file__).with_name("wikidata.ttl")


class Elsewhere:
    """The endpoint: its address, what it was asked, and faults by the number of the request, from 0."""

    def __init__(self) -> None:
        self.server = scripted_server(lambda asked, _: self.answer(asked))
        self.asked: list[Asked] = []
        self.faults: dict[int, Reply] = {}
        self.store = ox.Store()
        self.store.load(path=GRAPH, format=ox.RdfFormat.TURTLE)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server.server_port}/sparql"

    @property
    def said(self) -> str:
        """Everything that it was ever told, in every form that is easy to read."""
        told = [f"{one.head}\n{one.body.decode()}" for one in self.asked]
        return "\n".join(form for one in told for form in (one, unquote_plus(one)))

    def answer(self, asked: Asked) -> Reply:
        """What it says to a request."""
        number = len(self.asked)
        self.asked.append(asked)
        if number in self.faults:
            return self.faults[number]
        result: Any = self.store.query(asked.query)
        return Reply(body=result.serialize(format=ox.QueryResultsFormat.JSON))


@contextmanager
def listening() -> Iterator[Elsewhere]:
    """Run one."""
    elsewhere = Elsewhere()
    with running(elsewhere.server):
        yield elsewhere
