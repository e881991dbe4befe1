"""What a query may not ask: for data elsewhere. The engine itself would fetch them."""

from __future__ import annotations

import re

from ld_export.errors import UsageProblem

# The engine would ask other servers for SERVICE, and pass over FROM in silence where all graphs are the default one.
# Both are looked for in the bare text, by what the grammar lets stand around the word: a string or a comment that
# looks just like one is refused as well, but nothing that the engine takes for SERVICE gets through, however spaced.
_SPACE = r"(?:[ \t\r\n]|#[^\r\n]*[\r\n])*"
_LETTERS = r"\w\u0080-\U0010ffff"
_NAME = rf"(?:<[^<>]*>|[{_LETTERS}.-]*:[^ \t\r\n{{}}]*)"
_AFTER_FROM = r"(?:\{|from|where|group|having|order|limit|offset|values|\Z)"
_SERVICE = rf"(?<![?$])service{_SPACE}(?:silent{_SPACE})?(?:{_NAME}|[?$][{_LETTERS}]+){_SPACE}\{{"
_FROM = rf"(?<![?$:])\bfrom\b{_SPACE}(?:named{_SPACE})?{_NAME}{_SPACE}{_AFTER_FROM}"


def refuse_other_data(text: str, *, chosen: bool = False) -> None:
    """Raise `UsageProblem` for a query that would ask another server, or name its data itself.

    Where the data were `chosen` beside the query, as the SPARQL protocol can, its FROM has no effect and may stay.
    """
    if _asks(_SERVICE, text):
        raise UsageProblem("SERVICE would ask another server, and nothing is fetched here", remedy="leave it out")
    if not chosen and _asks(_FROM, text):
        raise UsageProblem(
            "FROM does not choose the data here: a query sees all graphs of the publication",
            remedy="leave it out, and name a graph by GRAPH <…> { … }",
        )


def _asks(pattern: str, text: str) -> bool:
    # Compiled when a query is asked: it takes as long as loading twenty modules.
    return bool(re.search(pattern, text, re.IGNORECASE))
