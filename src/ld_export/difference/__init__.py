"""What changed between two sets of statements: dumps, other RDF files, or built publications."""

from ld_export.difference.comparing import Difference, compare
from ld_export.difference.patch import patch_lines
from ld_export.difference.sides import Side, side_of
from ld_export.difference.summary import Entity, State, Summary

__all__ = ["Difference", "Entity", "Side", "State", "Summary", "compare", "patch_lines", "side_of"]
