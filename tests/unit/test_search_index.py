"""The index of names that a browser loads: what is in it, how large it is, and its parts."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from ld_export.pages.data import Page
from ld_export.pages.search.files import search_files
from ld_export.pages.search.names import Named
from ld_export.pages.terms import Literal

# Syllables of Kazakh and Russian names and of European ones: what is made of them repeats itself less than real names.
_SYLLABLES = {
    "begin": "Ab Ai Ak Al Ba Bek Bo Da Dzha Er Ga Gul Iva Jo Ka Ker Kuz Ma Mu Na Nur Or Pe Qa Ru Sa Ser Shev Ta Va Zha",
    "middle": "ba da ge gi ka ki la li lo ma mi mu na ni no ra ri ro sa she ta ti to va vi ya za zhi",
    "end": "ev ov eva ova in ina sky enko uly kyzy bek bay zhan berg sson ez elli ski ić escu dze yan",
    "given": "ar at bek bol gul ia ik il ina jan kan lan mir nar ra sha tas yn zhan za",
}
_CYRILLIC = dict(zip("abvgdezijklmnoprstuyčćnšž", "абвгдезийклмнопрстуычћншж", strict=True))


def invented(count: int) -> list[Named]:
    """Persons with names of their own, one in four with a second spelling."""
    chance = random.Random(5)

    of = {kind: syllables.split() for kind, syllables in _SYLLABLES.items()}

    def name() -> str:
        given = chance.choice(of["begin"]) + chance.choice(of["middle"]) + chance.choice(of["given"])
        middle = "".join(chance.choices(of["middle"], k=chance.choice((1, 1, 2))))
        return f"{given} {chance.choice(of['begin'])}{middle}{chance.choice(of['end'])}"

    found = []
    for number in range(1, count + 1):
        names = [name()]
        if number % 4 == 0:
            names.append("".join(_CYRILLIC.get(letter, letter) for letter in names[0].lower()).title())
        documents = min(1 + int(chance.expovariate(0.4)), 200)
        found.append(Named("person", f"person/{number}", documents, tuple(map(Literal, names))))
    return found


def value(page: Page) -> Any:
    """What a script of the index states."""
    text = page.content.decode().removeprefix("Object.assign(globalThis.finding ??= {}, ").removesuffix(");\n")
    return msgspec.json.decode(text)


def compressed(pages: Iterable[Page]) -> dict[str, int]:
    return {page.path: len(gzip.compress(page.content, 9)) for page in pages}


def test_two_thousand_names_take_little() -> None:
    persons = invented(1600)
    assert sum(len(one.names) for one in persons) == 2000
    sizes = compressed(search_files(persons))
    assert sizes.keys() == {"finding/spelling.js", "finding/names.js"}
    assert sizes["finding/names.js"] <= 25_000
    assert sizes["finding/spelling.js"] <= 2_000


@pytest.mark.slow
def test_of_fifty_thousand_names_a_reader_loads_a_part() -> None:
    persons = invented(40_000)
    files = list(search_files(persons))
    sizes = compressed(files)
    assert sizes["finding/names.js"] <= 200
    assert max(sizes.values()) <= 250_000
    listed = {
        letter: value(page) for page in files for letter in [page.path[14:-3]] if page.path.startswith("finding/names-")
    }
    assert sorted(listed) == value(files[1])["names"]["parts"]
    # Whoever is found by a word is in the part of every letter that the word may begin with.
    (part,) = listed["j"].values()
    assert any("Dzha" in str(name) for section in part["sections"] for name in section["names"])


def test_what_is_in_the_index() -> None:
    found = [
        Named("person", "person/3", 2, (Literal("Ada Corrected"), Literal("Ада"))),
        Named("person", "person/10", 1, (Literal("Zoë"),)),
        Named("country", "country/de", 7, (Literal("Germany"), Literal("Allemagne", "fr"))),
    ]
    (_, names) = map(value, search_files(found))
    assert names == {
        "names": {
            "sections": [
                {
                    "section": "person",
                    "folder": "person/",
                    "steps": [3, 7],
                    "documents": [2, 1],
                    "names": [["Ada Corrected", "Ада"], "Zoë"],
                },
                {
                    "section": "country",
                    "folder": "country/",
                    "keys": ["de"],
                    "documents": [7],
                    "names": [["Germany", ["fr", "Allemagne"]]],
                },
            ]
        }
    }


def test_numbers_that_would_not_come_back_as_they_are_stay_words() -> None:
    found = [Named("cited", f"declaration/{key}", 1, (Literal(key),)) for key in ("007", "7")]
    (section,) = value(list(search_files(found))[1])["names"]["sections"]
    assert section["keys"] == ["007", "7"]
