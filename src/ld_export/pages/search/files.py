"""The files that a browser searches names with: the tables of letters and sounds, and an index of names.

They are scripts that state one value each, and no JSON: a page that was opened from a folder may read no file, but may
have scripts. A browser finds out by itself how names sound, so that only the names have to travel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

import msgspec

from ld_export.pages.data import Page
from ld_export.pages.search.names import Named
from ld_export.pages.terms import Literal
from ld_export.spelling import read_tables, skeletons, words

FOLDER = "finding"
"""The folder of the site with all that searching needs; not that of the page, or some servers would show the folder."""

_WHOLE = 5_000
"""With more entities than these, the index is in parts, by the letters that their words sound like first."""

_OTHER = "other"
"""The part of what begins with no letter of the Latin alphabet."""


SEARCH_FILES = (f"{FOLDER}/names", f"{FOLDER}/spelling")
"""How the paths of `search_files` begin."""


def search_files(found: Sequence[Named]) -> Iterator[Page]:
    """The tables and the index of names."""
    yield _script("spelling", read_tables().as_json())
    if len(found) <= _WHOLE:
        yield _script("names", {"sections": _sections(found)})
        return
    parts = _parts(found)
    yield _script("names", {"parts": sorted(parts), "other": _OTHER})
    for letter, entities in parts.items():
        yield _script(f"names-{letter}", {"sections": _sections(entities)})


def _script(name: str, value: object) -> Page:
    """A script by which a page gets a value, under its name among those that `finding` holds."""
    text = msgspec.json.encode({name: value})
    return Page(f"{FOLDER}/{name}.js", b"Object.assign(globalThis.finding ??= {}, %b);\n" % text)


def _parts(found: Iterable[Named]) -> dict[str, list[Named]]:
    parts: dict[str, list[Named]] = {}
    for entity in found:
        for letter in sorted(_letters(entity)):
            parts.setdefault(letter, []).append(entity)
    return dict(sorted(parts.items()))


def _letters(entity: Named) -> set[str]:
    """The letters that the words of any name of an entity begin with, in any of their skeletons."""
    begin = {one[0] for name in entity.names for word in words(name.label) for one in skeletons(word)}
    return {letter if "a" <= letter <= "z" else _OTHER for letter in begin} or {_OTHER}


def _sections(found: Iterable[Named]) -> list[dict[str, Any]]:
    """Entities in the order of their paths, as columns: repetitive as they are, they compress to next to nothing."""
    return [
        _columns(section, folder, list(entities))
        for (section, folder), entities in groupby(found, key=lambda one: (one.section, _folder(one.path)))
    ]


def _columns(section: str, folder: str, entities: Sequence[Named]) -> dict[str, Any]:
    keys = [one.path.removeprefix(folder) for one in entities]
    return {
        "section": section,
        "folder": folder,
        **_keys(keys),
        "documents": [one.documents for one in entities],
        "names": [_shown(one.names) for one in entities],
    }


def _keys(keys: Sequence[str]) -> dict[str, Any]:
    """The last parts of the paths; numbers as the steps from each to the next."""
    if not all(key.isdecimal() and key == str(int(key)) for key in keys):
        return {"keys": keys}
    numbers = [0, *map(int, keys)]
    return {"steps": [after - before for before, after in pairwise(numbers)]}


def _shown(names: Sequence[Literal]) -> Any:
    """A name, or a list of several; one of a language other than the site's first is a pair with that."""
    shown = [[name.language, name.label] if name.language else name.label for name in names]
    return shown[0] if len(shown) == 1 else shown


def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1]
