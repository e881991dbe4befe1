"""Tables of names linked with a publication: each row its candidate, the doubtful ones decided by a person."""

from ld_export.linking.asking import Here, Knows, Question
from ld_export.linking.links import UNSPECIFIED
from ld_export.linking.names import names_at
from ld_export.linking.review import read_decisions
from ld_export.linking.rows import Columns
from ld_export.linking.running import Cells, Done, Subjects, Wish, apply_decisions, find_links
from ld_export.linking.service import Service
from ld_export.linking.subjects import checked_base
from ld_export.tabular import TableProblem

__all__ = [
    "UNSPECIFIED",
    "Cells",
    "Columns",
    "Done",
    "Here",
    "Knows",
    "Question",
    "Service",
    "Subjects",
    "TableProblem",
    "Wish",
    "apply_decisions",
    "checked_base",
    "find_links",
    "names_at",
    "read_decisions",
]
