"""People and bodies at another endpoint that may be ours: found by public names, scored, and left to a curator.

What asks (`asking`) is not imported here: it loads libraries for RDF, which nobody else needs.
"""

from ld_export.candidates.answers import Answers, forget
from ld_export.candidates.judging import Candidate, Description, judged
from ld_export.candidates.pace import Pace
from ld_export.candidates.profile import KINDS, Profile, read_profile
from ld_export.candidates.review import COLUMNS, Decision, decided_rows, decisions, is_day, review_row, written
from ld_export.candidates.wanted import Wanted, wanted

__all__ = [
    "COLUMNS",
    "KINDS",
    "Answers",
    "Candidate",
    "Decision",
    "Description",
    "Pace",
    "Profile",
    "Wanted",
    "decided_rows",
    "decisions",
    "forget",
    "is_day",
    "judged",
    "read_profile",
    "review_row",
    "wanted",
    "written",
]
