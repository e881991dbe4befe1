"""The outline of a query, by the grammar's own tokens, before any parser sees it: its form, its depth, its length.

An engine that reads a query by recursion has no more room than its stack: some kilobytes of nested brackets end its
process. So brackets are counted here, without recursion and in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ld_export.errors import UsageProblem

DEEPEST = 63
"""How many brackets of any kind may be open at once."""

LONGEST = 200_000
"""How many characters a query may have."""

TOKEN = re.compile(
    r"""
    (?P<skipped> [ \t\r\n]+ | \#[^\r\n]* )
  | (?P<text> \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
            | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<word> [^\W\d_][\w.-]*+ (?!:) )
  | (?P<name> [?$]\w+ | @[\w-]+ | (?:[^\W\d_][\w.-]*+)?:(?:[\w.:%-]|\\[_~.!$&'()*+,;=/?\#@%-])* )
  | (?P<open> [{(\[] )
  | (?P<close> [})\]] )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
"""What a query is made of, by its kind; every character belongs to a token."""

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_FORMS = frozenset({"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"})
_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"},
)
_CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID"})
"""What gives another value each time, so that an answer must not be given again."""


class Shape(NamedTuple):
    """What can be told of a query at a glance: its form (none where the parser will find it wrong), and its words."""

    form: str
    words: frozenset[str]

    @property
    def repeatable(self) -> bool:
        """Whether the same data always give the same answer."""
        return self.words.isdisjoint(_CHANGING)


def shape_of(text: str) -> Shape:
    """The outline of a query. Raises `UsageProblem` for one that is too long, too deep, or an update."""
    if len(text) > LONGEST:
        raise UsageProblem(f"the query has {len(text):,} characters", remedy=f"at most {LONGEST:,} are taken")
    # An escape may stand for a bracket, and some parsers replace escapes before they read anything.
    for version in {text, _without_escapes(text)}:
        _refuse_depth(version)
    words = [word for found in _tokens(text, "word") for word in re.split(r"[.-]", found.group().upper())]
    form = next((word for word in words if word in _FORMS | _UPDATES), "")
    if form in _UPDATES:
        raise UsageProblem(f"{form} would change the data", remedy="they are only read here")
    return Shape(form, frozenset(words))


def _refuse_depth(text: str) -> None:
    depth = 0
    for found in _tokens(text, "open", "close", "iri"):
        depth += _change(found)
        if depth > DEEPEST:
            raise UsageProblem(
                f"more than {DEEPEST} brackets are open at character {found.start() + 1}", remedy="nest less"
            )


def _change(found: re.Match[str]) -> int:
    """By how much a token changes the depth.

    What looks like an IRI may be a comparison, so brackets that are open at its end count; none that it closes does.
    """
    if found.lastgroup == "iri":
        return max(0, sum(map(found.group().count, "([")) - sum(map(found.group().count, ")]")))
    return 1 if found.lastgroup == "open" else -1


def _tokens(text: str, *kinds: str) -> Iterator[re.Match[str]]:
    return (found for found in TOKEN.finditer(text) if found.lastgroup in kinds)


def _without_escapes(text: str) -> str:
    return _ESCAPE.sub(lambda found: _character(int(found[1] or found[2], 16)), text)


def _character(number: int) -> str:
    return chr(number) if number < 0x110000 else "\ufffd"
