"""What a data set's statistics are made of: counts of a source's statements, added up and taken away again.

No two sources describe the same thing (`DumpSet` refuses that), so what is counted in each can be added: statements,
things, classes, properties. So a build counts what changed, and never asks the whole graph.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from ld_export.graph import RDF_TYPE, expanded, prefixes

Tally = dict[str, int]
"""What was counted, in words: `class <IRI>`, `property <IRI>`, … to its number. Plain, for it is remembered."""

_TYPE = f"<{RDF_TYPE}>"
_DATE = f"<{expanded('schema:datePublished')}>"
_ANNOTATION_ENDS = b",\n"


class Counts(NamedTuple):
    """What some sources hold.

    Classes and properties with the number of their instances and statements; links out of the publication by property
    and by the host that they lead to; dates of publication with how often they occur; dump files that are no graph
    with the number of their rows or annotations.
    """

    statements: int
    subjects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    links: Mapping[tuple[str, str], int]
    dates: Mapping[str, int]
    rows: Mapping[str, int]


def counted(files: Mapping[str, bytes], bases: tuple[str, ...]) -> Tally:
    """A tally of what one source contributes to the dumps, by dump file.

    Of graphs only the canonical one is looked at. What does not begin with one of `bases` is elsewhere.
    """
    tally = _statements(files.get("dataset.nq", b""), bases)
    for file, rows_of in ROWS.items():
        if rows := rows_of(files.get(file, b"")):
            tally[f"rows {file}"] = rows
    return tally


def _statements(lines: bytes, bases: tuple[str, ...]) -> Tally:
    subjects: set[str] = set()
    values: dict[str, list[str]] = {}
    for line in lines.decode().split("\n")[:-1]:
        subject, predicate, value = line.split(" ", 2)
        subjects.add(subject)
        values.setdefault(predicate, []).append(value)
    tally = Counter({f"property {predicate}": len(own) for predicate, own in values.items()})
    tally.update(f"class {value[: value.index('>') + 1]}" for value in values.get(_TYPE, ()))
    for predicate, own in values.items():
        tally.update(f"link {predicate} {host}" for host in _hosts(own, bases))
    tally.update(f"date {_words(value)}" for value in values.get(_DATE, ()))
    return dict(tally) | {"statements": sum(map(len, values.values())), "subjects": len(subjects)}


def _hosts(values: Iterable[str], bases: tuple[str, ...]) -> Iterator[str]:
    """Where the values that are elsewhere lie. A term of a vocabulary is no thing that is linked to."""
    ours = tuple(f"<{base}" for base in bases)
    terms = tuple(f"<{namespace.rstrip('#')}" for namespace in prefixes().values())
    for value in values:
        if value[0] == "<" and not value.startswith(ours) and not value.startswith(terms):
            place = urlsplit(value[1 : value.index(">")])
            yield f"{place.scheme}://{place.netloc}/"


def _words(value: str) -> str:
    return value.split('"')[1]


def _rows_of_table(data: bytes) -> int:
    return sum(1 for _ in csv.reader(data.decode().splitlines(keepends=True)))


def _annotations(data: bytes) -> int:
    return data.count(_ANNOTATION_ENDS)


ROWS: Mapping[str, Callable[[bytes], int]] = {
    "annotations.jsonld": _annotations,
    "documents.csv": _rows_of_table,
    "entities.csv": _rows_of_table,
    "signatures.csv": _rows_of_table,
}
"""The dumps besides the graph, and how what a source contributes to one is counted."""


COUNTED = ("dataset.nq", *ROWS)
"""The dumps of which a source's part is counted."""


def added(tallies: Iterable[Tally]) -> Tally:
    """Some tallies as one."""
    total: Counter[str] = Counter()
    for tally in tallies:
        total.update(tally)
    return dict(total)


def without(tally: Tally, gone: Tally) -> Tally:
    """A tally of what is left when something has gone; what there is none of is not in it."""
    left = {name: number - gone.get(name, 0) for name, number in tally.items()}
    return {name: number for name, number in left.items() if number}


def read(tally: Tally) -> Counts:
    """What a tally says."""
    found: dict[str, dict[str, int]] = {}
    for name, number in sorted(tally.items()):
        kind, _, rest = name.partition(" ")
        found.setdefault(kind, {})[rest] = number
    return Counts(
        statements=tally.get("statements", 0),
        subjects=tally.get("subjects", 0),
        classes=_bare(found.get("class", {})),
        properties=_bare(found.get("property", {})),
        links={_pair(link): number for link, number in found.get("link", {}).items()},
        dates=found.get("date", {}),
        rows=found.get("rows", {}),
    )


def _bare(terms: Mapping[str, int]) -> dict[str, int]:
    return {term[1:-1]: number for term, number in terms.items()}


def _pair(link: str) -> tuple[str, str]:
    predicate, _, host = link.partition(" ")
    return predicate[1:-1], host
