"""Looking for people and bodies of ours elsewhere: candidates."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ld_export import __version__
from ld_export.cli.common import Publication, app, at_most_one, found, tell, tell_at_terminal
from ld_export.errors import UsageProblem
from ld_export.outputs import replace_file

if TYPE_CHECKING:
    from ld_export.pipeline.candidates import Found, Plan


class Kind(StrEnum):
    """Whom to look for."""

    PERSON = "person"
    ORGANIZATION = "organization"


@app.command()
def candidates(
    endpoint: Annotated[
        str,
        typer.Option(help="The profile of the endpoint: a file of endpoints/ of the publication, or one that ships."),
    ] = "wikidata",
    url: Annotated[
        str | None, typer.Option(help="Another address for the same questions, such as that of a mirror.")
    ] = None,
    kind: Annotated[
        list[Kind] | None, typer.Option("--class", help="Look for these only; may be given several times.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Ask for so many more at most, the lowest numbers first.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="Show so many candidates of each at most, the best ones.")] = 5,
    out: Annotated[
        Path | None,
        typer.Option(help="The review file; - prints it. By default candidates.csv of the publication."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be asked, and ask nothing.")] = False,
    apply: Annotated[
        Path | None, typer.Option(help="Write what is accepted in this review file into the registry instead.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="With --apply: who accepted, where the file does not say.")] = None,
    on: Annotated[
        str | None, typer.Option(help="With --apply: on which day, as 2031-05-03, where the file does not say.")
    ] = None,
    publication: Publication = None,
    timeout: Annotated[
        float | None, typer.Option(min=0.1, help="How many seconds to wait for the endpoint; 60 unless stated.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --apply: do it without asking.")] = False,
) -> None:
    """Find people and bodies of ours at another endpoint, for review; nobody who is withheld is asked for."""
    from ld_export.candidates.profile import read_profile
    from ld_export.pipeline.candidates import planned

    folder = found(publication)
    at_most_one({"--apply": apply, "--out": out})
    at_most_one({"--apply": apply, "--dry-run": dry_run})
    if apply is not None:
        _accept(folder, apply, by or "", on or "", yes=yes)
        return
    if by or on or yes:
        raise UsageProblem("--by, --on and --yes are for accepting", remedy="name the reviewed file: --apply FILE")
    plan = planned(folder, read_profile(folder, endpoint), [one.value for one in kind or ()], limit=limit, url=url)
    if dry_run:
        _show(plan)
        return
    _look(plan, most, timeout, out or folder / "candidates.csv")


def _accept(folder: Path, review: Path, by: str, on: str, *, yes: bool) -> None:
    from ld_export.candidates.review import is_day
    from ld_export.cli.registry import confirm
    from ld_export.pipeline.curate import accept

    if on and not is_day(on):
        raise UsageProblem(f"--on {on!r} is no whole date", remedy="write it as 2031-05-03")
    if "|" in by:
        raise UsageProblem("--by holds |, which parts values in the registry", remedy="write the name otherwise")
    confirm(accept(folder, review, by, on), yes=yes)


def _show(plan: Plan) -> None:
    """Say who would be asked for by which names."""
    for iri, names in plan.open.items():
        typer.echo(f"{iri}: {' | '.join(names)}")
    tell(f"{len(plan.open)} would be asked for at {plan.url}; nothing was{_others(plan)}")


def _look(plan: Plan, most: int, timeout: float | None, out: Path) -> None:
    from ld_export.candidates.review import review_row, written
    from ld_export.pipeline.candidates import rows_before

    printed = str(out) == "-"
    before = [] if printed or not out.exists() else rows_before(plan, out)
    found = _found(plan, most, timeout)
    rows = [
        review_row(one.ours, candidate, f"{plan.profile.name} {one.day}")
        for one in found
        for candidate in one.candidates
    ]
    text = written(rows, before, {one.ours.iri for one in found})
    if printed:
        typer.echo(text, nl=False)
    else:
        replace_file(out, text.encode())
        typer.echo(f"{out}: write certain, probable or no into accept; then ld-export candidates --apply {out}")
    known, more = sum(bool(one.candidates) for one in found), sum(one.more for one in found)
    left = f"; {more} more that fit less are left out (--most)" if more else ""
    tell(f"{len(rows)} candidates for {known} of {len(found)}{left}{_others(plan)}")


def _found(plan: Plan, most: int, timeout: float | None) -> list[Found]:
    from ld_export.candidates.pace import Pace
    from ld_export.pipeline.candidates import looked_for
    from ld_export.remote import own_session

    pace = Pace(plan.profile.pause)
    with own_session(__version__, plan.contact, timeout, told=tell_at_terminal, wait=pace.busy) as session:
        return list(looked_for(plan, session, pace, most))


def _others(plan: Plan) -> str:
    later = f"; {plan.later} are left for another time (--limit)" if plan.later else ""
    return later + (f"; {plan.unasked} have no name that may be asked for" if plan.unasked else "")
