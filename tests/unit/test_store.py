"""Stores of a whole dataset, loaded in parts."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from ld_export.pipeline import store as stores
from ld_export.pipeline.store import memory_store, write_store

LINES = [
    f'<https://example.org/{n}> <https://example.org/p> "{n}" <https://example.org/g{n % 3}> .\n' for n in range(500)
]


@pytest.mark.parametrize("part", [1, 1_000, 1_000_000], ids=["a line each", "several", "one"])
def test_a_dataset_is_whole_in_however_many_parts_it_is_loaded(
    part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = LINES if part > 1 else LINES[:5]
    monkeypatch.setattr(stores, "_SLICE", part)
    monkeypatch.setattr(stores, "_SLICE_IN_MEMORY", part)
    dataset = tmp_path / "dataset.nq"
    dataset.write_text("".join(lines), encoding="utf-8")
    write_store(dataset, tmp_path / "store")
    expected = sorted(line.removesuffix(" .\n") for line in lines)
    assert sorted(map(str, ox.Store.read_only(str(tmp_path / "store")))) == expected
    assert sorted(map(str, memory_store(dataset))) == expected
