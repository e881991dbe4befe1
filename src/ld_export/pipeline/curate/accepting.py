"""Links that a curator accepts: from a review file into the rows of the registry, each with its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ld_export.candidates.review import Decision, decisions
from ld_export.csvfile import with_rows
from ld_export.entity_rows import ORGANIZATIONS, PERSONS, Table
from ld_export.errors import CurationProblem, LdExportError, UsageProblem, raise_all
from ld_export.iris import Minter
from ld_export.model import Link, Organization, Person
from ld_export.pipeline.curate.edits import Edit
from ld_export.pipeline.inputs import ENTITIES, read_people
from ld_export.privacy import Withheld, nobody_named, unnamed
from ld_export.registry import Registry
from ld_export.settings import read_settings


class _Rows(NamedTuple):
    """The rows of a file of the registry by their addresses."""

    table: Table
    by_iri: dict[str, Person | Organization]


def accept(publication: Path, review: Path, by: str = "", on: str = "") -> Edit:
    """The edit that writes what was accepted in a review file into the registry.

    `by` and `on` say who accepted and when where a row does not. Nothing is written where any row is wrong: raises
    `CurationProblem` for an entity that is not in the registry or not in use (as withheld people are not), for one that
    would be two of the same place, and for two that would be one; `UsageProblem` where nobody says who or when.
    """
    settings = read_settings(publication)
    withheld, registry = read_people(publication, settings)
    with nobody_named(withheld):
        files = _files(registry, Minter(settings.base_uri))
        accepted = [one for one in decisions(review) if one.accepted]
        links = [(one, _link(one, by, on, withheld)) for one in accepted]
        raise_all([*_unknown(accepted, files), *_torn(accepted, files)])
        return _edit(publication, files, links)


def _files(registry: Registry, mint: Minter) -> tuple[_Rows, ...]:
    return (
        _Rows(PERSONS, {mint("Person", id=row.id): row for row in registry.persons.values()}),
        _Rows(ORGANIZATIONS, {mint("Organization", id=row.id): row for row in registry.organizations.values()}),
    )


def _link(one: Decision, by: str, on: str, withheld: Withheld) -> Link:
    """What the registry is told: where the other was found and when, and who accepted it when."""
    who, when = one.by or by, one.on or on
    if not who or not when:
        raise UsageProblem(
            f"nobody says {'when' if who else 'who'} accepted it", one.place, "fill in by and on, or give --by and --on"
        )
    source = f"{one.found}; accepted by {who} on {when}".removeprefix("; ")
    if any(unnamed(words, withheld) != words for words in (source, one.theirs)):
        raise CurationProblem("a withheld person is named", one.place, "take the row out")
    return Link(target=one.theirs, certainty=one.accept, source=source)


def _unknown(accepted: Iterable[Decision], files: Sequence[_Rows]) -> Iterable[LdExportError]:
    for one in accepted:
        row = next((rows.by_iri[one.ours] for rows in files if one.ours in rows.by_iri), None)
        if row is None or row.status != "active":
            what = "is not in the registry" if row is None else f"is {row.status}"
            yield CurationProblem(f"{one.ours[:200]} {what}", one.place, "look for candidates again")


def _torn(accepted: Sequence[Decision], files: Sequence[_Rows]) -> Iterable[LdExportError]:
    """What cannot all be: one of ours that is two of the same place, or two of ours that are one."""
    known = [
        (iri, link.target)
        for rows in files
        for iri, row in rows.by_iri.items()
        if row.status == "active"
        for link in row.links
    ]
    pairs = {*known, *((one.ours, one.theirs) for one in accepted)}
    theirs: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    ours: defaultdict[str, set[str]] = defaultdict(set)
    for mine, other in sorted(pairs):
        theirs[mine, _host(other)].add(other)
        ours[other].add(mine)
    for one in accepted:
        if len(others := theirs[one.ours, _host(one.theirs)]) > 1:
            yield CurationProblem(f"{one.ours} would be {_all(others)}", one.place, "accept one of them")
        if len(same := ours[one.theirs]) > 1:
            yield CurationProblem(f"{_all(same)} would be one", one.place, "accept one, or merge them first")


def _all(addresses: Iterable[str]) -> str:
    return " and ".join(sorted(addresses))


def _host(address: str) -> str:
    return address.split("/")[2]


def _edit(publication: Path, files: Sequence[_Rows], links: Sequence[tuple[Decision, Link]]) -> Edit:
    before, after, shown = {}, {}, []
    for rows in files:
        path = publication / ENTITIES / f"{rows.table.name}.csv"
        own = [(one, link) for one, link in links if one.ours in rows.by_iri]
        changed: dict[str, Person | Organization] = {}
        for one, link in own:
            row = changed.get(one.ours, rows.by_iri[one.ours])
            others = tuple(known for known in row.links if known.target != link.target)
            # What stands there already keeps its source, unless somebody is more or less sure of it now.
            if all((known.target, known.certainty) != (link.target, link.certainty) for known in row.links):
                changed[one.ours] = msgspec.structs.replace(row, links=(*others, link))
                shown.append(_shown(one, link))
        before[path] = path.read_bytes()
        after[path] = with_rows(before[path], {str(row.id): rows.table.row(row) for row in changed.values()})
    return Edit(publication, before, after, shown)


def _shown(one: Decision, link: Link) -> str:
    how = "published as the same as" if link.certainty == "certain" else "only noted, not published:"
    return f"{one.ours}: {how} {link.target}"
