"""Commands as the entry point runs them, in the process of the tests.

A module that needs them says `run = command_line.run`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from ld_export.cli import main


class Outcome(NamedTuple):
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


class Command:
    """Runs commands with nothing of ours in the environment. Their output is a pipe."""

    def __init__(self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capfd = capfd
        self._monkeypatch = monkeypatch

    def __call__(
        self, *arguments: str | Path, environment: Mapping[str, str] | None = None, folder: Path | None = None
    ) -> Outcome:
        self._capfd.readouterr()
        with self._monkeypatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("LD_EXPORT_")]:
                patch.delenv(name)
            for name, value in {"HOME": "/nowhere", **(environment or {})}.items():
                patch.setenv(name, value)
            if folder:
                patch.chdir(folder)
            patch.setattr(sys, "argv", ["ld-export", *map(str, arguments)])
            with pytest.raises(SystemExit) as ended:
                main()
        code = ended.value.code or 0
        assert isinstance(code, int)
        return Outcome(code, *self._capfd.readouterr())


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return Command(capfd, monkeypatch)
