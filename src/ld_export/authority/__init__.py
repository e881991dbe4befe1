"""Names of everything that a publication describes, in one file: for whoever has names and wants addresses."""

from ld_export.authority.files import (
    JSON_FILE,
    NAME_FILES,
    TSV_FILE,
    read_authority,
    to_json,
    to_tsv,
)
from ld_export.authority.gathering import Mentioned, Sources, gathered
from ld_export.authority.record import KINDS, Authority, Named
from ld_export.authority.wording import Describe, Words

__all__ = [
    "JSON_FILE",
    "KINDS",
    "NAME_FILES",
    "TSV_FILE",
    "Authority",
    "Describe",
    "Mentioned",
    "Named",
    "Sources",
    "Words",
    "gathered",
    "read_authority",
    "to_json",
    "to_tsv",
]
