"""Names that stand in one list: `Aldo Testari, Berta Esempio and Carl Beispiel`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ld_export.recognise.found import Found

# `the arrest of Aldo Testari’s lawyer` is none of Aldo Testari.
_OWNS = re.compile(r"['’ʼ]s\b")
_IN_LIST = re.compile(r",?\s(?:and\s|et\s|as\swell\sas\s)?|,\s")


def listed(text: str, people: Sequence[Found], *, last: bool = False) -> tuple[Found, ...]:
    """The names that stand in one list with the first of them, or with the last."""
    ordered = list(reversed(people)) if last else list(people)
    if not ordered or _OWNS.match(text, ordered[0].end):
        return ()
    result = [ordered[0]]
    for one in ordered[1:]:
        gap = text[one.end : result[-1].start] if last else text[result[-1].end : one.start]
        if not _IN_LIST.fullmatch(gap) or _OWNS.match(text, one.end):
            break
        result.append(one)
    return tuple(sorted(result))
