"""Cited documents: by number, by name, by date, and judgments by the names of their parties.

The key of a document is the one it has in a publication (`pace-wd-630`, `pace-res-2193`, `ep-ta-9-2022-0012`), or for what
is no document of the Assembly one made from what is printed. Where only a date tells the document it is `date:2022-01-20`
(`date:--01-20` without a year), and it is empty where the words do not tell which document it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ld_export.model import Passage
from ld_export.names import slug
from ld_export.recognise.found import Found
from ld_export.recognise.phrases import Phrases
from ld_export.recognise.tokens import Token
from ld_export.recognise.words import table

_SIGN = r"(?:[Nn](?:os?|ºs?|°s?)\.?\s?|#\s?)?"
_AND = r"(?:,\s(?:and\s|et\s)?|\sand\s|\set\s|\s&\s)"
_NUMBERED = rf"(?P<first>[0-9]{{1,5}}(?:\s?\([0-9]{{4}}\)|/[0-9]{{4}})?)(?P<more>(?:{_AND}{_SIGN}[0-9]{{1,5}}(?:\s?\([0-9]{{4}}\))?(?![0-9/]))*)(?![0-9/]|,[0-9])"
_DATED = rf"(?P<first>[0-9]{{1,4}}\s?\([0-9]{{4}}\))(?P<more>(?:{_AND}{_SIGN}[0-9]{{1,4}}\s?\([0-9]{{4}}\))*)"


class _Rule(NamedTuple):
    """A pattern; one with `first` and `more` finds a list of numbers. `key` makes a key of a number or of the words found."""

    name: str
    pattern: re.Pattern[str]
    key: Callable[[str, str], str]


def _prefixed(prefix: str) -> Callable[[str, str], str]:
    return lambda number, _: prefix + re.match(r"[0-9]*", number).group()  # type: ignore[union-attr]


def _resolution(number: str, around: str) -> str:
    """The key of a numbered resolution, by the body that is named near it."""
    plain = slug(re.sub(r"\(.*", "", number))
    for body, pattern in _BODIES.items():
        if pattern.search(around):
            return f"{body}-{plain}"
    return f"pace-res-{plain}"


# Bodies whose resolutions are numbered like the Assembly's, by the words near the number.
_BODIES = {
    "un-sc-res": re.compile(r"Security Council|UNSCR?\b|\bUN(?:SC)? [Rr]esolution|United Nations [Rr]esolution|Conseil de sécurité"),
    "un-hrc-res": re.compile(r"Human Rights Council|Conseil des droits de l[’']homme"),
    "un-ga-res": re.compile(r"(?:UN|United Nations|U\.N\.) General Assembly|UNGA|Assemblée générale"),
    "cm-res": re.compile(r"(?:Interim |DH )$"),
}


def _printed(prefix: str) -> Callable[[str, str], str]:
    return lambda words, _: prefix + slug(words)


def _rules() -> Iterator[_Rule]:
    plain = {
        "written-declaration": (rf"\b(?:[Ww]ritten\s[Dd]eclarations?|[Dd]éclarations?\sécrites?|WD)\s{_SIGN}{_NUMBERED}", _prefixed("pace-wd-")),
        "declaration-number": (rf"\b[Dd](?:e|é)clarations?\s[Nn](?:os?|°)\.?\s?{_NUMBERED}", _prefixed("pace-wd-")),
        "resolution": (rf"\b(?:[Rr]esolutions?|[Rr]ésolutions?)\s{_SIGN}{_DATED}", _resolution),
        "recommendation": (rf"\b(?:[Rr]ecommendations?|[Rr]ecommandations?)\s{_SIGN}{_DATED}", _prefixed("pace-rec-")),
        "opinion": (rf"\b(?:[Oo]pinions?|[Aa]vis)\s{_SIGN}{_DATED}", _prefixed("pace-opi-")),
        "order": (rf"\b(?:Orders?|Directives?)\s{_SIGN}{_DATED}", _prefixed("pace-dir-")),
        "document": (rf"\b(?:Docs?(?:\.|uments?)?|documents?)\s?{_SIGN}{_NUMBERED}", _prefixed("pace-doc-")),
        "resolution-number": (rf"\b(?:[Rr]esolutions?|[Rr]ésolutions?)\s{_SIGN}(?P<first>[0-9]{{1,4}}(?:/[0-9]{{1,4}}[A-Z]?)?)(?P<more>(?:{_AND}[0-9]{{1,4}}(?:/[0-9]{{1,4}})?(?![0-9]|\s\())*)(?![0-9/]|\s\()", _resolution),
        "recommendation-number": (rf"\bRecommendations?\s{_SIGN}(?P<first>[0-9]{{3,4}})(?P<more>(?:{_AND}[0-9]{{3,4}})*)(?![0-9/])", _prefixed("pace-rec-")),
        "application": (r"\b[Aa]pplications?\s(?:[Nn]os?\.?|n°)\s?(?P<first>[0-9]{3,5}/[0-9]{2})(?P<more>(?:(?:,\s|\sand\s)[0-9]{3,5}/[0-9]{2})*)", _printed("echr-app-")),
        "adopted-text": (r"\bP[0-9]{1,2}_TA(?:-PROV)?\([0-9]{4}\)[0-9]{4}\b", lambda words, _: _adopted_text(words)),
        "parliament-document": (r"\b(?:RC-)?[AB][0-9]{1,2}[-‑][0-9]{4}/[0-9]{4}\b|\b[0-9]{4}/[0-9]{4}\((?:RSP|INI|COD|NLE|INL)\)", _printed("ep-")),
        "committee-of-ministers": (r"\b(?:CM/|CDDH|CM)?Re[sc](?:DH|CM|CMN)?\s?\([0-9]{4}\)\s?[0-9]{1,4}\b|\bR\s?\([0-9]{2,4}\)\s?[0-9]{1,3}\b", _printed("cm-")),
        "venice-commission": (r"\bCDL(?:-AD|-REF|-INF|-PI)?\s?\([0-9]{4}\)\s?[0-9]{1,4}\b|(?<=\()[0-9]{3,4}/20[0-9]{2}(?=\))", _printed("venice-")),
        "united-nations-document": (r"\b[ASE]/(?:RES|HRC|INF|PV|CN\.4|C\.[0-9])?(?:/?[A-Z0-9.]{1,12}){1,6}(?<![.,])", _printed("un-")),
        "committee-document": (r"\bAS/[A-Z][A-Za-z/-]{1,12}\s?\([0-9]{4}\)\s?[0-9]{1,3}(?:\s?rev\s?[0-9]?)?", _printed("pace-")),
        "treaty-number": (r"\bC?ETS\s(?:No\.?\s?|n°\s?)[0-9]{1,3}\b", lambda words, _: _treaty(words)),
        "union-act": (r"\b(?:[Rr]egulation|[Dd]irective|[Dd]ecision|Règlement|Décision)\s(?:\((?:EU|EC|EEC|UE|CE)\)\s)?(?:[Nn]o\.?\s)?[0-9]{2,4}/[0-9]{2,4}(?:/(?:EC|EU|CFSP|JHA|EEC|CE|PESC))?", _printed("eu-")),
        "protocol": (r"\b[Pp]rotocols?\s(?:[Nn]os?\.?|n°)\s?[0-9]{1,2}\b", lambda words, _: "echr-protocol-" + re.sub(r"\D", "", words)),
    }  # fmt: skip
    for name, (pattern, key) in plain.items():
        yield _Rule(name, re.compile(pattern), key)


_RULES = tuple(_rules())
_NUMBER = re.compile(r"[0-9]{1,5}(?:/[0-9]{1,4})?(?:\s?\([0-9]{4}\))?")


def _adopted_text(words: str) -> str:
    parts = re.findall(r"[0-9]+", words)
    return "ep-ta-" + "-".join(parts)


@cache
def _treaties() -> dict[str, str]:
    return {row["document_number"]: row["key"] for row in table("instruments") if row["document_number"]}


def _treaty(words: str) -> str:
    series, number = words.split()[0], re.sub(r"\D", "", words)
    return _treaties().get(f"{series} {number}") or f"{series}-{number}".lower()


def citations(passage: Passage, found: Sequence[Token], dates: Sequence[Found]) -> Iterator[Found]:
    """Every cited document of a passage, the fullest reading of each place, in order."""
    text, taken, result = passage.text, [False] * (len(passage.text) + 1), list[Found]()
    candidates = (*_by_number(text), *_cases(text, found), *_instruments(text, found), *_by_date(text, dates))
    for rule, start, end, key in candidates:
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            result.append(Found(passage.position, start, end, text[start:end], "citation", rule, key))
    result.sort()
    yield from _joined(text, result)


def _joined(text: str, found: list[Found]) -> Iterator[Found]:
    """A document number in brackets behind a citation cites the same document: `Written declaration No. 1 (Doc. 2)`."""
    before: Found | None = None
    for one in found:
        if before and before.rule != one.rule == "document" and re.fullmatch(r",?\s?\(?(?:see\s)?", text[before.end : one.start]) and before.code:
            one = one._replace(code=before.code, rule="document-of-the-one-before")  # noqa: PLW2901
        yield one
        before = one


def _by_number(text: str) -> Iterator[tuple[str, int, int, str]]:
    for rule in _RULES:
        for match in rule.pattern.finditer(text):
            start, end = match.span()
            around = text[max(0, start - 60) : start] + match.group() + text[end : end + 50].split(".")[0]
            if "first" not in (groups := match.groupdict()):
                yield rule.name, start, end, rule.key(match.group(), around)
                continue
            yield rule.name, start, match.end("first"), rule.key(groups["first"], around)
            for number in _NUMBER.finditer(text, match.end("first"), end):
                yield rule.name, *number.span(), rule.key(number.group(), around)


_PARTY = r"[^\W\d_][\w’'.-]*"
_VERSUS = re.compile(r"\s(?:v\.?|vs\.?|-v-|c\.)\s(?=[^\W\d_])")
_NUMBER_OF_CASE = re.compile(r"\s\((?:[Nn]o\.?|n°)\s?[0-9]{1,2}\)|\s[Nn]o\.?\s[0-9]{1,2}\b")
_OF_PARTY = frozenset("and & the of others other de et autres al".split())


def _cases(text: str, found: Sequence[Token]) -> Iterator[tuple[str, int, int, str]]:
    """Judgments by their parties: capitalised words on both sides of `v.`."""
    for index, token in enumerate(found):
        if token.key not in {"v", "vs", "v.", "c."} or not 0 < index < len(found) - 1:
            continue
        if not _VERSUS.match(text, token.start - 1) or (token.key == "v" and token.text != "v"):
            continue
        first, last = index, index
        while first > 0 and index - first < 10 and _is_party(found[first - 1]):
            first -= 1
        while first < index and not found[first].is_name_like:
            first += 1
        after = index + 1 + (found[index + 1].text == ".")
        last = after
        while last < len(found) and last - after < 6 and (found[last].is_name_like or (last > after and found[last].key in {"the", "of"})) and not (last > after and found[last - 1].possessive):
            last += 1
        while last > after and not found[last - 1].is_name_like:
            last -= 1
        if first == index or last == after:
            continue
        end = found[last - 1].end
        number = _NUMBER_OF_CASE.match(text, end)
        end = number.end() if number else end
        yield "case-name", found[first].start, end, slug(text[found[first].start : end])[:80].strip("-")


def _is_party(token: Token) -> bool:
    return token.is_name_like or token.key in _OF_PARTY


@cache
def _named() -> Phrases:
    names = [(name, row["key"]) for row in table("instruments") for name in (*row.several("en"), *row.several("fr"))]
    return Phrases(names, capitals=True)


_ARTICLES = re.compile(r"\b(?:[Aa]rticles?|[Aa]rts?\.|[Pp]aragraphs?|§)\s[0-9][0-9a-z().,§\s-]{0,24}(?:(?:and|to|et|or)\s[0-9()a-z.]{1,8}\s)?(?:of|de|du)\s(?:the\s|la\s|l[’'])?$")
_ARTICLE_ALONE = re.compile(r"\b(?:Articles?|Arts?\.)\s[0-9]{1,3}(?:\.[0-9]{1,2})?(?:\s?\([0-9a-z]{1,3}\))*(?:(?:,\s?|\sand\s|\sor\s|\sto\s)[0-9]{1,3})*")


def _instruments(text: str, found: Sequence[Token]) -> Iterator[tuple[str, int, int, str]]:
    for phrase in _named().all(found):
        start, end = found[phrase.start].start, found[phrase.end - 1].end
        window = max(0, start - 60)
        before = _ARTICLES.search(text, window, start)
        alone = _ARTICLE_ALONE.search(text, window, start)
        if before is not None:
            start = before.start()
        elif alone is not None and alone.end() == start - 1:
            start = alone.start()
        yield "instrument", start, end, phrase.value
    for match in _ARTICLE_ALONE.finditer(text):
        yield "article-alone", *match.span(), ""


_DOCUMENT = "resolutions?|recommendations?|declarations?|statements?|opinions?|judgments?|judgements?|rulings?|decisions?|conclusions|reports?|communiqué|décrets?|décision|résolution|arrêt|déclaration"
_NOUN_OF_DATE = re.compile(rf"\b(?:{_DOCUMENT})\s(?:of|dated|from|du|adopted on|issued on|delivered on|published on|adopted by the [A-Z][\w ]{{1,40}} on)\s$")
_NOUN_ABOUT = re.compile(rf"\b(?:{_DOCUMENT})\s(?:on|entitled|concerning|regarding|sur)\s[^.;]{{3,110}}?[,”\"]?\s(?:adopted|published|issued|delivered|adoptée?)\s(?:on|le)\s$")


_NOUN_BEHIND = re.compile(r"\s(?:adopted|passed|issued)\s(?P<noun>(?:an?|its|the)\s(?:[a-z-]+\s){0,2}(?:resolution|recommendation|declaration))\b")


def _by_date(text: str, dates: Sequence[Found]) -> Iterator[tuple[str, int, int, str]]:
    """Documents told by what they are and their date: `its resolution on the situation, adopted on 20 January 2022`."""
    for date in dates:
        if date.code.count("-") < 2 or len(date.code) < 7:
            continue
        behind = _NOUN_BEHIND.match(text, date.end)
        if behind is not None:
            yield "document-and-date", *behind.span("noun"), f"date:{date.code}"
        window = text[max(0, date.start - 160) : date.start]
        for pattern in (_NOUN_OF_DATE, _NOUN_ABOUT):
            found = pattern.search(window)
            if found is not None:
                start = date.start - len(window) + found.start()
                yield "document-and-date", start, date.end, f"date:{date.code}"
                break
