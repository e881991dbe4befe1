"""The list of names of a publication, wherever there is one: in a built site, in its dumps, or made from its graph."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from ld_export.authority import JSON_FILE, KINDS, TSV_FILE, Authority, Named, read_authority
from ld_export.csvfile import SEPARATOR
from ld_export.errors import UsageProblem
from ld_export.graph import FORMATS, ending_of, unpacked
from ld_export.linking.graphs import authority_of
from ld_export.places import dump_at
from ld_export.tabular import TableProblem


def names_at(path: Path) -> Authority:
    """The list of names in a file or in a folder; made from the graph where the file is a dump of that.

    Raises `UsageProblem` where there is nothing, and `LdExportError` for what cannot be read.
    """
    path = dump_at(path, JSON_FILE, "name a built site, a list of names or a dump")
    ending = ending_of(path)
    if reader := _READERS.get(ending):
        with unpacked(path, TableProblem) as file:
            content = file.read()
        return reader(content, path.name)
    if ending in FORMATS:
        return authority_of(path, FORMATS[ending])
    known = ", ".join((*_READERS, *FORMATS))
    raise UsageProblem(f"{ending or 'no ending'} is no list of names and no graph", path.name, f"use {known}, or .gz")


def _from_table(content: bytes, name: str) -> Authority:
    """What `names.tsv` tells: all but which addresses were withdrawn, and which words there are for roles."""
    lines = content.decode("utf-8", "replace").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
    try:
        told = [dict(row) for row in rows]
        named = tuple(_named(row) for row in told if not row["merged_into"])
        merged = {row["id"]: row["merged_into"] for row in told if row["merged_into"]}
        base = _base_of(named)
    except (csv.Error, KeyError, ValueError, TypeError, AttributeError) as error:
        raise TableProblem(f"no {TSV_FILE} of a publication: {error!r}", name, "get it again") from None
    roles: dict[str, tuple[str, ...]] = {role: (role,) for one in named for role in one.roles}
    return Authority(base=base, merged=merged, withdrawn=(), roles=roles, entities=named)


def _named(row: Mapping[str, str]) -> Named:
    several = {name: _parts(row[name]) for name in ("spellings", "countries", "groups", "roles")}
    plain = {name: row[name] for name in ("id", "kind", "name", "first", "last", "description")}
    return msgspec.convert({**plain, **several, "documents": int(row["documents"])}, Named)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(SEPARATOR)) if cell else ()


def _base_of(named: tuple[Named, ...]) -> str:
    """What all addresses begin with: those of documents have another word behind it than the kind."""
    folder = {kind: "declaration" if kind == "document" else kind for kind in KINDS}
    bases: Iterator[str] = (one.id.rpartition(f"{folder[one.kind]}/")[0] for one in named)
    return next(base for base in bases if base) if named else ""


_READERS: Mapping[str, Callable[[bytes, str], Authority]] = {
    ".json": read_authority,
    ".tsv": _from_table,
}
