"""Documents cited by a number, one rule for each way of numbering: its pattern, and the key that the number makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from ld_export.names import slug
from ld_export.recognise.words import table

_SIGN = r"(?:[Nn](?:os?|ºs?|°s?)\.?\s?|#\s?)?"
_AND = r"(?:,\s(?:and\s|et\s)?|\sand\s|\set\s|\s&\s)"
_PLAIN = r"[0-9]{1,5}(?:\s?\([0-9]{4}\)|/[0-9]{4})?"
_OF_YEAR = r"[0-9]{1,4}\s?\([0-9]{4}\)"
_SLASHED = r"[0-9]{1,4}(?:/[0-9]{1,4}[A-Z]?)?"
_APPLIED = r"[0-9]{3,5}/[0-9]{2}"


def _list(number: str, behind: str = "") -> str:
    """A pattern of one number (`first`) and of those that follow it in a list (`more`)."""
    return rf"{_SIGN}(?P<first>{number})(?P<more>(?:{_AND}{_SIGN}{number}{behind})*){behind}"


_NUMBERED = _list(_PLAIN, r"(?![0-9/]|,[0-9])")
_DATED = _list(_OF_YEAR)
_BARE = _list(_SLASHED, r"(?![0-9/]|\s\()")


def _word(first: str, rest: str) -> str:
    r"""A pattern of words that begin with one of some characters: `\b[first]rest`, but found by its first character.

    A pattern that begins with `\b` is tried at every place of a text, which takes ten times as long.
    """
    return rf"[{first}](?<!\w[{first}]){rest}"


class Rule(NamedTuple):
    """A pattern with the groups `first` and `more` for a list of numbers, or none; `key` makes a number's key.

    The second argument of `key` are the words around.
    """

    name: str
    pattern: re.Pattern[str]
    key: Callable[[str, str], str]


def _prefixed(prefix: str) -> Callable[[str, str], str]:
    """A key of a prefix and the number without its year."""
    return lambda number, _: prefix + re.sub(r"[^0-9].*", "", number)


def _printed(prefix: str) -> Callable[[str, str], str]:
    """A key of a prefix and all that is printed."""
    return lambda words, _: prefix + slug(words)


# Bodies whose resolutions are numbered like the Assembly's, by the words near the number.
_BODIES = {
    "un-sc-res": re.compile(r"Security Council|UNSCR?\b|(?:\bUN|United Nations) [Rr]esolution|Conseil de sécurité"),
    "un-hrc-res": re.compile(r"Human Rights Council|Conseil des droits de l[’']homme"),
    "un-ga-res": re.compile(r"(?:UN|United Nations|U\.N\.) General Assembly|UNGA|Assemblée générale"),
}


def _resolution(number: str, around: str) -> str:
    """The key of a numbered resolution, by the body that is named near it."""
    plain = slug(re.sub(r"\(.*", "", number))
    body = next((body for body, pattern in _BODIES.items() if pattern.search(around)), "pace-res")
    return f"{body}-{plain}"


def _adopted_text(words: str, _: str) -> str:
    return "ep-ta-" + "-".join(re.findall(r"[0-9]+", words))


@cache
def _treaties() -> dict[str, str]:
    return {row["document_number"]: row["key"] for row in table("instruments") if row["document_number"]}


def _treaty(words: str, _: str) -> str:
    series, number = words.split(maxsplit=1)[0], re.sub(r"\D", "", words)
    return _treaties().get(f"{series} {number}") or f"{series}-{number}".lower()


_WRITTEN = (
    (
        "written-declaration",
        _word(
            "WwDd",
            r"(?:(?<=[Ww])ritten\s[Dd]eclarations?|(?<=[Dd])éclarations?\sécrites?|(?<=W)D)\s" + _NUMBERED,
        ),
    ),
    ("declaration-number", _word("Dd", rf"[eé]clarations?\s(?=[Nn](?:os?|°)\.?\s?[0-9]){_NUMBERED}")),
)
_OTHERS: tuple[tuple[str, str, Callable[[str, str], str]], ...] = (
    ("resolution", _word("Rr", rf"[eé]solutions?\s{_DATED}"), _resolution),
    ("recommendation", _word("Rr", rf"ecomm[ae]ndations?\s{_DATED}"), _prefixed("pace-rec-")),
    ("opinion", _word("OoAa", rf"(?:(?<=[Oo])pinions?|(?<=[Aa])vis)\s{_DATED}"), _prefixed("pace-opi-")),
    ("order", _word("OD", rf"(?:(?<=O)rders?|(?<=D)irectives?)\s{_DATED}"), _prefixed("pace-dir-")),
    (
        "document",
        _word("Dd", rf"oc(?:(?<=Doc)s?(?:\.|uments?)?|(?<=doc)uments?)\s?{_NUMBERED}"),
        _prefixed("pace-doc-"),
    ),
    ("resolution-number", _word("Rr", rf"[eé]solutions?\s{_BARE}"), _resolution),
    (
        "recommendation-number",
        _word("R", rf"ecommendations?\s{_list('[0-9]{3,4}', '(?![0-9/])')}"),
        _prefixed("pace-rec-"),
    ),
    ("application", _word("Aa", rf"pplications?\s(?=[Nn]os?\.?|n°){_list(_APPLIED)}"), _printed("echr-app-")),
    ("adopted-text", _word("P", r"[0-9]{1,2}_TA(?:-PROV)?\([0-9]{4}\)[0-9]{4}\b"), _adopted_text),
    (
        "parliament-document",
        _word("RAB", r"(?:(?<=R)C-[AB]|(?<=[AB]))[0-9]{1,2}[-‑][0-9]{4}/[0-9]{4}\b"),
        _printed("ep-"),
    ),
    ("parliament-procedure", _word("0-9", r"[0-9]{3}/[0-9]{4}\((?:RSP|INI|COD|NLE|INL)\)"), _printed("ep-")),
    (
        "committee-of-ministers",
        _word(
            "CR",
            r"(?:(?:(?<=C)M/?Re[sc]|(?<=R)e[sc])(?:DH|CM|CMN)?\s?\([0-9]{4}\)\s?[0-9]{1,4}\b"
            r"|(?<=R)\s?\([0-9]{2,4}\)\s?[0-9]{1,3}\b)",
        ),
        _printed("cm-"),
    ),
    (
        "venice-commission",
        r"\bCDL(?:-[A-Z]{2,3})?\s?\([0-9]{4}\)\s?[0-9]{1,4}\b|(?<=\()[0-9]{3,4}/20[0-9]{2}(?=\))",
        _printed("venice-"),
    ),
    (
        "united-nations-document",
        _word("ASE", r"/(?:RES|HRC|INF|PV|CN\.4|C\.[0-9])?(?:/?[A-Z0-9.]{1,12}){1,6}(?<![.,])"),
        _printed("un-"),
    ),
    (
        "committee-document",
        _word("A", r"S/[A-Z][A-Za-z/-]{1,12}\s?\([0-9]{4}\)\s?[0-9]{1,3}(?:\s?rev\s?[0-9]?)?"),
        _printed("pace-"),
    ),
    ("treaty-number", _word("CE", r"(?:(?<=C)E|(?<=E))TS\s(?:No\.?\s?|n°\s?)[0-9]{1,3}\b"), _treaty),
    (
        "union-act",
        _word(
            "RrDd",
            r"(?:(?<=[Rr])egulation|(?<=[Dd])(?:irective|ecision)|(?<=R)èglement|(?<=D)écision)"
            r"\s(?:\((?:EU|EC|EEC|UE|CE)\)\s)?(?:[Nn]o\.?\s)?"
            r"[0-9]{2,4}/[0-9]{2,4}(?:/(?:EC|EU|CFSP|JHA|EEC|CE|PESC))?",
        ),
        _printed("eu-"),
    ),
    (
        "protocol",
        _word("Pp", r"rotocols?\s(?:[Nn]os?\.?|n°)\s?[0-9]{1,2}\b"),
        lambda words, _: "echr-protocol-" + re.sub(r"\D", "", words),
    ),
)
_RULES = tuple(
    Rule(name, re.compile(pattern), key)
    for name, pattern, key in (*((name, pattern, _prefixed("pace-wd-")) for name, pattern in _WRITTEN), *_OTHERS)
)
_NUMBER = re.compile(r"[0-9]{1,5}(?:/[0-9]{1,4})?(?:\s?\([0-9]{4}\))?")
_BEFORE, _BEHIND = 60, 50


def numbered(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Rule, start, end and key of each document cited by number; each number of a list is one."""
    for rule in _RULES:
        for match in rule.pattern.finditer(text):
            start, end = match.span()
            behind = text[end : end + _BEHIND].partition(".")[0]
            around = text[max(0, start - _BEFORE) : start] + match.group() + behind
            groups = match.groupdict()
            if "first" not in groups:
                yield rule.name, start, end, rule.key(match.group(), around)
                continue
            yield rule.name, start, match.end("first"), rule.key(groups["first"], around)
            for number in _NUMBER.finditer(text, match.end("first"), end):
                yield rule.name, *number.span(), rule.key(number.group(), around)
