"""Cited documents: by number, by name, by date, and judgments by the names of their parties.

The key of a document is the one it has in a publication (`pace-wd-630`, `pace-res-2193`, `ep-ta-9-2022-0012`), or for
what is no document of the Assembly one made from what is printed. Where only a date tells the document it is
`date:2022-01-20` (`date:--01-20` without a year), and it is empty where the words do not tell which document it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ld_export.model import Passage
from ld_export.names import slug
from ld_export.recognise.found import Found
from ld_export.recognise.numbered import numbered
from ld_export.recognise.phrases import Phrases
from ld_export.recognise.tokens import Token
from ld_export.recognise.words import table, word_list


def citations(passage: Passage, found: Sequence[Token], dates: Sequence[Found]) -> Iterator[Found]:
    """Every cited document of a passage, the fullest reading of each place, in order."""
    text, taken, result = passage.text, [False] * (len(passage.text) + 1), list[Found]()
    candidates = (*numbered(text), *_cases(text, found), *_instruments(text, found), *_by_date(text, dates))
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
        if (
            before
            and before.rule != one.rule == "document"
            and re.fullmatch(r",?\s?\(?(?:see\s)?", text[before.end : one.start])
            and before.code
        ):
            one = one._replace(code=before.code, rule="document-of-the-one-before")  # noqa: PLW2901
        yield one
        before = one


_VERSUS = re.compile(r"\s(?:v\.?|vs\.?|-v-|c\.)\s(?=[^\W\d_])")
_NUMBER_OF_CASE = re.compile(r"\s\((?:[Nn]o\.?|n°)\s?[0-9]{1,2}\)|\s[Nn]o\.?\s[0-9]{1,2}\b")
_OF_PARTY = word_list("words in names of parties")


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
        while (
            last < len(found)
            and last - after < 6
            and (found[last].is_name_like or (last > after and found[last].key in {"the", "of"}))
            and not (last > after and found[last - 1].possessive)
        ):
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


_ARTICLES = re.compile(
    r"\b(?:[Aa]rticles?|[Aa]rts?\.|[Pp]aragraphs?|§)\s[0-9][0-9a-z().,§\s-]{0,24}(?:(?:and|to|et|or)\s[0-9()a-z.]{1,8}\s)?(?:of|de|du)\s(?:the\s|la\s|l[’'])?$"
)
_ARTICLE_ALONE = re.compile(
    r"\b(?:Articles?|Arts?\.)\s[0-9]{1,3}(?:\.[0-9]{1,2})?(?:\s?\([0-9a-z]{1,3}\))*(?:(?:,\s?|\sand\s|\sor\s|\sto\s)[0-9]{1,3})*"
)


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


_DOCUMENT = "|".join(sorted(word_list("documents told by their date"), key=lambda word: (-len(word), word)))
_NOUN_OF_DATE = re.compile(
    rf"\b(?:{_DOCUMENT})\s(?:of|dated|from|du|(?:adopted|issued|delivered|published) on"
    r"|adopted by the [A-Z][\w ]{1,40} on)\s$"
)
_NOUN_ABOUT = re.compile(
    rf"\b(?:{_DOCUMENT})\s(?:on|entitled|concerning|regarding|sur)\s[^.;]{{3,110}}?[,”\"]?"
    r"\s(?:adopted|published|issued|delivered|adoptée?)\s(?:on|le)\s$"
)
_NOUN_BEHIND = re.compile(
    r"\s(?:adopted|passed|issued)\s(?P<noun>(?:an?|its|the)\s(?:[a-z-]+\s){0,2}(?:resolution|recommendation|declaration))\b"
)


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
