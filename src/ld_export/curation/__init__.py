"""What curators write beside a document: annotation files to records, and the forms that editors and others know."""

from ld_export.curation.annotations import parse_annotations, read_annotations
from ld_export.curation.webannotation import read_notes, to_web_annotations
from ld_export.curation.webform import Frame
from ld_export.curation.webimport import Imported, from_web_annotations, placed
from ld_export.curation.webjson import read_json

__all__ = [
    "Frame",
    "Imported",
    "from_web_annotations",
    "parse_annotations",
    "placed",
    "read_annotations",
    "read_json",
    "read_notes",
    "to_web_annotations",
]
