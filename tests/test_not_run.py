"""What could not run is said at the end, also by tests that ran in another process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

_TEST = """\
from tests.conftest import not_run

def test_lacking():
    not_run("no harpsichord here: install one")
"""


@pytest.mark.parametrize(("strict", "code"), [("0", 0), ("1", 1)])
@pytest.mark.slow
def test_what_is_lacking_is_told_and_fails_under_strict(tmp_path: Path, strict: str, code: int) -> None:
    (tmp_path / "test_lacking.py").write_text(_TEST, encoding="utf-8")
    environment = {**os.environ, "STRICT": strict, "PYTHONPATH": str(ROOT)}
    command = (sys.executable, "-m", "pytest", "-p", "tests.conftest", "-n", "1", "--rootdir", ".", "test_lacking.py")
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == code, ran.stdout
    told = [
        "NOT RUN: no harpsichord here: install one",
        "NOT RUN under STRICT=1: no harpsichord here: install one",
    ]
    assert told[code] in ran.stdout
