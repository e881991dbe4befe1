"""Candidates for links from a publication's people and bodies to those of another endpoint, for a curator to review."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ld_export.candidates.answers import Answers
from ld_export.candidates.asking import Asker, describing, finding
from ld_export.candidates.judging import Candidate, Description, judged
from ld_export.candidates.pace import Pace
from ld_export.candidates.profile import Profile
from ld_export.candidates.review import review_rows
from ld_export.candidates.wanted import Wanted, wanted
from ld_export.csvfile import Row
from ld_export.pipeline.inputs import read_people
from ld_export.privacy import Withheld, nobody_named, unnamed
from ld_export.remote import Session
from ld_export.remote.endpoint import Endpoint
from ld_export.settings import read_settings

_DAY = 24 * 60 * 60.0


class Plan(NamedTuple):
    """Who is looked for at an endpoint, and in whose name (`contact`); what it answered before; who is withheld.

    `open` are the names of each of the `wanted`, by address, that it has still to be asked for. `unasked` counts those
    who have no name that may be asked for, `later` those whom a limit leaves for another time.
    """

    profile: Profile
    url: str
    contact: str
    withheld: Withheld
    answers: Answers
    wanted: tuple[Wanted, ...] = ()
    open: Mapping[str, Sequence[str]] = {}
    unasked: int = 0
    later: int = 0


class Found(NamedTuple):
    """The candidates of one entity, best first, and how many more there were; the day of the last answer on them."""

    ours: Wanted
    candidates: Sequence[Candidate]
    more: int
    day: str


def planned(
    publication: Path,
    profile: Profile,
    kinds: Collection[str] = (),
    *,
    limit: int | None = None,
    url: str | None = None,
    now: float | None = None,
) -> Plan:
    """Who would be looked for: of some `kinds` (by default all that the profile knows).

    Of those about whom something has still to be asked there are no more than `limit`. `url` is another address for the
    same questions, such as that of a mirror; `now` is in seconds since 1970, by default what the clock says. Answers
    that are too old, or name somebody who is withheld, are removed.
    """
    settings = read_settings(publication)
    withheld, registry = read_people(publication, settings)
    with nobody_named(withheld):
        after = (time.time() if now is None else now) - profile.keep_days * _DAY
        answers = Answers(publication, after, _sees(withheld))
        plan = Plan(profile, url or profile.endpoint, settings.publisher.contact, withheld, answers)
        found = wanted(registry, settings.base_uri, profile.entities, _sees(withheld))
        return _limited(plan, [one for one in found if one.kind in (kinds or profile.kinds)], limit)


def _sees(withheld: Withheld) -> Callable[[str], bool]:
    """What sees whether a text names somebody who is withheld."""
    return lambda text: unnamed(text, withheld) != text


def _limited(plan: Plan, every: Sequence[Wanted], limit: int | None) -> Plan:
    """The plan to look for some, with no more than `limit` of those who were not asked for before."""
    digests = {kind: finding(plan.profile, kind).digest(plan.url) for kind in plan.profile.kinds}
    named = [one for one in every if one.asked and one.kind in digests]
    open_ = {one.iri: [name for name in one.asked if not plan.answers.of(digests[one.kind], name)] for one in named}
    left = [one.iri for one in named if open_[one.iri]][limit:] if limit is not None else []
    return plan._replace(
        wanted=tuple(one for one in named if one.iri not in left),
        open={iri: names for iri, names in open_.items() if names and iri not in left},
        unasked=len(every) - len(named),
        later=len(left),
    )


def rows_before(plan: Plan, review: Path) -> list[Row]:
    """The rows of a review file that is there; none of anybody who has been withheld since."""
    with nobody_named(plan.withheld):
        is_secret = _sees(plan.withheld)
        return [row for row in review_rows(review) if not any(map(is_secret, row.values()))]


def looked_for(
    plan: Plan, session: Session, pace: Pace, most: int, now: Callable[[], float] = time.time
) -> Iterator[Found]:
    """Ask an endpoint, and tell of everybody what was found: at most the `most` best.

    What it answers is kept in the publication's folder. Raises what asking raises, and nothing with a name in it of
    somebody who is withheld.
    """
    asker = Asker(plan.url, Endpoint(plan.url, session), plan.answers, pace, plan.profile.batch, now=now)
    with nobody_named(plan.withheld):
        for kind in plan.profile.kinds:
            yield from _of_kind(plan, asker, kind, most)


def _of_kind(plan: Plan, asker: Asker, kind: str, most: int) -> Iterator[Found]:
    profile, ours = plan.profile, [one for one in plan.wanted if one.kind == kind]
    by_name = asker.ask(finding(profile, kind), (name for one in ours for name in one.asked))
    items = sorted({item for kept in by_name.values() for item, _ in kept.rows})
    described = asker.ask(describing(profile), items)
    for one in ours:
        own = sorted({item for name in one.asked for item, _ in by_name[name].rows})
        told = [Description.of(item, described[item].rows, profile.languages) for item in own]
        best = judged(one, told, profile.telling)
        moments = [by_name[name].at for name in one.asked] + [described[item].at for item in own]
        yield Found(one, best[:most], len(best[most:]), _day(max(moments)))


def _day(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
