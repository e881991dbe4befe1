"""What curators write beside a document: annotation files to records, and the forms that editors and others know."""

from ld_export.curation.annotations import parse_annotations, read_annotations

__all__ = ["parse_annotations", "read_annotations"]
