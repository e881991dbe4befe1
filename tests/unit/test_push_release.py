"""A release is pushed from its dump, compressed or not; what is no dump of a publication is refused, with its line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from ld_export.errors import LdExportError
from ld_export.push import read_release

BASE = "https://x.example/"
LINE = f"<{BASE}country/it> <{BASE}is> <{BASE}x> <{BASE}registry#graph> .\n".encode()


def test_a_dump_is_the_same_release_compressed_or_not(tmp_path: Path) -> None:
    plain, packed = tmp_path / "d.nq", tmp_path / "packed.nq.gz"
    plain.write_bytes(LINE)
    packed.write_bytes(gzip.compress(LINE))
    first, second = (read_release(path, tmp_path) for path in (plain, packed))
    assert first.digest == second.digest
    statements = [[*one.statements(one.graphs)] for one in (first, second)]
    assert statements == [[(f"{BASE}registry#graph", LINE.rpartition(b" <")[0])]] * 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("d.nq.gz", gzip.compress(LINE * 99)[:-9], "^d.nq.gz: the compressed file is damaged or cut; get it again"),
        ("d.nq.gz", b"no gzip", "damaged or cut"),
        ("d.nq", LINE + b"_:a <x:b> <x:c> <x:d> .\n", "^d.nq:2: no statement of a canonical dump"),
        ("d.nq", b"", "does not tell the publication's base"),
    ],
    ids=["cut", "no gzip", "blank node", "empty"],
)
def test_what_is_no_dump_is_told(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LdExportError, match=words):
        read_release(tmp_path / name, tmp_path)
