"""A table larger than the memory that linking it may have."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from ld_export.authority import to_json
from tests.linking.tables import AUTHORITY

_ROWS, _WIDTH = 150_000, 2_000
_MEMORY = 220 * 1024 * 1024
"""So much address space the process has in all, of which Python and what it loads take most."""
_NAMES = ("Zhanar Tulegenova", "Tulegenova", "Marat Iskakov", "Somebody Else")


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))


@pytest.mark.slow
def test_a_table_larger_than_memory_is_linked_row_by_row(tmp_path: Path) -> None:
    names, table = tmp_path / "names.json", tmp_path / "t.csv"
    names.write_bytes(to_json(AUTHORITY))
    filler = "x" * _WIDTH
    with table.open("w", encoding="utf-8") as file:
        file.write("name,text\n")
        # Half of the names are met only once, so that what is remembered is bounded, too.
        file.writelines(f"{_NAMES[at % 4] if at % 64 else f'Name N{at}'},{filler}\n" for at in range(_ROWS))
    assert table.stat().st_size > _MEMORY
    command = [sys.executable, "-m", "ld_export.cli", "link", str(table), "--column", "name", "--names", str(names)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=_limited)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"{_ROWS:,} rows: ")
        with (tmp_path / "t.linked.csv").open(encoding="utf-8") as file:
            assert sum(1 for _ in file) == _ROWS + 1
    finally:
        for path in tmp_path.iterdir():
            path.unlink()
