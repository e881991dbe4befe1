"""The tables of `mappings/names/`: what letters are in Latin, and what Latin letters sound like in which system.

Reading and using them takes a few lines in any language, so that a browser does the same with the same tables.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from ld_export.csvfile import Row, read_rows
from ld_export.errors import SettingsProblem
from ld_export.resources import folder

VOWELS = "aeiouy"
FRONT = "eiy"
_CONTEXTS = ("", "start", "end", "vowel", "consonant", "front")
_SILENT = "-"


class Rule(NamedTuple):
    """Letters that sound like any of `sounds`, where what stands before and behind them is of a kind."""

    spelling: str
    before: str
    behind: str
    sounds: tuple[str, ...]


class Tables(NamedTuple):
    """`plain` has letters as Latin ones without accents; `read` has how those are read that have several readings.

    `rules` are in the order in which they are tried: the longest spelling first, then as the file has them.
    """

    plain: dict[str, str]
    read: dict[str, tuple[str, ...]]
    rules: tuple[Rule, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return {"plain": self.plain, "read": self.read, "rules": self.rules, "vowels": VOWELS, "front": FRONT}


@cache
def read_tables() -> Tables:
    """The tables as they stand in the files; `SettingsProblem` for a row that is wrong."""
    names = folder("mappings") / "names"
    letters = list(read_rows(names / "letters.csv", ("letters", "plain", "read", "note"), SettingsProblem))
    plain = {row["letters"]: row["plain"] for row in letters}
    read = {row["letters"]: row.several("read") for row in letters if row["read"]}
    columns = ("spelling", "before", "behind", "sounds", "note")
    rules = [_rule(row) for row in read_rows(names / "romanisations.csv", columns, SettingsProblem)]
    return Tables(plain, read, tuple(sorted(rules, key=lambda rule: -len(rule.spelling))))


def _rule(row: Row) -> Rule:
    for column in ("before", "behind"):
        if row[column] not in _CONTEXTS:
            kinds = ", ".join(_CONTEXTS[1:])
            raise SettingsProblem(
                f"there is no kind of place {row[column]!r}", row.place, f"{column} is one of {kinds}"
            )
    if not row["sounds"]:
        raise SettingsProblem(f"{row['spelling']!r} has no sound", row.place, f"state it, or {_SILENT} for none")
    sounds = tuple("" if sound == _SILENT else sound for sound in row.several("sounds"))
    return Rule(row["spelling"], row["before"], row["behind"], sounds)
