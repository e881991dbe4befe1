"""Names in every spelling and script: which letters, and which ways of writing them in Latin, stand for one sound."""

from ld_export.spelling.skeleton import alike, heard, skeletons
from ld_export.spelling.tables import Tables, read_tables
from ld_export.spelling.words import fold, plain, words

__all__ = ["Tables", "alike", "fold", "heard", "plain", "read_tables", "skeletons", "words"]
