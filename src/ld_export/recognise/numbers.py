"""Numbers of something, with their qualifier and what they count: never a date, an age, or the number of an article.

A span of time counts where it is a penalty (`sentenced to 7 years`), and not where it only says when (`10 years ago`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from ld_export.model import Passage
from ld_export.recognise.counted import counted_words
from ld_export.recognise.found import Found, Number, free_of, merged, next_start
from ld_export.recognise.words import known_language, table, word_list, word_set

_SPACES = " \u00a0\u202f\u2009"
# Thousands are set off by a space of any kind, a comma or an apostrophe.
_DIGITS = (
    rf"[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}}(?![0-9])){{1,4}}|[0-9]{{1,3}}(?:[,’'][0-9]{{3}}(?![0-9])){{1,4}}"
    r"|[0-9]{1,12}(?:[.,][0-9]{1,3})?"
)
# What looks like numbers and is a code: telephone numbers, clock times, fractions, versions, enumerated paragraphs.
_CODES = re.compile(
    r"\+\s?[0-9][0-9 ()/.-]{5,20}[0-9]|[Tt]el[.:]?\s[0-9 ()/.-]{5,20}"
    r"|(?<![0-9])(?:[0-9]{1,9}(?:[./][0-9]{1,9}){2,6}|[0-9]{1,6}/[0-9]{1,6}"
    r"|[0-9]{1,2}(?:[.:h][0-9]{2})?\s?(?:[ap]\.?m\b|o['’]clock|hours\sGMT)|[0-9]{1,2}[:h][0-9]{2}\b)|https?://\S{1,200}"
    r"|(?:^|(?<=[.;:]\s))\(?[0-9]{1,3}(?:\.[0-9]{1,3}){0,6}(?:[.)]|(?=\s[A-Z]))(?=\s)|\([0-9]{1,3}\)"
)
_LABEL_LIST = re.compile(r"\s?(?:[,&–-]|,?\s(?:and|et|or|ou|to|à))\s?(?:§\s?)?")
_OF = re.compile(r"\s(?:of|de|du)\s")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w’'-]*|[§°º])\.?[\s(]*$")
_AGE_BEHIND = re.compile(r"[-‑\s](?:years?|months?)[-‑\s]old|\sans?\b(?=,|\s?\))", re.IGNORECASE)
_UNIT = re.compile(r"[-‑\s]?([^\W\d_]+)")
_BACK = word_list("words before known numbers")


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A numeral or a number word with its money sign and its scale (`€3 million`, `two hundred`)."""
    counts = _alternatives(
        word for row in table("number-words") if row["kind"] == "count" for word in row.several(language)
    )
    tens = _alternatives([word for word, amount in _counts(language).items() if amount >= 20 and amount % 10 == 0])
    many = _alternatives(
        word for row in table("number-words") if row["kind"] == "many" for word in row.several(language)
    )
    scales = _alternatives(list(_scales(language)))
    return re.compile(
        rf"(?P<money>[€$£]\s?|\b(?:EUR|USD|GBP|CHF)\s)?(?<![\w.,/:+§#])(?<![^0-9\s][-‑–—])"
        rf"(?:(?<![0-9])(?P<digits>{_DIGITS})|\b(?P<count>(?:(?:{tens})[-‑]){{0,1}}(?:{counts}))|\b(?P<many>{many}))"
        rf"(?P<scale>(?:\s(?:{scales})){{0,3}})(?P<plus>\+)?(?![\w]|[.,:/][0-9]|[’']s\b)",
        re.IGNORECASE,
    )


def _alternatives(words: Iterator[str] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _scales(language: str) -> dict[str, int]:
    rows = [row for row in table("number-words") if row["kind"] == "scale"]
    return {word: int(row["amount"]) for row in rows for word in row.several(language)}


@cache
def _counts(language: str) -> dict[str, int]:
    rows = [row for row in table("number-words") if row["kind"] == "count"]
    return {word: int(row["amount"]) for row in rows for word in row.several(language)}


@cache
def _qualifiers(language: str, side: str) -> tuple[re.Pattern[str], dict[str, str]]:
    codes = {word: row["code"] for row in table("qualifiers") if row["side"] == side for word in row.several(language)}
    words = _alternatives(list(codes))
    shape = rf"\b({words})\s(?:the\s|an?\s)?$" if side == "before" else rf"\s({words})\b"
    return re.compile(shape, re.IGNORECASE), codes


def numbers(passage: Passage, language: str, taken: Sequence[tuple[int, int]]) -> Iterator[Number]:
    """Every number of a passage, in order, but for those in spans `taken` by dates, citations and names."""
    text, tongue = passage.text, known_language(language)
    closed = merged([*taken, *(match.span() for match in _CODES.finditer(text) if not _is_plain(match.group()))])
    matches = [match for match in _pattern(tongue).finditer(text) if free_of(closed, *match.span())]
    labelled = -1
    for index, match in enumerate(matches):
        if _is_labelled(text, match, labelled, tongue):
            labelled = match.end()
        elif _is_number_of_something(text, match, tongue):
            yield _number(passage, matches, index, tongue, closed)


def _is_plain(code: str) -> bool:
    return bool(re.fullmatch(rf"\(?(?:{_DIGITS})", code))


def _is_labelled(text: str, match: re.Match[str], labelled: int, language: str) -> bool:
    """Whether a number numbers something: `Article 10`, `Nos. 4 and 5`, `Rustavi 2`."""
    if labelled >= 0 and _LABEL_LIST.fullmatch(text, labelled, match.start()):
        counted = counted_words(text, match.end(), language)
        if counted[0] == counted[1] or _OF.match(text, match.end()):
            return True
    before = _WORD_BEFORE.search(text, max(0, match.start() - 32), match.start())
    if before is None or match["digits"] is None:
        return False
    word = before[1]
    if word in _labels(language):
        return True
    return (
        word[0].isupper()
        and before.start() > 0
        and text[before.start() - 2 : before.start() - 1] not in ".!?"
        and not _noun_behind(text, match.end())
    )


@cache
def _labels(language: str) -> frozenset[str]:
    return frozenset(
        word for row in table("labels") if row["language"] in {language, "en"} for word in row.several("words")
    )


def _noun_behind(text: str, end: int) -> bool:
    after = text[end : end + 2]
    return bool(re.match(r"\s[^\W\d_]|\s?[%€]", after))


def _is_number_of_something(text: str, match: re.Match[str], language: str) -> bool:
    before = text[max(0, match.start() - 40) : match.start()]
    if _AGE_BEHIND.match(text, match.end()) or _ends_in(before, word_set("units", language, kind="age")):
        return False
    if match["count"] and (_ends_in(before, _BACK) or not re.match(r"\s[^\W\d_]", text[match.end() : match.end() + 2])):
        return False
    unit = _UNIT.match(text, match.end())
    joined = unit is not None and text[match.end()] in "-‑"
    if unit is not None and unit[1].casefold() in word_set("units", language, kind="time"):
        return match["many"] is None and _is_penalty(text, match, language)
    return not joined or text[match.end() + 1 : match.end() + 2].isdigit()


def _ends_in(before: str, words: frozenset[str]) -> bool:
    found = re.search(r"([^\W\d_]+)(?:\s(?:of|between))?\s?$", before)
    return found is not None and found[1].casefold() in words


_CLAUSE = re.compile(r"[;.!?]\s|$")


def _is_penalty(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a span of time is what somebody was sentenced to, by the words near it in its clause."""
    before = re.split(r"[;.!?]\s", text[max(0, match.start() - 48) : match.start()])[-1]
    after = re.split(r"[;.!?]\s", text[match.end() : match.end() + 40])[0]
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", before + " " + after)}
    near = {word.casefold() for word in re.findall(r"[^\W\d_]+", before)[-1:] + re.findall(r"[^\W\d_]+", after)[1:2]}
    return not near & word_set("units", language, kind="span") and bool(
        words & word_set("units", language, kind="penalty")
    )


def _number(
    passage: Passage, matches: list[re.Match[str]], index: int, language: str, closed: list[tuple[int, int]]
) -> Number:
    text, match = passage.text, matches[index]
    start, qualifier = _qualified(text, match, language)
    start, qualifier, end = _ranged(text, matches, index, start, qualifier)
    counts_start, counts_end = counted_words(text, end, language, next_start(closed, end))
    if counts_start == counts_end:
        counts_start = counts_end = end
    last = max(end, counts_end)
    rule = "number-words" if match["digits"] is None else "number"
    found = Found(passage.position, start, last, text[start:last], "number", rule)
    return Number(found, _amount(match, language), qualifier, text[counts_start:counts_end], counts_start)


def _qualified(text: str, match: re.Match[str], language: str) -> tuple[int, str]:
    """Where a number with its qualifier begins, and the qualifier's code."""
    pattern, codes = _qualifiers(language, "before")
    window = max(0, match.start() - 40)
    before = pattern.search(text, window, match.start())
    if before is not None:
        return before.start(1), codes[before[1].casefold()]
    pattern, codes = _qualifiers(language, "after")
    after = pattern.match(text, match.end())
    if after is not None:
        return match.start(), codes[after[1].casefold()]
    return match.start(), "more-than" if match["plus"] else "exactly"


_RANGE = re.compile(r"\s?[-‑–—]\s?|\s(?:to|and|or|et|à|ou)\s")


def _ranged(text: str, matches: list[re.Match[str]], index: int, start: int, qualifier: str) -> tuple[int, str, int]:
    """Start, qualifier and end of a number that may be either bound of a range (`between 30 and 40`, `300-400`)."""
    match = matches[index]
    if index + 1 < len(matches) and _is_range(text, match, matches[index + 1]):
        between = re.search(
            r"\b(?:between|from|entre|de)\s$", text[max(0, match.start() - 9) : match.start()], re.IGNORECASE
        )
        return start - len(between.group()) if between else start, "at-least", matches[index + 1].end()
    if index and _is_range(text, matches[index - 1], match):
        first = matches[index - 1]
        between = re.search(
            r"\b(?:between|from|entre|de)\s$", text[max(0, first.start() - 9) : first.start()], re.IGNORECASE
        )
        return first.start() - (len(between.group()) if between else 0), "up-to", match.end()
    return start, qualifier, match.end()


def _is_range(text: str, first: re.Match[str], last: re.Match[str]) -> bool:
    gap = text[first.end() : last.start()]
    if not _RANGE.fullmatch(gap):
        return False
    if any(dash in gap for dash in "-‑–—"):
        return True
    before = text[max(0, first.start() - 9) : first.start()].casefold()
    return before.endswith(("between ", "from ", "entre ", "de ")) or gap.split() in (["to"], ["à"])


def _amount(match: re.Match[str], language: str) -> int | None:
    """The number as an integer; nothing for `dozens` and for what is no whole number."""
    if match["digits"]:
        plain = re.sub(rf"[{_SPACES}’']|,(?=[0-9]{{3}}(?![0-9]))", "", match["digits"]).replace(",", ".")
        amount = Decimal(plain)
    elif match["count"]:
        amount = Decimal(sum(_counts(language)[word] for word in re.split("[-‑]", match["count"].casefold())))
    else:
        return None
    for word in match["scale"].split():
        amount *= _scales(language)[word.casefold()]
    return int(amount) if amount == amount.to_integral_value() else None
