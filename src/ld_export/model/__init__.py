"""The records: what a document prints and what a registry knows, with no IRI and no RDF in them.

Field names are the field's own words. Source words stay beside every interpretation (`country` is a code,
`country_as_printed` the word on the page).
"""

from ld_export.model.documents import (
    Document,
    Head,
    LanguageVersion,
    Passage,
    Signatory,
    Signature,
    SourceText,
    Text,
    WithheldSignature,
)
from ld_export.model.entities import CitedDocument, Country, Family, Group, Link, Organization, Person
from ld_export.model.evidence import (
    AgentSet,
    Annotations,
    Citation,
    Claim,
    Demand,
    Excerpt,
    Figure,
    Mention,
    Reference,
    SignedOff,
    Statement,
)
from ld_export.model.record import Doubt, Record

__all__ = [
    "AgentSet",
    "Annotations",
    "Citation",
    "CitedDocument",
    "Claim",
    "Country",
    "Demand",
    "Document",
    "Doubt",
    "Excerpt",
    "Family",
    "Figure",
    "Group",
    "Head",
    "LanguageVersion",
    "Link",
    "Mention",
    "Organization",
    "Passage",
    "Person",
    "Record",
    "Reference",
    "Signatory",
    "Signature",
    "SignedOff",
    "SourceText",
    "Statement",
    "Text",
    "WithheldSignature",
]
