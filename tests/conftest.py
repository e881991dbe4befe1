"""What every test shares: the list of what could not run here, which is shown at the end and never passed over."""

from __future__ import annotations

import os
from typing import NoReturn

import hypothesis
import pytest

# What `make check` asks for: a property is tried on a few examples. `make test` tries it on all.
hypothesis.settings.register_profile("quick", max_examples=15)

_NOT_RUN: list[str] = []
_STRICT = os.environ.get("STRICT") == "1"


def not_run(reason: str) -> NoReturn:
    """Leave a test because this machine lacks something: listed as NOT RUN, and a failure under STRICT=1."""
    _NOT_RUN.append(reason)
    if _STRICT:
        pytest.fail(f"NOT RUN under STRICT=1: {reason}")
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what did not run, each reason once."""
    for reason in dict.fromkeys(_NOT_RUN):
        terminalreporter.write_line(f"NOT RUN: {reason}", red=True)
