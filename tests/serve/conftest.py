"""One server of the default publication for all tests that only ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import fixtures_built
from tests.fixtures_built import Built
from tests.serve.running import Server, serving

built = fixtures_built.built


@pytest.fixture(scope="session")
def server(built: Built) -> Iterator[Server]:
    """A server with limits so low that tests need not wait."""
    limits = ("--deadline", "2", "--rows", "1000", "--size", "1", "--workers", "2", "--queue", "20", "--headers", "2")
    with serving(built.public, *limits) as one:
        yield one
