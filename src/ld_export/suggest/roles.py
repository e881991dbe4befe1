"""The role that a text gives a person right before the name, with the words as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ld_export.model import Passage
from ld_export.recognise import Found
from ld_export.recognise.lexicon import lexicon, roles_of_titles
from ld_export.recognise.phrases import Phrase, Phrases
from ld_export.recognise.tokens import Token, tokens

_IN_LIST = re.compile(r",?\s(?:and\s|et\s|as\swell\sas\s)?")
_BETWEEN = frozenset(["as", "like", ":", ",", "including"])
_ALTERNATIVES = frozenset(["and", "or", "et", "ou", ",", "&"])
_LONGEST = 5


def roles(passage: Passage, people: Sequence[Found], language: str) -> dict[Found, tuple[str, str]]:
    """The code of the role and the words as printed, for each person of a passage to whom its sentence gives one.

    A role in the plural goes to every name of the list behind it; one of several alternatives (`protesters and
    prisoners, such as …`) goes to nobody.
    """
    found = tokens(passage.text)
    at = {token.start: index for index, token in enumerate(found)}
    result: dict[Found, tuple[str, str]] = {}
    before: Found | None = None
    plural = False
    for one in people:
        own = _role(passage.text, found, at[one.start], language) if one.start in at else None
        if own is not None:
            code, words, plural = own
            result[one] = (code, words)
        elif (
            before in result
            and plural
            and before is not None
            and _IN_LIST.fullmatch(passage.text, before.end, one.start)
        ):
            result[one] = result[before]
        else:
            plural = False
        before = one
    return result


def _role(text: str, found: Sequence[Token], index: int, language: str) -> tuple[str, str, bool] | None:
    titled = roles_of_titles(language)
    end = index
    while end and found[end - 1].text == ".":
        end -= 1
    if end and found[end - 1].text[0].isupper() and titled.get(found[end - 1].key):
        token = found[end - 1]
        prime = end > 1 and found[end - 2].key == "prime" and token.key == "minister"
        start = found[end - 2].start if prime else token.start
        return "head-of-government" if prime else titled[token.key], text[start : token.end], False
    linked = False
    for _ in range(2):
        if end and found[end - 1].key in _BETWEEN | {"such"}:
            end, linked = end - 1, True
    phrase = _phrase(found, end, language)
    if phrase is None:
        return None
    plural = phrase.value.endswith("+")
    before = found[phrase.start - 1] if phrase.start else None
    if linked and (not plural or (before and before.key in _ALTERNATIVES) or _in_a_name(before, found[phrase.start])):
        return None
    return phrase.value.rstrip("+"), text[found[phrase.start].start : found[phrase.end - 1].end], plural


def _in_a_name(before: Token | None, first: Token) -> bool:
    """Whether a role is part of a longer name, as in `the Committee of Bloggers, Testov …`."""
    return before is not None and before.text.isalnum() and first.text[0].isupper()


def _phrase(found: Sequence[Token], end: int, language: str) -> Phrase | None:
    """The longest role that ends right before a token."""
    for length in range(_LONGEST, 0, -1):
        if end - length >= 0:
            phrase = _roles(language).at(found, end - length)
            if phrase is not None and phrase.end == end:
                return phrase
    return None


@cache
def _roles(language: str) -> Phrases:
    return lexicon(language).roles
