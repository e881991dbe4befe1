"""Links to a publication: link makes them from names, links check looks at those of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ld_export import __version__
from ld_export.cli.common import Publication, app, at_most_one, found, print_json, print_table, tell
from ld_export.cli.elsewhere import session
from ld_export.errors import UsageProblem
from ld_export.outputs import outputs

# Everything that loads an RDF library is imported where it is used, so that --help answers at once.
if TYPE_CHECKING:
    from ld_export.authority import Authority
    from ld_export.linking import Done, Knows
    from ld_export.linksets import Checked

others = typer.Typer(help="Link sets that others publish to our URIs.", no_args_is_help=True)
app.add_typer(others, name="links")


@app.command()
def link(
    file: Annotated[Path, typer.Argument(help="A table: .csv, .tsv, .xlsx (its first sheet), .jsonl or .ndjson.")],
    column: Annotated[str, typer.Option(help="The column with names.")],
    country: Annotated[
        str | None, typer.Option(help="A column with countries: ISO codes, or names in English or French.")
    ] = None,
    role: Annotated[str | None, typer.Option(help="A column with roles, by a code or a word of the concepts.")] = None,
    type_: Annotated[
        str | None,
        typer.Option("--type", help="What the names are of: person, organization, family, group, country, document."),
    ] = None,
    publication: Publication = None,
    names: Annotated[
        Path | None, typer.Option(help="A built site, a list of names (names.json, names.tsv) or a dump of the graph.")
    ] = None,
    service: Annotated[str | None, typer.Option(help="The address of a reconciliation service to ask instead.")] = None,
    timeout: Annotated[
        float | None, typer.Option(min=0.1, help="How many seconds to wait for the service; 60 unless stated.")
    ] = None,
    retries: Annotated[
        int | None, typer.Option(min=0, help="How often to ask a busy service again; 3 times unless stated.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write the table; FILE.linked, or FILE.links with --apply.")
    ] = None,
    review: Annotated[
        Path | None, typer.Option(help="Where to write the doubtful rows; FILE.review.csv unless stated.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Have the certain rows decided by somebody, too.")] = False,
    exact: Annotated[
        bool, typer.Option("--exact", help="Leave cells alone that a spreadsheet would take for formulas.")
    ] = False,
    decided: Annotated[
        Path | None,
        typer.Option("--apply", help="The review file with decisions; writes the table, SSSOM and an RDF link set."),
    ] = None,
    base: Annotated[
        str | None, typer.Option(help="With --apply: what the addresses of your rows begin with, up to / or #.")
    ] = None,
    id_: Annotated[
        str | None, typer.Option("--id", help="With --apply: the column with the ids of your rows; else their numbers.")
    ] = None,
    licence: Annotated[
        str | None, typer.Option(help="With --apply: the address of the licence of your links, for the SSSOM file.")
    ] = None,
    same_as: Annotated[
        bool,
        typer.Option("--same-as", help="With --apply: owl:sameAs for what somebody accepted, but never for people."),
    ] = False,
) -> None:
    """Find the URIs for a column of names, ask about doubtful ones in a table, and write what was decided as links."""
    from ld_export.linking import (
        UNSPECIFIED,
        Cells,
        Columns,
        Subjects,
        Wish,
        apply_decisions,
        find_links,
        read_decisions,
    )

    at_most_one({"--publication": publication, "--names": names, "--service": service})
    at_most_one({"--review": review, "--apply": decided})
    at_most_one({"--all": everything, "--apply": decided})
    _only_with({"--timeout": timeout, "--retries": retries}, "--service", service)
    _only_with({"--base": base, "--id": id_, "--licence": licence, "--same-as": same_as or None}, "--apply", decided)
    columns = Columns(column, country or "", role or "", _type(type_, service))
    whole = out or file.with_name(f"{file.stem}.{'links' if decided else 'linked'}{_ending(file)}")
    with _knowing(publication, names, service, timeout, retries) as knows:
        if decided is None:
            doubtful = _new(review or file.with_name(f"{file.stem}.review.csv"))
            done = find_links(file, columns, knows, whole, doubtful, cells=Cells(exact), everything=everything)
        else:
            wish, subjects = Wish(__version__, licence or UNSPECIFIED, same_as), Subjects(_base(base, id_), id_ or "")
            decisions = read_decisions(decided)
            done = apply_decisions(
                file, columns, knows, decisions, whole, cells=Cells(exact), subjects=subjects, wish=wish
            )
    _print_done(done)
    if decided and not base:
        tell("no RDF link set: your rows have no addresses; give --base, and --id if they have ids")


def _only_with(given: dict[str, object], needed: str, there: object) -> None:
    """Refuse options that would be passed over in silence."""
    named = [name for name, value in given.items() if value is not None]
    if named and there is None:
        raise UsageProblem(f"{named[0]} goes with {needed}", remedy=f"add {needed}, or leave it out")


def _type(name: str | None, service: str | None) -> str:
    """The type that is asked for; a service elsewhere may have others than ours."""
    from ld_export.authority import KINDS

    if name and not service and name not in KINDS:
        raise UsageProblem(f"there is no type {name!r}", remedy=f"use one of {', '.join(KINDS)}")
    return name or ""


def _base(base: str | None, id_: str | None) -> str:
    from ld_export.linking import checked_base

    if id_ and not base:
        raise UsageProblem("--id needs what the addresses begin with", remedy="add --base https://your.example/people/")
    return checked_base(base) if base else ""


def _ending(file: Path) -> str:
    """That of the table that is written: a workbook becomes CSV."""
    return ".csv" if file.suffix.lower() == ".xlsx" else file.suffix


def _new(path: Path) -> Path:
    if path.exists():
        raise UsageProblem(
            f"{path} is there already, and may hold decisions", remedy="apply it (--apply), or name another: --review"
        )
    return path


@contextmanager
def _knowing(
    publication: Path | None, names: Path | None, service: str | None, timeout: float | None, retries: int | None
) -> Iterator[Knows]:
    """Whoever answers: a service, or a list of names here, for which nobody is asked and no settings are read."""
    from ld_export.linking import Here, Service

    if not service:
        yield Here(_authority(publication, names))
        return
    with session(publication, timeout, retries, tell) as asking:
        yield Service(service, asking)


def _authority(publication: Path | None, names: Path | None) -> Authority:
    """The list of names that was named, or that of the publication that is near."""
    from ld_export.linking import names_at

    if names:
        return names_at(names)
    near = found(publication)
    places = [near / "public", *([Path("public")] if publication is None else [])]
    return names_at(next((place for place in places if place.is_dir()), places[0]))


def _print_done(done: Done) -> None:
    total = sum(done.counts.values())
    parts = ", ".join(f"{number:,} {status}" for status, number in sorted(done.counts.items()))
    typer.echo(f"{total:,} rows: {parts}" if parts else "no rows")
    for path in done.written:
        tell(f"wrote {path}")
    if unknown := done.unknown_countries:
        word, place = next(iter(unknown.items()))
        tell(f"{len(unknown):,} words for countries are not understood and ask nothing: {word[:80]!r} ({place}) is one")


@others.command()
def check(
    file: Annotated[Path, typer.Argument(help="A link set: .ttl, .nt, .nq, .trig, .jsonld, .rdf, or SSSOM as .tsv.")],
    publication: Publication = None,
    names: Annotated[
        Path | None, typer.Option(help="A built site, a list of names (names.json) or a dump of the graph.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the set with the URIs that hold now: SSSOM, or N-Triples of any RDF.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what is found as JSON.")] = False,
) -> None:
    """Check whether our URIs in a link set are there, were merged or withdrawn. Exits with 1 if one does not hold."""
    from ld_export.linksets import HERE, Here, checked, corrected, read_statements

    at_most_one({"--publication": publication, "--names": names})
    if not file.is_file():
        raise UsageProblem("no such file", str(file), "give a link set")
    if out and out.resolve() == file.resolve():
        raise UsageProblem("this would be written over the set itself", str(file), "name another file: --out")
    here = Here(_authority(publication, names))
    links = list(checked(read_statements(file), here))
    (_print_links if as_json else _print_checked)(links)
    if out:
        with outputs() as files:
            files.open(out).writelines(corrected(file, here))
        tell(f"wrote {out}")
    raise typer.Exit(1 if any(one.status != HERE for one in links) else 0)


def _print_checked(found: Sequence[Checked]) -> None:
    from ld_export.linksets import HERE

    rows = [(one.statement.place, one.ours, one.status, one.now) for one in found if one.status != HERE]
    if rows:
        print_table(("Where", "URI", "State", "Holds now"), list(dict.fromkeys(rows)))
    counts = Counter(one.status for one in found)
    said = ", ".join(f"{number:,} {status}" for status, number in sorted(counts.items()))
    typer.echo(f"{len(found):,} links to us: {said}" if said else "no links to us: do its URIs begin as ours do?")


def _print_links(found: Sequence[Checked]) -> None:
    keys = ("uri", "theirs", "state", "now", "predicate", "place")
    rows = [(one.ours, one.theirs, one.status, one.now, one.statement.predicate, one.statement.place) for one in found]
    print_json([dict(zip(keys, row, strict=True)) for row in rows])
