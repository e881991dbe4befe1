"""Two names matched: people's, or those of anything else."""

from __future__ import annotations

from ld_export.matching.bodies import match_bodies, read_body
from ld_export.matching.people import match_people
from ld_export.matching.results import Match, Reason
from ld_export.matching.tokens import LONGEST, Name, read_name

PERSON = "person"


def match_names(a: str, b: str, *, kind: str = PERSON) -> Match:
    """How well two names fit, from 0 to 1, with a reason for each of their words.

    `kind` is "person", or that of anything else that has a name: of those words are compared, and acronyms.
    The score says nothing about who is meant: two people may have one name. From `CANDIDATE` on somebody should look;
    from `CERTAIN` on the names are the same but for spelling. A name of over 300 characters is not read, and fits
    only itself.
    """
    return match_read(read(a, kind), read(b, kind), kind)


def read(printed: str, kind: str) -> Name:
    """A name of somebody or something of a kind, ready to be compared with any number of others."""
    return read_name(printed) if kind == PERSON else read_body(printed)


def match_read(mine: Name, theirs: Name, kind: str) -> Match:
    """`match_names` for names that are read."""
    if mine.printed == theirs.printed and mine.printed.strip():
        return Match(1.0, (Reason("same", mine.printed[:LONGEST], theirs.printed[:LONGEST], 1.0),))
    if max(len(mine.printed), len(theirs.printed)) > LONGEST:
        return Match(0.0, (Reason("too long", mine.printed[:LONGEST], theirs.printed[:LONGEST], 0.0),))
    # Asked one way round only, so that the answer is the same from either side.
    if theirs.printed < mine.printed:
        return match_read(theirs, mine, kind).turned()
    return match_people(mine, theirs) if kind == PERSON else match_bodies(mine, theirs)
