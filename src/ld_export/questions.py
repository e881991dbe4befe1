"""The questions that a publication comes with: SPARQL queries, `queries/named/*.rq` of its theme."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath
from typing import NamedTuple

from ld_export.theme import Theme, plain_theme

_FOLDER = "named"


class Question(NamedTuple):
    """A query, and what it answers in English: its first line, which is a comment."""

    text: str
    title: str


def questions(theme: Theme | None = None) -> dict[str, Question]:
    """Every question by its name, sorted: the program's, and what the theme has in their place or beside them.

    Raises `PageProblem` for a file that is no UTF-8.
    """
    return _questions(theme or plain_theme())


@cache
def _questions(theme: Theme) -> dict[str, Question]:
    files = (PurePosixPath(name) for name in theme.names("queries"))
    named = [file for file in files if str(file.parent) == _FOLDER and file.suffix == ".rq"]
    return {file.stem: _question(theme.read(f"queries/{file}")) for file in named}


def _question(text: str) -> Question:
    return Question(text, text.partition("\n")[0].lstrip("# ").rstrip())
