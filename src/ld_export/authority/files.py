"""The two files: `names.json` with everything, and `names.tsv` with a line for each address, for any program."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ld_export.authority.record import Authority, Named
from ld_export.csvfile import SEPARATOR
from ld_export.errors import OutputProblem

JSON_FILE, TSV_FILE = NAME_FILES = ("names.json", "names.tsv")

_COLUMNS = (
    *("id", "kind", "name", "spellings", "countries", "groups", "roles", "documents", "first", "last"),
    *("description", "merged_into"),
)
_BREAKS = re.compile("[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SEVERAL = re.compile(r"\s*\|\s*")


def to_json(authority: Authority) -> bytes:
    """The file for programs: one entity a line, so that versions can be compared."""
    encode = msgspec.json.encode
    head = encode({name: getattr(authority, name) for name in ("base", "merged", "withdrawn", "roles")})
    entities = b",\n".join([encode(one) for one in authority.entities])
    return b'%b,\n"entities":[\n%b\n]}\n' % (head[:-1], entities)


def read_authority(content: bytes, place: str = JSON_FILE) -> Authority:
    """What `to_json` wrote. Raises `OutputProblem` for anything else."""
    try:
        return msgspec.json.decode(content, type=Authority)
    except msgspec.DecodeError as error:
        raise OutputProblem(f"it is no list of names: {error}", place, "build it again") from None


def to_tsv(authority: Authority) -> bytes:
    """The file for tables: a line for each entity, then one for each address that leads to another.

    It has no quotes and needs none: a tabulator or a line break within a name is a space here, and so is the sign
    that stands between several values of one cell.
    """
    rows = [_COLUMNS, *map(_row, authority.entities), *_merged_rows(authority)]
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def _row(one: Named) -> tuple[str, ...]:
    return (
        *(one.id, one.kind, _plain(one.name), _joined(one.spellings), _joined(one.countries), _joined(one.groups)),
        *(_joined(one.roles), str(one.documents), one.first, one.last, _plain(one.description), ""),
    )


def _merged_rows(authority: Authority) -> Iterator[tuple[str, ...]]:
    for address, into in authority.merged.items():
        kind = address.removeprefix(authority.base).partition("/")[0]
        yield (address, kind, *("",) * (len(_COLUMNS) - 3), into)


def _joined(values: tuple[str, ...]) -> str:
    return SEPARATOR.join(_SEVERAL.sub(" ", _plain(value)) for value in values)


def _plain(text: str) -> str:
    return _BREAKS.sub(" ", text)
