"""The groups of a query and the variables that each mentions, from its tokens: enough to bind one, or to ask by pages.

Nothing is parsed: what stands where is told by the words and brackets around it, as in any query that parses.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ld_export.graph.query_shape import TOKEN

_PREFIXED = re.compile(r"(?P<prefix>[^\W\d_][\w.-]*|):")


class Outline(NamedTuple):
    """What stands where in a query; places are offsets of characters.

    `begin` is where the prologue begins. `groups` has where the content of each group begins and which variables it
    mentions, the outermost first: none where nothing can be bound. `expressions` are where variables stand in
    expressions around groups, as in HAVING: what is bound within a group is not to be seen there once solutions are
    counted together. `assigned` are variables that the query gives values. `prefixes` are those used, `declared` those
    declared. `end` is behind the outermost group, nothing where there is none.
    """

    begin: int
    groups: tuple[tuple[int, frozenset[str]], ...]
    expressions: tuple[tuple[int, str], ...]
    variables: frozenset[str]
    assigned: frozenset[str]
    prefixes: frozenset[str]
    declared: frozenset[str]
    end: int | None


class _Frame:
    """An open brace: what it opens, and where variables within it are bound.

    Within EXISTS nothing is bound anew (`fixed`): what is bound around it is so there, too.
    """

    def __init__(self, kind: str, begin: int = 0, *, fixed: bool = False) -> None:
        self.kind = kind
        self.begin = begin
        self.fixed = fixed
        self.names: set[str] = set()
        self.brackets = 0
        self.owner = self


_BRACKETS = {"(": 1, ")": -1}
_OPENING = {"CONSTRUCT": "template", "VALUES": "data", "EXISTS": "exists", "WHERE": "group"}
"""What a brace opens behind these words, unless another brace has stood between; anywhere else it opens a group."""


def outline(text: str) -> Outline:
    """The outline of a query."""
    reader = _Reader([found for found in TOKEN.finditer(text) if found.lastgroup != "skipped"])
    reader.read()
    return reader.outline()


class _Reader:
    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self._tokens = tokens
        self._open = [_Frame("query")]
        self._groups: list[_Frame] = []
        self._expressions: list[tuple[int, str]] = []
        self._variables: set[str] = set()
        self._assigned: set[str] = set()
        self._prefixes: set[str] = set()
        self._declared: set[str] = set()
        self._opener = ""  # the last word that says what the next brace opens
        self._is_short = False
        self._end: int | None = None

    def read(self) -> None:
        """Read all tokens."""
        for number, token in enumerate(self._tokens):
            kind, said = token.lastgroup, token.group()
            if kind == "word" and said.upper() in _OPENING:
                self._opener = said.upper()
                self._is_short |= self._opener == "CONSTRUCT" and self._said(number + 1) != "{"
            elif kind == "name":
                self._name(number, token)
            elif said in _BRACKETS:
                self._open[-1].brackets += _BRACKETS[said]
            elif said == "{":
                self._opened(number, token)
            elif said == "}":
                self._closed(token)

    def outline(self) -> Outline:
        """What was read."""
        # A short CONSTRUCT has a template for its group, in which nothing can be bound.
        groups = [] if self._is_short else [(frame.begin, frozenset(frame.names)) for frame in self._groups]
        if groups:
            # What is mentioned anywhere is bound outermost, too, so that answers have it.
            groups[0] = groups[0][0], frozenset(self._variables)
        return Outline(
            self._tokens[0].start() if self._tokens else 0,
            tuple(groups),
            tuple(self._expressions),
            frozenset(self._variables),
            frozenset(self._assigned),
            frozenset(self._prefixes),
            frozenset(self._declared),
            self._end,
        )

    def _said(self, number: int) -> str:
        return self._tokens[number].group().upper() if 0 <= number < len(self._tokens) else ""

    def _name(self, number: int, token: re.Match[str]) -> None:
        said, frame = token.group(), self._open[-1]
        if said[0] in "?$":
            self._variables.add(said[1:])
            frame.owner.names.add(said[1:])
            if self._said(number - 1) == "AS" or self._opener == "VALUES":
                self._assigned.add(said[1:])
            elif frame.brackets and frame.kind in ("query", "wrapper") and not frame.fixed:
                self._expressions.append((token.start(), said[1:]))
        elif found := _PREFIXED.match(said):
            (self._declared if self._said(number - 1) == "PREFIX" else self._prefixes).add(found["prefix"])

    def _opened(self, number: int, token: re.Match[str]) -> None:
        outer = self._open[-1]
        kind = "wrapper" if self._said(number + 1) == "SELECT" else _OPENING.get(self._opener, "group")
        frame = _Frame(kind, token.end(), fixed=outer.fixed or kind == "exists")
        if frame.fixed or kind in ("template", "data"):
            frame.owner = outer.owner
        elif kind == "group":
            self._groups.append(frame)
            if outer.kind == "wrapper":  # what a sub-query has around its group belongs to that
                frame.names |= outer.names
                outer.owner = frame
        self._open.append(frame)
        self._opener = ""

    def _closed(self, token: re.Match[str]) -> None:
        self._opener = ""
        if len(self._open) > 1:
            kind = self._open.pop().kind
            if len(self._open) == 1 and kind in ("group", "wrapper") and self._end is None:
                self._end = token.end()
