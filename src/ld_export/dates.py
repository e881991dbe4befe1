"""Dates as precise as a document states them: a day, a month, a year, a day or a month of no stated year."""

from __future__ import annotations

import re
from datetime import date

_FORMS = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "gYearMonth": re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])"),
    "gYear": re.compile(r"[0-9]{4}"),
    "gMonthDay": re.compile(r"--[0-9]{2}-[0-9]{2}"),
    "gMonth": re.compile(r"--(?:0[1-9]|1[0-2])"),
}


def datatype_of(when: str) -> str:
    """The XML Schema type of a date of any precision; empty for what is none, such as 30 February."""
    for name, form in _FORMS.items():
        if form.fullmatch(when):
            return name if _is_in_calendar(when) else ""
    return ""


def _is_in_calendar(when: str) -> bool:
    # A day without a year may be 29 February, which 2000 had.
    whole = f"2000{when[1:]}" if when.startswith("--") else when
    try:
        date.fromisoformat(f"{whole}-01-01"[:10])
    except ValueError:
        return False
    return True
