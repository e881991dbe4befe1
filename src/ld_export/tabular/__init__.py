"""Tables of others, read row by row: CSV, TSV, JSON lines and workbooks, strictly, each row with its place."""

from ld_export.tabular.delimited import delimited_line
from ld_export.tabular.opening import READERS, open_table
from ld_export.tabular.table import LONGEST_LINE, Row, Table, TableProblem, lines_of, missing, place_of

__all__ = [
    "LONGEST_LINE",
    "READERS",
    "Row",
    "Table",
    "TableProblem",
    "delimited_line",
    "lines_of",
    "missing",
    "open_table",
    "place_of",
]
