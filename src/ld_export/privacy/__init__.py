"""Who is withheld, and records without them: applied before any RDF is made, so that nothing later can tell."""

from ld_export.privacy.evidence import redacted_annotations
from ld_export.privacy.listed import COLUMNS, Listed, is_name, list_head, listed_row, read_listed
from ld_export.privacy.messages import nobody_named, unnamed, unnamed_problem
from ld_export.privacy.people import NOBODY, Withheld, WithheldPerson, withheld_people
from ld_export.privacy.public import public_registry
from ld_export.privacy.texts import Redacted, placeholder, redacted

__all__ = [
    "COLUMNS",
    "NOBODY",
    "Listed",
    "Redacted",
    "Withheld",
    "WithheldPerson",
    "is_name",
    "list_head",
    "listed_row",
    "nobody_named",
    "placeholder",
    "public_registry",
    "read_listed",
    "redacted",
    "redacted_annotations",
    "unnamed",
    "unnamed_problem",
    "withheld_people",
]
