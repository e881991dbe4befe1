"""Who is looked for elsewhere, and by which names: only what is public of whoever is public."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ld_export.iris import Minter
from ld_export.model import Organization, Person
from ld_export.names import display_form
from ld_export.registry import Registry, other_spellings

_LONGEST = 300
"""What is longer, in characters, is no name."""

_APOSTROPHES = ("'", "’")


class Wanted(NamedTuple):
    """An entity of ours that is looked for.

    `spellings` are its public names; `asked` are those that the endpoint is told, in the forms in which it may have
    them. `countries` are never told to anybody: they are compared here.
    """

    iri: str
    kind: str
    name: str
    spellings: tuple[str, ...]
    asked: tuple[str, ...]
    countries: tuple[str, ...] = ()


def wanted(registry: Registry, base: str, entities: str, is_secret: Callable[[str], bool]) -> Iterator[Wanted]:
    """The entities of a public registry that have no link to an address that begins with `entities`, by number.

    A name in which `is_secret` sees that of somebody who is withheld is left out, whosever it is: it must not leave
    this machine as the name of a namesake either. So entities may be left without a name to ask for (`asked` is empty).
    """
    mint = Minter(base)
    rows: list[Person | Organization] = [
        *(registry.persons[id_] for id_ in sorted(registry.persons)),
        *(registry.organizations[id_] for id_ in sorted(registry.organizations)),
    ]
    for row in rows:
        if row.status != "active" or any(link.target.startswith(entities) for link in row.links):
            continue
        person = isinstance(row, Person)
        names = dict.fromkeys(name for name in _spellings(row) if len(name) <= _LONGEST and not is_secret(name))
        known = row.name in names
        yield Wanted(
            iri=mint(type(row).__name__, id=row.id),
            kind="person" if person else "organization",
            name=row.name if known else "",
            spellings=tuple(names) if known else (),
            asked=tuple(dict.fromkeys(_forms(names, whole=person))) if known else (),
            countries=row.countries if isinstance(row, Person) else (),
        )


def _spellings(row: Person | Organization) -> Iterable[str]:
    if isinstance(row, Person):
        return row.name, *other_spellings(row)
    return row.name, *row.translated.values(), *row.also_written


def _forms(names: Iterable[str], *, whole: bool) -> Iterator[str]:
    """Names as others may write them: composed, with either apostrophe, and of people, in small letters.

    Of people never one word: a family name alone finds everybody of the family.
    """
    for name in (unicodedata.normalize("NFC", name) for name in names):
        form = display_form(name) if whole else " ".join(name.split())
        if whole and len(form.split()) < 2:
            continue
        yield form
        for one, other in (_APOSTROPHES, _APOSTROPHES[::-1]):
            if one in form:
                yield form.replace(one, other)
