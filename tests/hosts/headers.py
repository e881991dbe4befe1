"""Headers that say what is welcome, as clients write them and as they might."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.hosts.reference import TYPES

_RANGES = (
    *(name for names in TYPES.values() for name in names),
    *("application/rdf+xml", "image/png", "text/*", "application/*", "*/*", "Text/HTML", "application/JSON"),
)
_PARAMETERS = ("", "", ";charset=utf-8", " ; v=b3")
_QUALITIES = (
    *("", "", ";q=1", ";q=1.000", "; q=0.9", ";q=0.85", ";Q=0.8", " ;q=0.5", ";q=0.1", ";q=0.15"),
    *(";q=0.05", ";q=0.001", ";q=0", ";q=0.000", ";q=.2"),
)


def _name(part: str) -> str:
    return part.partition(";")[0].strip().lower()


_PARTS = st.tuples(*map(st.sampled_from, (_RANGES, _PARAMETERS, _QUALITIES))).map("".join)

ACCEPTED = st.builds(
    lambda parts, separator: separator.join(parts),
    st.lists(_PARTS, max_size=6, unique_by=_name),
    st.sampled_from([",", ", ", " , "]),
)
"""Headers `Accept` in which no type stands twice."""
