"""Two reconciliation services over one table of names, asked the same: how often the right one is among the first."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from benchmarks.generate import members
from benchmarks.matching import Pair, read_pairs
from ld_export.authority import Authority, Named
from ld_export.reconciliation import Asked, Service

_FIRST = 5
_BATCH = 10
"""As many queries in a batch as OpenRefine sends."""

Answers = Mapping[str, Sequence[str]]
"""The ids of the candidates of each query, best first."""


class Task(NamedTuple):
    """The names that are known, by id, and those that are looked for, each with the ids that are right."""

    known: Mapping[str, str]
    wanted: Mapping[str, frozenset[str]]


class Measured(NamedTuple):
    """How often the right one is among the first, and how many queries are answered in a second."""

    recall: float
    rate: float


def lacking() -> str:
    """What is missing to compare with; empty where nothing is."""
    return "" if find_spec("csv_reconcile") else "csv-reconcile: pip install csv-reconcile"


def task() -> Task:
    """The truth set's pairs of one person: one name is known, the other looked for; all other names are in the way.

    Whoever is in several pairs is one person, under whichever of the known names they are found.
    """
    pairs = read_pairs()
    others = [*(pair.other for pair in pairs), *(f"{one.given} {one.family}" for one in members())]
    known = {str(number): name for number, name in enumerate(dict.fromkeys(others))}
    ids = {name: id_ for id_, name in known.items()}
    persons = _persons(pairs)
    wanted = {
        pair.one: frozenset(ids[name] for name in persons[pair.one] if name in ids) for pair in pairs if pair.same
    }
    return Task(known, wanted)


def _persons(pairs: Iterable[Pair]) -> Mapping[str, set[str]]:
    """Each name with all names that pairs of one person lead to from it."""
    persons: dict[str, set[str]] = {}
    for pair in pairs:
        if pair.same:
            joined = persons.get(pair.one, {pair.one}) | persons.get(pair.other, {pair.other})
            persons |= dict.fromkeys(joined, joined)
    return persons


def compare(folder: Path) -> tuple[Measured, Measured]:
    """Our service and csv-reconcile."""
    asked = task()
    return _measured(asked, *_ours(asked)), _measured(asked, *_other(asked, folder))


def _batches(asked: Task) -> list[dict[str, Any]]:
    names = list(asked.wanted)
    return [
        {name: {"query": name, "limit": _FIRST} for name in names[at : at + _BATCH]}
        for at in range(0, len(names), _BATCH)
    ]


def _ours(asked: Task) -> tuple[Answers, float]:
    entities = tuple(
        Named(id=f"https://example.org/{id_}", kind="person", name=name, spellings=(name,))
        for id_, name in asked.known.items()
    )
    base = "https://example.org/"
    authority = Authority(base=base, merged={}, withdrawn=(), roles={}, entities=entities)
    service = Service(authority, ox.Store())
    began = time.perf_counter()
    said = [
        json.loads(service.answer(Asked("queries", {"queries": json.dumps(batch)}, base))) for batch in _batches(asked)
    ]
    return _ids(said), time.perf_counter() - began


def _other(asked: Task, folder: Path) -> tuple[Answers, float]:
    folder.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{id_}\t{name}\n" for id_, name in asked.known.items())
    (folder / "names.tsv").write_text(f"id\tname\n{rows}", encoding="utf-8")
    (folder / "queries.json").write_text(json.dumps(_batches(asked)), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.csv_service", folder]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    answers = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    return _ids(answers), float(ran.stdout.rpartition("took ")[2])


def _ids(batches: Iterable[Mapping[str, Any]]) -> Answers:
    return {name: [candidate["id"] for candidate in one["result"]] for said in batches for name, one in said.items()}


def _measured(asked: Task, answers: Answers, took: float) -> Measured:
    found = sum(not right.isdisjoint(answers[name][:_FIRST]) for name, right in asked.wanted.items())
    return Measured(found / len(asked.wanted), len(asked.wanted) / took)
