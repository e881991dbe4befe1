"""What every test shares: the list of what could not run here, which is shown at the end and never passed over."""

from __future__ import annotations

import os
from typing import NoReturn

import hypothesis
import pytest

# What `make check` asks for: a property is tried on a few examples. `make test` tries it on all.
hypothesis.settings.register_profile("quick", max_examples=15)

_STRICT = os.environ.get("STRICT") == "1"
_MARK = "NOT RUN: "


def not_run(reason: str) -> NoReturn:
    """Leave a test because this machine lacks something: listed as NOT RUN, and a failure under STRICT=1."""
    if _STRICT:
        pytest.fail(f"NOT RUN under STRICT=1: {reason}", pytrace=False)
    pytest.skip(f"{_MARK}{reason}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what did not run, each reason once; from the reports, which is all that comes back from other processes."""
    skipped = (str(report.longrepr[-1]) for report in terminalreporter.stats.get("skipped", ()))
    reasons = (text.partition(_MARK)[2] for text in skipped if _MARK in text)
    for reason in dict.fromkeys(reasons):
        terminalreporter.write_line(f"{_MARK}{reason}", red=True)
