"""Names matched across scripts, systems of romanisation and habits of writing, with reasons for every score."""

from ld_export.matching.index import Entry, Found, Names
from ld_export.matching.names import match_names
from ld_export.matching.results import CANDIDATE, CERTAIN, KINDS, LEAD, Match, Reason

__all__ = ["CANDIDATE", "CERTAIN", "KINDS", "LEAD", "Entry", "Found", "Match", "Names", "Reason", "match_names"]
