"""Invented declarations of any number, as text in the layout of pace.coe.int; equal for equal seeds.

    python -m benchmarks.generate FOLDER 1000

A document depends on the seed and on its own number alone, so the first hundred of a thousand are those of a hundred.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from ld_export.codes import countries, rows
from ld_export.scaffold import init
from ld_export.settings import FILE_NAME

BASE = "https://example.org/bench/"

_HEAD = f"""\
base_uri = "{BASE}"
licence = "https://creativecommons.org/publicdomain/zero/1.0/"
languages = ["en", "fr"]
title = {{ en = "Invented declarations", fr = "Déclarations inventées" }}
publisher = {{ name = "Benchmarks", contact = "mailto:benchmarks@example.org" }}
"""

_DOCUMENT = """
[documents.{name}]
source = "https://example.org/{language}/files/{number}/html"
rights_statement.en = "© The invented Assembly. Reproduced as an official text with its source acknowledged."
rights_statement.fr = "© L’Assemblée inventée. Texte officiel reproduit avec mention de la source."
"""

# One motion and one declaration in two languages among so many documents, about as often as the Assembly has them.
_EVERY_MOTION = 20
_EVERY_PAIR = 20

_FIRST_DAY = date(2001, 1, 22)
_DAYS = 30 * 365

# A paragraph grows by sentences of at most 28 words until it has a length drawn from these: 40 to 80 words.
_SHORTEST, _LONG_ENOUGH = 40, 53


class Member(NamedTuple):
    """An invented member; `group` is the id of the table of groups, or NR."""

    honorific: str
    given: str
    family: str
    country: str
    group: str


class Source(NamedTuple):
    """A file of a document: its name without ending, its language, its text."""

    name: str
    language: str
    text: str


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


# ---- members -----------------------------------------------------------------------------------------------------


@cache
def members(seed: int = 1) -> tuple[Member, ...]:
    """As many members of each country as it has seats; no two have one name."""
    draw, table = Random(f"members {seed}"), _words()
    made: dict[tuple[str, str], Member] = {}
    for country, (seats, language) in table["countries"].items():
        wanted = len(made) + seats
        while len(made) < wanted:
            member = _member(draw, country, language)
            made.setdefault((member.given, member.family.casefold()), member)
    return tuple(made.values())


def _member(draw: Random, country: str, language: str) -> Member:
    table = _words()
    sex = draw.choice(("men", "men", "women"))
    pool = table["names"][language]
    honorific = _weighted(draw, table["honorifics"][sex]) if country == "gb" else ("Mr" if sex == "men" else "Ms")
    return Member(
        honorific=honorific,
        given=draw.choice(pool[sex]),
        family=_family(draw, pool),
        country=country,
        group=_weighted(draw, table["groups"]),
    )


def _family(draw: Random, pool: Mapping[str, Sequence[str]]) -> str:
    """A family name as the Assembly prints it: in capitals, perhaps with a particle or doubled."""
    name = (draw.choice(pool["beginnings"]) + draw.choice(pool["endings"])).upper()
    if "particles" in pool and draw.random() < 0.25:
        name = f"{draw.choice(pool['particles'])} {name}"
    if "second" in pool and draw.random() < 0.3:
        name = f"{name} {draw.choice(pool['second'])}"
    return name


def _weighted(draw: Random, weights: Mapping[str, int]) -> str:
    return draw.choices(list(weights), list(weights.values()))[0]


@cache
def _group_codes(language: str) -> dict[str, str]:
    column = "code" if language == "en" else "code_fr"
    return {row["id"]: row[column] for row in rows("groups")} | {"NR": "NR"}


def _printed(member: Member, language: str) -> str:
    country = countries()[member.country]
    french = language == "fr"
    honorific = _words()["honorifics"]["french"][member.honorific] if french else member.honorific
    state = country.translated["fr"] if french else country.name
    return f"{honorific} {member.given} {member.family}, {state}, {_group_codes(language)[member.group]}"


# ---- documents ---------------------------------------------------------------------------------------------------


def document(number: int, seed: int = 1, signatories: int = 28) -> list[Source]:
    """The files of the document of a number (from 0): one, or two where it exists in both languages."""
    draw = Random(f"document {seed} {number}")
    day = _FIRST_DAY + timedelta(days=draw.randrange(_DAYS))
    first, *others = draw.sample(members(seed), signatories)
    signed = [first, *sorted(others, key=lambda member: member.family)]
    motion = number % _EVERY_MOTION == 7
    languages = ("en", "fr") if number % _EVERY_PAIR == 11 else ("en",)
    name = f"pace-mot-{number:05}" if motion else f"pace-wd-{number:05}"
    return [
        Source(
            name if language == "en" else f"{name}-{language}",
            language,
            _text(draw, _header(number, day, language, motion=motion), day.year, signed, language),
        )
        for language in languages
    ]


def _header(number: int, day: date, language: str, *, motion: bool) -> str:
    month = _words()["slots"][language]["month"][day.month - 1]
    kinds = {row["code"]: row[language] for row in rows("kinds")}
    kind = kinds["motion-for-a-resolution"] if motion else kinds["written-declaration"]
    sign = "" if motion else f" {'No.' if language == 'en' else 'n°'} {1001 + number}"
    return f"{kind}{sign} | Doc. {20001 + number} | {day.day:02} {month} {day.year}"


def _text(draw: Random, header: str, year: int, signed: Sequence[Member], language: str) -> str:
    table = _words()
    blocks = [
        "Logo Assembly Logo Hemicycle",
        _filled(draw, draw.choice(table["titles"][language]), language, year),
        header,
        " ; ".join(_printed(member, language) for member in signed),
        table["openings"][language],
        *(_paragraph(draw, language, year) for _ in range(draw.randint(4, 6))),
    ]
    return "\n\n".join(blocks) + "\n"


def _paragraph(draw: Random, language: str, year: int) -> str:
    sentences = _words()["sentences"][language]
    long_enough = draw.randint(_SHORTEST, _LONG_ENOUGH)
    said = ""
    for sentence in islice(cycle(draw.sample(sentences, len(sentences))), 100):
        if len(said.split()) >= long_enough:
            break
        said = f"{said} {_filled(draw, sentence, language, year)}".lstrip()
    return said


def _filled(draw: Random, template: str, language: str, year: int) -> str:
    """A template with a word in every slot, no word twice; its first letter a capital."""
    slots = _words()["slots"][language]
    decks: dict[str, Iterator[str]] = {slot: iter(draw.sample(words, len(words))) for slot, words in slots.items()}

    def word(found: re.Match[str]) -> str:
        match found[1]:
            case "person":
                return _accused(draw)
            case "number":
                return str(draw.randint(12, 900))
            case "year":
                return str(year - draw.randint(0, 2))
            case slot:
                return next(decks[slot])

    text = re.sub(r"\{(\w+)\}", word, template)
    return text[0].upper() + text[1:]


def _accused(draw: Random) -> str:
    pool = _words()["names"][draw.choice(("az", "hy", "ka"))]
    return f"{draw.choice(pool['men'] + pool['women'])} {draw.choice(pool['beginnings'])}{draw.choice(pool['endings'])}"


# ---- publications ------------------------------------------------------------------------------------------------


def write_publication(folder: Path, n: int, seed: int = 1, signatories: int = 28) -> None:
    """A whole publication of `n` documents in a new folder, with an empty registry of persons."""
    init(folder, empty=True)
    settings = [_HEAD]
    for number in range(n):
        for source in document(number, seed, signatories):
            (folder / "documents" / f"{source.name}.txt").write_text(source.text, encoding="utf-8", newline="\n")
            settings.append(_DOCUMENT.format(name=source.name, language=source.language, number=number))
    (folder / FILE_NAME).write_text("".join(settings), encoding="utf-8", newline="\n")


def main() -> None:
    """Write a publication."""
    options = argparse.ArgumentParser(description="Write a publication of invented declarations.")
    options.add_argument("folder", type=Path, help="a folder that does not exist yet")
    options.add_argument("n", type=int, help="how many documents")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--signatories", type=int, default=28)
    given = options.parse_args()
    write_publication(given.folder, given.n, given.seed, given.signatories)


if __name__ == "__main__":
    main()
