"""Candidates for links from a publication's people and bodies to those of another endpoint, for a curator to review."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ld_export.candidates.answers import Answers
from ld_export.candidates.asking import Asker, describing, finding
from ld_export.candidates.judging import Candidate, Description, judged
from ld_export.candidates.pace import Pace
from ld_export.candidates.profile import Profile
from ld_export.candidates.review import decided_rows
from ld_export.candidates.wanted import Wanted, wanted
from ld_export.csvfile import Row
from ld_export.pipeline.inputs import read_people
from ld_export.privacy import Withheld, nobody_named, unnamed
from ld_export.remote import Session
from ld_export.remote.endpoint import Endpoint
from ld_export.settings import read_settings

_DAY = 24 * 60 * 60.0


class Plan(NamedTuple):
    """Who is looked for at an endpoint, in whose name (`contact`), and who is withheld.

    `unasked` counts those who have no name that may be asked for.
    """

    publication: Path
    profile: Profile
    url: str
    contact: str
    withheld: Withheld
    wanted: tuple[Wanted, ...]
    unasked: int

    def is_secret(self, text: str) -> bool:
        """Whether a text names somebody who is withheld."""
        return unnamed(text, self.withheld) != text


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
    limit: int | None = None,
    url: str | None = None,
) -> Plan:
    """Who would be looked for: of some `kinds` (by default all that the profile knows), and no more than `limit`.

    `url` is another address for the same questions, such as that of a mirror.
    """
    settings = read_settings(publication)
    withheld, registry = read_people(publication, settings)
    plan = Plan(publication, profile, url or profile.endpoint, settings.publisher.contact, withheld, (), 0)
    with nobody_named(withheld):
        asked_for = [kind for kind in profile.kinds if not kinds or kind in kinds]
        found = wanted(registry, settings.base_uri, profile.entities, plan.is_secret)
        every = [one for one in found if one.kind in asked_for]
        named = [one for one in every if one.asked]
        return plan._replace(wanted=tuple(named[:limit]), unasked=len(every) - len(named))


def decided_before(plan: Plan, review: Path) -> dict[tuple[str, str], Row]:
    """What was decided in a review file before; not of anybody who has been withheld since."""
    with nobody_named(plan.withheld):
        rows = decided_rows(review)
        return {pair: row for pair, row in rows.items() if not any(map(plan.is_secret, row.values()))}


def looked_for(
    plan: Plan,
    session: Session,
    pace: Pace,
    most: int,
    now: Callable[[], float] = time.time,
) -> Iterator[Found]:
    """Ask an endpoint, and tell of everybody what was found: at most the `most` best.

    What it answers is kept in the publication's folder. Raises what asking raises, and nothing with a name in it of
    somebody who is withheld.
    """
    with nobody_named(plan.withheld):
        yield from _looked_for(plan, session, pace, most, now)


def _looked_for(plan: Plan, session: Session, pace: Pace, most: int, now: Callable[[], float]) -> Iterator[Found]:
    profile = plan.profile
    answers = Answers(plan.publication, now() - profile.keep_days * _DAY, plan.is_secret)
    asker = Asker(plan.url, Endpoint(plan.url, session), answers, pace, profile.batch, now=now)
    for kind in profile.kinds:
        ours = [one for one in plan.wanted if one.kind == kind]
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
