"""SSSOM tables of others: the prefixes of their head, and their mappings, written again with other addresses.

See https://mapping-commons.github.io/sssom/spec-formats-tsv/.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from ld_export.tabular import TableProblem, delimited_line, lines_of, missing

_BUILT_IN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
}
_SUBJECT, _PREDICATE, _OBJECT, _MODIFIER = "subject_id", "predicate_id", "object_id", "predicate_modifier"


class Mappings:
    """A mapping set in a file. Raises `TableProblem` with file and line for what is none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._head = []
        for line in lines_of(path):
            if not line.startswith("#"):
                break
            self._head.append(line)
        self._prefixes = {**_BUILT_IN, **self._declared()}

    def statements(self) -> Iterator[tuple[str, str, str, str]]:
        """Subject, predicate, object and place of each mapping. One that is denied says that there is no link."""
        for place, row in self._rows():
            if row.get(_SUBJECT) and row[_OBJECT] and not row.get(_MODIFIER):
                subject, predicate, object_ = (self._iri(row[name], place) for name in (_SUBJECT, _PREDICATE, _OBJECT))
                yield subject, predicate, object_, place

    def rewritten(self, now: Callable[[str], str | None]) -> Iterator[str]:
        """The lines of the file with the addresses that hold now; a mapping with one that has none is left out."""
        yield from self._head
        begun = False
        for place, row in self._rows():
            if not begun:
                yield delimited_line(row, "\t")
                begun = True
            ids = {name: self._iri(row[name], place) for name in (_SUBJECT, _OBJECT) if row.get(name)}
            hold = {name: now(iri) for name, iri in ids.items()}
            if None not in hold.values():
                changed = {name: self._curie(iri, place) for name, iri in hold.items() if iri and iri != ids[name]}
                yield delimited_line({**row, **changed}.values(), "\t")

    def _rows(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        lines = lines_of(self._path)
        for _ in self._head:
            next(lines)
        reader = csv.reader(lines, delimiter="\t", strict=True)
        before = len(self._head) + 1
        columns: Sequence[str] | None = None
        try:
            for cells in reader:
                place, before = f"{self._path.name}:{before}", len(self._head) + reader.line_num + 1
                if columns is None:
                    columns = _checked(cells, place)
                elif len(cells) != len(columns):
                    raise TableProblem(f"{len(cells)} cells where the head has {len(columns)}", place, "check the row")
                else:
                    yield place, dict(zip(columns, cells, strict=True))
        except csv.Error as error:
            raise TableProblem(str(error), f"{self._path.name}:{before}", "check the quotes of this row") from None

    def _declared(self) -> dict[str, str]:
        """The prefixes of the head. Composed only: nothing in it is made into more than text."""
        try:
            node = yaml.compose("".join(line[1:] for line in self._head), Loader=yaml.SafeLoader)
        except (yaml.YAMLError, RecursionError) as error:
            raise TableProblem(f"the head is no YAML: {error}", self._path.name, "correct the metadata") from None
        found = {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
        prefixes = found.get("curie_map")
        if not isinstance(prefixes, yaml.MappingNode):
            return {}
        return {key.value: value.value for key, value in prefixes.value if isinstance(value, yaml.ScalarNode)}

    def _iri(self, curie: str, place: str) -> str:
        prefix, _, local = curie.partition(":")
        if prefix not in self._prefixes:
            raise TableProblem(f"the prefix of {curie[:80]!r} is not declared", place, "add it to curie_map")
        return self._prefixes[prefix] + local

    def _curie(self, iri: str, place: str) -> str:
        best = max(
            (one for one in self._prefixes.items() if iri.startswith(one[1])), key=lambda one: len(one[1]), default=None
        )
        if best is None:
            raise TableProblem(f"no prefix for <{iri}>", place, "add one to curie_map")
        return f"{best[0]}:{iri[len(best[1]) :]}"


def _checked(columns: Sequence[str], place: str) -> Sequence[str]:
    for name in (_PREDICATE, _OBJECT):
        if name not in columns:
            raise missing(name, columns, place)
    return columns
