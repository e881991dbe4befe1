"""What annotations refer to, looked up in the registry: which row is meant, and which rows are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from ld_export.codes import countries, groups
from ld_export.concepts import nearest
from ld_export.errors import CurationProblem, LdExportError, raise_all
from ld_export.model import Annotations, CitedDocument, Country, Doubt, Family, Group, Organization, Person, Reference
from ld_export.names import matching_key, slug, twin_key
from ld_export.parse.persons import told_parts
from ld_export.registry import Registry, doubts_of_name

Row = Person | Organization | Family | Country | Group
Targets = Mapping[str, str | None]
"""A reference as written to the one that is meant (after merges, and looked up by name); nothing where the row has
been withdrawn."""

_LOOKED_UP = ("person", "organization", "family")
_ACTIVE = "active"
_MERGED = "merged-into:"


class Additions(NamedTuple):
    """Rows that annotations ask for and the registry lacks."""

    persons: list[Person]
    organizations: list[Organization]
    families: list[Family]
    cited: list[CitedDocument]

    def __bool__(self) -> bool:
        return bool(self.persons or self.organizations or self.families or self.cited)

    def shown(self) -> Iterator[str]:
        """Each row for a reader: what it is an entry of, its id and its name."""
        yield from (f"person {row.id}: {row.name}" for row in self.persons)
        yield from (f"organization {row.id}: {row.name}" for row in self.organizations)
        yield from (f"family {row.id}: {row.name}" for row in self.families)
        yield from (f"cited document {row.key}: {row.title}" for row in self.cited)


def _rows(registry: Registry) -> Mapping[str, Mapping[str, Row]]:
    return {
        "person": {str(id_): row for id_, row in registry.persons.items()},
        "organization": registry.organizations,
        "family": {str(id_): row for id_, row in registry.families.items()},
        "country": countries(),
        "group": groups(),
    }


class References:
    """The rows of a registry as annotations refer to them."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, Row]]:
        return _rows(self._registry)

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], list[str]]:
        """Kind and name to ids. Made only if a name is looked up: a registry may be long."""
        by_name: dict[tuple[str, str], list[str]] = {}
        for kind in _LOOKED_UP:
            for id_, row in self._rows[kind].items():
                for key in _spellings(row):
                    by_name.setdefault((kind, key), []).append(id_)
        return by_name

    def targets(self, annotations: Annotations) -> Targets:
        """Each reference of a file with what it means.

        Raises `CurationProblem` with file and line for a row that is not there, for a name that is not the row's,
        and for a name looked up that several rows have, or none.
        """
        problems: list[LdExportError] = []
        targets: dict[str, str | None] = {}
        for reference in annotations.references:
            try:
                targets[reference.target] = self._target(reference, f"{annotations.source}:{reference.line}")
            except LdExportError as problem:
                problems.append(problem)
        raise_all(problems)
        return targets

    def missing(self, reference: Reference) -> bool:
        """Whether a name that is to be looked up is nobody's."""
        kind, id_ = _parts(reference.target)
        return id_ == "?" and not self._named(kind, reference.label)

    def _named(self, kind: str, name: str) -> list[str]:
        """The ids of the rows of a name, after merges, without those withdrawn."""
        found = (self._resolved(kind, id_) for id_ in self._by_name.get((kind, matching_key(name)), ()))
        return list(dict.fromkeys(id_ for id_ in found if id_))

    def _target(self, reference: Reference, place: str) -> str | None:
        kind, id_ = _parts(reference.target)
        if id_ == "?":
            return f"{kind}/{self._only(kind, reference.label, place)}"
        rows = self._rows[kind]
        if id_ not in rows:
            raise CurationProblem(
                f"there is no {kind} {id_!r}",
                place,
                f"{nearest(id_, rows)}Look it up in the registry, or write `{kind}/? Name`",
            )
        resolved = self._resolved(kind, id_)
        if resolved and reference.label and matching_key(reference.label) not in self._all_spellings(kind, id_):
            raise CurationProblem(
                f"{kind} {id_} is {rows[id_].name}, not {reference.label}", place, "correct the id or the name"
            )
        return f"{kind}/{resolved}" if resolved else None

    def _only(self, kind: str, name: str, place: str) -> str:
        found = self._named(kind, name)
        if len(found) == 1:
            return found[0]
        if found:
            raise CurationProblem(
                f"several rows are called {name}: {', '.join(f'{kind}/{id_}' for id_ in found)}", place, "say which"
            )
        raise CurationProblem(
            f"the registry has no {kind} called {name}",
            place,
            "build once without --frozen: it adds a row, which you review and commit",
        )

    def _resolved(self, kind: str, id_: str) -> str | None:
        """The id after merges; nothing for a row that was withdrawn or is only reserved."""
        rows = self._rows[kind]
        while (status := getattr(rows[id_], "status", _ACTIVE)).startswith(_MERGED):
            id_ = status.removeprefix(_MERGED)
        return id_ if status == _ACTIVE else None

    def _all_spellings(self, kind: str, id_: str) -> set[str]:
        kept = self._resolved(kind, id_)
        return set().union(*(_spellings(self._rows[kind][one]) for one in (id_, kept) if one))


def _parts(target: str) -> tuple[str, str]:
    kind, _, id_ = target.partition("/")
    return kind, id_.split(" ", 1)[0]


def _spellings(row: Row) -> set[str]:
    names = [row.name, *row.also_written, *getattr(row, "translated", {}).values(), *getattr(row, "codes", ())]
    return {matching_key(name) for name in names if name}


def additions(every: Iterable[Annotations], registry: Registry, keys: Iterable[str]) -> Additions:
    """The rows that some annotations ask for and a registry lacks, numbered in the order of the files.

    `keys` are those of the publication's documents: what is cited and none of them gets a row of its own.
    """
    made = Additions([], [], [], [])
    references = References(registry)
    known, wanted = set(keys), dict[tuple[str, str], None]()
    for file in every:
        for reference in file.references:
            if references.missing(reference):
                name = " ".join(reference.label.split())
                wanted.setdefault((_parts(reference.target)[0], name))
        for citation in file.citations:
            if citation.cites not in known and citation.cites not in registry.cited:
                known.add(citation.cites)
                made.cited.append(CitedDocument(key=citation.cites, title=citation.quote))
    seen: set[tuple[str, str]] = set()
    for kind, name in wanted:
        if (kind, matching_key(name)) not in seen:
            seen.add((kind, matching_key(name)))
            _ADD[kind](made, registry, name)
    return made


def doubts_about(added: Additions, every: Iterable[Annotations], registry: Registry) -> Iterator[Doubt]:
    """What a curator should look at in the names of the rows that some annotations add to a registry."""
    places: dict[tuple[str, str], str] = {}
    for file in every:
        for one in file.references:
            named = _parts(one.target)[0], matching_key(one.label)
            places.setdefault(named, f"{file.source}:{one.line}")
    for kind, rows in (("person", added.persons), ("organization", added.organizations), ("family", added.families)):
        known = _by_look(_rows(registry)[kind].values()) if rows else {}
        for row in rows:
            own = matching_key(row.name)
            looks = known.setdefault(twin_key(row.name), {})
            twin = next((id_ for name, id_ in looks.items() if name != own), None)
            yield from doubts_of_name(
                places[kind, own], f"{kind} {row.id}", row.name, None if twin is None else f"{kind} {twin}"
            )
            looks[own] = row.id


def _by_look(rows: Iterable[Row]) -> dict[str, dict[str, int | str]]:
    """The ids of rows by each of their names, all that look alike together."""
    known: dict[str, dict[str, int | str]] = {}
    for row in rows:
        for name in filter(None, (row.name, *row.also_written)):
            known.setdefault(twin_key(name), {}).setdefault(matching_key(name), row.id)
    return known


def _add_person(made: Additions, registry: Registry, name: str) -> None:
    given, family = told_parts(name)
    made.persons.append(
        Person(
            id=max(registry.persons, default=0) + len(made.persons) + 1,
            name=name,
            given_name=given,
            family_name=family,
        )
    )


def _add_family(made: Additions, registry: Registry, name: str) -> None:
    made.families.append(Family(id=max(registry.families, default=0) + len(made.families) + 1, name=name))


def _add_organization(made: Additions, registry: Registry, name: str) -> None:
    taken = {*registry.organizations, *(one.id for one in made.organizations)}
    start, id_, number = slug(name)[:100], slug(name)[:100], 1
    while id_ in taken:
        number += 1
        id_ = f"{start}-{number}"
    made.organizations.append(Organization(id=id_, name=name))


_ADD: Mapping[str, Callable[[Additions, Registry, str], None]] = {
    "person": _add_person,
    "organization": _add_organization,
    "family": _add_family,
}
