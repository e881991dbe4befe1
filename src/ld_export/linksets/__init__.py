"""Link sets that others publish to our addresses: read, checked against what is here, and corrected."""

from ld_export.linksets.checking import HERE, MERGED, UNKNOWN, WITHDRAWN, Checked, Here, checked
from ld_export.linksets.correcting import corrected
from ld_export.linksets.reading import LinkSetProblem, Statement, read_statements

__all__ = [
    "HERE",
    "MERGED",
    "UNKNOWN",
    "WITHDRAWN",
    "Checked",
    "Here",
    "LinkSetProblem",
    "Statement",
    "checked",
    "corrected",
    "read_statements",
]
