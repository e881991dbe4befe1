"""Answers that are kept, a file for each request: what was asked already is not asked again for some time.

They make it possible to go on where a run was broken off. A file is written in one step or not at all.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import msgspec

from ld_export.outputs import replace_file

Cells = tuple[str, ...]

FOLDER = ".candidates"
"""Where a publication keeps answers."""

_IGNORED = "*\n"


class Answer(msgspec.Struct, frozen=True):
    """What came of one request: a digest of the query, when (in seconds since 1970), the keys asked for, and rows.

    The first cell of each row is the key that it answers.
    """

    query: str
    at: float
    asked: tuple[str, ...]
    rows: tuple[Cells, ...]


class Kept(NamedTuple):
    """The rows about one key, without it, and when they came."""

    at: float
    rows: list[Cells]


class Answers:
    """The answers that a publication keeps and that came after a moment (in seconds since 1970).

    Others are removed, and so is every one with a cell in which `is_secret` sees the name of somebody who is withheld:
    it was asked for, or came along, before that was known.
    """

    def __init__(self, publication: Path, after: float, is_secret: Callable[[str], bool]) -> None:
        self._folder = folder = publication / FOLDER
        self._is_secret = is_secret
        self._known: dict[tuple[str, str], Kept] = {}
        for path in sorted(folder.glob("*")):
            answer = _read(path) if path.suffix == ".json" else None
            if answer and answer.at > after and not self._tells(answer):
                self._note(answer)
            elif path.name != ".gitignore":
                path.unlink()

    def of(self, query: str, key: str) -> Kept | None:
        """What is known of a key by a query; nothing where it has to be asked."""
        return self._known.get((query, key))

    def keep(self, answer: Answer) -> None:
        """Keep an answer, on the disk first. Keys of which it tells a secret are kept as answered by nothing."""
        secret = {row[0] for row in answer.rows if self._has_secret(row)}
        kept = msgspec.structs.replace(answer, rows=tuple(row for row in answer.rows if row[0] not in secret))
        self._write(msgspec.json.encode(kept))
        self._note(kept)

    def _tells(self, answer: Answer) -> bool:
        return self._has_secret(answer.asked) or any(map(self._has_secret, answer.rows))

    def _has_secret(self, cells: Iterable[str]) -> bool:
        # Addresses may be made of names, escaped or not.
        return any(self._is_secret(form) for cell in cells for form in {cell, unquote(cell)})

    def _note(self, answer: Answer) -> None:
        for key, rows in _by_key(answer.asked, answer.rows):
            self._known[answer.query, key] = Kept(answer.at, rows)

    def _write(self, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / ".gitignore").write_text(_IGNORED, encoding="ascii")
        path = self._folder / f"{hashlib.sha256(content).hexdigest()[:32]}.json"
        replace_file(path, content)


def forget(publication: Path, is_secret: Callable[[str], bool] | None = None) -> None:
    """Remove every answer that a publication keeps, or those only with a cell in which `is_secret` sees a name."""
    if is_secret:
        Answers(publication, 0, is_secret)
    elif (publication / FOLDER).exists():
        shutil.rmtree(publication / FOLDER)


def _read(path: Path) -> Answer | None:
    """An answer; nothing where a file is none, as another version of the program may have left it."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Answer)
    except msgspec.DecodeError:
        return None


def _by_key(asked: Sequence[str], rows: Iterable[Cells]) -> Iterator[tuple[str, list[Cells]]]:
    found: dict[str, list[Cells]] = {key: [] for key in asked}
    for key, *cells in rows:
        found[key].append(tuple(cells))
    return iter(found.items())
