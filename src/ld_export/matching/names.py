"""Two names matched: people's, or those of anything else."""

from __future__ import annotations

from ld_export.matching.bodies import match_bodies
from ld_export.matching.people import match_people
from ld_export.matching.results import Match, Reason
from ld_export.matching.tokens import LONGEST, read_name

PERSON = "person"


def match_names(a: str, b: str, *, kind: str = PERSON) -> Match:
    """How well two names fit, from 0 to 1, with a reason for each of their words.

    `kind` is "person", or that of anything else that has a name: of those words are compared, and acronyms.
    The score says nothing about who is meant: two people may have one name. From `CANDIDATE` on somebody should look;
    from `CERTAIN` on the names are the same but for spelling. A name of over 300 characters is not read, and fits
    only itself.
    """
    if a == b and a.strip():
        return Match(1.0, (Reason("same", a[:LONGEST], b[:LONGEST], 1.0),))
    if max(len(a), len(b)) > LONGEST:
        return Match(0.0, (Reason("too long", a[:LONGEST], b[:LONGEST], 0.0),))
    # Asked one way round only, so that the answer is the same from either side.
    if b < a:
        return match_names(b, a, kind=kind).turned()
    return match_people(read_name(a), read_name(b)) if kind == PERSON else match_bodies(a, b)
