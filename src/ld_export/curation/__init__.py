"""What curators write beside a document: annotation files to records, and the forms that editors and others know.

Importing this package loads none of its modules; the first use of one of these names does. Where nothing is annotated,
a build needs neither YAML nor the tables of the format.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_MODULES = {
    "Frame": "webform",
    "Imported": "webimport",
    "from_web_annotations": "webimport",
    "parse_annotations": "annotations",
    "placed": "webimport",
    "read_annotations": "annotations",
    "read_json": "webjson",
    "read_notes": "webannotation",
    "to_web_annotations": "webannotation",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
