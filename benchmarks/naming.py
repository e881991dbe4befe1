"""Invented people by the hundred thousand, looked for in another spelling: by the toolkit, and by a plain scan.

    python -m benchmarks.naming 100000 2000

prints what was measured inside this process as a line of JSON. The names are made of Russian, Kazakh and Ukrainian
syllables; the index has each in one system of romanisation, and it is looked for in another one (or in Cyrillic), a
quarter with the words turned, a quarter with a patronymic, a tenth with a letter of the family name left out.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from benchmarks.romanising import KAZAKH, RUSSIAN
from ld_export.matching import Entry, Names
from ld_export.spelling import fold

_GIVEN = """
Александр Алексей Андрей Анатолий Борис Вадим Валерий Виктор Владимир Геннадий Григорий Дмитрий Евгений Игорь
Илья Кирилл Константин Леонид Максим Михаил Никита Николай Олег Павел Пётр Роман Сергей Степан Фёдор Юрий Яков
Анна Галина Дарья Екатерина Елена Жанна Зоя Ирина Ксения Лариса Людмила Марина Мария Надежда Наталья Ольга
Полина Светлана Татьяна Юлия Яна Айдар Айгуль Айжан Акмарал Алибек Алмат Алмаз Арман Аскар Асхат Бахытжан
Бауыржан Болат Галымжан Гульнара Данияр Дархан Динара Ержан Ерлан Ермек Жанат Жанболат Жандос Канат Кайрат
Куаныш Ляззат Мадина Марат Мурат Мухтар Нурлан Нурсултан Оразбек Рахат Рустам Самат Санжар Сауле Серик Талгат
Тимур Улан Шолпан
"""
_BEGINNINGS = """
А Ба Бе Бо Бу Ва Ве Га Го Да До Ду Ж Жа Же Жу За И Ка Ке Ко Ку Ла Ло Ма Ме Му На Но Ну О Па По Ра Са Се Су Та
То Ту У Ха Ца Ча Ше Ю Я
"""
_MIDDLES = """
бал бек бол вар гал гин дар дим ери жан зан зар ир кал кен кул лим лын мар мас мур нал нар рак ран рим сан сар
сен сим тал тем тур хан цев чен шак щер юс яр
"""
_ENDINGS = "ов ов ов ев ев ин ский енко баев беков ко ян"
_FATHERS = "Иванович Сергеевич Маратович Болатович Серикович Петрович"
_SYSTEMS = {**RUSSIAN, **{f"Kazakh {name}": system for name, system in KAZAKH.items()}}
_QUERIES = ("BGN/PCGN", "passport", "press", "scientific", "French", "German", "Polish", "Turkish", "Czech")
_BEST = 5


class Person(NamedTuple):
    """Somebody invented, in Cyrillic."""

    given: str
    family: str


def people(count: int, seed: int = 0) -> list[Person]:
    """So many people, no two with one name; the same for a seed."""
    chance = Random(seed)
    found: dict[Person, None] = {}
    beginnings, middles, endings = (table.split() for table in (_BEGINNINGS, _MIDDLES, _ENDINGS))
    while len(found) < count:
        parts = chance.choices(middles, k=chance.choice((1, 2, 2)))
        family = chance.choice(beginnings) + "".join(parts) + chance.choice(endings)
        found[Person(chance.choice(_GIVEN.split()), family)] = None
    return list(found)


def questions(everyone: Sequence[Person], count: int, seed: int = 1) -> Iterator[tuple[int, str]]:
    """So many of them, by place, and how each is written where somebody looks for them."""
    chance = Random(seed)
    for at in chance.sample(range(len(everyone)), count):
        given, family = everyone[at]
        how = chance.random()
        if 0.5 <= how < 0.6:
            cut = chance.randrange(1, len(family) - 2)
            family = family[:cut] + family[cut + 1 :]
        name = f"{given} {chance.choice(_FATHERS.split())} {family}" if 0.25 <= how < 0.5 else f"{given} {family}"
        system = chance.choice((*_QUERIES, ""))
        written = _SYSTEMS[system].write(name) if system else name
        yield at, " ".join(reversed(written.split())) if how < 0.25 else written


def measured(count: int, asked: int) -> dict[str, float]:
    """Names a second, recall at five, seconds and MiB of the index; and the same of a plain scan of fewer questions."""
    from rapidfuzz import process  # noqa: PLC0415 - what it is measured against, and no part of the toolkit

    everyone = people(count)
    written = [RUSSIAN["press"].write(f"{one.given} {one.family}") for one in everyone]
    wanted = list(questions(everyone, asked))
    before, began = _memory(), time.perf_counter()
    names = Names(Entry(str(at), "person", (name,)) for at, name in enumerate(written))
    build, memory = time.perf_counter() - began, _memory() - before
    rate, recall = _asked(wanted, lambda name: [int(one.entry.id) for one in names.find(name, _BEST)])
    folded = [fold(name) for name in written]
    few = wanted[: max(10, asked // 50)]

    def scan(name: str) -> list[int]:
        return [at for *_, at in process.extract(fold(name), folded, limit=_BEST)]

    scan_rate, scan_recall = _asked(few, scan)
    return {
        "build": build,
        "memory": memory,
        "rate": rate,
        "recall": recall,
        "scan-rate": scan_rate,
        "scan-recall": scan_recall,
    }


def _asked(wanted: Sequence[tuple[int, str]], find: Callable[[str], list[int]]) -> tuple[float, float]:
    began = time.process_time()
    found = sum(at in find(name) for at, name in wanted)
    return len(wanted) / (time.process_time() - began), found / len(wanted)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]), int(sys.argv[2]))))
